/**
 * A batch of a coordinator's records on its way into the log, with the answers that rest on it; how much one holds, and how
 * one is cut where a single change has more. Main thread; HostedCoordinator keeps them in the order of the log.
 */
import type { BatchProducer, LogRecord } from './coordinator-log.ts';
import type { Completion, CoordinatorResult } from './partition-coordinator.ts';

/** What a turn collects for one batch: well below the smallest sensible `max.message.bytes`. */
const MAX_BATCH_BYTES = 262_144;
/** Of a record beside key and value: more than its lengths, deltas and attributes ever take. */
const RECORD_OVERHEAD = 32;

export class Flight<Result extends CoordinatorResult> {
  readonly results: Result[] = [];
  readonly records: LogRecord[] = [];
  readonly producer: BatchProducer | null;
  /** When whoever waits for it is told that it takes too long. */
  readonly deadline: number;
  completions: Completion[] = [];
  isCommitted = false;
  #bytes = 0;

  constructor(producer: BatchProducer | null, deadline: number) {
    this.producer = producer;
    this.deadline = deadline;
  }

  /** There is room for `bytes` more, and they belong to the same producer's transaction, if to any. */
  takes(bytes: number, producer: BatchProducer | null): boolean {
    return this.#bytes + bytes <= MAX_BATCH_BYTES && isSameProducer(this.producer, producer);
  }

  add(result: Result, bytes: number): void {
    this.results.push(result);
    this.records.push(...result.records);
    this.#bytes += bytes;
  }

  /** One change of very many records (offsets that expire) takes several batches. */
  batches(): LogRecord[][] {
    const parts: LogRecord[][] = [[]];
    let bytes = 0;
    for (const record of this.records) {
      const size = sizeOfRecord(record);
      if (bytes + size > MAX_BATCH_BYTES && parts.at(-1)!.length > 0) {
        parts.push([]);
        bytes = 0;
      }
      parts.at(-1)!.push(record);
      bytes += size;
    }
    return parts;
  }
}

/** At most so many bytes in a batch. */
export function sizeOfRecords(records: readonly LogRecord[]): number {
  let bytes = 0;
  for (const record of records) bytes += sizeOfRecord(record);
  return bytes;
}

function sizeOfRecord({ key, value }: LogRecord): number {
  return key.length + (value?.length ?? 0) + RECORD_OVERHEAD;
}

function isSameProducer(a: BatchProducer | null, b: BatchProducer | null): boolean {
  return a === b || (a !== null && b !== null && a.producerId === b.producerId && a.producerEpoch === b.producerEpoch);
}
