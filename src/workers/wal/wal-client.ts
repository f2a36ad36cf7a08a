/**
 * The verbs of one log directory's WAL, used by the thread that owns its logs: claim ring space, encode the frame in
 * place, learn what is durable. One copy per batch, no message, no promise.
 */

import type { TimestampType } from '../../core/records/batch-format.ts';
import { BatchView } from '../../core/records/batch-view.ts';
import { type RingMemory, RingWriter } from '../../runtime/rings/append-ring.ts';
import { copyBytes } from '../../runtime/rings/copy-bytes.ts';
import {
  aligned,
  CHECKPOINT_WANTED,
  DURABLE,
  readerCursor,
  SPACE_LOW,
  STATUS,
  STOPPING,
  WRITER_STARVED,
} from '../../runtime/rings/ring-layout.ts';
import {
  FRAME_APPEND,
  FRAME_DROP_SEGMENTS,
  FRAME_HEADER_BYTES,
  FRAME_LOG_START,
  FRAME_OPEN,
  FRAME_REMOVE,
  FRAME_RESET,
  FRAME_STRAY,
  FRAME_TRUNCATE,
  type FrameTarget,
  type FrameType,
  sealFrame,
  writeFrameHeader,
} from '../../storage/journal/frame-format.ts';
import { AppendLedger, type DurableSink } from './append-ledger.ts';
import { WAL_WORKING } from './wal-messages.ts';

const EMPTY = new Uint8Array(0);

export class WalClient {
  readonly memory: RingMemory;
  readonly #writer: RingWriter;
  readonly #ledger = new AppendLedger();
  readonly #batch = new BatchView();
  #seed = 0;
  #lsn = 0;
  #durablePosition: number;
  #hasNews = false;

  constructor(memory: RingMemory) {
    this.memory = memory;
    this.#writer = new RingWriter(memory);
    this.#durablePosition = this.#writer.head;
  }

  /** What recovery reported. Before this nothing may be appended. */
  begin(seed: number, lsn: number): void {
    this.#seed = seed;
    this.#lsn = lsn;
    this.#ledger.settledLsn = lsn;
  }

  /** Of the next frame: frames below it have been appended. */
  get nextLsn(): number {
    return this.#lsn;
  }

  /** Asks the WAL thread to make the segment files durable now; it reports with a `flush`. */
  requestCheckpoint(): void {
    Atomics.store(this.memory.control, CHECKPOINT_WANTED, 1);
    this.#writer.wakeReaders();
  }

  /** Largest batch that fits a frame. */
  get maxBatchBytes(): number {
    return this.#writer.maxFrameBytes - FRAME_HEADER_BYTES;
  }

  get isWorking(): boolean {
    return Atomics.load(this.memory.control, STATUS) === WAL_WORKING;
  }

  get isSpaceLow(): boolean {
    return Atomics.load(this.memory.control, SPACE_LOW) !== 0;
  }

  /** Who reads the ring beside the WAL (reader 0): space is used again when the slowest has passed. */
  useReaders(count: number): void {
    this.#writer.useReaders(count);
  }

  /** Position after the last frame. */
  get head(): number {
    return this.#writer.head;
  }

  /** Frames whose unwrapped position is below this may no longer be read back. */
  get reusedUpTo(): number {
    return this.#writer.reusedUpTo();
  }

  /** Frames that start before this position are in the segment files. */
  get writtenUpTo(): number {
    return Atomics.load(this.memory.control, readerCursor(0));
  }

  /** Bytes in the ring that the WAL has not released. */
  backlog(): number {
    return this.#writer.backlog();
  }

  /**
   * Appends one batch: copies it into the ring and stamps what the broker owns. Returns the frame's unwrapped position, or −1
   * when the ring is full: nothing happened, and the caller tries again when `poll` says that space came free.
   *
   * @param bytes holds exactly one whole, validated batch at `start`
   * @param maxTimestamp what the header shall say, with `timestampType`; the CRC follows where that is news
   * @param sink told when the batch is durable
   */
  appendBatch(
    target: FrameTarget,
    segmentBaseOffset: number,
    filePosition: number,
    bytes: Uint8Array,
    start: number,
    length: number,
    baseOffset: number,
    leaderEpoch: number,
    timestampType: TimestampType,
    maxTimestamp: number,
    sink: DurableSink,
  ): number {
    const { bytes: memory, view } = this.memory;
    const frameBytes = FRAME_HEADER_BYTES + length;
    const at = this.#writer.claim(frameBytes);
    if (at === -1) return -1;
    const payload = at + FRAME_HEADER_BYTES;
    copyBytes(bytes, start, start + length, memory, payload);
    const batch = this.#batch.wrap(memory, view, payload);
    batch.stampBaseOffset(baseOffset);
    batch.stampPartitionLeaderEpoch(leaderEpoch);
    batch.stampTimestamps(timestampType, maxTimestamp);
    this.#finish(at, FRAME_APPEND, target, frameBytes, segmentBaseOffset, filePosition, 0);
    const position = this.#writer.commit();
    this.#ledger.push(this.#writer.head, this.#lsn, sink, batch.nextOffset);
    this.#hasNews = true;
    return position;
  }

  /** Gives the target's slot its meaning and creates its directory. False when the ring is full, as with all verbs. */
  open(target: FrameTarget, topic: string, indexIntervalBytes: number): boolean {
    return this.#control(FRAME_OPEN, target, new TextEncoder().encode(topic), 0, 0, indexIntervalBytes, null, 0);
  }

  /** @param sink told, with `logStartOffset`, when the new start survives a crash */
  setLogStart(target: FrameTarget, logStartOffset: number, sink: DurableSink): boolean {
    return this.#control(FRAME_LOG_START, target, EMPTY, 0, 0, logStartOffset, sink, logStartOffset);
  }

  dropSegmentsBelow(target: FrameTarget, baseOffset: number): boolean {
    return this.#control(FRAME_DROP_SEGMENTS, target, EMPTY, 0, 0, baseOffset, null, 0);
  }

  truncate(
    target: FrameTarget,
    segmentBaseOffset: number,
    filePosition: number,
    endOffset: number,
    sink: DurableSink,
  ): boolean {
    return this.#control(FRAME_TRUNCATE, target, EMPTY, segmentBaseOffset, filePosition, endOffset, sink, endOffset);
  }

  reset(target: FrameTarget, newStartOffset: number, sink: DurableSink): boolean {
    return this.#control(FRAME_RESET, target, EMPTY, 0, 0, newStartOffset, sink, newStartOffset);
  }

  remove(target: FrameTarget): boolean {
    return this.#control(FRAME_REMOVE, target, EMPTY, 0, 0, 0, null, 0);
  }

  /** Wakes the WAL thread if anything was appended since. Once per turn of the owner's loop. */
  wake(): void {
    if (!this.#hasNews) return;
    this.#hasNews = false;
    this.#writer.wakeReaders();
  }

  /** Settles everything that became durable. Called when the doorbell rang. */
  poll(): void {
    const durable = Atomics.load(this.memory.control, DURABLE);
    if (durable === this.#durablePosition) return;
    this.#durablePosition = durable;
    this.#ledger.settle(durable);
  }

  /** After `isWorking` became false: what is in flight will never be durable. */
  abandon(): void {
    this.#ledger.clear();
  }

  /** False while the ring is more than half full; its doorbell rings when that may have changed. */
  hasRoom(): boolean {
    const { capacity, control } = this.memory;
    if (this.#writer.backlog() <= capacity / 2) return true;
    // Ask first, look again after: a release in between would ring nobody.
    Atomics.store(control, WRITER_STARVED, 1);
    return this.#writer.backlog() <= capacity / 2;
  }

  /** The directory under this name belongs to a topic that nobody knows: it is set aside, not removed. */
  setAside(target: FrameTarget): boolean {
    return this.#control(FRAME_STRAY, target, EMPTY, 0, 0, 0, null, 0);
  }

  /** Asks the WAL thread to finish what is there and end. */
  stop(): void {
    Atomics.store(this.memory.control, STOPPING, 1);
    Atomics.notify(this.memory.control, STOPPING);
    this.#writer.wakeReaders();
  }

  #control(
    type: FrameType,
    target: FrameTarget,
    payload: Uint8Array,
    segmentBaseOffset: number,
    filePosition: number,
    argument: number,
    sink: DurableSink | null,
    settled: number,
  ): boolean {
    const frameBytes = FRAME_HEADER_BYTES + payload.length;
    const at = this.#writer.claim(frameBytes);
    if (at === -1) return false;
    this.memory.bytes.set(payload, at + FRAME_HEADER_BYTES);
    this.#finish(at, type, target, frameBytes, segmentBaseOffset, filePosition, argument);
    this.#writer.commit();
    if (sink !== null) this.#ledger.push(this.#writer.head, this.#lsn, sink, settled);
    this.#hasNews = true;
    return true;
  }

  #finish(
    at: number,
    type: FrameType,
    target: FrameTarget,
    frameBytes: number,
    segmentBaseOffset: number,
    filePosition: number,
    argument: number,
  ): void {
    const { bytes, view } = this.memory;
    const lsn = this.#lsn;
    const durableUpTo = this.#ledger.settledLsn;
    writeFrameHeader(
      view,
      bytes,
      at,
      type,
      target,
      frameBytes,
      lsn,
      durableUpTo,
      segmentBaseOffset,
      filePosition,
      argument,
    );
    const padded = aligned(frameBytes);
    // The journal takes the padding too: bytes of an earlier lap would make equal journals differ.
    if (padded > frameBytes) bytes.fill(0, at + frameBytes, at + padded);
    sealFrame(view, bytes, at, this.#seed);
    this.#lsn = lsn + padded;
  }
}
