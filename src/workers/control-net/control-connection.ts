/** One socket that speaks control frames: from the first byte to the last, whoever dialled. Knows nothing of peers. */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { ByteSocket, SocketOwner } from '../../runtime/sockets/socket.ts';
import type { ClaimedIdentity, ControlChannel } from './control-network.ts';
import { encodeFrame, encodePing, FrameAssembler, FrameKind, MAX_HANDSHAKE_BYTES } from './wire.ts';

export interface ConnectionOwner {
  onControlFrame(connection: ControlConnection, kind: number, payload: Uint8Array): void;
  /** The last call. `reason` is null where the peer, or we, simply closed. */
  onConnectionClosed(connection: ControlConnection, reason: string | null): void;
}

const NO_PAYLOAD = new Uint8Array(0);

export class ControlConnection implements SocketOwner {
  /** Of a session: who is at the other end. Null during the handshake. */
  peer: ClaimedIdentity | null = null;
  channel: ControlChannel | null = null;
  /** Whom we called; null where we were called. */
  readonly calledNode: number | null;
  readonly openedAt: number;
  lastReceivedAt: number;
  #lastSentAt: number;
  readonly #socket: ByteSocket;
  readonly #owner: ConnectionOwner;
  readonly #clock: Clock;
  readonly #assembler = new FrameAssembler(MAX_HANDSHAKE_BYTES);
  #isClosed = false;
  #reason: string | null = null;

  constructor(socket: ByteSocket, clock: Clock, owner: ConnectionOwner, calledNode: number | null) {
    this.#socket = socket;
    this.#clock = clock;
    this.#owner = owner;
    this.calledNode = calledNode;
    const now = clock.monotonicMs();
    this.openedAt = now;
    this.lastReceivedAt = now;
    this.#lastSentAt = now;
    socket.setOwner(this);
  }

  get address(): string {
    return `${this.#socket.remoteAddress}:${this.#socket.remotePort}`;
  }

  get queuedBytes(): number {
    return this.#socket.queuedBytes;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** From here on frames may be this long. */
  established(channel: ControlChannel, peer: ClaimedIdentity, limit: number): void {
    this.channel = channel;
    this.peer = peer;
    this.#assembler.limit = limit;
  }

  send(kind: number, payload: Uint8Array = NO_PAYLOAD): void {
    if (this.#isClosed) return;
    this.#lastSentAt = this.#clock.monotonicMs();
    this.#socket.write(encodeFrame(kind, payload));
  }

  pingIfIdle(idleMs: number): void {
    if (this.#clock.monotonicMs() - this.#lastSentAt >= idleMs) this.ping();
  }

  ping(): void {
    this.send(FrameKind.PING, encodePing(this.#clock.wallMs()));
  }

  /** Lets what was sent go out first. No more events but the last. */
  finish(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.closeAfterWrites();
  }

  /** At once. No more events but the last. */
  destroy(reason: string | null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reason = reason;
    this.#socket.destroy();
  }

  onBytes(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    this.lastReceivedAt = this.#clock.monotonicMs();
    try {
      this.#assembler.push(bytes, (kind, payload) => {
        // In a session the first one of all says that the peer has accepted it.
        if (kind !== FrameKind.PING || this.peer !== null) this.#owner.onControlFrame(this, kind, payload);
        return !this.#isClosed;
      });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      this.destroy(error.message);
    }
  }

  onPeerFinished(): void {
    this.destroy(null);
  }

  onWritable(): void {}

  onClosed(error: Error | null): void {
    this.#isClosed = true;
    this.#owner.onConnectionClosed(this, this.#reason ?? error?.message ?? null);
  }
}
