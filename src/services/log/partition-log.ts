/**
 * The log of one partition as its owner decides about it: which offset and which place in which segment a batch gets,
 * when a segment rolls, where a reader finds an offset. The WAL thread carries the decisions out. Main thread.
 *
 * If two appends were ever given the same offset or place, one acknowledged batch would overwrite another.
 */
import { assert } from '../../core/base/assert.ts';
import { uuidIntoBytes } from '../../core/bytes/uuid.ts';
import type { TopicConfig } from '../../core/config/topic-config.ts';
import { LeaderEpochs, parseLeaderEpochs } from '../../core/log/leader-epochs.ts';
import { ProducerState } from '../../core/log/producer-state.ts';
import { type PendingAppend, rollJitterMs, rollReason } from '../../core/log/roll.ts';
import { partitionDirectoryName } from '../../core/log/segment-names.ts';
import { type AbortedTxn, decodeTransactionIndex, TransactionIndex } from '../../core/log/transaction-index.ts';
import type { TimestampType } from '../../core/records/batch-format.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import { FRAME_HEADER_BYTES, type FrameTarget } from '../../storage/journal/frame-format.ts';
import type { LoadedPartition, LoadedSegment } from '../../storage/partition-loader.ts';
import type { DurableSink } from '../../workers/wal/append-ledger.ts';
import type { LogDirectory } from './log-directory.ts';
import { LogSegment } from './log-segment.ts';
import type { SideFiles } from './side-files.ts';
import { TailIndex } from './tail-index.ts';

/** `append` could not be carried out now: the ring is full. */
export const RING_FULL = -1;

/** What a start, or a follower that was cut, has to walk at most: a snapshot of the producers comes as often. */
const SNAPSHOT_BYTES = 64 * 1024 * 1024;

export interface PartitionLogOptions {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  readonly directory: LogDirectory;
  readonly config: TopicConfig;
  readonly sideFiles: SideFiles;
  readonly sink: DurableSink;
  readonly nowMs: number;
  readonly producerExpirationMs: number;
  /** In [0, 1). */
  readonly random: () => number;
}

export class PartitionLog implements FrameTarget {
  readonly topic: string;
  readonly partition: number;
  readonly topicId: string;
  readonly topicIdBytes = new Uint8Array(16);
  readonly slot: number;
  readonly path: string;
  readonly directory: LogDirectory;
  config: TopicConfig;
  readonly segments: LogSegment[] = [];
  readonly producers = new ProducerState();
  readonly epochs: LeaderEpochs;
  readonly tail = new TailIndex();
  /** The latest epoch with a batch in the log, and so in the file; −1 while there is none. */
  #savedEpoch = -1;
  logStartOffset: number;
  logEndOffset: number;
  /** Segments are being rewritten: until that ends, none is removed. */
  isBeingCleaned = false;
  /** Whoever waits below the new start will not find there what it waits for. */
  onLogStartMoved: () => void = () => {};
  readonly #sideFiles: SideFiles;
  readonly #sink: DurableSink;
  readonly #random: () => number;
  /** Bytes since the last producer snapshot, and the offset of the one within the active segment, −1 without any. */
  #unsnapshotted = 0;
  #inner = -1;
  readonly #batch = new BatchView();
  /** Reused for every question whether to roll. */
  readonly #pending: { -readonly [Field in keyof PendingAppend]: PendingAppend[Field] } = {
    sizeInBytes: 0,
    lastOffset: 0,
    maxTimestamp: 0,
  };

  private constructor(options: PartitionLogOptions, loaded: LoadedPartition | null) {
    const { topic, partition, topicId, directory, config } = options;
    this.topic = topic;
    this.partition = partition;
    this.topicId = topicId;
    uuidIntoBytes(topicId, this.topicIdBytes, 0);
    this.directory = directory;
    this.slot = directory.takeSlot();
    this.path = `${directory.path}/${partitionDirectoryName(topic, partition)}`;
    this.config = config;
    this.#sideFiles = options.sideFiles;
    this.#sink = options.sink;
    this.#random = options.random;
    this.logStartOffset = loaded?.logStartOffset ?? 0;
    this.logEndOffset = loaded?.logEndOffset ?? 0;
    const epochs = loaded === null ? new LeaderEpochs() : parseLeaderEpochs(loaded.leaderEpochs);
    assert(typeof epochs !== 'string', 'the loader formats epochs that parse');
    this.epochs = epochs;
    this.#savedEpoch = epochs.latestEpoch;
    if (loaded !== null) {
      const fault = this.producers.loadSnapshot(
        loaded.producers,
        loaded.logEndOffset,
        options.nowMs,
        options.producerExpirationMs,
      );
      assert(fault === null, 'the loader encodes snapshots that decode');
      this.producers.loadRetained(loaded.retainedBatches);
      this.producers.onLogStartOffset(loaded.logStartOffset);
      for (const segment of loaded.segments) this.#adopt(segment, options.nowMs);
      // A snapshot to come would hide from a start what only the batches before it tell.
      if (!loaded.areEpochsSaved) this.#sideFiles.saveEpochs(this.path, epochs.format());
    } else {
      this.producers.reset(0);
    }
  }

  /**
   * Opens what was loaded, or begins a new log. Null when the ring is full: the caller tries again later.
   * Must be called on a directory that is online.
   */
  static open(options: PartitionLogOptions, loaded: LoadedPartition | null): PartitionLog | null {
    const log = new PartitionLog(options, loaded);
    if (!log.directory.wal.open(log, log.topic, log.config.indexIntervalBytes)) return null;
    log.directory.wake();
    return log;
  }

  get active(): LogSegment | undefined {
    return this.segments[this.segments.length - 1];
  }

  get sizeInBytes(): number {
    let total = 0;
    for (const segment of this.segments) total += segment.sizeInBytes;
    return total;
  }

  /**
   * Appends one validated batch. Returns its base offset, or RING_FULL with nothing changed.
   *
   * @param source wraps the batch where it was received; its offsets are not stamped
   * @param maxTimestamp what the header shall say, with `timestampType`
   * @param baseOffset of a leader's batch, which compaction may have set apart from the one before it
   */
  append(
    source: BatchView,
    leaderEpoch: number,
    timestampType: TimestampType,
    maxTimestamp: number,
    nowMs: number,
    baseOffset = this.logEndOffset,
  ): number {
    const size = source.sizeInBytes;
    const rolls = this.#mustRoll(size, baseOffset + source.lastOffsetDelta, maxTimestamp, nowMs);
    const segmentBase = rolls ? baseOffset : this.active!.baseOffset;
    const position = rolls ? 0 : this.active!.sizeInBytes;
    const { wal } = this.directory;
    const lsn = wal.nextLsn;
    const frame = wal.appendBatch(
      this,
      segmentBase,
      position,
      source.bytes,
      source.start,
      size,
      baseOffset,
      leaderEpoch,
      timestampType,
      maxTimestamp,
      this.#sink,
    );
    if (frame === RING_FULL) return RING_FULL;
    if (rolls) this.#roll(baseOffset, nowMs, lsn);
    this.tail.push(baseOffset, frame + FRAME_HEADER_BYTES, size, wal.reusedUpTo);
    const batch = this.#ringBatch(frame + FRAME_HEADER_BYTES);
    this.active!.onAppend(batch.lastOffset, size, batch.maxTimestamp);
    if (leaderEpoch !== this.#savedEpoch) this.#beginEpoch(leaderEpoch, baseOffset);
    const completed = this.producers.replay(batch);
    if (completed?.isAborted && this.active!.aborted.append(completed)) this.#sideFiles.saveAborted(this.active!);
    this.logEndOffset = batch.nextOffset;
    this.#unsnapshotted += size;
    if (this.#unsnapshotted >= SNAPSHOT_BYTES) this.#saveSnapshot(this.logEndOffset, false);
    return baseOffset;
  }

  /** Index of the segment that holds `offset`, or would; −1 when the log is empty. */
  segmentIndexFor(offset: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (this.segments[middle]!.baseOffset <= offset) low = middle + 1;
      else high = middle - 1;
    }
    return Math.max(high, this.segments.length === 0 ? -1 : 0);
  }

  /** Aborted transactions that overlap [from, to), by first offset: what a read_committed reader must skip. */
  abortedTransactions(from: number, to: number): AbortedTxn[] {
    const found: AbortedTxn[] = [];
    for (let i = Math.max(this.segmentIndexFor(from), 0); i < this.segments.length; i++) {
      if (this.segments[i]!.aborted.collect(from, to, found)) break;
    }
    return found.sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /**
   * Moves the start of the log up. Segments wholly below it go. Returns false when the ring is full.
   * @param sink told when the new start survives a crash
   */
  setLogStartOffset(offset: number, sink: DurableSink): boolean {
    assert(offset >= this.logStartOffset && offset <= this.logEndOffset, 'a log start only moves up, within the log');
    if (!this.directory.wal.setLogStart(this, offset, sink)) return false;
    const isMoved = offset > this.logStartOffset;
    this.logStartOffset = offset;
    this.epochs.truncateFromStart(offset);
    this.producers.onLogStartOffset(offset);
    this.dropSegmentsBelow(offset);
    this.directory.wake();
    if (isMoved) this.onLogStartMoved();
    return true;
  }

  /**
   * Removes everything, the active segment too: the log is empty and starts where it ended; the next append begins a
   * segment there. Returns false when the ring is full; what was not done is done by the next call.
   */
  removeAll(sink: DurableSink): boolean {
    const end = this.logEndOffset;
    // No batch is left to rebuild the producers from: the snapshot at the end must be there before the segments go.
    if (this.segments.length > 0) this.#sideFiles.saveSnapshot(this.path, end, this.producers.encodeSnapshot());
    if (!this.setLogStartOffset(end, sink)) return false;
    if (this.segments.length === 0) return true;
    if (!this.directory.wal.dropSegmentsBelow(this, end)) return false;
    this.#sideFiles.removeLater(this.path, this.segments.splice(0), this.config.fileDeleteDelayMs);
    this.directory.wake();
    return true;
  }

  /** Removes leading segments that hold nothing at or above `offset`; never the active one. */
  dropSegmentsBelow(offset: number): void {
    if (this.isBeingCleaned) return;
    let count = 0;
    while (count + 1 < this.segments.length && this.segments[count + 1]!.baseOffset <= offset) count++;
    if (count === 0) return;
    if (!this.directory.wal.dropSegmentsBelow(this, this.segments[count]!.baseOffset)) return;
    const dropped = this.segments.splice(0, count);
    this.#sideFiles.removeLater(this.path, dropped, this.config.fileDeleteDelayMs);
    this.directory.wake();
  }

  /** The producer snapshot of the log's end: an orderly stop leaves it, so that the next start replays nothing. */
  saveState(): void {
    this.#sideFiles.saveSnapshot(this.path, this.logEndOffset, this.producers.encodeSnapshot());
  }

  /**
   * Puts one rewritten segment in the place of those it was made of; the files have been exchanged. Their readers begin
   * anew.
   */
  replaceSegments(sources: readonly LogSegment[], rewritten: LoadedSegment, nowMs: number): void {
    const at = this.segments.indexOf(sources[0]!);
    assert(at !== -1 && this.segments[at + sources.length - 1] === sources.at(-1), 'what is rewritten does not move');
    const segment = this.#segmentOf(rewritten, nowMs);
    segment.firstFrameLsn = sources[0]!.firstFrameLsn;
    for (const source of sources) source.isReplaced = true;
    this.segments.splice(at, sources.length, segment);
    this.tail.forgetBelow(this.segments[at + 1]!.baseOffset);
  }

  #adopt(loaded: LoadedSegment, nowMs: number): void {
    this.segments.push(this.#segmentOf(loaded, nowMs));
  }

  #segmentOf(loaded: LoadedSegment, nowMs: number): LogSegment {
    const decoded =
      loaded.abortedTransactions === null
        ? null
        : decodeTransactionIndex(loaded.abortedTransactions, loaded.baseOffset);
    const aborted = decoded === null || typeof decoded === 'string' ? new TransactionIndex() : decoded;
    const segment = this.#newSegment(loaded.baseOffset, loaded.sizeInBytes, nowMs, aborted);
    segment.cadence.maxTimestamp = loaded.maxTimestamp;
    segment.cadence.offsetOfMaxTimestamp = loaded.offsetOfMaxTimestamp;
    segment.firstAppendTimestamp = loaded.maxTimestamp;
    return segment;
  }

  #newSegment(baseOffset: number, size: number, nowMs: number, aborted: TransactionIndex): LogSegment {
    const { indexIntervalBytes, segmentIndexBytes, segmentJitterMs, segmentMs } = this.config;
    const jitterMs = rollJitterMs(segmentJitterMs, segmentMs, this.#random());
    return new LogSegment(this.path, baseOffset, size, nowMs, indexIntervalBytes, segmentIndexBytes, jitterMs, aborted);
  }

  #mustRoll(size: number, lastOffset: number, maxTimestamp: number, nowMs: number): boolean {
    const active = this.active;
    if (active === undefined) return true;
    this.#pending.sizeInBytes = size;
    this.#pending.lastOffset = lastOffset;
    this.#pending.maxTimestamp = maxTimestamp;
    return rollReason(active, this.#pending, this.config, nowMs) !== null;
  }

  #roll(baseOffset: number, nowMs: number, lsn: number): void {
    if (this.segments.length > 0) this.#saveSnapshot(baseOffset, true);
    const segment = this.#newSegment(baseOffset, 0, nowMs, new TransactionIndex());
    segment.firstFrameLsn = lsn;
    this.segments.push(segment);
  }

  /** What is written within a segment lasts until the next one. */
  #saveSnapshot(offset: number, isRoll: boolean): void {
    this.#unsnapshotted = 0;
    if (this.#inner !== -1 && this.#inner !== offset) this.#sideFiles.removeSnapshot(this.path, this.#inner);
    this.#inner = isRoll ? -1 : offset;
    this.#sideFiles.saveSnapshot(this.path, offset, this.producers.encodeSnapshot());
  }

  /** A leader knows its epoch before the first batch of it; the file is told with that batch. */
  #beginEpoch(leaderEpoch: number, baseOffset: number): void {
    this.#savedEpoch = leaderEpoch;
    if (leaderEpoch < this.epochs.latestEpoch) return;
    this.epochs.assign(leaderEpoch, baseOffset);
    this.#sideFiles.saveEpochs(this.path, this.epochs.format());
  }

  #ringBatch(position: number): BatchView {
    const { memory } = this.directory.wal;
    return this.#batch.wrap(memory.bytes, memory.view, position % memory.capacity);
  }
}
