/** Logs in memory that commit when they are told, refuse or fail. */
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import type {
  BatchProducer,
  CoordinatorLog,
  LogListener,
  LogRecord,
} from '../../../src/services/coordinator/coordinator-log.ts';

export interface Batch {
  readonly records: readonly LogRecord[];
  readonly producer: BatchProducer | null;
  readonly callback: (errorCode: number, baseOffset: number) => void;
}

type Entry =
  | { readonly record: LogRecord; readonly producerId: number }
  | { readonly marker: number; readonly isCommit: boolean };

export class MemoryLog implements CoordinatorLog {
  readonly logs = new Map<number, Entry[]>();
  /** Appended and not yet committed, oldest first, of all partitions. */
  readonly waiting: (Batch & { readonly partition: number })[] = [];
  /** False: batches wait for `commit`. */
  commitsAtOnce = true;
  refuseWith: number = ErrorCode.NONE;
  readError: number = ErrorCode.NONE;
  /** Reads are answered when `read` is called. */
  holdsReads = false;
  readonly reads: (() => void)[] = [];
  batches = 0;

  append(
    _: string,
    partition: number,
    records: readonly LogRecord[],
    producer: BatchProducer | null,
    callback: Batch['callback'],
  ): void {
    if (this.refuseWith !== ErrorCode.NONE) {
      callback(this.refuseWith, -1);
      return;
    }
    this.batches++;
    for (const record of records) this.log(partition).push({ record, producerId: producer?.producerId ?? -1 });
    this.waiting.push({ partition, records, producer, callback });
    if (this.commitsAtOnce) queueMicrotask(() => this.commit());
  }

  log(partition: number): Entry[] {
    let log = this.logs.get(partition);
    if (log === undefined) {
      log = [];
      this.logs.set(partition, log);
    }
    return log;
  }

  commit(): void {
    this.waiting.shift()?.callback(ErrorCode.NONE, 0);
  }

  /** Everything that waits fails, and was never written. */
  lose(errorCode: number): void {
    for (const { partition, records, callback } of this.waiting.splice(0)) {
      this.log(partition).splice(-records.length);
      callback(errorCode, -1);
    }
  }

  readAll(_: string, partition: number, __: number, listener: LogListener): void {
    const read = (): void => {
      for (const entry of this.log(partition)) {
        if ('marker' in entry) listener.onMarker(entry.marker, entry.isCommit);
        else listener.onRecord(entry.record.key, entry.record.value, entry.producerId);
      }
      listener.onDone(this.readError);
    };
    if (this.holdsReads) this.reads.push(read);
    else queueMicrotask(read);
  }
}
