/**
 * Each codec on event data, behind the port that the broker uses: the framing is the same code for all, so columns differ
 * in what does the work. Packed sizes differ, all of them right: what is compared is what they unfold to.
 */
import type { Case, Column, Columns, Implementation } from '../corpus.ts';
import { events } from '../fixtures.ts';
import { addon, optional, wasi } from '../native.ts';
import { room } from '../room.ts';

const LIMIT = 4 << 20;

type Codec = import('../../src/runtime/compression/codec.ts').Codec;
type NativeLz4 = import('../../src/runtime/compression/lz4.ts').NativeLz4;
type NativeSnappy = import('../../src/runtime/compression/snappy.ts').NativeSnappy;
type WasmZstd = import('../../src/runtime/compression/zstd.ts').WasmZstd;

/** What is used of `@platformatic/wasm-utils`: LZ4 frames and raw snappy blocks. */
interface WasmUtils {
  lz4Compress(bytes: Uint8Array): Uint8Array;
  lz4Decompress(bytes: Uint8Array): Uint8Array;
  snappyCompress(bytes: Uint8Array): Uint8Array;
  snappyDecompress(bytes: Uint8Array): Uint8Array;
}

interface Fflate {
  gzipSync(bytes: Uint8Array, options: { level: number }): Uint8Array;
  gunzipSync(bytes: Uint8Array): Uint8Array;
}

interface Fzstd {
  decompress(bytes: Uint8Array): Uint8Array;
}

type Backends = Partial<Record<Column, Codec>>;

export async function cases(tiny: boolean): Promise<Case[]> {
  const sizes = tiny ? [2_000] : [1_024, 65_536, 1_048_576];
  const codecs: Record<string, () => Promise<Backends>> = { gzip, snappy, lz4, zstd };
  return Object.entries(codecs).flatMap(([name, load]) =>
    sizes.flatMap((size) => [
      {
        name: `${name}: compress ${size} bytes`,
        bytes: size,
        batch: 1,
        columns: async () => compressing(await load(), events(size)),
      },
      {
        name: `${name}: decompress to ${size} bytes`,
        bytes: size,
        batch: 1,
        columns: async () => decompressing(await load(), events(size)),
      },
    ]),
  );
}

function unpack(codec: Codec, packed: Uint8Array): Uint8Array {
  const plain = codec.decompress(packed, 0, packed.length, LIMIT);
  if (typeof plain === 'string') throw new Error(`${codec.name} by ${codec.backend}: ${plain}`);
  return plain;
}

function compressing(backends: Backends, plain: Uint8Array): Columns {
  const columns: Columns = {};
  // Unfolded by another than it was packed by, where there is another: no backend is its own judge.
  const judge = (column: Column): Codec =>
    Object.entries(backends).find(([other]) => other !== column)?.[1] ?? backends[column]!;
  for (const [column, codec] of Object.entries(backends) as [Column, Codec][]) {
    if (isDecoderOnly(codec)) continue;
    const implementation: Implementation = {
      run: () => codec.compress(plain, 0, plain.length, null).length,
      result: () => unpack(judge(column), codec.compress(plain, 0, plain.length, null)),
    };
    columns[column] = implementation;
  }
  return columns;
}

/** All unfold the same bytes, packed by the first that can. */
function decompressing(backends: Backends, plain: Uint8Array): Columns {
  const packer = Object.values(backends).find((codec) => !isDecoderOnly(codec))!;
  const packed = packer.compress(plain, 0, plain.length, null).slice();
  const columns: Columns = {};
  for (const [column, codec] of Object.entries(backends) as [Column, Codec][])
    columns[column] = { run: () => unpack(codec, packed).length, result: () => unpack(codec, packed) };
  return columns;
}

const DECODER_ONLY = 'decoder only';

function isDecoderOnly(codec: Codec): boolean {
  return codec.name === DECODER_ONLY;
}

async function gzip(): Promise<Backends> {
  const { gzip: inNode } =
    await room<typeof import('../../src/runtime/compression/gzip.ts')>('runtime/compression/gzip.ts');
  const fflate = await optional<Fflate>('fflate');
  if (fflate === null) return { native: inNode };
  const js: Codec = {
    name: 'gzip',
    backend: 'fflate',
    compress: (bytes, start, end) => fflate.gzipSync(bytes.subarray(start, end), { level: 6 }),
    decompress: (bytes, start, end) => fflate.gunzipSync(bytes.subarray(start, end)),
  };
  return { native: inNode, js };
}

async function snappy(): Promise<Backends> {
  const { snappyCodec } = await room<typeof import('../../src/runtime/compression/snappy.ts')>(
    'runtime/compression/snappy.ts',
  );
  const native = addon<NativeSnappy>('snappy');
  const inWasi = wasi<NativeSnappy>('@napi-rs/snappy-wasm32-wasi');
  const utils = await optional<WasmUtils>('@platformatic/wasm-utils');
  return {
    ...(native === null ? {} : { native: snappyCodec(native) }),
    ...(inWasi === null ? {} : { wasi: snappyCodec(inWasi) }),
    ...(utils === null
      ? {}
      : {
          wasm: snappyCodec({
            compressSync: (bytes) => utils.snappyCompress(bytes),
            uncompressSync: (bytes) => utils.snappyDecompress(bytes),
          }),
        }),
    js: snappyCodec(null),
  };
}

async function lz4(): Promise<Backends> {
  const { lz4Codec } = await room<typeof import('../../src/runtime/compression/lz4.ts')>('runtime/compression/lz4.ts');
  const native = addon<NativeLz4>('lz4-napi');
  const utils = await optional<WasmUtils>('@platformatic/wasm-utils');
  return {
    ...(native === null ? {} : { native: lz4Codec(native) }),
    ...(utils === null
      ? {}
      : {
          wasm: lz4Codec({
            compressFrameSync: (bytes) => utils.lz4Compress(bytes),
            decompressFrameSync: (bytes) => utils.lz4Decompress(bytes),
          }),
        }),
    js: lz4Codec(null),
  };
}

async function zstd(): Promise<Backends> {
  const { nodeZstdCodec, wasmZstdCodec } =
    await room<typeof import('../../src/runtime/compression/zstd.ts')>('runtime/compression/zstd.ts');
  const native = nodeZstdCodec();
  // Where Node has none, the broker has initialised the package already; it bears that only once in a thread.
  const wasm = native === null ? await brokersZstd() : wasmZstdCodec(await (wasmZstd ??= initialisedZstd()));
  const fzstd = await optional<Fzstd>('fzstd');
  const decoder = (found: Fzstd): Codec => ({
    name: DECODER_ONLY,
    backend: 'fzstd',
    compress: () => {
      throw new Error('fzstd only decodes');
    },
    decompress: (bytes, start, end) => found.decompress(bytes.subarray(start, end)),
  });
  return {
    ...(native === null ? {} : { native }),
    wasm,
    ...(fzstd === null ? {} : { js: decoder(fzstd) }),
  };
}

let wasmZstd: Promise<WasmZstd> | null = null;

async function initialisedZstd(): Promise<WasmZstd> {
  const wasm = (await import('@bokuweb/zstd-wasm')) as unknown as WasmZstd & { init(): Promise<void> };
  await wasm.init();
  return wasm;
}

async function brokersZstd(): Promise<Codec> {
  const { createCodecs } = await room<typeof import('../../src/runtime/compression/codecs.ts')>(
    'runtime/compression/codecs.ts',
  );
  const { Compression } =
    await room<typeof import('../../src/core/records/batch-format.ts')>('core/records/batch-format.ts');
  const codecs = await createCodecs(true);
  return {
    name: 'zstd',
    backend: codecs.report.find(({ codec }) => codec === 'zstd')!.backend,
    compress: (bytes, start, end, level) => codecs.compress(Compression.Zstd, bytes, start, end, level)!,
    decompress: (bytes, start, end, limit) => codecs.decompress(Compression.Zstd, bytes, start, end, limit),
  };
}
