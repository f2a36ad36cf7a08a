/**
 * All codecs of one thread, behind the two ports that pure code knows. Loads natives where they are there and says
 * which backend serves what: a broker on a fallback is slower by a factor, and its operator should read so.
 */
import { createRequire } from 'node:module';
import { Compression } from '../../core/records/batch-format.ts';
import type { Compressor, DecompressionFailure, Decompressor } from '../../core/records/decompressor.ts';
import type { Codec } from './codec.ts';
import { gzip } from './gzip.ts';
import { lz4Codec, type NativeLz4 } from './lz4.ts';
import { type NativeSnappy, snappyCodec } from './snappy.ts';
import { nodeZstdCodec, type WasmZstd, wasmZstdCodec } from './zstd.ts';

/** One line of what an operator is told. */
export interface CodecReport {
  readonly codec: string;
  /** `none` where nothing could be loaded: batches of that codec are refused. */
  readonly backend: string;
  /** True where this is not the backend that the broker would rather have. */
  readonly isFallback: boolean;
  /** Why the preferred one is not there. */
  readonly reason: string | null;
}

/** A codec and what is to be said of it; loaded when it is first asked for. */
class LazyCodec {
  readonly #name: string;
  readonly #load: () => { codec: Codec | null; reason: string | null };
  #loaded: { codec: Codec | null; reason: string | null } | null = null;

  constructor(name: string, load: () => { codec: Codec | null; reason: string | null }) {
    this.#name = name;
    this.#load = load;
  }

  get codec(): Codec | null {
    this.#loaded ??= this.#load();
    return this.#loaded.codec;
  }

  get report(): CodecReport {
    const backend = this.codec?.backend ?? 'none';
    const { reason } = this.#loaded!;
    return { codec: this.#name, backend, isFallback: reason !== null, reason };
  }
}

/** Natives are loaded with the first batch that needs them: loading takes longer than the rest of a broker's start. */
export class Codecs implements Decompressor, Compressor {
  readonly #byId: readonly (LazyCodec | null)[];

  constructor(byId: readonly (LazyCodec | null)[]) {
    this.#byId = byId;
  }

  /** Loads what has not been loaded. */
  get report(): readonly CodecReport[] {
    return this.#byId.flatMap((each) => (each === null ? [] : [each.report]));
  }

  decompress(
    codec: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    maxOutputBytes: number,
  ): Uint8Array | DecompressionFailure {
    const found = this.#byId[codec]?.codec;
    return found == null ? 'unsupported' : found.decompress(bytes, start, end, maxOutputBytes);
  }

  /** `level` null: the codec's default, as Kafka's `compression.<codec>.level` has it. */
  compress(
    codec: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    level: number | null = null,
  ): Uint8Array | null {
    const found = this.#byId[codec]?.codec;
    return found == null ? null : found.compress(bytes, start, end, level);
  }
}

/** A native may be missing, built for another platform, or forbidden by `--no-addons`. */
interface Loaded<T> {
  readonly module: T | null;
  readonly reason: string | null;
}

function load<T>(name: string, isAllowed: boolean): Loaded<T> {
  if (!isAllowed) return { module: null, reason: 'native addons are switched off' };
  try {
    return { module: createRequire(import.meta.url)(name) as T, reason: null };
  } catch (error) {
    const [line = String(error)] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { module: null, reason: `${name} did not load: ${line}` };
  }
}

async function loadZstd(): Promise<{ codec: Codec | null; reason: string | null }> {
  const inNode = nodeZstdCodec();
  if (inNode !== null) return { codec: inNode, reason: null };
  const without = 'node:zlib has zstd from Node 22.15 on';
  try {
    const wasm = (await import('@bokuweb/zstd-wasm')) as unknown as WasmZstd & { init(): Promise<void> };
    await wasm.init();
    // All that this Node has: nothing is missing that an operator could add.
    return { codec: wasmZstdCodec(wasm), reason: null };
  } catch (error) {
    return { codec: null, reason: `${without}; @bokuweb/zstd-wasm did not load: ${String(error)}` };
  }
}

let zstdOfThread: ReturnType<typeof loadZstd> | null = null;
let shared: Promise<Codecs> | null = null;

/** The codecs of this thread, loaded once. */
export function loadCodecs(): Promise<Codecs> {
  shared ??= createCodecs(true);
  return shared;
}

/** A set of its own; without natives it is what runs under `--no-addons`. */
export async function createCodecs(withNatives: boolean): Promise<Codecs> {
  // The package has one memory for the thread, and a second initialisation takes it from under the first.
  zstdOfThread ??= loadZstd();
  const zstd = await zstdOfThread;
  const byId: (LazyCodec | null)[] = [];
  byId[Compression.None] = null;
  byId[Compression.Gzip] = new LazyCodec('gzip', () => ({ codec: gzip, reason: null }));
  byId[Compression.Snappy] = new LazyCodec('snappy', () => {
    const { module, reason } = load<NativeSnappy>('snappy', withNatives);
    return { codec: snappyCodec(module), reason };
  });
  byId[Compression.Lz4] = new LazyCodec('lz4', () => {
    const { module, reason } = load<NativeLz4>('lz4-napi', withNatives);
    return { codec: lz4Codec(module), reason };
  });
  byId[Compression.Zstd] = new LazyCodec('zstd', () => zstd);
  return new Codecs(byId);
}
