/**
 * How a coordinator on this broker writes and reads its internal topic: through the hosted partition, as every producer
 * and consumer does, but within the process. Main thread.
 */
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { BatchBuilder, type BatchSettings } from '../../core/records/batch-builder.ts';
import { Compression } from '../../core/records/batch-format.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import { ControlRecordType, readControlRecord } from '../../core/records/control-record.ts';
import type { Compressor, Decompressor } from '../../core/records/decompressor.ts';
import { RecordReader } from '../../core/records/record-reader.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import { readTail } from '../log/log-reader.ts';
import type { HostedPartition } from '../partition/hosted-partition.ts';
import type { ReplicaManager } from '../replica-manager.ts';
import type { BatchProducer, CoordinatorLog, LogListener, LogRecord } from './coordinator-log.ts';
import { type OrderedAppends, whenCommitted } from './ordered-appends.ts';

const READ_BYTES = 1024 * 1024;
/** Internal topics hold small records; a batch of them unfolds to no more than this. */
const MAX_UNFOLDED_BYTES = 64 * 1024 * 1024;

export class ReplicaLog implements CoordinatorLog {
  readonly #replicas: ReplicaManager;
  readonly #clock: Clock;
  readonly #codecs: Decompressor & Compressor;
  readonly #appends: OrderedAppends;
  readonly #compression: number;

  /**
   * @param appends shared by everybody who appends to internal topics
   * @param compression of what is written; what is read may have any
   */
  constructor(
    replicas: ReplicaManager,
    appends: OrderedAppends,
    clock: Clock,
    codecs: Decompressor & Compressor,
    compression: number = Compression.None,
  ) {
    this.#replicas = replicas;
    this.#appends = appends;
    this.#clock = clock;
    this.#codecs = codecs;
    this.#compression = compression;
  }

  append(
    topic: string,
    partition: number,
    records: readonly LogRecord[],
    producer: BatchProducer | null,
    callback: (errorCode: number, baseOffset: number) => void,
  ): void {
    const hosted = this.#replicas.get(topic, partition);
    if (hosted === undefined) {
      callback(ErrorCode.NOT_LEADER_OR_FOLLOWER, -1);
      return;
    }
    const now = this.#clock.wallMs();
    const settings: BatchSettings = producer === null ? {} : { ...producer, isTransactional: true, baseSequence: -1 };
    const compressed = this.#build(records, { ...settings, compression: this.#compression }, now);
    // A codec that is not loaded here is no reason to lose a commit.
    const bytes = compressed ?? this.#build(records, settings, now)!;
    this.#appends.append(hosted, bytes, now, callback);
  }

  #build(records: readonly LogRecord[], settings: BatchSettings, now: number): Uint8Array | null {
    const builder = new BatchBuilder(settings);
    for (const { key, value } of records) builder.append(now, key, value);
    return builder.build(this.#codecs);
  }

  readAll(topic: string, partition: number, fromOffset: number, listener: LogListener): void {
    const hosted = this.#replicas.get(topic, partition);
    if (hosted === undefined || hosted.log === null) {
      queueMicrotask(() => listener.onDone(ErrorCode.NOT_LEADER_OR_FOLLOWER));
      return;
    }
    const end = hosted.log.logEndOffset;
    this.#readFrom(hosted, Math.max(fromOffset, hosted.log.logStartOffset), end, listener);
  }

  #readFrom(hosted: HostedPartition, offset: number, end: number, listener: LogListener): void {
    const { log } = hosted;
    if (log === null) {
      listener.onDone(ErrorCode.KAFKA_STORAGE_ERROR);
      return;
    }
    if (offset >= end) {
      this.#awaitCommitted(hosted, end, listener);
      return;
    }
    const terms = { offset, limitOffset: end, maxBytes: READ_BYTES, atLeastOneBatch: true };
    const onBytes = (bytes: Uint8Array | null): void => {
      if (bytes === null) {
        listener.onDone(ErrorCode.KAFKA_STORAGE_ERROR);
        return;
      }
      // Nothing below the end: compaction left a gap up to it.
      const next = bytes.length === 0 ? end : this.#deliver(bytes, offset, listener);
      if (next === -1) listener.onDone(ErrorCode.KAFKA_STORAGE_ERROR);
      else this.#readFrom(hosted, next, end, listener);
    };
    const tail = readTail(log, terms);
    if (tail !== null) queueMicrotask(() => onBytes(tail));
    else this.#replicas.reader.read(log, terms, onBytes);
  }

  /** Returns the offset after the last batch, or −1 when a batch is damaged. */
  #deliver(bytes: Uint8Array, from: number, listener: LogListener): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const batch = new BatchView();
    const reader = new RecordReader();
    let next = from;
    for (let at = 0; at < bytes.length; at = batch.end) {
      batch.wrap(bytes, view, at);
      if (!batch.isValid) return -1;
      next = batch.nextOffset;
      if (batch.isControl) {
        const control = readControlRecord(batch);
        const isMarker = control?.type === ControlRecordType.Commit || control?.type === ControlRecordType.Abort;
        if (isMarker) listener.onMarker(batch.producerId, control.type === ControlRecordType.Commit);
        continue;
      }
      let section: Uint8Array | null = null;
      if (batch.compression !== Compression.None) {
        const unfolded = this.#codecs.decompress(
          batch.compression,
          bytes,
          batch.recordsStart,
          batch.end,
          MAX_UNFOLDED_BYTES,
        );
        if (typeof unfolded === 'string') return -1;
        section = unfolded;
      }
      reader.wrapBatch(batch, section);
      const source = section ?? bytes;
      while (reader.next()) {
        if (reader.offset < from || reader.keyLength < 0) continue;
        const key = source.subarray(reader.keyStart, reader.keyStart + reader.keyLength);
        const value =
          reader.valueLength < 0 ? null : source.subarray(reader.valueStart, reader.valueStart + reader.valueLength);
        listener.onRecord(key, value, batch.isTransactional ? batch.producerId : -1);
      }
      if (reader.error !== null) return -1;
    }
    return next;
  }

  #awaitCommitted(hosted: HostedPartition, end: number, listener: LogListener): void {
    if (hosted.highWatermark >= end) listener.onDone(ErrorCode.NONE);
    else
      hosted.committedWaiters.add(
        end,
        whenCommitted(-1, (errorCode) => listener.onDone(errorCode)),
        0,
      );
  }
}
