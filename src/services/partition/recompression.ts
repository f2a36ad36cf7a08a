/**
 * Appends of one partition that wait for the compute pool, where `compression.type` wants another codec than the producer
 * used, and whatever came behind them: the log keeps the order of arrival, and no other partition waits. Batches are
 * recompressed side by side. Main thread; one per partition that has such a topic.
 */
import type { TopicConfig } from '../../core/config/topic-config.ts';
import { COMPRESSION_NAMES, Compression } from '../../core/records/batch-format.ts';
import type { ProduceOrigin } from '../../core/records/batch-validator.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import type { ComputeClient } from '../../workers/compute/compute-client.ts';
import type { RecompressResult } from '../../workers/compute/recompress-batch.ts';
import type { AppendOutcome } from './leader-appends.ts';

export type RecompressionFailure = Extract<RecompressResult, string> | 'pool failed';

export interface RecompressionPort {
  readonly compute: Pick<ComputeClient, 'recompress'>;
  /** Keeps work that found the ring full; it is tried again, in order, and returns true when it is done. */
  stall(work: () => boolean): void;
  /** So many more bytes of batches wait, or fewer. */
  onParkedBytes(change: number): void;
  /** Batches that waited were appended or refused. */
  onProgress(): void;
}

/** The codec that batches are stored under, and its level; null: as the producer sent them. */
export interface TargetCodec {
  readonly codec: number;
  readonly level: number | null;
}

export function targetCodec(config: TopicConfig): TargetCodec | null {
  const { compressionType } = config;
  if (compressionType === 'producer') return null;
  if (compressionType === 'uncompressed') return { codec: Compression.None, level: null };
  const levels: Record<string, number> = {
    gzip: config.compressionGzipLevel,
    lz4: config.compressionLz4Level,
    zstd: config.compressionZstdLevel,
  };
  return { codec: COMPRESSION_NAMES.indexOf(compressionType), level: levels[compressionType] ?? null };
}

/** What a produce request asked for, besides its batch. */
export interface AppendTerms {
  readonly requiredAcks: number;
  readonly origin: ProduceOrigin;
  readonly mustStartAtZero: boolean;
  /** What validation of the batch found. */
  readonly maxTimestamp: number;
}

export interface AppendRefusal {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** One append that waits. `batch` is what goes into the log; null where the codec failed. */
export interface ParkedAppend {
  readonly terms: AppendTerms;
  batch: BatchView | null;
  failure: RecompressionFailure | null;
  isReady: boolean;
  refusal: (() => AppendRefusal) | null;
  /** Hears what came of it, exactly once. The outcome is only lent. */
  tell: (outcome: AppendOutcome) => void;
}

export class ParkedAppends {
  readonly #port: RecompressionPort;
  readonly #append: (parked: ParkedAppend) => AppendOutcome | 'ring full';
  readonly #line: ParkedAppend[] = [];
  /** The head found the ring full, and is tried again when there is room. */
  #isStalled = false;

  /** @param append appends a batch that is ready and whose turn it is */
  constructor(port: RecompressionPort, append: (parked: ParkedAppend) => AppendOutcome | 'ring full') {
    this.#port = port;
    this.#append = append;
  }

  get isEmpty(): boolean {
    return this.#line.length === 0;
  }

  /** Takes in a valid batch, through the pool if it needs a `target`. Its memory stays as it is until it is told of. */
  park(batch: BatchView, terms: AppendTerms, target: TargetCodec | null, maxDecompressedBytes: number): void {
    const { bytes, start, end, sizeInBytes } = batch;
    const tell = (): void => this.#port.onParkedBytes(-sizeInBytes);
    const parked: ParkedAppend = { terms, batch: null, failure: null, isReady: target === null, refusal: null, tell };
    this.#line.push(parked);
    this.#port.onParkedBytes(sizeInBytes);
    if (target === null) {
      parked.batch = wrapped(bytes, start);
      return;
    }
    const copy = new Uint8Array(sizeInBytes);
    copy.set(bytes.subarray(start, end));
    const settle = (result: RecompressResult | 'pool failed'): void => {
      if (typeof result === 'string') parked.failure = result;
      else parked.batch = wrapped(result, 0);
      parked.isReady = true;
      if (this.#line[0] === parked) this.#goOn();
      this.#port.onProgress();
    };
    const request = { batch: copy, codec: target.codec, level: target.level, maxDecompressedBytes };
    this.#port.compute.recompress(request).then(settle, () => settle('pool failed'));
  }

  /** `told` hears what comes of the batch that was parked last; `refusal` has the last word about it. */
  whenAppended(told: (outcome: AppendOutcome) => void, refusal: (() => AppendRefusal) | null): void {
    const last = this.#line[this.#line.length - 1]!;
    last.refusal = refusal;
    const countOff = last.tell;
    last.tell = (outcome) => {
      countOff(outcome);
      told(outcome);
    };
  }

  /** Nothing that waits is appended any more. */
  refuseAll(outcome: () => AppendOutcome): void {
    for (const parked of this.#line.splice(0)) parked.tell(outcome());
  }

  #goOn(): void {
    if (this.#isStalled) return;
    this.#isStalled = !this.#drain();
    if (this.#isStalled)
      this.#port.stall(() => {
        this.#isStalled = !this.#drain();
        return !this.#isStalled;
      });
  }

  /** Appends from the head what is ready. False where the ring is full. */
  #drain(): boolean {
    for (let head = this.#line[0]; head?.isReady === true; head = this.#line[0]) {
      const outcome = this.#append(head);
      if (outcome === 'ring full') return false;
      this.#line.shift();
      head.tell(outcome);
    }
    return true;
  }
}

function wrapped(bytes: Uint8Array, start: number): BatchView {
  return new BatchView().wrap(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), start);
}
