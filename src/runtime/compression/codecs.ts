/**
 * All codecs of one thread, behind the two ports that pure code knows. Loads natives where they are there and says
 * which backend serves what: a broker on a fallback is slower by a factor, and its operator should read so at start.
 */
import { createRequire } from 'node:module';
import { Compression } from '../../core/records/batch-format.ts';
import type { Compressor, DecompressionFailure, Decompressor } from '../../core/records/decompressor.ts';
import type { Codec } from './codec.ts';
import { gzip } from './gzip.ts';
import { lz4Codec, type NativeLz4 } from './lz4.ts';
import { type NativeSnappy, snappyCodec } from './snappy.ts';
import { nodeZstdCodec, type WasmZstd, wasmZstdCodec } from './zstd.ts';

/** One line of the start-up report. */
export interface CodecReport {
  readonly codec: string;
  /** `none` where nothing could be loaded: batches of that codec are refused. */
  readonly backend: string;
  /** True where this is not the backend that the broker would rather have. */
  readonly isFallback: boolean;
  /** Why the preferred one is not there. */
  readonly reason: string | null;
}

export class Codecs implements Decompressor, Compressor {
  readonly #byId: readonly (Codec | null)[];
  readonly report: readonly CodecReport[];

  constructor(byId: readonly (Codec | null)[], report: readonly CodecReport[]) {
    this.#byId = byId;
    this.report = report;
  }

  decompress(
    codec: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    maxOutputBytes: number,
  ): Uint8Array | DecompressionFailure {
    const found = this.#byId[codec];
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
    const found = this.#byId[codec];
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
    return { codec: wasmZstdCodec(wasm), reason: without };
  } catch (error) {
    return { codec: null, reason: `${without}; @bokuweb/zstd-wasm did not load: ${String(error)}` };
  }
}

let shared: Promise<Codecs> | null = null;

/** The codecs of this thread, loaded once. */
export function loadCodecs(): Promise<Codecs> {
  shared ??= createCodecs(true);
  return shared;
}

/** A set of its own; without natives it is what runs under `--no-addons`. */
export async function createCodecs(withNatives: boolean): Promise<Codecs> {
  const snappy = load<NativeSnappy>('snappy', withNatives);
  const lz4 = load<NativeLz4>('lz4-napi', withNatives);
  const zstd = await loadZstd();
  const byId: (Codec | null)[] = [];
  byId[Compression.None] = null;
  byId[Compression.Gzip] = gzip;
  byId[Compression.Snappy] = snappyCodec(snappy.module);
  byId[Compression.Lz4] = lz4Codec(lz4.module);
  byId[Compression.Zstd] = zstd.codec;
  const line = (codec: string, served: Codec | null, reason: string | null): CodecReport => ({
    codec,
    backend: served?.backend ?? 'none',
    isFallback: reason !== null,
    reason,
  });
  return new Codecs(byId, [
    line('gzip', gzip, null),
    line('snappy', byId[Compression.Snappy] ?? null, snappy.reason),
    line('lz4', byId[Compression.Lz4] ?? null, lz4.reason),
    line('zstd', zstd.codec, zstd.reason),
  ]);
}
