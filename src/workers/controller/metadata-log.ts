/**
 * The disk of a replica of the metadata log: groups entries, writes one group at a time, tells when it is durable; takes
 * entries back, and puts a snapshot in the place of all. What may be written is decided by its owner
 * (core/metadata-log/replica.ts). Owns the segments; their space is kept in bounds with LogSnapshots and SegmentReserve.
 * Controller thread; the disk work runs wherever its LogIo runs it.
 */
import { assert } from '../../core/base/assert.ts';
import type { ClusterImage } from '../../core/metadata/cluster-image.ts';
import type { LogEntry, LogPosition } from '../../core/metadata-log/log-entry.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { FileHandle } from '../../runtime/files/file-system.ts';
import {
  encodeSegmentHeader,
  FRAME_HEADER,
  type FrameHeader,
  FrameKind,
  frameSize,
  putFrame,
  SEGMENT_HEADER,
} from './log-format.ts';
import type { LogIo } from './log-io.ts';
import { type LogJob, type LogJobResult, segmentName } from './log-jobs.ts';
import { type ActiveSegment, type LogSegment, type OpenOptions, type RecoveredLog, randomTag } from './log-recovery.ts';
import { LogSnapshots, type SnapshotOptions } from './log-snapshots.ts';
import { SegmentReserve } from './segment-reserve.ts';
import { snapshotName } from './snapshot-file.ts';
import { encodeVoterState, VOTER_STATE_FILE } from './voter-state.ts';

/** After this long without a write a marker makes the last group provable. */
const MARKER_DELAY_MS = 10;
const PAGE = 4096;

export interface MetadataLogOptions extends OpenOptions, SnapshotOptions {}

export const DEFAULT_LOG_LIMITS = { segmentSize: 1024 * 1024, snapshotEntries: 10_000, retainedEntries: 10_000 };

export interface MetadataLogListener {
  /** The disk failed. Nothing is acknowledged any more; the process must end, and never try again. */
  onFatal(error: Error): void;
}

interface PendingFrame {
  readonly header: FrameHeader;
  readonly payload: Uint8Array;
  /** Of the last frame of an append. */
  readonly done: (() => void) | null;
}

/** Waits for the frames before it, and the frames behind it wait for it. */
interface Barrier {
  readonly kind: 'truncate' | 'install';
  /** What the log ends with afterwards. */
  readonly last: LogPosition;
  readonly snapshot: Uint8Array | null;
  readonly done: () => void;
}

export class MetadataLog {
  readonly #options: MetadataLogOptions;
  readonly #io: LogIo;
  readonly #clock: Clock;
  readonly #listener: MetadataLogListener;
  readonly #snapshots: LogSnapshots;
  readonly #reserve: SegmentReserve;
  #segments: LogSegment[];
  #active: ActiveSegment;
  #file: FileHandle = -1;
  #pending: (PendingFrame | Barrier)[] = [];
  #isBusy = false;
  #hasFailed = false;
  #lastIndex: number;
  #lastEpoch: number;
  #durableIndex: number;
  /** Highest index named as durable by a frame that is durable itself. */
  #provenIndex = 0;
  #promisedEpoch: number;
  #cancelMarker: (() => void) | null = null;
  #whenClosed: (() => void) | null = null;
  #isClosed = false;

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
    const { directory, segmentSize } = options;
    this.#reserve = new SegmentReserve(directory, segmentSize, io, clock, (error) => this.#fail(error));
    this.#snapshots = new LogSnapshots(recovered.snapshots, options, io, clock, {
      onTaken: () => {
        if (!this.#hasFailed) this.#removeOld();
      },
      remove: (names) => {
        if (!this.#hasFailed) this.#remove(names);
      },
      fail: (error) => this.#fail(error),
    });
    this.#segments = [...recovered.segments];
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
    this.#reserve.open(() => {
      if (!this.#hasFailed) this.#reserve.prepare();
    });
  }

  get isClosed(): boolean {
    return this.#whenClosed !== null || this.#isClosed;
  }

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** True while the disk is too full for the next segment: only what frees space should still be appended. */
  get isOutOfReserve(): boolean {
    return this.#reserve.isMissing;
  }

  /** Queues entries; `flush` writes. `done` once they are durable. */
  append(entries: readonly LogEntry[], done: () => void): void {
    assert(!this.isClosed, 'the metadata log is closed');
    for (const [at, { epoch, index, requestId, payload }] of entries.entries()) {
      assert(index === this.#lastIndex + 1, 'the metadata log has no gaps');
      const header = { kind: FrameKind.ENTRY, epoch, index, prevEpoch: this.#lastEpoch, requestId, durableUpTo: 0 };
      this.#pending.push({ header, payload, done: at === entries.length - 1 ? done : null });
      this.#lastIndex = index;
      this.#lastEpoch = epoch;
    }
  }

  /** Removes every entry behind `last`, which no snapshot covers. */
  truncate(last: LogPosition, done: () => void): void {
    this.#barrier({ kind: 'truncate', last, snapshot: null, done });
  }

  /** Replaces the whole log by a snapshot, given as its file (snapshot-file.ts). */
  install(last: LogPosition, snapshot: Uint8Array, done: () => void): void {
    this.#barrier({ kind: 'install', last, snapshot, done });
  }

  /** Writes what is queued as one group, at once, or as soon as the group before it is durable. */
  flush(): void {
    const next = this.#pending[0];
    if (this.#isBusy || this.#hasFailed || next === undefined) return;
    this.#cancelMarker?.();
    this.#cancelMarker = null;
    if ('kind' in next) {
      this.#pending.shift();
      this.#runBarrier(next);
      return;
    }
    const { count, bytes } = this.#nextGroup();
    if (count === 0) {
      this.#roll(next);
      return;
    }
    const group = this.#pending.splice(0, count) as PendingFrame[];
    this.#write(bytes, () => {
      this.#durableIndex = group[count - 1]!.header.index;
      for (const { done } of group) done?.();
    });
  }

  /** Promises never to accept an entry below `epoch`; `done` once that survives a crash. */
  promise(epoch: number, done: () => void): void {
    this.#promisedEpoch = epoch;
    const { directory } = this.#options;
    this.#run({ kind: 'store', directory, name: VOTER_STATE_FILE, bytes: this.#voterState(0) }, done);
  }

  /** Takes a snapshot of a committed image when one is due, then removes what nobody needs any more. */
  snapshotIfDue(image: ClusterImage): void {
    if (this.#hasFailed || !this.#snapshots.isDue(image)) return;
    assert(image.index <= this.#durableIndex, 'a snapshot is of durable entries');
    this.#snapshots.take(image);
  }

  /** Tries for the missing next segment again, at most once a second. */
  retryReserve(): void {
    if (!this.#hasFailed) this.#reserve.retry();
  }

  /** Finishes what is queued and leaves a marker. `done` when the files are closed; after a failure, at once. */
  close(done: () => void): void {
    assert(!this.isClosed, 'the metadata log is closed once');
    this.#whenClosed = done;
    this.#reserve.close();
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
    for (const pending of this.#pending) {
      if ('kind' in pending) break;
      const after = next + frameSize(pending.payload.length);
      if (after > room) break;
      next = after;
      count++;
    }
    const bytes = new Uint8Array(next - end);
    let at = 0;
    for (const frame of this.#pending.slice(0, count) as PendingFrame[]) {
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

  #roll(next: PendingFrame): void {
    const needed = Math.ceil((SEGMENT_HEADER + frameSize(next.payload.length) + FRAME_HEADER) / PAGE) * PAGE;
    const size = Math.max(this.#options.segmentSize, needed);
    const firstIndex = this.#durableIndex + 1;
    const header = {
      clusterTag: this.#active.header.clusterTag,
      segmentTag: randomTag(this.#options),
      firstIndex,
      prevEpoch: next.header.prevEpoch,
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
      this.#reserve.prepare();
      this.flush();
    });
  }

  #barrier(barrier: Barrier): void {
    assert(!this.isClosed, 'the metadata log is closed');
    this.#pending.push(barrier);
    this.#lastIndex = barrier.last.index;
    this.#lastEpoch = barrier.last.epoch;
    this.flush();
  }

  #runBarrier({ kind, last, snapshot, done }: Barrier): void {
    const { directory, segmentSize: size } = this.#options;
    const file = this.#file;
    const segmentTag = randomTag(this.#options);
    const segments = this.#segments.map(({ name }) => name);
    const { clusterTag } = this.#active.header;
    this.#isBusy = true;
    const finish = ({ file: opened, active }: LogJobResult): void => {
      const { header, end } = active!;
      const name = segmentName(header.firstIndex);
      this.#isBusy = false;
      this.#file = opened!;
      this.#active = { path: `${directory}/${name}`, header, end };
      const kept = kind === 'install' ? [] : this.#segments.filter(({ firstIndex }) => firstIndex < header.firstIndex);
      this.#segments = kept;
      this.#segments.push({ name, firstIndex: header.firstIndex, size: header.size });
      this.#durableIndex = last.index;
      this.#provenIndex = Math.min(this.#provenIndex, last.index);
      done();
      this.#reserve.prepare();
      this.#afterWork();
    };
    if (snapshot === null) {
      this.#run({ kind: 'truncate', directory, segments, file, index: last.index, segmentTag }, finish);
      return;
    }
    const name = snapshotName(last.index, last.epoch);
    const [during, after] = [this.#voterState(last.index), this.#voterState(0)];
    const header = { clusterTag, segmentTag, firstIndex: last.index + 1, prevEpoch: last.epoch, size };
    this.#run(
      { kind: 'install', directory, segments, file, name, bytes: snapshot, during, after, header },
      (result) => {
        this.#snapshots.installed({ index: last.index, name });
        finish(result);
      },
    );
  }

  #voterState(installing: number): Uint8Array {
    const { clusterId } = this.#options;
    return encodeVoterState({ clusterId, promisedEpoch: this.#promisedEpoch, installing });
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
    this.#isClosed = true;
    this.#io.run({ kind: 'close', file: this.#file }, () => {
      this.#io.close();
      done?.();
    });
  }

  #removeOld(): void {
    const { keepFrom, names } = this.#snapshots.prune();
    const segments: string[] = [];
    while (this.#segments.length > 1 && this.#segments[1]!.firstIndex <= keepFrom) {
      segments.push(this.#segments.shift()!.name);
    }
    this.#remove([...segments, ...names]);
  }

  #remove(names: readonly string[]): void {
    if (names.length > 0) this.#run({ kind: 'remove', directory: this.#options.directory, names }, () => {});
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
