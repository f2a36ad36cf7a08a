/**
 * Writes a voter's term, vote and log, one group at a time, and tells when it is durable. What was durable is in
 * `storage`, which the raft core reads; nothing enters it earlier. Runs on the raft thread; the disk work runs wherever
 * its LogIo runs it.
 */
import type { MemoryStorage } from '../../core/raft/memory-storage.ts';
import type { HardState } from '../../core/raft/ready.ts';
import type { Snapshot } from '../../core/raft/snapshot.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { FileHandle } from '../../runtime/files/file-system.ts';
import type { LogIo } from '../controller/log-io.ts';
import type { LogJob, LogJobResult } from '../controller/log-jobs.ts';
import { randomTag } from '../controller/log-recovery.ts';
import {
  encodeChange,
  putRaftFrame,
  RAFT_FRAME_HEADER,
  type RaftBase,
  type RaftChange,
  RaftFrameKind,
  raftFrameSize,
} from './raft-format.ts';
import { type ActiveRaftFile, newRaftFile, type RecoveredRaft } from './raft-recovery.ts';

/** After this long without a write a marker makes the last one provable. */
const MARKER_DELAY_MS = 10;
/** Entries kept behind a snapshot, so that a voter that was away for a while needs no snapshot. */
const RETAINED_ENTRIES = 100;

export interface RaftStoreOptions {
  readonly directory: string;
  randomBytes(length: number): Uint8Array;
  /** The state machine as applied; what the log may be cut behind. Null while it must not be cut. */
  takeSnapshot(): Snapshot | null;
  /** The disk failed. Nothing is promised any more; the process must end, and never try again. */
  onFatal(error: Error & { readonly code: string }): void;
}

/** Without a change it only waits its turn. */
interface Pending {
  readonly change: RaftChange | null;
  readonly payload: Uint8Array | null;
  readonly done: () => void;
}

export class RaftStore {
  readonly storage: MemoryStorage;
  readonly #options: RaftStoreOptions;
  readonly #io: LogIo;
  readonly #clock: Clock;
  readonly #firstVoters: readonly number[];
  readonly #recovered: RecoveredRaft;
  #starts: number;
  #active: ActiveRaftFile;
  #file: FileHandle = -1;
  #pending: Pending[] = [];
  /** As of the last call of `write`, durable or not. */
  #hardState: HardState;
  #isBusy = true;
  #hasFailed = false;
  #provenSequence = 0;
  #cancelMarker: (() => void) | null = null;
  #whenClosed: (() => void) | null = null;

  constructor(recovered: RecoveredRaft, options: RaftStoreOptions, io: LogIo, clock: Clock) {
    this.storage = recovered.storage;
    this.#options = options;
    this.#io = io;
    this.#clock = clock;
    this.#firstVoters = recovered.firstVoters;
    this.#starts = recovered.starts;
    this.#active = { ...recovered.active };
    this.#hardState = recovered.storage.initialState().hardState;
    this.#recovered = recovered;
  }

  /** Opens the file. What is written before that waits for it. */
  open(): void {
    const { starts, leftovers: names } = this.#recovered;
    // That this is another start becomes durable together with whatever is written first.
    if (starts > 1) this.#enqueue({ ...NOTHING, starts }, () => {});
    if (names.length > 0) this.#run({ kind: 'remove', directory: this.#options.directory, names }, () => {});
    this.#run({ kind: 'open', path: `${this.#options.directory}/${this.#active.name}` }, ({ file }) => {
      this.#file = file!;
      this.#isBusy = false;
      this.#afterWork();
    });
  }

  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /**
   * Makes durable what is given, after everything written before; then calls `done`. A commit index that comes alone is
   * only remembered, and written along with what comes next.
   */
  write(change: Omit<RaftChange, 'starts'>, done: () => void): void {
    if (this.#hasFailed || this.#whenClosed !== null) return;
    const { hardState, snapshot, entries } = change;
    const isPromise =
      hardState !== null && (hardState.term !== this.#hardState.term || hardState.vote !== this.#hardState.vote);
    this.#hardState = hardState ?? this.#hardState;
    if (isPromise || snapshot !== null || entries.length > 0) {
      this.#enqueue({ starts: null, snapshot, entries, hardState: this.#hardState }, done);
    } else this.#pending.push({ change: null, payload: null, done });
    this.#flush();
  }

  /** Makes the commit index durable that was only remembered so far. */
  writeCommit(): void {
    if (this.#hasFailed || this.#whenClosed !== null) return;
    this.#enqueue({ ...NOTHING, hardState: this.#hardState }, () => {});
    this.#flush();
  }

  /** Finishes what is queued and leaves a marker. `done` when the file is closed; after a failure, at once. */
  close(done: () => void): void {
    this.#whenClosed = done;
    this.#cancelMarker?.();
    this.#cancelMarker = null;
    if (this.#hasFailed) this.#finishClose();
    else this.#afterWork();
  }

  #enqueue(change: RaftChange, done: () => void): void {
    this.#pending.push({ change, payload: encodeChange(change), done });
  }

  #flush(): void {
    if (this.#isBusy || this.#hasFailed || this.#pending.length === 0) return;
    this.#cancelMarker?.();
    this.#cancelMarker = null;
    const group = this.#pending;
    const { header, end, sequence } = this.#active;
    const payloads = group.flatMap(({ payload }) => (payload === null ? [] : [payload]));
    if (payloads.length === 0) {
      this.#pending = [];
      for (const { done } of group) done();
      this.#afterWork();
      return;
    }
    const length = payloads.reduce((sum, payload) => sum + raftFrameSize(payload.length), 0);
    // A marker must still fit behind the group.
    if (end + length + RAFT_FRAME_HEADER > header.size) {
      this.#replaceFile(length);
      return;
    }
    this.#pending = [];
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const payload of payloads) {
      this.#active.sequence++;
      const frame = { kind: RaftFrameKind.CHANGE, sequence: this.#active.sequence, durableUpTo: sequence, payload };
      at = putRaftFrame(bytes, at, header, frame);
    }
    this.#write(bytes, sequence, () => {
      for (const { change } of group) if (change !== null) this.#take(change);
      for (const { done } of group) done();
    });
  }

  #take({ snapshot, entries, hardState, starts }: RaftChange): void {
    if (snapshot !== null) this.storage.applySnapshot(snapshot);
    this.storage.append(entries);
    if (hardState !== null) this.storage.setHardState(hardState);
    this.#starts = starts ?? this.#starts;
  }

  #write(bytes: Uint8Array, proves: number, done: () => void): void {
    const position = this.#active.end;
    this.#isBusy = true;
    this.#active.end += bytes.length;
    this.#run({ kind: 'write', file: this.#file, position, bytes }, () => {
      this.#isBusy = false;
      this.#provenSequence = proves;
      done();
      this.#afterWork();
    });
  }

  /** Begins a file with what is durable now, behind a fresh snapshot; what is queued follows in it. */
  #replaceFile(room: number): void {
    const { storage } = this;
    const { directory } = this.#options;
    const snapshot = this.#options.takeSnapshot();
    if (snapshot !== null) {
      storage.recordSnapshot(snapshot);
      const cut = snapshot.index - RETAINED_ENTRIES;
      if (cut >= storage.firstIndex()) storage.compact(cut);
    }
    const { clusterTag, generation } = this.#active.header;
    const { bytes, active } = newRaftFile(clusterTag, randomTag(this.#options), generation + 1, this.#base(), room);
    const before = this.#active.name;
    const handleBefore = this.#file;
    this.#isBusy = true;
    this.#run({ kind: 'store', directory, name: active.name, bytes }, () => {
      this.#run({ kind: 'open', path: `${directory}/${active.name}` }, ({ file }) => {
        this.#file = file!;
        this.#active = active;
        this.#provenSequence = 1;
        this.#isBusy = false;
        this.#run({ kind: 'close', file: handleBefore }, () => {});
        this.#run({ kind: 'remove', directory, names: [before] }, () => {});
        this.#afterWork();
      });
    });
  }

  #base(): RaftBase {
    const { storage } = this;
    const first = storage.firstIndex();
    const end = storage.lastIndex() + 1;
    return {
      starts: this.#starts,
      firstVoters: this.#firstVoters,
      hardState: storage.initialState().hardState,
      snapshot: storage.snapshot()!,
      compacted: { index: first - 1, term: storage.term(first - 1) },
      entries: end > first ? storage.entries(first, end, Number.POSITIVE_INFINITY)! : [],
    };
  }

  #afterWork(): void {
    if (this.#isBusy || this.#hasFailed) return;
    if (this.#pending.length > 0) this.#flush();
    else if (this.#whenClosed !== null) {
      if (!this.#mark()) this.#finishClose();
    } else if (this.#provenSequence < this.#active.sequence && this.#cancelMarker === null) {
      this.#cancelMarker = this.#clock.setTimer(MARKER_DELAY_MS, () => {
        this.#cancelMarker = null;
        if (!this.#isBusy && !this.#hasFailed && this.#pending.length === 0) this.#mark();
      });
    }
  }

  /** Makes the last write provable. False where that is so already, or where no room is left for it. */
  #mark(): boolean {
    const { header, end, sequence } = this.#active;
    if (this.#provenSequence >= sequence || end + RAFT_FRAME_HEADER > header.size) return false;
    const bytes = new Uint8Array(RAFT_FRAME_HEADER);
    const payload = new Uint8Array(0);
    putRaftFrame(bytes, 0, header, { kind: RaftFrameKind.MARKER, sequence, durableUpTo: sequence, payload });
    this.#write(bytes, sequence, () => {});
    return true;
  }

  #finishClose(): void {
    const done = this.#whenClosed;
    if (done === null) return;
    if (this.#file === -1) {
      done();
      return;
    }
    this.#io.run({ kind: 'close', file: this.#file }, () => done());
    this.#file = -1;
  }

  #run(job: LogJob, done: (result: LogJobResult) => void): void {
    this.#io.run(job, (result) => {
      if (this.#hasFailed) return;
      if (result.error === null) done(result);
      else this.#fail(result.error);
    });
  }

  #fail({ code, message }: { readonly code: string; readonly message: string }): void {
    this.#hasFailed = true;
    this.#cancelMarker?.();
    this.#cancelMarker = null;
    this.#options.onFatal(Object.assign(new Error(`raft log ${this.#options.directory}: ${message}`), { code }));
    if (this.#whenClosed !== null) this.#finishClose();
  }
}

const NOTHING: RaftChange = { starts: null, hardState: null, snapshot: null, entries: [] };
