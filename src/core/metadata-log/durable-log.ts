/**
 * The metadata log of one replica and its disk: what is promised, written, durable, known to be the controller's, and
 * committed. Owned by the replica, which alone decides what is written. Pure; the controller thread drives it.
 */
import { assert } from '../base/assert.ts';
import type { LogEntry, LogPosition } from './log-entry.ts';
import type { LogOutline } from './log-outline.ts';
import type { ReplicaLimits } from './replica-limits.ts';
import type { ReplicaPort } from './replica-port.ts';
import { ReplicatedLog } from './replicated-log.ts';
import type { SafetyRules } from './safety-rules.ts';

export interface ReplicaStart {
  /** What a snapshot covers, or ORIGIN. */
  readonly base: LogPosition;
  readonly entries: readonly LogEntry[];
  readonly promised: number;
}

export class DurableLog {
  readonly log: ReplicatedLog;
  readonly #port: ReplicaPort;
  readonly #limits: ReplicaLimits;
  readonly #rules: SafetyRules;
  readonly #onProgress: () => void;
  #promised: number;
  #durablePromise: number;
  #durableIndex: number;
  #commitIndex: number;
  /** Changes whenever entries are taken back: what was being written before says nothing about the new ones. */
  #generation = 0;
  #pendingFence: { readonly epoch: number; answer(outline: LogOutline): void } | null = null;
  /** How far this log is known to be that of the controller of `#matchedEpoch`. */
  #matchedEpoch = 0;
  #matchedIndex = 0;
  #knownCommit = 0;
  #isInstalling = false;

  /** `onProgress`: a promise, an entry or a snapshot became durable; called before the port's `onDurable`. */
  constructor(
    start: ReplicaStart,
    port: ReplicaPort,
    limits: ReplicaLimits,
    rules: SafetyRules,
    onProgress: () => void,
  ) {
    this.log = new ReplicatedLog(start.base, start.entries);
    this.#port = port;
    this.#limits = limits;
    this.#rules = rules;
    this.#onProgress = onProgress;
    this.#promised = start.promised;
    this.#durablePromise = start.promised;
    this.#durableIndex = this.log.last.index;
    // What else is committed only a controller knows: an older knowledge may be of entries that never were.
    this.#commitIndex = start.base.index;
  }

  get promised(): number {
    return this.#promised;
  }

  get durablePromise(): number {
    return this.#durablePromise;
  }

  get durableIndex(): number {
    return this.#durableIndex;
  }

  get commitIndex(): number {
    return this.#commitIndex;
  }

  /** Whose log this one is known to be, up to `matchedIndex`. */
  get matchedEpoch(): number {
    return this.#matchedEpoch;
  }

  get matchedIndex(): number {
    return this.#matchedIndex;
  }

  /** A snapshot is taking the log's place: nothing else may be written. */
  get isInstalling(): boolean {
    return this.#isInstalling;
  }

  /** Accepts nothing below `epoch` any more. */
  promise(epoch: number): void {
    if (epoch <= this.#promised) return;
    this.#promised = epoch;
    this.#port.onPromised(epoch);
    this.#port.promise(epoch, () => {
      this.#durablePromise = Math.max(this.#durablePromise, epoch);
      this.#progressed();
    });
  }

  /** Promises, and answers with the log once the promise and the log are durable. */
  fence(epoch: number, answer: (outline: LogOutline) => void): void {
    this.promise(epoch);
    this.#pendingFence = { epoch, answer };
    this.#answerFence();
  }

  /** An entry of the local controller, behind the last one. */
  append(entry: LogEntry): void {
    this.log.append(entry);
    this.#matchedEpoch = entry.epoch;
    this.#matchedIndex = entry.index;
    this.#write([entry]);
  }

  /** Takes what differs or is new; a conflict ends the log where it is. */
  merge(after: number, entries: readonly LogEntry[]): void {
    let known = 0;
    while (known < entries.length) {
      const entry = entries[known]!;
      const epoch = this.log.epochAt(entry.index);
      if (epoch === null) break;
      if (epoch !== entry.epoch) {
        this.#truncate(entry.index - 1);
        break;
      }
      known++;
    }
    assert(this.log.last.index >= after, 'entries follow what the log has');
    const fresh = entries.slice(known);
    for (const entry of fresh) this.log.append(entry);
    if (fresh.length > 0) this.#write(fresh);
  }

  /** The log is that of the controller of `epoch` up to `index`. */
  matches(epoch: number, index: number): void {
    this.#matchedIndex = this.#matchedEpoch === epoch ? Math.max(this.#matchedIndex, index) : index;
    this.#matchedEpoch = epoch;
  }

  /** A controller says that `index` is committed. */
  commit(index: number): void {
    this.#knownCommit = Math.max(this.#knownCommit, index);
    this.#advance();
  }

  /** `done` once the snapshot is durable, or where the log has what it says; never where its bytes are not sound. */
  install(snapshot: LogPosition, bytes: Uint8Array, done: () => void): void {
    if (snapshot.index <= this.#commitIndex) {
      done();
      return;
    }
    if (this.#rules.keepsSuffix(this.log.epochAt(snapshot.index), snapshot)) {
      // The log has it all: to know that it is committed is enough.
      this.#matchedIndex = Math.max(this.#matchedIndex, snapshot.index);
      this.commit(snapshot.index);
      done();
      return;
    }
    let hasBegun = false;
    const begin = (): void => {
      if (hasBegun) return;
      hasBegun = true;
      this.#isInstalling = true;
      this.#generation++;
      this.log.reset(snapshot);
    };
    const isSound = this.#port.install(snapshot, bytes, () => {
      // A disk that is written on this thread is done before the call returns.
      begin();
      this.#isInstalling = false;
      this.#durableIndex = snapshot.index;
      this.#matchedIndex = snapshot.index;
      this.#commitIndex = snapshot.index;
      this.#knownCommit = Math.max(this.#knownCommit, snapshot.index);
      this.#port.onInstalled(snapshot);
      this.#progressed();
      done();
    });
    if (isSound) begin();
  }

  #truncate(index: number): void {
    assert(index >= this.#commitIndex, 'a committed entry of the metadata log is to be taken back');
    this.#generation++;
    const generation = this.#generation;
    this.log.truncate(index);
    this.#durableIndex = Math.min(this.#durableIndex, index);
    this.#matchedIndex = Math.min(this.#matchedIndex, index);
    this.#port.truncate(this.log.last, () => this.#durable(generation, index));
  }

  #write(entries: readonly LogEntry[]): void {
    const generation = this.#generation;
    const { index } = entries[entries.length - 1]!;
    this.#port.append(entries, () => this.#durable(generation, index));
  }

  #durable(generation: number, index: number): void {
    if (generation !== this.#generation || index <= this.#durableIndex) return;
    this.#durableIndex = index;
    this.#progressed();
  }

  #progressed(): void {
    this.#answerFence();
    this.#advance();
    this.#onProgress();
    this.#port.onDurable();
  }

  #answerFence(): void {
    const fence = this.#pendingFence;
    if (fence === null) return;
    const { index } = this.log.last;
    if (!this.#rules.isFenceAnswerable(fence.epoch, this.#durablePromise, this.#durableIndex, index)) return;
    this.#pendingFence = null;
    fence.answer(this.log.outline());
  }

  #advance(): void {
    const index = this.#rules.applicable(this.#knownCommit, this.#matchedIndex, this.#durableIndex);
    if (index <= this.#commitIndex) return;
    this.#commitIndex = index;
    this.#port.onCommitted(index);
    this.#forget();
  }

  #forget(): void {
    const { retainedEntries, retainedBytes } = this.#limits;
    const { base, last, bytes } = this.log;
    let through = last.index - retainedEntries;
    // A tenth at a time: an array that loses its first element each time would be copied each time.
    const isMany = last.index - base.index > retainedEntries + retainedEntries / 10;
    if (bytes > retainedBytes) through = Math.max(through, base.index + Math.ceil((last.index - base.index) / 2));
    else if (!isMany) return;
    this.log.dropThrough(Math.min(through, this.#commitIndex));
  }
}
