/**
 * One node's copy of the metadata log, voter or not: promises, accepts what the controller of the promised epoch streams,
 * says what is durable, knows what is committed. Every write goes through here, that of a local controller too, so a
 * broken promise cannot enter by a side door. Pure; the controller thread drives it.
 */
import { assert } from '../base/assert.ts';
import type { RequestId } from '../metadata/request-results.ts';
import type { LogEntry, LogPosition } from './log-entry.ts';
import type { LogOutline } from './log-outline.ts';
import type { LogMessage, MessageOf } from './messages.ts';
import type { ReplicaPort } from './replica-port.ts';
import { ReplicatedLog } from './replicated-log.ts';
import { SAFETY_RULES, type SafetyRules } from './safety-rules.ts';
import { SnapshotFetch } from './snapshot-fetch.ts';
import { SnapshotShelf } from './snapshot-shelf.ts';

/** Without a word from the controller for this long its stream is opened anew. */
const SILENCE_MS = 500;

export interface ReplicaStart {
  /** What a snapshot covers, or ORIGIN. */
  readonly base: LogPosition;
  readonly entries: readonly LogEntry[];
  readonly promised: number;
}

export interface ReplicaLimits {
  /** Committed entries that stay in memory for peers that lag, and their size. */
  readonly retainedEntries: number;
  readonly retainedBytes: number;
  /** Of one frame with entries; a single larger one goes alone. */
  readonly frameBytes: number;
  /** On the way to one peer. */
  readonly windowBytes: number;
}

export const DEFAULT_REPLICA_LIMITS: ReplicaLimits = {
  retainedEntries: 10_000,
  retainedBytes: 16 * 1024 * 1024,
  frameBytes: 256 * 1024,
  windowBytes: 1024 * 1024,
};

export class Replica {
  readonly log: ReplicatedLog;
  readonly limits: ReplicaLimits;
  readonly #port: ReplicaPort;
  readonly #rules: SafetyRules;
  readonly #shelf: SnapshotShelf;
  #promised: number;
  #durablePromise: number;
  #durableIndex: number;
  #commitIndex: number;
  /** Changes whenever entries are taken back: what was being written before says nothing about the new ones. */
  #generation = 0;
  #pendingFence: { readonly epoch: number; answer(outline: LogOutline): void } | null = null;
  #leader: { readonly node: number; readonly epoch: number } | null = null;
  #stream: number;
  #heardAt = 0;
  /** How far this log is known to be that of the controller of `#matchedEpoch`. */
  #matchedEpoch = 0;
  #matchedIndex = 0;
  #knownCommit = 0;
  #owesAck = false;
  #isCurrent = false;
  #fetch: { readonly from: number; readonly snapshot: SnapshotFetch; done(): void } | null = null;
  #isInstalling = false;

  /** `firstStream`: any number that the last process on this node did not use. */
  constructor(
    start: ReplicaStart,
    port: ReplicaPort,
    limits: ReplicaLimits,
    firstStream = 0,
    rules: SafetyRules = SAFETY_RULES,
  ) {
    this.log = new ReplicatedLog(start.base, start.entries);
    this.#port = port;
    this.limits = limits;
    this.#rules = rules;
    this.#shelf = new SnapshotShelf(() => port.encodeSnapshot());
    this.#promised = start.promised;
    this.#durablePromise = start.promised;
    this.#durableIndex = this.log.last.index;
    // What else is committed only a controller knows: an older knowledge may be of entries that never were.
    this.#commitIndex = start.base.index;
    this.#stream = firstStream;
  }

  get promised(): number {
    return this.#promised;
  }

  get durableIndex(): number {
    return this.#durableIndex;
  }

  get commitIndex(): number {
    return this.#commitIndex;
  }

  /** Everything is applied that a controller called committed, once in this life at least. */
  get isCurrent(): boolean {
    return this.#isCurrent;
  }

  /** Whom this replica follows. */
  get leader(): { readonly node: number; readonly epoch: number } | null {
    return this.#leader;
  }

  nextStream(): number {
    this.#stream++;
    return this.#stream;
  }

  /**
   * Promises to accept nothing below `epoch`; answers with the log once both are durable. False: a higher one was
   * promised already.
   */
  fence(epoch: number, answer: (outline: LogOutline) => void): boolean {
    if (this.#rules.refuses(epoch, this.#promised)) return false;
    this.#raisePromise(epoch);
    this.#pendingFence = { epoch, answer };
    this.#answerFence();
    return true;
  }

  /** The local controller begins: nobody else is followed. */
  lead(): void {
    this.#leader = null;
    this.#fetch = null;
    this.#owesAck = false;
  }

  /** An entry of the local controller. Null: it is deposed. */
  appendOwn(epoch: number, requestId: RequestId | null, payload: Uint8Array): LogEntry | null {
    if (this.#rules.refusesOwn(epoch, this.#promised)) return null;
    const entry = { epoch, index: this.log.last.index + 1, requestId, payload };
    this.log.append(entry);
    this.#matchedEpoch = epoch;
    this.#matchedIndex = entry.index;
    this.#write([entry]);
    return entry;
  }

  /** Entries that the local controller adopts, behind `after`, which both logs have. False: it is deposed. */
  adopt(epoch: number, after: number, entries: readonly LogEntry[]): boolean {
    if (this.#rules.refusesOwn(epoch, this.#promised)) return false;
    this.#merge(after, entries);
    return true;
  }

  /** The local controller knows more to be committed. */
  commit(index: number): void {
    this.#knownCommit = Math.max(this.#knownCommit, index);
    this.#advance();
  }

  receive(from: number, message: LogMessage, now: number): void {
    switch (message.type) {
      case 'fence':
        this.#onFence(from, message.epoch);
        return;
      case 'announce':
        if (this.#isRefused(from, message.epoch)) return;
        if (!this.#isFollowing(from, message.epoch)) this.#follow(from, message.epoch, now);
        else if (this.#fetch === null && now - this.#heardAt > SILENCE_MS / 4) this.#subscribe(now);
        return;
      case 'append':
        this.#onAppend(from, message, now);
        return;
      case 'useSnapshot':
        if (this.#isRefused(from, message.epoch) || message.stream !== this.#stream) return;
        // What a new controller adopts is its own affair (controller-term.ts).
        if (!this.#isFollowing(from, message.epoch)) return;
        this.#heardAt = now;
        this.fetchSnapshot(from, message, () => this.#subscribe(now));
        return;
      case 'snapshotChunk':
        this.#onChunk(from, message, now);
        return;
      case 'fetch':
        this.#onFetch(from, message, now);
        return;
      case 'fetchSnapshot':
        if (!this.#isRefused(from, message.epoch)) this.#port.send(from, this.#shelf.answer(message, now));
        return;
      case 'halt':
        if (this.#isFollowing(from, message.epoch)) this.#port.onDiverged(message.index);
        return;
      default:
        // The rest is for a controller.
        return;
    }
  }

  /** A snapshot that serves a peer from `index` on at the latest. */
  offerSnapshot(index: number, now: number): LogPosition {
    return this.#shelf.offer(index, now);
  }

  /** Fetches and installs; `done` once that is durable, or where the log has what the snapshot says. */
  fetchSnapshot(from: number, offer: MessageOf<'useSnapshot'>, done: () => void): void {
    if (this.#isInstalling) return;
    const snapshot = new SnapshotFetch(offer);
    this.#fetch = { from, snapshot, done };
    this.#port.send(from, snapshot.request());
  }

  /** A new session with a peer: what was under way on the old one is void. */
  onConnected(peer: number, now: number): void {
    if (this.#leader?.node === peer) this.#subscribe(now);
  }

  tick(now: number): void {
    this.#shelf.tick(now);
    if (this.#leader !== null && now - this.#heardAt > SILENCE_MS && !this.#isInstalling) this.#subscribe(now);
  }

  #onFence(from: number, epoch: number): void {
    if (this.#isRefused(from, epoch)) return;
    this.fence(epoch, (outline) => this.#port.send(from, { type: 'fenced', epoch, outline }));
  }

  #isRefused(from: number, epoch: number): boolean {
    if (!this.#rules.refuses(epoch, this.#promised)) return false;
    this.#port.send(from, { type: 'deposed', epoch: this.#promised });
    return true;
  }

  #isFollowing(node: number, epoch: number): boolean {
    return this.#leader !== null && this.#leader.node === node && this.#leader.epoch === epoch;
  }

  #follow(node: number, epoch: number, now: number): void {
    if (this.#leader !== null && epoch < this.#leader.epoch) return;
    this.#leader = { node, epoch };
    this.#port.onLeader(node, epoch);
    this.#subscribe(now);
  }

  #subscribe(now: number): void {
    if (this.#leader === null || this.#isInstalling) return;
    const { node, epoch } = this.#leader;
    const stream = this.nextStream();
    this.#heardAt = now;
    this.#fetch = null;
    this.#port.send(node, { type: 'subscribe', epoch, stream, outline: this.log.outline() });
  }

  #onAppend(from: number, message: MessageOf<'append'>, now: number): void {
    const { epoch, prev, entries } = message;
    if (this.#isRefused(from, epoch)) return;
    if (!this.#isFollowing(from, epoch)) {
      this.#follow(from, epoch, now);
      return;
    }
    if (message.stream !== this.#stream || this.#isInstalling) return;
    this.#heardAt = now;
    this.#raisePromise(epoch);
    // What this log has no longer in memory is committed; a frame that begins there is a repetition.
    if (prev.index < this.log.base.index) return;
    if (!this.#rules.follows(this.log.epochAt(prev.index), prev)) {
      this.#subscribe(now);
      return;
    }
    this.#merge(prev.index, entries);
    const matched = prev.index + entries.length;
    this.#matchedIndex = this.#matchedEpoch === epoch ? Math.max(this.#matchedIndex, matched) : matched;
    this.#matchedEpoch = epoch;
    this.#knownCommit = Math.max(this.#knownCommit, message.commitIndex);
    this.#owesAck = true;
    this.#advance();
    if (this.#commitIndex >= message.commitIndex) this.#isCurrent = true;
    this.#acknowledge();
  }

  /** Takes what differs or is new; a conflict ends the log where it is. */
  #merge(after: number, entries: readonly LogEntry[]): void {
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

  #raisePromise(epoch: number): void {
    if (epoch <= this.#promised) return;
    this.#promised = epoch;
    this.#port.onPromised(epoch);
    this.#port.promise(epoch, () => {
      this.#durablePromise = Math.max(this.#durablePromise, epoch);
      this.#progressed();
    });
  }

  #progressed(): void {
    this.#answerFence();
    this.#advance();
    this.#acknowledge();
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

  /** Says how far this log goes: at once where everything is durable, else when it is. */
  #acknowledge(): void {
    if (!this.#owesAck || this.#leader === null || this.#leader.epoch !== this.#matchedEpoch) return;
    const { node, epoch } = this.#leader;
    if (this.#durablePromise < epoch) return;
    const durableIndex = this.#rules.acknowledged(this.#durableIndex, this.#matchedIndex);
    this.#owesAck = durableIndex < this.#matchedIndex;
    this.#port.send(node, { type: 'ack', epoch, stream: this.#stream, durableIndex, check: this.#port.imageCheck() });
  }

  #advance(): void {
    const index = this.#rules.applicable(this.#knownCommit, this.#matchedIndex, this.#durableIndex);
    if (index <= this.#commitIndex) return;
    this.#commitIndex = index;
    this.#port.onCommitted(index);
    this.#forget();
  }

  #forget(): void {
    const { retainedEntries, retainedBytes } = this.limits;
    const { base, last, bytes } = this.log;
    let through = last.index - retainedEntries;
    // A tenth at a time: an array that loses its first element each time would be copied each time.
    const isMany = last.index - base.index > retainedEntries + retainedEntries / 10;
    if (bytes > retainedBytes) through = Math.max(through, base.index + Math.ceil((last.index - base.index) / 2));
    else if (!isMany) return;
    this.log.dropThrough(Math.min(through, this.#commitIndex));
  }

  #onChunk(from: number, chunk: MessageOf<'snapshotChunk'>, now: number): void {
    const fetch = this.#fetch;
    if (this.#isRefused(from, chunk.epoch) || fetch === null) return;
    if (fetch.from !== from || fetch.snapshot.stream !== chunk.stream) return;
    this.#heardAt = now;
    const taken = fetch.snapshot.take(chunk);
    if (taken === 'ignored') return;
    if (taken === 'more') {
      this.#port.send(from, fetch.snapshot.request());
      return;
    }
    this.#fetch = null;
    this.#raisePromise(chunk.epoch);
    this.#install(chunk.snapshot, taken, fetch.done);
  }

  #install(snapshot: LogPosition, bytes: Uint8Array, done: () => void): void {
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

  #onFetch(from: number, { epoch, stream, after }: MessageOf<'fetch'>, now: number): void {
    if (this.#isRefused(from, epoch) || this.#isInstalling) return;
    if (after < this.log.base.index) {
      const snapshot = this.#shelf.offer(this.log.base.index, now);
      this.#port.send(from, { type: 'useSnapshot', epoch, stream, snapshot });
      return;
    }
    const entries = after >= this.log.last.index ? [] : this.log.from(after + 1, this.limits.frameBytes);
    this.#port.send(from, { type: 'suffix', epoch, stream, after, entries });
  }
}
