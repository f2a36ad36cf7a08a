/**
 * The metadata WAL's writer: numbers entries, groups them, writes one group at a time, tells when it is durable. Every
 * append passes its check of the promised epoch, so a deposed controller cannot add to its own log either. Controller
 * thread; the disk work runs wherever its LogIo runs it.
 */
import { assert } from '../../core/base/assert.ts';
import type { ClusterImage, MetadataEntry } from '../../core/metadata/cluster-image.ts';
import type { MetadataRecord } from '../../core/metadata/records.ts';
import type { RequestId } from '../../core/metadata/request-results.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { FileHandle } from '../../runtime/files/file-system.ts';
import { StaleEpochError } from './log-errors.ts';
import {
  encodePayload,
  encodeSegmentHeader,
  FRAME_HEADER,
  type FrameHeader,
  FrameKind,
  frameSize,
  putFrame,
  SEGMENT_HEADER,
} from './log-format.ts';
import type { LogIo } from './log-io.ts';
import type { LogJob, LogJobResult } from './log-jobs.ts';
import {
  type ActiveSegment,
  type LogSegment,
  type OpenOptions,
  type RecoveredLog,
  randomTag,
  segmentName,
} from './log-recovery.ts';
import { encodeSnapshot, snapshotName } from './snapshot-file.ts';
import { encodeVoterState, VOTER_STATE_FILE } from './voter-state.ts';

/** After this long without a write a marker makes the last group provable. */
const MARKER_DELAY_MS = 10;
const RESERVE_RETRY_MS = 1_000;
const SNAPSHOT_RETRY_MS = 10_000;
const FIRST_RESERVE_MS = 200;
const PAGE = 4096;

export interface MetadataLogOptions extends OpenOptions {
  /** A snapshot is due after this many entries. */
  readonly snapshotEntries: number;
  /** Entries kept behind a snapshot for voters that lag. */
  readonly retainedEntries: number;
}

export const DEFAULT_LOG_LIMITS = { segmentSize: 1024 * 1024, snapshotEntries: 10_000, retainedEntries: 10_000 };

export interface MetadataLogListener {
  /** Every entry up to `index` is on the disk. Called in order of indexes. */
  onDurable(index: number): void;
  /** The disk failed. Nothing is acknowledged any more; the process must end, and never try again. */
  onFatal(error: Error): void;
}

interface PendingFrame {
  readonly header: FrameHeader;
  readonly payload: Uint8Array;
}

export class MetadataLog {
  readonly #options: MetadataLogOptions;
  readonly #io: LogIo;
  readonly #clock: Clock;
  readonly #listener: MetadataLogListener;
  readonly #segments: LogSegment[];
  #snapshots: { readonly index: number; readonly name: string }[];
  #active: ActiveSegment;
  #file: FileHandle = -1;
  #pending: PendingFrame[] = [];
  #isBusy = false;
  #hasFailed = false;
  #lastIndex: number;
  #lastEpoch: number;
  #durableIndex: number;
  /** Highest index named as durable by a frame that is durable itself. */
  #provenIndex = 0;
  #promisedEpoch: number;
  #isSnapshotUnderWay = false;
  /** A full disk leaves the log without its next segment. */
  #isReserveMissing = false;
  #cancelMarker: (() => void) | null = null;
  #whenClosed: (() => void) | null = null;
  #reserveTriedAt = 0;
  #snapshotNotBefore = Number.NEGATIVE_INFINITY;
  #cancelReserve: () => void = () => {};

  constructor(
    recovered: RecoveredLog,
    options: MetadataLogOptions,
    io: LogIo,
    clock: Clock,
    listener: MetadataLogListener,
  ) {
    this.#options = options;
    this.#io = io;
    this.#clock = clock;
    this.#listener = listener;
    this.#segments = [...recovered.segments];
    this.#snapshots = [...recovered.snapshots];
    this.#active = recovered.active;
    this.#lastIndex = recovered.last.index;
    this.#lastEpoch = recovered.last.epoch;
    this.#durableIndex = recovered.last.index;
    this.#promisedEpoch = recovered.promisedEpoch;
  }

  /** Opens the file. What is appended before that waits for it. */
  open(): void {
    this.#isBusy = true;
    this.#run({ kind: 'open', path: this.#active.path }, ({ file }) => {
      this.#file = file!;
      this.#isBusy = false;
      this.#afterWork();
    });
    // Not before the broker serves: nobody waits for the segment after this one.
    this.#cancelReserve = this.#clock.setTimer(FIRST_RESERVE_MS, () => {
      if (!this.#hasFailed) this.#prepareReserve();
    });
  }

  get lastIndex(): number {
    return this.#lastIndex;
  }

  get lastEpoch(): number {
    return this.#lastEpoch;
  }

  get durableIndex(): number {
    return this.#durableIndex;
  }

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  get promisedEpoch(): number {
    return this.#promisedEpoch;
  }

  /** True while the disk is too full for the next segment: only what frees space should still be appended. */
  get isOutOfReserve(): boolean {
    return this.#isReserveMissing;
  }

  /**
   * Numbers an entry and queues it; `flush` writes. Durable when `onDurable` names its index.
   * @throws StaleEpochError when a higher epoch was promised
   */
  append(epoch: number, requestId: RequestId | null, records: readonly MetadataRecord[]): MetadataEntry {
    assert(this.#whenClosed === null && !this.#hasFailed, 'the metadata log is closed');
    if (epoch < this.#promisedEpoch) throw new StaleEpochError(epoch, this.#promisedEpoch);
    const index = this.#lastIndex + 1;
    const header = {
      kind: FrameKind.ENTRY,
      epoch,
      index,
      prevEpoch: this.#lastEpoch,
      requestId,
      durableUpTo: 0,
    };
    this.#pending.push({ header, payload: encodePayload(records) });
    this.#lastIndex = index;
    this.#lastEpoch = epoch;
    this.#promisedEpoch = Math.max(this.#promisedEpoch, epoch);
    return { epoch, index, records };
  }

  /** Writes what is queued as one group, at once, or as soon as the group before it is durable. */
  flush(): void {
    if (this.#isBusy || this.#hasFailed || this.#pending.length === 0) return;
    this.#cancelMarker?.();
    this.#cancelMarker = null;
    const { count, bytes } = this.#nextGroup();
    if (count === 0) {
      this.#roll(frameSize(this.#pending[0]!.payload.length));
      return;
    }
    const last = this.#pending[count - 1]!.header.index;
    this.#pending = this.#pending.slice(count);
    this.#write(bytes, () => {
      this.#durableIndex = last;
      this.#listener.onDurable(last);
    });
  }

  /** Promises never to accept an entry below `epoch`; `done` once that survives a crash. Refuses at once. */
  promise(epoch: number, done: () => void): void {
    if (epoch < this.#promisedEpoch) throw new StaleEpochError(epoch, this.#promisedEpoch);
    this.#promisedEpoch = epoch;
    const bytes = encodeVoterState({ clusterId: this.#options.clusterId, promisedEpoch: epoch });
    const { directory } = this.#options;
    this.#run({ kind: 'store', directory, name: VOTER_STATE_FILE, bytes }, done);
  }

  /** Takes a snapshot of a committed image when one is due, then removes what nobody needs any more. */
  snapshotIfDue(image: ClusterImage): void {
    const newest = this.#snapshots.at(-1)?.index ?? 0;
    if (image.index - newest < this.#options.snapshotEntries || this.#isSnapshotUnderWay || this.#hasFailed) return;
    if (this.#clock.monotonicMs() < this.#snapshotNotBefore) return;
    assert(image.index <= this.#durableIndex, 'a snapshot is of durable entries');
    const { directory } = this.#options;
    const snapshot = { index: image.index, name: snapshotName(image.index, image.epoch) };
    this.#isSnapshotUnderWay = true;
    this.#io.run({ kind: 'store', directory, name: snapshot.name, bytes: encodeSnapshot(image) }, ({ error }) => {
      this.#isSnapshotUnderWay = false;
      if (this.#hasFailed) return;
      if (error !== null && error.code !== 'ENOSPC') return this.#fail(error);
      if (error !== null) {
        // The log holds everything: a full disk is waited out. What was begun takes no space meanwhile.
        this.#snapshotNotBefore = this.#clock.monotonicMs() + SNAPSHOT_RETRY_MS;
        this.#run({ kind: 'remove', directory, names: [`${snapshot.name}.tmp`] }, () => {});
        return;
      }
      this.#snapshots.push(snapshot);
      this.#removeOld();
    });
  }

  /** Tries for the missing next segment again, at most once a second. */
  retryReserve(): void {
    if (!this.#isReserveMissing || this.#hasFailed) return;
    const now = this.#clock.monotonicMs();
    if (now - this.#reserveTriedAt >= RESERVE_RETRY_MS) this.#prepareReserve();
  }

  /** Finishes what is queued and leaves a marker. `done` when the files are closed; after a failure, at once. */
  close(done: () => void): void {
    assert(this.#whenClosed === null, 'the metadata log is closed once');
    this.#whenClosed = done;
    this.#cancelReserve();
    this.#cancelMarker?.();
    this.#cancelMarker = null;
    if (this.#hasFailed) this.#finishClose();
    else this.#afterWork();
  }

  #nextGroup(): { count: number; bytes: Uint8Array } {
    const { header, end } = this.#active;
    // A marker must still fit behind the group.
    const room = header.size - FRAME_HEADER;
    let count = 0;
    let next = end;
    for (const { payload } of this.#pending) {
      const after = next + frameSize(payload.length);
      if (after > room) break;
      next = after;
      count++;
    }
    const bytes = new Uint8Array(next - end);
    let at = 0;
    for (const frame of this.#pending.slice(0, count)) {
      const stamped = { ...frame.header, durableUpTo: this.#durableIndex };
      at = putFrame(bytes, at, header.clusterTag, header.segmentTag, stamped, frame.payload);
    }
    return { count, bytes };
  }

  #write(bytes: Uint8Array, done: () => void): void {
    const { end: position } = this.#active;
    const file = this.#file;
    const proves = this.#durableIndex;
    this.#isBusy = true;
    this.#active.end += bytes.length;
    this.#run({ kind: 'write', file, position, bytes }, () => {
      this.#isBusy = false;
      this.#provenIndex = proves;
      done();
      this.#afterWork();
    });
  }

  #roll(largestFrame: number): void {
    const needed = Math.ceil((SEGMENT_HEADER + largestFrame + FRAME_HEADER) / PAGE) * PAGE;
    const size = Math.max(this.#options.segmentSize, needed);
    const firstIndex = this.#durableIndex + 1;
    const header = {
      clusterTag: this.#active.header.clusterTag,
      segmentTag: randomTag(this.#options),
      firstIndex,
      prevEpoch: this.#pending[0]!.header.prevEpoch,
      size,
    };
    const name = segmentName(firstIndex);
    const { directory } = this.#options;
    const bytes = encodeSegmentHeader(header);
    this.#isBusy = true;
    const replaces = this.#file;
    this.#run({ kind: 'segment', directory, name, size, header: bytes, replaces }, ({ file }) => {
      this.#isBusy = false;
      this.#segments.push({ name, firstIndex, size });
      this.#file = file!;
      this.#active = { path: `${directory}/${name}`, header, end: SEGMENT_HEADER };
      this.#prepareReserve();
      this.flush();
    });
  }

  #afterWork(): void {
    if (this.#isBusy || this.#hasFailed) return;
    if (this.#pending.length > 0) this.flush();
    else if (this.#whenClosed !== null) {
      if (!this.#mark()) this.#finishClose();
    } else if (this.#provenIndex < this.#durableIndex && this.#cancelMarker === null) {
      this.#cancelMarker = this.#clock.setTimer(MARKER_DELAY_MS, () => {
        this.#cancelMarker = null;
        if (!this.#isBusy && !this.#hasFailed && this.#pending.length === 0) this.#mark();
      });
    }
  }

  /** Makes the last group provable. False where that is so already, or where no room is left for it. */
  #mark(): boolean {
    const { header, end } = this.#active;
    if (this.#provenIndex >= this.#durableIndex || end + FRAME_HEADER > header.size) return false;
    const marker = {
      kind: FrameKind.MARKER,
      epoch: this.#lastEpoch,
      index: this.#lastIndex,
      prevEpoch: this.#lastEpoch,
      requestId: null,
      durableUpTo: this.#durableIndex,
    };
    const bytes = new Uint8Array(FRAME_HEADER);
    putFrame(bytes, 0, header.clusterTag, header.segmentTag, marker, new Uint8Array(0));
    this.#write(bytes, () => {});
    return true;
  }

  #finishClose(): void {
    const done = this.#whenClosed;
    this.#whenClosed = null;
    this.#io.run({ kind: 'close', file: this.#file }, () => {
      this.#io.close();
      done?.();
    });
  }

  #removeOld(): void {
    // The snapshot before the newest stays, and the log behind it: should the newest be damaged, they hold everything.
    const kept = this.#snapshots.slice(-2);
    const neededByKept = kept.length === 2 ? kept[0]!.index + 1 : 1;
    const keepFrom = Math.min(neededByKept, kept.at(-1)!.index - this.#options.retainedEntries);
    const names: string[] = [];
    while (this.#segments.length > 1 && this.#segments[1]!.firstIndex <= keepFrom) {
      names.push(this.#segments.shift()!.name);
    }
    for (const snapshot of this.#snapshots) if (!kept.includes(snapshot)) names.push(snapshot.name);
    this.#snapshots = kept;
    if (names.length > 0) this.#run({ kind: 'remove', directory: this.#options.directory, names }, () => {});
  }

  #prepareReserve(): void {
    const { directory, segmentSize: size } = this.#options;
    this.#reserveTriedAt = this.#clock.monotonicMs();
    this.#io.run({ kind: 'reserve', directory, size }, ({ error }) => {
      // A full disk is no failure yet: the segment in use has room, and the reserve is tried for again at the next roll.
      this.#isReserveMissing = error !== null;
      if (error !== null && error.code !== 'ENOSPC') this.#fail(error);
    });
  }

  #run(job: LogJob, done: (result: LogJobResult) => void): void {
    this.#io.run(job, (result) => {
      if (this.#hasFailed) return;
      if (result.error === null) done(result);
      else this.#fail(result.error);
    });
  }

  #fail(error: { readonly code: string; readonly message: string }): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    this.#cancelMarker?.();
    this.#cancelMarker = null;
    const failure = new Error(`metadata log ${this.#options.directory}: ${error.message}`);
    this.#listener.onFatal(Object.assign(failure, { code: error.code }));
    if (this.#whenClosed !== null) this.#finishClose();
  }
}
