/**
 * One term of the controller on the node that raft elected: shuts out its predecessors, adopts the log that was written
 * last, opens its epoch, then streams and commits. Safe beside any number of controllers of other terms that do not know
 * yet that they are over. Pure; the controller thread drives it. One object per term.
 */
import { assert } from '../base/assert.ts';
import type { RequestId } from '../metadata/request-results.ts';
import { ImageChecks } from './image-checks.ts';
import type { LogEntry } from './log-entry.ts';
import { forkPoint, type LogOutline, outlineEnd } from './log-outline.ts';
import type { ImageCheck, LogMessage, MessageOf } from './messages.ts';
import { PeerStream } from './peer-stream.ts';
import type { Replica } from './replica.ts';
import { type Members, SAFETY_RULES, type SafetyRules } from './safety-rules.ts';

/** A voter that is asked for its promise or its log and says nothing is asked again. */
const RETRY_MS = 50;
/** A voter whose log is to be adopted and that says nothing for this long is done without. */
const SOURCE_PATIENCE_MS = 500;
const HEARTBEAT_MS = 100;
const ANNOUNCE_MS = 200;

export interface TermPort {
  /** False: not connected, or too much is queued. */
  send(peer: number, message: LogMessage): boolean;
  /** Nodes there is a session with. */
  peers(): readonly number[];
  /** The log is adopted: builds the head of it, and the first entry of the epoch. */
  firstPayload(): Uint8Array;
  /** As the replica's port. */
  imageCheck(): ImageCheck | null;
  /** Everything before this epoch is committed, and its first entry: the controller may be heard. */
  onActive(): void;
  /** A higher epoch has been promised somewhere: this term is over. */
  onDeposed(): void;
  /** This node's image differs from that of the majority. */
  onDiverged(index: number): void;
}

export type TermState = 'fencing' | 'adopting' | 'starting' | 'active' | 'over';

interface Source {
  readonly node: number;
  readonly outline: LogOutline;
  stream: number;
  /** The last entry that is known to be here as it is there. */
  after: number;
  askedAt: number;
  heardAt: number;
}

export class ControllerTerm {
  readonly epoch: number;
  readonly #self: number;
  readonly #replica: Replica;
  readonly #port: TermPort;
  readonly #rules: SafetyRules;
  #members: Members;
  #state: TermState = 'fencing';
  #now: number;
  #fencedAt = Number.NEGATIVE_INFINITY;
  readonly #outlines = new Map<number, LogOutline>();
  #source: Source | null = null;
  #epochStart = Number.POSITIVE_INFINITY;
  /** Subscriptions that came before there was anything to stream. */
  readonly #waiting = new Map<number, MessageOf<'subscribe'>>();
  readonly #streams = new Map<number, PeerStream>();
  readonly #announcedAt = new Map<number, number>();
  readonly #durable = new Map<number, number>();
  readonly #checks = new ImageChecks();

  constructor(
    epoch: number,
    self: number,
    members: Members,
    replica: Replica,
    port: TermPort,
    now: number,
    rules: SafetyRules = SAFETY_RULES,
  ) {
    this.epoch = epoch;
    this.#self = self;
    this.#members = members;
    this.#replica = replica;
    this.#port = port;
    this.#now = now;
    this.#rules = rules;
  }

  get state(): TermState {
    return this.#state;
  }

  get members(): Members {
    return this.#members;
  }

  /** How far a node's disk is known to hold this controller's log; 0 before it said so in this epoch. */
  durableOf(node: number): number {
    return node === this.#self ? this.#replica.durableIndex : (this.#durable.get(node) ?? 0);
  }

  /** The other voters, the one with most of the log first. */
  successors(): number[] {
    return this.#voters().sort((a, b) => this.durableOf(b) - this.durableOf(a) || a - b);
  }

  start(): void {
    this.#replica.lead();
    const isPromised = this.#replica.fence(this.epoch, (outline) => {
      this.#outlines.set(this.#self, outline);
      this.#adoptIfFenced();
    });
    if (!isPromised) {
      this.end();
      this.#port.onDeposed();
      return;
    }
    this.#sendFences();
    this.#adoptIfFenced();
  }

  /** Raft says so, or the agent has seen a later term. */
  end(): void {
    this.#state = 'over';
    this.#streams.clear();
    this.#waiting.clear();
    this.#source = null;
  }

  reconfigure(members: Members): void {
    this.#members = members;
    if (this.#state === 'fencing') this.#adoptIfFenced();
    this.#commit();
  }

  /** A joint configuration may be left: the new voters alone hold everything that is committed. */
  mayLeaveJoint(): boolean {
    if (this.#state !== 'active') return false;
    return this.#rules.mayLeaveJoint(this.#members, this.#replica.commitIndex, (node) => this.durableOf(node));
  }

  /** Null: the term is over. */
  append(requestId: RequestId | null, payload: Uint8Array): LogEntry | null {
    if (this.#state !== 'active' && this.#state !== 'starting') return null;
    const entry = this.#replica.appendOwn(this.epoch, requestId, payload);
    if (entry === null) this.#deposed();
    return entry;
  }

  receive(from: number, message: LogMessage, now: number): void {
    this.#now = now;
    if (this.#state === 'over') return;
    switch (message.type) {
      case 'deposed':
        if (message.epoch > this.epoch) this.#deposed();
        return;
      case 'fenced':
        if (message.epoch !== this.epoch || this.#state !== 'fencing') return;
        this.#outlines.set(from, message.outline);
        this.#adoptIfFenced();
        return;
      case 'subscribe':
        if (message.epoch !== this.epoch) return;
        if (this.#state === 'starting' || this.#state === 'active') this.#open(from, message);
        else this.#waiting.set(from, message);
        return;
      case 'ack':
        if (message.epoch === this.epoch) this.#onAck(from, message);
        return;
      case 'suffix':
        this.#onSuffix(from, message);
        return;
      case 'useSnapshot':
        if (this.#source?.node === from && message.stream === this.#source.stream) this.#adoptSnapshot(message);
        return;
      case 'snapshotChunk':
        if (this.#source?.node === from) this.#source.heardAt = now;
        return;
      default:
        // The rest is for replicas.
        return;
    }
  }

  /** More of the own log is durable. */
  onProgress(): void {
    if (this.#state === 'starting' || this.#state === 'active') this.#commit();
  }

  onConnected(peer: number, now: number): void {
    this.#now = now;
    this.#streams.delete(peer);
    this.#announcedAt.delete(peer);
    this.tick(now);
  }

  onReset(peer: number): void {
    this.#streams.delete(peer);
    this.#waiting.delete(peer);
  }

  /** Another disk answers for this node now: what the former one promised or holds does not count. */
  forget(node: number): void {
    this.#durable.delete(node);
    this.#outlines.delete(node);
    this.onReset(node);
  }

  /** After a turn of the loop: everything new goes out at once. */
  flush(now: number): void {
    this.#now = now;
    for (const stream of this.#streams.values()) {
      stream.flush(now, HEARTBEAT_MS);
      if (stream.isOver) this.#streams.delete(stream.peer);
    }
  }

  tick(now: number): void {
    this.#now = now;
    switch (this.#state) {
      case 'over':
        return;
      case 'fencing':
        if (now - this.#fencedAt >= RETRY_MS) this.#sendFences();
        return;
      case 'adopting':
        this.#askSource();
        return;
      default:
        this.#announce();
        this.flush(now);
        this.#checkImage();
    }
  }

  #deposed(): void {
    if (this.#state === 'over') return;
    this.end();
    this.#port.onDeposed();
  }

  #sendFences(): void {
    this.#fencedAt = this.#now;
    for (const node of this.#voters()) {
      if (!this.#outlines.has(node)) this.#port.send(node, { type: 'fence', epoch: this.epoch });
    }
  }

  #voters(): number[] {
    const all = new Set([...this.#members.voters, ...this.#members.votersOutgoing]);
    all.delete(this.#self);
    return [...all];
  }

  #adoptIfFenced(): void {
    if (this.#state !== 'fencing') return;
    if (!this.#rules.isFenced(this.#members, (id) => this.#outlines.has(id), this.#self)) return;
    // The own log may have begun to change, towards a source that fell silent.
    const own = this.#replica.log.outline();
    let best = { node: this.#self, outline: own };
    for (const [node, outline] of this.#outlines) {
      if (node === this.#self) continue;
      if (this.#rules.isBetterTail(outlineEnd(outline), outlineEnd(best.outline))) best = { node, outline };
    }
    if (best.node === this.#self) {
      this.#startEpoch();
      return;
    }
    this.#state = 'adopting';
    const { node, outline } = best;
    const after = forkPoint(own, outline);
    const stream = this.#replica.nextStream();
    this.#source = { node, outline, stream, after, askedAt: Number.NEGATIVE_INFINITY, heardAt: this.#now };
    if (outlineEnd(outline).index === after) this.#finishAdoption(after);
    else this.#askSource();
  }

  #askSource(): void {
    const source = this.#source;
    if (source === null) return;
    if (this.#now - source.heardAt > SOURCE_PATIENCE_MS) {
      // It may have crashed: another majority may do, with or without it.
      this.#outlines.delete(source.node);
      this.#source = null;
      this.#state = 'fencing';
      this.#sendFences();
      this.#adoptIfFenced();
      return;
    }
    if (this.#now - source.askedAt < RETRY_MS) return;
    source.askedAt = this.#now;
    const { stream, after } = source;
    this.#port.send(source.node, { type: 'fetch', epoch: this.epoch, stream, after });
  }

  #onSuffix(from: number, { epoch, stream, after, entries }: MessageOf<'suffix'>): void {
    const source = this.#source;
    if (source === null || epoch !== this.epoch || from !== source.node) return;
    if (stream !== source.stream || after !== source.after) return;
    source.heardAt = this.#now;
    const { index } = outlineEnd(source.outline);
    // What it has beyond the end it promised is not of this fence.
    const wanted = entries.filter((entry) => entry.index <= index);
    if (!this.#replica.adopt(this.epoch, after, wanted)) {
      this.#deposed();
      return;
    }
    source.after += wanted.length;
    if (source.after >= index) this.#finishAdoption(index);
    else {
      source.askedAt = Number.NEGATIVE_INFINITY;
      this.#askSource();
    }
  }

  #adoptSnapshot(offer: MessageOf<'useSnapshot'>): void {
    const source = this.#source!;
    source.heardAt = this.#now;
    this.#replica.fetchSnapshot(source.node, offer, () => {
      if (this.#source !== source) return;
      source.after = Math.max(source.after, offer.snapshot.index, this.#replica.log.base.index);
      source.stream = this.#replica.nextStream();
      source.askedAt = Number.NEGATIVE_INFINITY;
      this.#askSource();
    });
  }

  #finishAdoption(end: number): void {
    this.#source = null;
    assert(this.#replica.log.last.index === end, 'the adopted log ends where its source said');
    this.#startEpoch();
  }

  #startEpoch(): void {
    this.#state = 'starting';
    const entry = this.#replica.appendOwn(this.epoch, null, this.#port.firstPayload());
    if (entry === null) {
      this.#deposed();
      return;
    }
    this.#epochStart = entry.index;
    for (const [peer, message] of this.#waiting) this.#open(peer, message);
    this.#waiting.clear();
    this.#announce();
    this.#commit();
  }

  #announce(): void {
    for (const peer of this.#port.peers()) {
      if (peer === this.#self || this.#streams.has(peer)) continue;
      const last = this.#announcedAt.get(peer) ?? Number.NEGATIVE_INFINITY;
      if (this.#now - last < ANNOUNCE_MS) continue;
      this.#announcedAt.set(peer, this.#now);
      this.#port.send(peer, { type: 'announce', epoch: this.epoch });
    }
  }

  #open(peer: number, { stream, outline }: MessageOf<'subscribe'>): void {
    const { log } = this.#replica;
    const fork = forkPoint(outline, log.outline());
    if (fork < log.base.index) {
      this.#streams.delete(peer);
      const snapshot = this.#replica.offerSnapshot(log.base.index, this.#now);
      this.#port.send(peer, { type: 'useSnapshot', epoch: this.epoch, stream, snapshot });
      return;
    }
    const opened = new PeerStream(peer, stream, this.epoch, fork + 1, this.#replica, (to, m) => this.#port.send(to, m));
    this.#streams.set(peer, opened);
    this.flush(this.#now);
  }

  #onAck(from: number, { stream, durableIndex, check }: MessageOf<'ack'>): void {
    // Whatever the stream: what is durable and ours stays so as long as this epoch lasts.
    this.#durable.set(from, Math.max(this.#durable.get(from) ?? 0, durableIndex));
    const current = this.#streams.get(from);
    if (current?.id === stream) current.acknowledged(durableIndex);
    if (check !== null) this.#compare(from, check);
    this.#commit();
  }

  #commit(): void {
    const { durableIndex } = this.#replica;
    const index = this.#rules.committed(this.#members, (node) => this.durableOf(node), durableIndex);
    if (!this.#rules.mayCommit(index, this.#epochStart)) return;
    this.#replica.commit(index);
    if (this.#state === 'starting' && this.#replica.commitIndex >= this.#epochStart) {
      this.#state = 'active';
      this.#port.onActive();
    }
  }

  #checkImage(): void {
    const check = this.#port.imageCheck();
    if (check !== null) this.#compare(this.#self, check);
  }

  #compare(node: number, check: NonNullable<MessageOf<'ack'>['check']>): void {
    for (const wrong of this.#checks.report(node, check, this.#members.voters)) {
      if (wrong === this.#self) this.#port.onDiverged(check.index);
      else this.#port.send(wrong, { type: 'halt', epoch: this.epoch, index: check.index });
    }
  }
}
