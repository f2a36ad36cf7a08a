/**
 * The control network in memory: nodes of one process, or of a simulator, on any clock. Behaves as TCP does: frames of
 * a session keep their order, a link that is down holds them back until it is up again or the session dies of silence,
 * a crash resets, an empty port refuses. The hub is the cable; faults are put into it.
 */
import { assert } from '../../core/base/assert.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import { Admission } from './admission.ts';
import {
  type ClaimedIdentity,
  type ControlChannel,
  type ControlIdentity,
  type ControlNetwork,
  type ControlPeer,
  claim,
  type FrameListener,
  MAX_CONTROL_FRAME_BYTES,
  type PeerEvent,
  type PeerListener,
} from './control-network.ts';

export interface MemoryHubOptions {
  /** One way, drawn evenly for each frame. */
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** A session over a link that is down ends after this long. */
  readonly silenceMs: number;
  /** Between two attempts to connect. */
  readonly redialMs: number;
  /** Share of frames, 0 to 1, whose loss ends their session. */
  readonly lossRate: number;
}

const DEFAULTS: MemoryHubOptions = { minDelayMs: 0, maxDelayMs: 0, silenceMs: 2_000, redialMs: 50, lossRate: 0 };
const CHANNELS: readonly ControlChannel[] = ['raft', 'metadata'];

/** One end of a session. */
class SessionEnd {
  readonly owner: MemoryControlNetwork;
  readonly identity: ClaimedIdentity;
  readonly channel: ControlChannel;
  other: SessionEnd | null = null;
  state: 'opening' | 'open' | 'over' = 'opening';
  /** Nothing sent later arrives earlier. */
  arrivesAt = 0;
  /** Sent while the link was down. */
  held: Uint8Array[] = [];

  constructor(owner: MemoryControlNetwork, identity: ClaimedIdentity, channel: ControlChannel) {
    this.owner = owner;
    this.identity = identity;
    this.channel = channel;
  }
}

export class MemoryControlHub {
  readonly #clock: Clock;
  readonly #random: () => number;
  options: MemoryHubOptions;
  readonly #nodes = new Map<number, MemoryControlNetwork>();
  readonly #down = new Set<string>();
  readonly #held = new Set<SessionEnd>();

  /** `random` yields numbers in [0, 1). */
  constructor(clock: Clock, random: () => number = () => 0, options: Partial<MemoryHubOptions> = {}) {
    this.#clock = clock;
    this.#random = random;
    this.options = { ...DEFAULTS, ...options };
  }

  /** Plugs a node in. `onRefusal` gets a sentence for each handshake that failed. */
  join(identity: ControlIdentity, onRefusal: (sentence: string) => void = () => {}): ControlNetwork {
    assert(!this.#nodes.has(identity.nodeId), `node ${identity.nodeId} is plugged in already`);
    const node = new MemoryControlNetwork(this, claim(identity, this.#random), onRefusal);
    this.#nodes.set(identity.nodeId, node);
    return node;
  }

  /** kill -9: the node is gone, and its peers see their sessions reset, then refused. */
  crash(nodeId: number): void {
    this.#nodes.get(nodeId)?.close();
  }

  /** SIGSTOP and SIGCONT: a paused node hears nothing until it goes on; then everything, in order. */
  setPaused(nodeId: number, isPaused: boolean): void {
    this.#nodes.get(nodeId)?.setPaused(isPaused);
  }

  /** Cuts or mends one direction. */
  setLink(from: number, to: number, isUp: boolean): void {
    const link = `${from}>${to}`;
    if (isUp === !this.#down.has(link)) return;
    if (!isUp) {
      this.#down.add(link);
      this.#clock.setTimer(this.options.silenceMs, () => {
        if (this.#down.has(link)) this.#endSilent(from, to);
      });
      return;
    }
    this.#down.delete(link);
    for (const channel of CHANNELS) {
      const end = this.#nodes.get(to)?.endOf(from, channel) ?? null;
      // It missed the end of its session while the link was down.
      if (end?.other?.state === 'over') this.#soon(() => this.reset(end));
    }
    for (const end of [...this.#held]) {
      if (end.owner.nodeId !== from || end.identity.nodeId !== to) continue;
      this.#held.delete(end);
      for (const frame of end.held.splice(0)) this.carry(end, frame);
    }
  }

  /** Cuts both directions between the groups. */
  partition(groupA: readonly number[], groupB: readonly number[]): void {
    for (const a of groupA) {
      for (const b of groupB) {
        this.setLink(a, b, false);
        this.setLink(b, a, false);
      }
    }
  }

  heal(): void {
    for (const link of [...this.#down]) {
      const [from, to] = link.split('>').map(Number);
      this.setLink(from!, to!, true);
    }
  }

  // The rest is for the nodes.

  leave(node: MemoryControlNetwork): void {
    if (this.#nodes.get(node.nodeId) === node) this.#nodes.delete(node.nodeId);
  }

  carry(from: SessionEnd, frame: Uint8Array): void {
    const target = from.other;
    if (target === null) return;
    if (this.#isDown(from.owner.nodeId, from.identity.nodeId)) {
      from.held.push(frame);
      this.#held.add(from);
      return;
    }
    if (this.options.lossRate > 0 && this.#random() < this.options.lossRate) {
      this.#soon(() => this.reset(from));
      this.#soon(() => this.reset(target));
      return;
    }
    const now = this.#clock.monotonicMs();
    from.arrivesAt = Math.max(from.arrivesAt, now + this.#delay());
    this.#clock.setTimer(from.arrivesAt - now, () => {
      if (target.state === 'open') target.owner.deliver(target, frame);
    });
  }

  /** This end is over, and the other one will notice. */
  hangUp(end: SessionEnd): void {
    end.state = 'over';
    this.#held.delete(end);
    const { other } = end;
    if (other === null || this.#isDown(end.owner.nodeId, end.identity.nodeId)) return;
    this.#soon(() => this.reset(other));
  }

  reset(end: SessionEnd): void {
    if (end.state === 'over') return;
    this.hangUp(end);
    end.owner.ended(end);
  }

  /** Connects, unless that is under way. */
  dial(from: MemoryControlNetwork, to: number, channel: ControlChannel): void {
    const key = `${to} ${channel}`;
    if (from.dialing.has(key)) return;
    from.dialing.add(key);
    this.#soon(() => {
      from.dialing.delete(key);
      if (!from.isClosed && from.wants(to, channel)) this.#knock(from, to, channel);
    });
  }

  #knock(from: MemoryControlNetwork, to: number, channel: ControlChannel): void {
    const target = this.#nodes.get(to);
    const redial = (): void => this.#redial(from, to, channel);
    if (this.#isDown(from.nodeId, to) || this.#isDown(to, from.nodeId)) {
      redial();
      return;
    }
    if (target === undefined) {
      this.#soon(() => from.tell(to, channel, 'refused'));
      redial();
      return;
    }
    const live = target.endOf(from.nodeId, channel);
    const refusal =
      target.admission.refusal(
        from.identity,
        live !== null && live.identity !== from.identity ? live.identity : null,
      ) ?? from.admission.refusal(target.identity, null);
    if (refusal !== null) {
      const sentence = `node ${from.nodeId} was refused by node ${to}: ${refusal.reason}`;
      target.refused(sentence);
      from.refused(sentence);
      redial();
      return;
    }
    if (live !== null) this.reset(live);
    const mine = new SessionEnd(from, target.identity, channel);
    const theirs = new SessionEnd(target, from.identity, channel);
    mine.other = theirs;
    theirs.other = mine;
    // The answer that opens our end goes ahead of everything else on its way to us.
    const delay = this.#delay();
    theirs.arrivesAt = this.#clock.monotonicMs() + delay;
    this.#clock.setTimer(delay, () => {
      if (from.isClosed) this.reset(theirs);
      if (from.isClosed || mine.state === 'over') return;
      // Over before the answer came.
      if (theirs.state === 'over') redial();
      else from.begin(mine);
    });
    target.begin(theirs);
  }

  #redial(from: MemoryControlNetwork, to: number, channel: ControlChannel): void {
    this.#clock.setTimer(this.options.redialMs * (0.5 + this.#random()), () => {
      if (!from.isClosed && from.wants(to, channel)) this.dial(from, to, channel);
    });
  }

  #endSilent(from: number, to: number): void {
    for (const nodeId of [from, to]) {
      const peer = nodeId === from ? to : from;
      for (const channel of CHANNELS) {
        const end = this.#nodes.get(nodeId)?.endOf(peer, channel);
        if (end != null) this.#soon(() => this.reset(end));
      }
    }
  }

  #isDown(from: number, to: number): boolean {
    return this.#down.has(`${from}>${to}`);
  }

  #delay(): number {
    const { minDelayMs, maxDelayMs } = this.options;
    return minDelayMs + (maxDelayMs - minDelayMs) * this.#random();
  }

  #soon(run: () => void): void {
    this.#clock.setTimer(this.#delay(), run);
  }
}

class MemoryControlNetwork implements ControlNetwork {
  readonly nodeId: number;
  readonly identity: ClaimedIdentity;
  readonly admission: Admission;
  readonly refused: (sentence: string) => void;
  isClosed = false;
  /** Attempts under way. */
  readonly dialing = new Set<string>();
  readonly #hub: MemoryControlHub;
  readonly #ends: Record<ControlChannel, Map<number, SessionEnd>> = { raft: new Map(), metadata: new Map() };
  /** Sessions that the listener knows of. */
  readonly #told = new WeakSet<SessionEnd>();
  readonly #frameListeners: Partial<Record<ControlChannel, FrameListener>> = {};
  readonly #peerListeners: Partial<Record<ControlChannel, PeerListener>> = {};
  #peers = new Set<number>();
  #isPaused = false;
  /** What listeners would have been told during the pause. */
  readonly #missed: (() => void)[] = [];

  constructor(hub: MemoryControlHub, identity: ClaimedIdentity, refused: (sentence: string) => void) {
    this.#hub = hub;
    this.nodeId = identity.nodeId;
    this.identity = identity;
    this.admission = new Admission(identity);
    this.refused = refused;
  }

  send(peer: number, channel: ControlChannel, frame: Uint8Array): boolean {
    assert(frame.length <= MAX_CONTROL_FRAME_BYTES[channel], 'a control frame is too long');
    const end = this.endOf(peer, channel);
    if (end === null || !this.#told.has(end)) return false;
    // A copy: the nodes of one process must not share memory by accident.
    this.#hub.carry(end, frame.slice());
    return true;
  }

  queuedBytes(peer: number, channel: ControlChannel): number {
    return this.endOf(peer, channel)?.held.reduce((sum, frame) => sum + frame.length, 0) ?? 0;
  }

  onFrame(channel: ControlChannel, listener: FrameListener): void {
    this.#frameListeners[channel] = listener;
  }

  onPeer(channel: ControlChannel, listener: PeerListener): void {
    this.#peerListeners[channel] = listener;
  }

  setPeers(peers: readonly ControlPeer[]): void {
    this.#peers = new Set(peers.map((peer) => peer.nodeId).filter((id) => id !== this.nodeId));
    for (const peer of this.#peers) this.#dial(peer);
  }

  setDirectories(directories: ReadonlyMap<number, string>): void {
    this.admission.setDirectories(directories);
    for (const end of this.#allEnds()) if (!this.admission.mayStay(end.identity)) this.#hub.reset(end);
  }

  identityOf(peer: number, channel: ControlChannel): ControlIdentity | null {
    return this.endOf(peer, channel)?.identity ?? null;
  }

  connected(channel: ControlChannel): number[] {
    return [...this.#ends[channel].keys()].sort((a, b) => a - b);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#hub.leave(this);
    for (const end of this.#allEnds()) this.#hub.hangUp(end);
    for (const channel of CHANNELS) this.#ends[channel].clear();
  }

  // The rest is for the hub.

  endOf(peer: number, channel: ControlChannel): SessionEnd | null {
    return this.#ends[channel].get(peer) ?? null;
  }

  wants(peer: number, channel: ControlChannel): boolean {
    return this.#peers.has(peer) && this.endOf(peer, channel) === null;
  }

  begin(end: SessionEnd): void {
    end.state = 'open';
    this.#ends[end.channel].set(end.identity.nodeId, end);
    this.admission.admitted(end.identity);
    this.#call(() => {
      this.#told.add(end);
      this.#peerListeners[end.channel]?.(end.identity.nodeId, 'connected');
    });
  }

  ended(end: SessionEnd): void {
    if (this.isClosed || this.endOf(end.identity.nodeId, end.channel) !== end) return;
    this.#ends[end.channel].delete(end.identity.nodeId);
    this.tell(end.identity.nodeId, end.channel, 'reset');
    if (this.wants(end.identity.nodeId, end.channel)) this.#hub.dial(this, end.identity.nodeId, end.channel);
  }

  deliver(end: SessionEnd, frame: Uint8Array): void {
    this.#call(() => this.#frameListeners[end.channel]?.(end.identity.nodeId, frame));
  }

  tell(peer: number, channel: ControlChannel, event: PeerEvent): void {
    this.#call(() => this.#peerListeners[channel]?.(peer, event));
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (!isPaused) for (const call of this.#missed.splice(0)) this.#call(call);
  }

  #call(listener: () => void): void {
    if (this.isClosed) return;
    if (this.#isPaused) this.#missed.push(listener);
    else listener();
  }

  #dial(peer: number): void {
    for (const channel of CHANNELS) if (this.wants(peer, channel)) this.#hub.dial(this, peer, channel);
  }

  #allEnds(): SessionEnd[] {
    return CHANNELS.flatMap((channel) => [...this.#ends[channel].values()]);
  }
}
