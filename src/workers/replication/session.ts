/**
 * One connection between two brokers, from its handshake on: frames in, frames out, and how many bytes of batches may
 * still be sent. Replication thread.
 */
import type { ByteSocket, SocketOwner } from '../../runtime/sockets/socket.ts';
import { FrameAssembler } from './frame-assembler.ts';

export interface SessionOwner {
  /** The frame is sound; its memory is fresh. */
  onFrame(session: ReplicationSession, bytes: Uint8Array, view: DataView, at: number, length: number): void;
  /** Once, whoever closed. */
  onSessionClosed(session: ReplicationSession, reason: string): void;
}

export class ReplicationSession implements SocketOwner {
  readonly id: number;
  /** What this broker is in it. */
  readonly role: 'leader' | 'follower';
  /** −1 until the handshake says who calls. */
  peer: number;
  peerEpoch = -1;
  isOpen = false;
  /** Push bytes that the follower has granted and that were sent, since the session began. */
  granted = 0;
  sent = 0;
  /** Batches of one Push: as large as the rings of both sides take. */
  maxBatchBytes = 0;
  /** Of everything, frames and all. */
  bytesIn = 0;
  bytesOut = 0;
  lastHeardMs: number;
  lastSentMs: number;
  readonly remoteAddress: string;
  readonly #socket: ByteSocket;
  readonly #owner: SessionOwner;
  readonly #frames: FrameAssembler;
  readonly #now: () => number;
  #out: Uint8Array[] = [];
  #isClosed = false;

  constructor(
    id: number,
    role: 'leader' | 'follower',
    peer: number,
    socket: ByteSocket,
    maxFrameBytes: number,
    now: () => number,
    owner: SessionOwner,
  ) {
    this.id = id;
    this.role = role;
    this.peer = peer;
    this.#socket = socket;
    this.#owner = owner;
    this.#now = now;
    this.lastHeardMs = now();
    this.lastSentMs = this.lastHeardMs;
    this.remoteAddress = `${socket.remoteAddress}:${socket.remotePort}`;
    this.#frames = new FrameAssembler(maxFrameBytes, (bytes, view, at, length) => {
      if (!this.#isClosed) owner.onFrame(this, bytes, view, at, length);
    });
    socket.setOwner(this);
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Push bytes that may be sent now. */
  get credit(): number {
    return this.granted - this.sent;
  }

  /** Queues chunks; they leave with `flush`, which the caller owes before its turn ends. */
  queue(...chunks: Uint8Array[]): void {
    for (const chunk of chunks) this.#out.push(chunk);
  }

  get hasQueued(): boolean {
    return this.#out.length > 0;
  }

  flush(): void {
    if (this.#out.length === 0 || this.#isClosed) return;
    const chunks = this.#out;
    this.#out = [];
    this.lastSentMs = this.#now();
    for (const chunk of chunks) this.bytesOut += chunk.length;
    this.#socket.write(chunks);
  }

  pauseReading(): void {
    if (!this.#isClosed) this.#socket.pauseReading();
  }

  resumeReading(): void {
    if (!this.#isClosed) this.#socket.resumeReading();
  }

  /** Says a last word and hangs up. */
  closeWith(frame: Uint8Array | null, reason: string): void {
    if (this.#isClosed) return;
    if (frame !== null) this.#socket.write([frame]);
    this.#socket.closeAfterWrites();
    this.#end(reason);
  }

  close(reason: string): void {
    if (this.#isClosed) return;
    this.#socket.destroy();
    this.#end(reason);
  }

  onBytes(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    this.bytesIn += bytes.length;
    this.lastHeardMs = this.#now();
    const fault = this.#frames.take(bytes);
    if (fault !== null) this.close(`it sent ${fault}`);
  }

  onPeerFinished(): void {
    this.close('the peer closed the connection');
  }

  onWritable(): void {}

  onClosed(error: Error | null): void {
    this.#end(error === null ? 'the connection was closed' : error.message);
  }

  #end(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#out = [];
    this.#owner.onSessionClosed(this, reason);
  }
}
