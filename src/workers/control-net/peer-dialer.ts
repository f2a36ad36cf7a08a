/** Calls one peer on one channel until there is a session, with growing pauses; at rest while there is one. */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Connect, Dialer } from '../../runtime/sockets/connect.ts';
import type { ByteSocket } from '../../runtime/sockets/socket.ts';
import { type Refusal, Verdict } from './admission.ts';
import { type ConnectionOwner, ControlConnection } from './control-connection.ts';
import { addressOf, type ClaimedIdentity, type ControlChannel, type ControlPeer } from './control-network.ts';
import { decodeRefusal, decodeWelcome, encodeHello, encodeRefusal, FrameKind } from './wire.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;
/** After a refusal: nothing changes soon. */
const REFUSED_PAUSE_MS = 1_000;
/** The node that does not have the say in a collision lets the other one call first. */
const YIELD_MS = 5;
const ATTEMPT_MS = 1_000;
/** A call that takes longer does not keep the peer's own call out. */
const FRESH_MS = 200;

export interface DialerParts {
  readonly clock: Clock;
  readonly connect: Connect;
  readonly random: () => number;
  /** Of two calls at the same time, ours counts. */
  readonly prefers: boolean;
}

export interface DialerEvents extends ConnectionOwner {
  /** Why the node that answered is not one to talk to; null when it is. */
  refusalOf(identity: ClaimedIdentity): Refusal | null;
  onSession(connection: ControlConnection, identity: ClaimedIdentity): void;
  /** Nobody listens there. */
  onRefused(): void;
  /** No session came of it, whoever is to blame. */
  onFailure(reason: string): void;
  /** It answered, and will not have us. Told before the failure. */
  onTurnedAway(refusal: Refusal): void;
}

export class PeerDialer implements Dialer, ConnectionOwner {
  readonly #peer: ControlPeer;
  readonly #channel: ControlChannel;
  readonly #own: ClaimedIdentity;
  readonly #parts: DialerParts;
  readonly #events: DialerEvents;
  #pauseMs = FIRST_PAUSE_MS;
  /** Until the next attempt, or of the one under way. */
  #cancelTimer: () => void = () => {};
  #giveUp: (() => void) | null = null;
  /** Connected, and waiting for the answer to our hello. */
  #connection: ControlConnection | null = null;
  #calledAt = 0;
  #isWanted = false;

  constructor(
    peer: ControlPeer,
    channel: ControlChannel,
    own: ClaimedIdentity,
    parts: DialerParts,
    events: DialerEvents,
  ) {
    this.#peer = peer;
    this.#channel = channel;
    this.#own = own;
    this.#parts = parts;
    this.#events = events;
  }

  /** Whom it calls there, as `host:port`. */
  get address(): string {
    return addressOf(this.#peer);
  }

  isFor(peer: ControlPeer): boolean {
    return this.#peer.host === peer.host && this.#peer.port === peer.port;
  }

  get isCalling(): boolean {
    const isUnderWay = this.#giveUp !== null || this.#connection !== null;
    return isUnderWay && this.#parts.clock.monotonicMs() - this.#calledAt < FRESH_MS;
  }

  /** Calls now, and again until `stop`. */
  start(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    this.#pauseMs = FIRST_PAUSE_MS;
    this.#cancelTimer = this.#parts.clock.setTimer(this.#parts.prefers ? 0 : YIELD_MS, () => this.#call());
  }

  /** There is a session. */
  stop(): void {
    this.#isWanted = false;
    this.#abandon();
  }

  close(): void {
    this.stop();
  }

  onConnected(socket: ByteSocket): void {
    this.#giveUp = null;
    const { clock } = this.#parts;
    this.#connection = new ControlConnection(socket, clock, this, this.#peer.nodeId);
    const hello = { channel: this.#channel, calledNode: this.#peer.nodeId, identity: this.#own };
    this.#connection.send(FrameKind.HELLO, encodeHello(hello));
  }

  onConnectFailure(error: Error & { readonly code?: string }): void {
    this.#giveUp = null;
    this.#again(this.#nextPause());
    if (error.code === 'ECONNREFUSED') this.#events.onRefused();
    else this.#events.onFailure(error.message);
  }

  onControlFrame(connection: ControlConnection, kind: number, payload: Uint8Array): void {
    // A session: the network's own business from then on.
    if (connection.peer !== null) {
      this.#events.onControlFrame(connection, kind, payload);
      return;
    }
    if (connection !== this.#connection) return;
    try {
      if (kind === FrameKind.WELCOME) this.#onWelcome(connection, decodeWelcome(payload));
      else if (kind === FrameKind.REFUSAL) this.#onRefusal(decodeRefusal(payload));
      else if (kind === FrameKind.COLLISION) this.#again(this.#nextPause());
      else this.#fail(`it answered with a frame of kind ${kind}`);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.#fail(error.message);
    }
  }

  onConnectionClosed(connection: ControlConnection, reason: string | null): void {
    if (connection.peer !== null) this.#events.onConnectionClosed(connection, reason);
    else if (connection === this.#connection) {
      this.#connection = null;
      this.#again(this.#nextPause());
      if (reason !== null) this.#events.onFailure(reason);
    }
  }

  #call(): void {
    const { clock, connect } = this.#parts;
    this.#calledAt = clock.monotonicMs();
    this.#cancelTimer = clock.setTimer(ATTEMPT_MS, () => this.#fail('no answer'));
    this.#giveUp = connect({ host: this.#peer.host, port: this.#peer.port }, this);
  }

  #onWelcome(connection: ControlConnection, identity: ClaimedIdentity): void {
    const { nodeId } = this.#peer;
    const refusal =
      identity.nodeId === nodeId
        ? this.#events.refusalOf(identity)
        : { reason: `node ${identity.nodeId} answered: check controller.quorum.voters`, verdict: Verdict.NONE };
    if (refusal !== null) {
      // It takes the call for a session, and must learn that there is none.
      this.#connection = null;
      connection.send(FrameKind.REFUSAL, encodeRefusal(refusal));
      connection.finish();
      this.#fail(refusal.reason);
      return;
    }
    this.#connection = null;
    this.#events.onSession(connection, identity);
  }

  #onRefusal(refusal: Refusal): void {
    this.#events.onTurnedAway(refusal);
    this.#fail(`refused: ${refusal.reason}`);
  }

  #fail(reason: string): void {
    this.#abandon();
    this.#again(REFUSED_PAUSE_MS);
    this.#events.onFailure(reason);
  }

  #again(pauseMs: number): void {
    this.#abandon();
    if (!this.#isWanted) return;
    this.#cancelTimer = this.#parts.clock.setTimer(pauseMs * (0.5 + this.#parts.random()), () => this.#call());
  }

  #abandon(): void {
    this.#cancelTimer();
    this.#giveUp?.();
    this.#giveUp = null;
    const connection = this.#connection;
    this.#connection = null;
    connection?.destroy(null);
  }

  #nextPause(): number {
    const pause = this.#pauseMs;
    this.#pauseMs = Math.min(pause * 2, LONGEST_PAUSE_MS);
    return pause;
  }
}
