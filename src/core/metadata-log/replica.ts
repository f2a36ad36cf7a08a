/**
 * One node's copy of the metadata log, voter or not: promises, follows the controller of the promised epoch and accepts
 * what it streams, says what is durable. Every write goes through here, that of a local controller too, so a broken
 * promise cannot enter by a side door; `DurableLog` is what has been written. Pure; the controller thread drives it.
 */
import type { RequestId } from '../metadata/request-results.ts';
import { DurableLog, type ReplicaStart } from './durable-log.ts';
import type { LogEntry, LogPosition } from './log-entry.ts';
import type { LogOutline } from './log-outline.ts';
import type { LogMessage, MessageOf } from './messages.ts';
import type { ReplicaLimits } from './replica-limits.ts';
import type { ReplicaPort } from './replica-port.ts';
import type { ReplicatedLog } from './replicated-log.ts';
import { SAFETY_RULES, type SafetyRules } from './safety-rules.ts';
import { SnapshotFetch } from './snapshot-fetch.ts';
import { SnapshotShelf } from './snapshot-shelf.ts';

/** Without a word from the controller for this long its stream is opened anew. */
const SILENCE_MS = 500;

export class Replica {
  readonly limits: ReplicaLimits;
  readonly #port: ReplicaPort;
  readonly #rules: SafetyRules;
  readonly #shelf: SnapshotShelf;
  readonly #held: DurableLog;
  #leader: { readonly node: number; readonly epoch: number } | null = null;
  #stream: number;
  #heardAt = 0;
  #owesAck = false;
  #isCurrent = false;
  #fetch: { readonly from: number; readonly snapshot: SnapshotFetch; done(): void } | null = null;

  /** `firstStream`: any number that the last process on this node did not use. */
  constructor(
    start: ReplicaStart,
    port: ReplicaPort,
    limits: ReplicaLimits,
    firstStream = 0,
    rules: SafetyRules = SAFETY_RULES,
  ) {
    this.#port = port;
    this.limits = limits;
    this.#rules = rules;
    this.#shelf = new SnapshotShelf(() => port.encodeSnapshot());
    this.#held = new DurableLog(start, port, limits, rules, () => this.#acknowledge());
    this.#stream = firstStream;
  }

  get log(): ReplicatedLog {
    return this.#held.log;
  }

  get promised(): number {
    return this.#held.promised;
  }

  get durableIndex(): number {
    return this.#held.durableIndex;
  }

  get commitIndex(): number {
    return this.#held.commitIndex;
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
    if (this.#rules.refuses(epoch, this.promised)) return false;
    this.#held.fence(epoch, answer);
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
    if (this.#rules.refusesOwn(epoch, this.promised)) return null;
    const entry = { epoch, index: this.log.last.index + 1, requestId, payload };
    this.#held.append(entry);
    return entry;
  }

  /** Entries that the local controller adopts, behind `after`, which both logs have. False: it is deposed. */
  adopt(epoch: number, after: number, entries: readonly LogEntry[]): boolean {
    if (this.#rules.refusesOwn(epoch, this.promised)) return false;
    this.#held.merge(after, entries);
    return true;
  }

  /** The local controller knows more to be committed. */
  commit(index: number): void {
    this.#held.commit(index);
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
    if (this.#held.isInstalling) return;
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
    if (this.#leader !== null && now - this.#heardAt > SILENCE_MS && !this.#held.isInstalling) this.#subscribe(now);
  }

  #onFence(from: number, epoch: number): void {
    if (this.#isRefused(from, epoch)) return;
    this.fence(epoch, (outline) => this.#port.send(from, { type: 'fenced', epoch, outline }));
  }

  #isRefused(from: number, epoch: number): boolean {
    if (!this.#rules.refuses(epoch, this.promised)) return false;
    this.#port.send(from, { type: 'deposed', epoch: this.promised });
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
    if (this.#leader === null || this.#held.isInstalling) return;
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
    if (message.stream !== this.#stream || this.#held.isInstalling) return;
    this.#heardAt = now;
    this.#held.promise(epoch);
    // What this log has no longer in memory is committed; a frame that begins there is a repetition.
    if (prev.index < this.log.base.index) return;
    if (!this.#rules.follows(this.log.epochAt(prev.index), prev)) {
      this.#subscribe(now);
      return;
    }
    this.#held.merge(prev.index, entries);
    this.#held.matches(epoch, prev.index + entries.length);
    this.#owesAck = true;
    this.#held.commit(message.commitIndex);
    if (this.commitIndex >= message.commitIndex) this.#isCurrent = true;
    this.#acknowledge();
  }

  /** Says how far this log goes: at once where everything is durable, else when it is. */
  #acknowledge(): void {
    const { matchedEpoch, matchedIndex, durablePromise } = this.#held;
    if (!this.#owesAck || this.#leader === null || this.#leader.epoch !== matchedEpoch) return;
    const { node, epoch } = this.#leader;
    if (durablePromise < epoch) return;
    const durableIndex = this.#rules.acknowledged(this.durableIndex, matchedIndex);
    this.#owesAck = durableIndex < matchedIndex;
    this.#port.send(node, { type: 'ack', epoch, stream: this.#stream, durableIndex, check: this.#port.imageCheck() });
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
    this.#held.promise(chunk.epoch);
    this.#held.install(chunk.snapshot, taken, fetch.done);
  }

  #onFetch(from: number, { epoch, stream, after }: MessageOf<'fetch'>, now: number): void {
    if (this.#isRefused(from, epoch) || this.#held.isInstalling) return;
    if (after < this.log.base.index) {
      const snapshot = this.#shelf.offer(this.log.base.index, now);
      this.#port.send(from, { type: 'useSnapshot', epoch, stream, snapshot });
      return;
    }
    const entries = after >= this.log.last.index ? [] : this.log.from(after + 1, this.limits.frameBytes);
    this.#port.send(from, { type: 'suffix', epoch, stream, after, entries });
  }
}
