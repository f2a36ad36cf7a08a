/**
 * Who calls the controller listener, until it has said who it is: then it is let in, refused, or told that our own call
 * counts. Bounded in number and time. Owned by the TCP network, on its thread.
 */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { LogLimiter } from '../../runtime/logging/log-limiter.ts';
import type { ByteSocket } from '../../runtime/sockets/socket.ts';
import { type Refusal, Verdict } from './admission.ts';
import { type ConnectionOwner, ControlConnection } from './control-connection.ts';
import type { ClaimedIdentity, ControlChannel } from './control-network.ts';
import { decodeHello, encodeRefusal, encodeWelcome, FrameKind } from './wire.ts';

/** From the first byte to an answered handshake. */
const HANDSHAKE_MS = 2_000;
/** Callers that have not said who they are. */
const MAX_STRANGERS = 64;

export interface CallerEvents extends ConnectionOwner {
  /** Why this node may not come in; null when it may. */
  refusalOf(identity: ClaimedIdentity): Refusal | null;
  /** Both called at the same time, and ours counts. */
  ownCallWins(peer: number, channel: ControlChannel): boolean;
  onSession(connection: ControlConnection, channel: ControlChannel, identity: ClaimedIdentity): void;
}

export class Callers {
  readonly #own: ClaimedIdentity;
  readonly #clock: Clock;
  readonly #log: LogLimiter;
  readonly #events: CallerEvents;
  readonly #strangers = new Set<ControlConnection>();

  constructor(own: ClaimedIdentity, clock: Clock, log: LogLimiter, events: CallerEvents) {
    this.#own = own;
    this.#clock = clock;
    this.#log = log;
    this.#events = events;
  }

  accept(socket: ByteSocket): void {
    if (this.#strangers.size >= MAX_STRANGERS) this.#turnOldestAway();
    this.#strangers.add(new ControlConnection(socket, this.#clock, this.#events, null));
  }

  /** The first frame of a caller. */
  onHello(connection: ControlConnection, kind: number, payload: Uint8Array): void {
    if (kind !== FrameKind.HELLO) {
      connection.destroy(`the first frame is of kind ${kind}, no hello`);
      return;
    }
    try {
      const { channel, calledNode, identity } = decodeHello(payload);
      const { nodeId } = this.#own;
      const refusal = calledNode === nodeId ? this.#events.refusalOf(identity) : misdirected(calledNode, nodeId);
      if (refusal !== null) this.#refuse(connection, identity, refusal);
      else if (this.#events.ownCallWins(identity.nodeId, channel)) {
        this.#strangers.delete(connection);
        connection.send(FrameKind.COLLISION);
        connection.finish();
      } else {
        this.#strangers.delete(connection);
        connection.send(FrameKind.WELCOME, encodeWelcome(this.#own));
        this.#events.onSession(connection, channel, identity);
      }
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      connection.destroy(error.message);
    }
  }

  /** False where it was no caller, or one that has been answered. */
  onClosed(connection: ControlConnection, reason: string | null): boolean {
    if (!this.#strangers.delete(connection)) return false;
    if (reason !== null) {
      const peer = connection.address;
      // The port of a caller is another one each time.
      const host = peer.slice(0, peer.lastIndexOf(':'));
      this.#log.warn('a caller on the controller listener was turned away', { peer, reason }, `${host} ${reason}`);
    }
    return true;
  }

  /** `wasPaused`: this node itself stood still, and what was said meanwhile is still to be read. */
  check(now: number, wasPaused: boolean): void {
    for (const stranger of this.#strangers) {
      if (now - stranger.openedAt > HANDSHAKE_MS && !wasPaused) stranger.destroy('it did not say who it is');
    }
  }

  close(): void {
    for (const stranger of this.#strangers) stranger.destroy(null);
  }

  #refuse(connection: ControlConnection, { nodeId }: ClaimedIdentity, refusal: Refusal): void {
    const { reason } = refusal;
    const fields = { nodeId, peer: connection.address, reason };
    this.#log.warn('a node was refused by the control plane', fields, `${nodeId} ${reason}`);
    this.#strangers.delete(connection);
    connection.send(FrameKind.REFUSAL, encodeRefusal(refusal));
    connection.finish();
  }

  /** Who means it says who it is within milliseconds: those that do not must not keep others out. */
  #turnOldestAway(): void {
    const [oldest] = this.#strangers;
    if (oldest === undefined) return;
    this.#strangers.delete(oldest);
    this.#log.warn('too many unfinished handshakes on the controller listener', { peer: oldest.address });
    oldest.destroy(null);
  }
}

function misdirected(calledNode: number, nodeId: number): Refusal {
  const reason = `node ${calledNode} was called, but this is node ${nodeId}: check controller.quorum.voters`;
  return { reason, verdict: Verdict.NONE };
}
