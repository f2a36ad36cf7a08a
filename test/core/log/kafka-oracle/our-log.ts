/**
 * A partition put together from the pure decisions of core/log and core/records alone, in memory: what is compared
 * with Kafka's own log, file by file. Its order of steps is Kafka's.
 */
import { BatchCleaner, KeyCollector, lastRecordsOf } from '../../../../src/core/log/cleaner.ts';
import { CompactionKeys } from '../../../../src/core/log/compaction-keys.ts';
import { groupSegments } from '../../../../src/core/log/compaction-plan.ts';
import { CompactionTransactions } from '../../../../src/core/log/compaction-transactions.ts';
import { IndexCadence, maxIndexEntries } from '../../../../src/core/log/index-cadence.ts';
import { LeaderEpochs } from '../../../../src/core/log/leader-epochs.ts';
import { OFFSET_INDEX_ENTRY_SIZE, OffsetIndex } from '../../../../src/core/log/offset-index.ts';
import { AppendOrigin, ProducerState } from '../../../../src/core/log/producer-state.ts';
import { segmentsToDelete } from '../../../../src/core/log/retention.ts';
import { rollReason } from '../../../../src/core/log/roll.ts';
import { segmentFileName } from '../../../../src/core/log/segment-names.ts';
import { TIME_INDEX_ENTRY_SIZE, TimeIndex } from '../../../../src/core/log/time-index.ts';
import { type AbortedTxn, TransactionIndex } from '../../../../src/core/log/transaction-index.ts';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import { TimestampType } from '../../../../src/core/records/batch-format.ts';
import { type AppendRules, BatchValidator } from '../../../../src/core/records/batch-validator.ts';
import type { BatchView } from '../../../../src/core/records/batch-view.ts';
import { readControlRecord } from '../../../../src/core/records/control-record.ts';
import { firstRecordAtOrAfter, recordOfMaxTimestamp } from '../../../../src/core/records/record-search.ts';
import type { Codecs } from '../../../../src/runtime/compression/codecs.ts';
import { batchViewOf, concat, viewOf } from '../../records/batches.ts';

export interface OurConfig {
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly segmentIndexBytes: number;
  readonly indexIntervalBytes: number;
  readonly maxMessageBytes: number;
  readonly isCompacted: boolean;
  readonly isLogAppendTime: boolean;
  readonly timestampBeforeMaxMs: number;
  readonly timestampAfterMaxMs: number;
  readonly deleteRetentionMs: number;
  readonly retentionMs: number;
  readonly retentionBytes: number;
}

/** The special timestamp of ListOffsets v7 (KIP-734). */
export const MAX_TIMESTAMP = -3;
const PRODUCER_EXPIRATION_MS = 86_400_000;

class Segment {
  readonly batches: Uint8Array[] = [];
  readonly offsets: OffsetIndex;
  readonly times: TimeIndex;
  readonly aborted = new TransactionIndex();
  cadence: IndexCadence;
  size = 0;
  firstAppendTimestamp = -1;
  readonly baseOffset: number;
  readonly #indexIntervalBytes: number;
  createdMs: number;

  constructor(baseOffset: number, config: OurConfig, createdMs: number) {
    this.baseOffset = baseOffset;
    this.createdMs = createdMs;
    this.#indexIntervalBytes = config.indexIntervalBytes;
    this.offsets = new OffsetIndex(baseOffset, maxIndexEntries(config.segmentIndexBytes, OFFSET_INDEX_ENTRY_SIZE));
    this.times = new TimeIndex(baseOffset, maxIndexEntries(config.segmentIndexBytes, TIME_INDEX_ENTRY_SIZE));
    this.cadence = new IndexCadence(this.offsets, this.times, config.indexIntervalBytes);
  }

  append(bytes: Uint8Array): void {
    const batch = batchViewOf(bytes);
    if (this.size === 0) this.firstAppendTimestamp = batch.maxTimestamp;
    this.cadence.onAppend(batch.lastOffset, this.size, bytes.length, batch.maxTimestamp);
    this.batches.push(bytes);
    this.size += bytes.length;
  }

  /** Drops the batches from `offset` on, with all that points at them. */
  truncateTo(offset: number, now: number): void {
    const keep = this.batches.findIndex((bytes) => batchViewOf(bytes).lastOffset >= offset);
    if (keep >= 0) this.batches.length = keep;
    this.size = this.batches.reduce((size, bytes) => size + bytes.length, 0);
    this.offsets.truncateTo(offset);
    this.times.truncateTo(offset);
    this.aborted.truncateTo(offset);
    this.cadence = new IndexCadence(this.offsets, this.times, this.#indexIntervalBytes);
    const from = this.offsets.positionFor(this.times.lastOffset);
    let position = 0;
    for (const bytes of this.batches) {
      const batch = batchViewOf(bytes);
      if (position >= from) this.cadence.observe(batch.lastOffset, batch.maxTimestamp);
      position += bytes.length;
    }
    if (this.size === 0) {
      this.firstAppendTimestamp = -1;
      this.createdMs = now;
    }
  }
}

export class OurLog {
  readonly #config: OurConfig;
  readonly #codecs: Codecs;
  readonly #validator: BatchValidator;
  readonly rules: AppendRules;
  readonly state = new ProducerState();
  readonly epochs = new LeaderEpochs();
  readonly #snapshots = new Map<number, Uint8Array>();
  logStartOffset = 0;
  #highWatermark = 0;
  segments: Segment[];
  lastMessage = '';
  now = 0;

  constructor(config: OurConfig, codecs: Codecs, now: number) {
    this.#config = config;
    this.#codecs = codecs;
    this.now = now;
    this.#validator = new BatchValidator(codecs);
    this.rules = {
      maxMessageBytes: config.maxMessageBytes,
      segmentBytes: config.segmentBytes,
      isCompacted: config.isCompacted,
      timestampType: config.isLogAppendTime ? TimestampType.LogAppendTime : TimestampType.CreateTime,
      timestampBeforeMaxMs: config.timestampBeforeMaxMs,
      timestampAfterMaxMs: config.timestampAfterMaxMs,
      maxDecompressedBytes: 1 << 24,
    };
    this.segments = [new Segment(0, config, now)];
  }

  get #active(): Segment {
    return this.segments.at(-1)!;
  }

  /** What the validator says of a request, which is not appended. */
  judge(apiVersion: number, bytes: Uint8Array): string {
    const origin = { topic: 't', partition: 0, apiVersion, now: this.now };
    const code = this.#validator.validate(bytes, viewOf(bytes), 0, bytes.length, this.rules, origin);
    this.lastMessage = this.#validator.errorMessage ?? '';
    return code === ErrorCode.NONE
      ? 'OK'
      : `ERR ${code} [${this.#validator.recordErrors.map((error) => error.batchIndex).join()}]`;
  }

  client(apiVersion: number, epoch: number, request: Uint8Array): string {
    const bytes = request.slice();
    const verdict = this.judge(apiVersion, bytes);
    if (verdict !== 'OK') return verdict;
    const { batch } = this.#validator;
    const whole = bytes.slice(batch.start, batch.end);
    batchViewOf(whole).stampTimestamps(this.rules.timestampType, this.#validator.maxTimestamp);
    return this.#append(whole, epoch, AppendOrigin.Client, 0);
  }

  coordinator(epoch: number, transactionVersion: number, marker: Uint8Array): string {
    const bytes = marker.slice();
    // Markers, too, bear the broker's time under LogAppendTime.
    if (this.#config.isLogAppendTime) batchViewOf(bytes).stampTimestamps(TimestampType.LogAppendTime, this.now);
    return this.#append(bytes, epoch, AppendOrigin.Coordinator, transactionVersion);
  }

  #append(bytes: Uint8Array, epoch: number, origin: AppendOrigin, transactionVersion: number): string {
    const batch = batchViewOf(bytes);
    const offset = this.state.endOffset;
    batch.stampBaseOffset(offset);
    batch.stampPartitionLeaderEpoch(epoch);
    this.#maybeRoll(batch);
    const code = batch.isControl ? this.#checkMarker(batch, transactionVersion) : this.state.checkData(batch, origin);
    if (code !== ErrorCode.NONE) {
      this.lastMessage = this.state.errorMessage ?? '';
      return `ERR ${code} []`;
    }
    const { duplicate } = this.state;
    if (!batch.isControl && duplicate !== null) {
      return `OK ${duplicate.firstOffset} ${duplicate.lastOffset} ${duplicate.timestamp}`;
    }
    this.#active.append(bytes);
    this.epochs.assign(epoch, offset);
    const completed = this.state.replay(batch);
    if (completed?.isAborted) this.#active.aborted.append(completed);
    return `OK ${offset} ${batch.lastOffset} ${this.#config.isLogAppendTime ? this.now : -1}`;
  }

  #checkMarker(batch: BatchView, transactionVersion: number): number {
    const { coordinatorEpoch } = readControlRecord(batch)!;
    return this.state.checkMarker(batch.producerId, batch.producerEpoch, coordinatorEpoch, transactionVersion);
  }

  #maybeRoll(batch: BatchView): void {
    const active = this.#active;
    const reason = rollReason(
      {
        baseOffset: active.baseOffset,
        sizeInBytes: active.size,
        firstAppendTimestamp: active.firstAppendTimestamp,
        createdMs: active.createdMs,
        isOffsetIndexFull: active.offsets.isFull,
        isTimeIndexFull: active.times.isFull,
        jitterMs: 0,
      },
      { sizeInBytes: batch.sizeInBytes, lastOffset: batch.lastOffset, maxTimestamp: batch.maxTimestamp },
      { segmentBytes: this.#config.segmentBytes, segmentMs: this.#config.segmentMs },
      this.now,
    );
    if (reason !== null) this.roll();
  }

  roll(): string {
    if (this.#active.size > 0) {
      this.#active.cadence.onClose();
      this.#snapshots.set(this.state.endOffset, this.state.encodeSnapshot());
      this.segments.push(new Segment(this.state.endOffset, this.#config, this.now));
    }
    return `OK ${this.#active.baseOffset}`;
  }

  endOfEpoch(epoch: number): string {
    const { leaderEpoch, endOffset } = this.epochs.endOffsetFor(epoch, this.state.endOffset);
    return `OK ${leaderEpoch} ${endOffset}`;
  }

  aborted(from: number, to: number): string {
    const found: AbortedTxn[] = [];
    const first = this.segments.findLastIndex((segment) => segment.baseOffset <= from);
    for (const segment of this.segments.slice(Math.max(0, first))) if (segment.aborted.collect(from, to, found)) break;
    return ['OK', ...found.map((txn) => `${txn.producerId}:${txn.firstOffset}`)].join(' ');
  }

  /** ListOffsets: the first record at or after `timestamp`, or with -3 the one with the latest time. */
  search(timestamp: number): string {
    const latest = Math.max(...this.segments.map((segment) => segment.cadence.maxTimestamp));
    const wanted = timestamp === MAX_TIMESTAMP ? latest : timestamp;
    const segment = this.segments.find(({ cadence }) => cadence.maxTimestamp >= wanted);
    if (segment === undefined || wanted < 0) return 'OK none';
    const from = segment.offsets.positionFor(Math.max(segment.times.offsetFor(wanted), this.logStartOffset));
    let position = 0;
    for (const bytes of segment.batches) {
      const batch = batchViewOf(bytes);
      if (position >= from) {
        const found =
          timestamp === MAX_TIMESTAMP && batch.maxTimestamp === latest
            ? recordOfMaxTimestamp(batch, this.#codecs, 1 << 24)
            : firstRecordAtOrAfter(batch, wanted, this.logStartOffset, this.#codecs, 1 << 24);
        if (typeof found === 'string') throw new Error(found);
        if (found !== null) return `OK ${found.offset} ${found.timestamp}`;
      }
      position += bytes.length;
    }
    return 'OK none';
  }

  /** DeleteRecords: the log begins at `offset` from now on. */
  start(offset: number): string {
    this.logStartOffset = offset;
    this.epochs.truncateFromStart(offset);
    this.highWatermark(this.state.endOffset);
    this.state.onLogStartOffset(offset);
    return 'OK';
  }

  retain(): string {
    const facts = this.segments.map((segment) => ({
      baseOffset: segment.baseOffset,
      endOffset: this.#endOf(segment),
      sizeInBytes: segment.size,
      largestTimestamp: segment.cadence.maxTimestamp,
      lastModifiedMs: Date.now(),
    }));
    const { retentionMs, retentionBytes } = this.#config;
    const policy = { deletes: !this.#config.isCompacted, retentionMs, retentionBytes };
    const { count } = segmentsToDelete(facts, policy, this.logStartOffset, this.#highWatermark, this.now);
    if (count === 0) return 'OK 0';
    if (count === this.segments.length) this.roll();
    this.segments.splice(0, count);
    const first = this.segments[0]!.baseOffset;
    if (first > this.logStartOffset) {
      this.logStartOffset = first;
      this.epochs.truncateFromStart(first);
      this.state.onLogStartOffset(first);
    }
    return `OK ${count}`;
  }

  /** As a follower does on learning where its log and the leader's part. `offset` is the start of a batch. */
  truncate(offset: number): string {
    if (offset < this.state.endOffset) {
      while (this.segments.length > 1 && this.#active.baseOffset > offset) this.segments.pop();
      this.#active.truncateTo(offset, this.now);
      this.#reloadProducers(offset);
    }
    this.epochs.truncateFromEnd(offset);
    return `OK ${this.state.endOffset}`;
  }

  /** From the newest snapshot at or below `offset`, and the batches from there on. */
  #reloadProducers(offset: number): void {
    for (const at of this.#snapshots.keys()) if (at > offset) this.#snapshots.delete(at);
    const from = Math.max(0, ...this.#snapshots.keys());
    const snapshot = this.#snapshots.get(from);
    if (snapshot === undefined) this.state.reset(0);
    else if (this.state.loadSnapshot(snapshot, from, this.now, PRODUCER_EXPIRATION_MS) !== null)
      throw new Error('snapshot');
    for (const segment of this.segments) {
      for (const bytes of segment.batches) {
        const batch = batchViewOf(bytes);
        if (batch.baseOffset >= from) this.state.replay(batch);
      }
    }
    if (offset > 0) this.#snapshots.set(offset, this.state.encodeSnapshot());
  }

  highWatermark(offset: number): string {
    this.#highWatermark = offset;
    this.state.onHighWatermark(offset);
    return `OK ${this.state.lastStableOffset(offset)}`;
  }

  clean(): string {
    const active = this.#active;
    const old = this.segments.slice(0, -1);
    const until = active.baseOffset;
    const abortedIn = (from: number, to: number): AbortedTxn[] => {
      const found: AbortedTxn[] = [];
      for (const segment of this.segments) {
        if (segment.baseOffset >= from || segment === this.segments.findLast((s) => s.baseOffset <= from)) {
          if (segment.aborted.collect(from, to, found)) break;
        }
      }
      return found;
    };
    const keys = new CompactionKeys(1 << 22, 99);
    const ahead = new CompactionTransactions();
    ahead.addAborted(abortedIn(0, until));
    const collector = new KeyCollector(keys, ahead, 0, this.#codecs, 1 << 24);
    for (const segment of old) {
      for (const bytes of segment.batches) collector.add(batchViewOf(bytes));
      keys.latestOffset = this.#endOf(segment) - 1;
    }
    const transactions = new CompactionTransactions();
    const cleaner = new BatchCleaner(
      keys,
      transactions,
      {
        now: this.now,
        deleteRetentionMs: this.#config.deleteRetentionMs,
        firstUncleanableOffset: until,
        lastRecords: lastRecordsOf(this.state.producers),
        maxDecompressedBytes: 1 << 24,
      },
      this.#codecs,
    );
    const facts = old.map((segment) => ({
      segment,
      baseOffset: segment.baseOffset,
      endOffset: this.#endOf(segment),
      sizeInBytes: segment.size,
      largestTimestamp: segment.cadence.maxTimestamp,
      lastModifiedMs: 0,
      firstBatchTimestamp: 0,
      offsetIndexBytes: segment.offsets.entries * OFFSET_INDEX_ENTRY_SIZE,
      timeIndexBytes: segment.times.entries * TIME_INDEX_ENTRY_SIZE,
    }));
    const cleaned = groupSegments(facts, this.#config).map((group) => {
      const target = new Segment(group[0]!.baseOffset, this.#config, this.now);
      for (const { segment, baseOffset, endOffset } of group as typeof facts) {
        transactions.addAborted(abortedIn(baseOffset, endOffset));
        for (const bytes of segment.batches) {
          const kept = cleaner.clean(batchViewOf(bytes));
          if (cleaner.failure !== null) throw new Error(cleaner.failure);
          if (kept !== null) target.append(kept.slice());
        }
      }
      for (const aborted of transactions.takeRetained()) target.aborted.append(aborted);
      target.cadence.onClose();
      return target;
    });
    this.segments = [...cleaned, active];
    return `OK ${keys.latestOffset + 1}`;
  }

  #endOf(segment: Segment): number {
    return this.segments[this.segments.indexOf(segment) + 1]?.baseOffset ?? this.state.endOffset;
  }

  /** Every file that Kafka would leave behind after a clean close, by name; empty ones left out. */
  files(): Map<string, Uint8Array> {
    this.#active.cadence.onClose();
    const files = new Map<string, Uint8Array>();
    for (const segment of this.segments) {
      files.set(segmentFileName(segment.baseOffset, '.log'), concat(...segment.batches));
      files.set(segmentFileName(segment.baseOffset, '.index'), segment.offsets.encode());
      files.set(segmentFileName(segment.baseOffset, '.timeindex'), segment.times.encode());
      files.set(segmentFileName(segment.baseOffset, '.txnindex'), segment.aborted.encode());
    }
    if (this.state.endOffset > 0) {
      files.set(segmentFileName(this.state.endOffset, '.snapshot'), this.state.encodeSnapshot());
    }
    if (this.epochs.latestEpoch >= 0) {
      files.set('leader-epoch-checkpoint', new TextEncoder().encode(this.epochs.format()));
    }
    for (const [name, bytes] of files) if (bytes.length === 0) files.delete(name);
    return files;
  }
}
