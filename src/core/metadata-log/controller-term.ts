/**
 * One term of the controller on the node that raft elected: has its log adopted (log-adoption.ts), opens its epoch, then
 * streams and commits. Safe beside any number of controllers of other terms that do not know yet that they are over. Pure;
 * the controller thread drives it. One object per term; owns the streams to the peers and what they have on disk.
 */
import type { RequestId } from '../metadata/request-results.ts';
import { ImageChecks } from './image-checks.ts';
import { LogAdoption, otherVoters } from './log-adoption.ts';
import type { LogEntry } from './log-entry.ts';
import { forkPoint } from './log-outline.ts';
import type { ImageCheck, LogMessage, MessageOf } from './messages.ts';
import { PeerStream } from './peer-stream.ts';
import type { Replica } from './replica.ts';
import { type Members, SAFETY_RULES, type SafetyRules } from './safety-rules.ts';

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
  /** A node holds this controller's log up to `held` only, and had said in this epoch that more of it was on its disk. */
  onLost(peer: number, acknowledged: number, held: number): void;
}

export type TermState = 'fencing' | 'adopting' | 'starting' | 'active' | 'over';

export class ControllerTerm {
  readonly epoch: number;
  readonly #self: number;
  readonly #replica: Replica;
  readonly #port: TermPort;
  readonly #rules: SafetyRules;
  #members: Members;
  /** Until the log is adopted its state is the term's. */
  readonly #adoption: LogAdoption;
  #state: 'adoption' | 'starting' | 'active' | 'over' = 'adoption';
  #now: number;
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
    const adoptionPort = {
      send: (peer: number, message: LogMessage) => port.send(peer, message),
      members: () => this.#members,
      now: () => this.#now,
      onAdopted: () => this.#startEpoch(),
      onDeposed: () => this.#deposed(),
    };
    this.#adoption = new LogAdoption(epoch, self, replica, adoptionPort, rules);
  }

  get state(): TermState {
    return this.#state === 'adoption' ? this.#adoption.state : this.#state;
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
    return otherVoters(this.#members, this.#self).sort((a, b) => this.durableOf(b) - this.durableOf(a) || a - b);
  }

  start(): void {
    this.#replica.lead();
    this.#adoption.start();
  }

  /** Raft says so, or the agent has seen a later term. */
  end(): void {
    this.#state = 'over';
    this.#streams.clear();
    this.#waiting.clear();
    this.#adoption.end();
  }

  reconfigure(members: Members): void {
    this.#members = members;
    if (this.#state === 'adoption') this.#adoption.reconfigured();
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
      case 'subscribe':
        if (message.epoch !== this.epoch) return;
        if (this.#state === 'starting' || this.#state === 'active') this.#open(from, message);
        else this.#waiting.set(from, message);
        return;
      case 'ack':
        if (message.epoch === this.epoch) this.#onAck(from, message);
        return;
      default:
        // The rest is for replicas, or about the log that is adopted.
        this.#adoption.receive(from, message);
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
    this.#adoption.forget(node);
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
      case 'adoption':
        this.#adoption.tick();
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
    const acknowledged = this.#durable.get(peer) ?? 0;
    if (fork < acknowledged) {
      this.#durable.set(peer, fork);
      this.#port.onLost(peer, acknowledged, fork);
    }
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
    // Whatever the stream: what is durable and ours stays so as long as this epoch lasts, unless the disk is another one.
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
