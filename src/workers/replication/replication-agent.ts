/**
 * Brokers' data connections: takes calls from followers, calls leaders, and moves frames between sockets, append rings and
 * the owner of the logs, who decides everything. Runs on a replication thread, or on the caller's loop in in-thread mode.
 */
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { readInt64 } from '../../core/bytes/int64.ts';
import type { ThrottleTerms } from '../../core/replication/replication-throttle.ts';
import {
  decodeAck,
  decodeHold,
  encodeFrame,
  FRAME_HEADER_BYTES,
  FrameKind,
  frameHeadLength,
  frameKind,
} from '../../core/replication/wire-format.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import { Real, Word } from '../../runtime/counters/counter-layout.ts';
import type { CounterPage } from '../../runtime/counters/counter-page.ts';
import { RingMemory } from '../../runtime/rings/append-ring.ts';
import type { Connect } from '../../runtime/sockets/connect.ts';
import type { ByteSocket, Listen, ListeningSocket } from '../../runtime/sockets/socket.ts';
import { Dialling } from './dialling.ts';
import { Handshakes } from './handshakes.ts';
import { MessageReader, MessageWriter } from './message-ring.ts';
import { PushedBatches } from './pushed-batches.ts';
import {
  CATCH_UP_BYTES,
  decodeCatchUp,
  decodeOpenStream,
  decodeShown,
  decodeStreamTerms,
  encodeOpened,
  encodeWant,
  type Peer,
  type PeerList,
  type ReplicationStart,
  ToAgent,
  ToOwner,
} from './replication-messages.ts';
import { ReplicationSession, type SessionOwner } from './session.ts';
import { TailStreamer } from './tail-streamer.ts';

export interface AgentParts {
  readonly listen: Listen;
  readonly connect: Connect;
  readonly clock: Clock;
}

const HANDSHAKE_MS = 5_000;
const PING_MS = 1_000;
const LINGER_MS = 500;
/** A peer that was silent for this long is gone, however open its connection looks. */
const SILENCE_MS = 5_000;
const PING = encodeFrame(FrameKind.Ping, new Uint8Array(0));

export class ReplicationAgent implements SessionOwner {
  readonly #start: ReplicationStart;
  readonly #parts: AgentParts;
  readonly #owner: MessageWriter;
  readonly #commands: MessageReader;
  readonly #streamer: TailStreamer;
  readonly #sessions = new Map<number, ReplicationSession>();
  readonly #dialling: Dialling;
  readonly #maxFrameBytes: number;
  readonly #handshakes: Handshakes;
  readonly #batches = new PushedBatches();
  #nextSession = 1;
  #listener: ListeningSocket | null = null;
  #cancelPing: () => void = () => {};
  /** Of sessions that have ended. */
  readonly #endedBytes = { in: 0, out: 0 };
  #isPaused = false;
  #isStopped = false;
  #onStopped: () => void = () => {};
  /** Resolves once everything is closed. */
  readonly stopped = new Promise<void>((resolve) => {
    this.#onStopped = resolve;
  });

  constructor(start: ReplicationStart, parts: AgentParts) {
    this.#start = start;
    this.#parts = parts;
    this.#owner = new MessageWriter(new RingMemory(start.toOwner, 1), () => this.#resume());
    this.#maxFrameBytes = this.#owner.maxBytes;
    this.#commands = new MessageReader(
      new RingMemory(start.toAgent, 1),
      (kind, _peer, session, bytes, view, from, to) => {
        this.#onCommand(kind, session, bytes, view, from, to);
        return true;
      },
    );
    this.#streamer = new TailStreamer(start.appendRings, {
      want: (session, streamId, from, maxBytes) =>
        this.#owner.post(ToOwner.Want, session.peer, session.id, [encodeWant({ streamId, from, maxBytes })]),
      setTimer: (delayMs, fire) => parts.clock.setTimer(delayMs, fire),
      nowMs: () => parts.clock.monotonicMs(),
    });
    this.#handshakes = new Handshakes(start, this.#sessions, (session, epoch) => this.#opened(session, epoch));
    this.#dialling = new Dialling(parts.connect, parts.clock, {
      onConnected: (peer, socket) => this.#call(peer, socket),
      onFailure: (peer, reason) =>
        this.#note(`replication: broker ${peer.nodeId} at ${peer.host}:${peer.port} is not reached: ${reason}`),
    });
  }

  async start(): Promise<void> {
    const { host, port } = this.#start;
    try {
      this.#listener = await this.#parts.listen(
        { host, port, backlog: 64 },
        {
          onAccept: (socket) => this.#accept(socket),
          onAcceptFailure: (error) => this.#note(`replication: a connection could not be taken: ${error.message}`),
        },
      );
    } catch (error) {
      this.#post(
        ToOwner.Failed,
        new TextEncoder().encode(`the replication listener cannot be opened: ${(error as Error).message}`),
      );
      // All that is left to do is to be stopped.
      this.#commands.start();
      return;
    }
    const bound = new Uint8Array(4);
    new DataView(bound.buffer).setUint32(0, this.#listener.port);
    this.#post(ToOwner.Listening, bound);
    this.#streamer.start();
    this.#commands.start();
    this.#armPing();
  }

  /** Puts its figures on the page of its thread. */
  publish(page: CounterPage): void {
    let { in: bytesIn, out: bytesOut } = this.#endedBytes;
    for (const session of this.#sessions.values()) {
      bytesIn += session.bytesIn;
      bytesOut += session.bytesOut;
    }
    page.put(Real.BYTES_IN, bytesIn);
    page.put(Real.BYTES_OUT, bytesOut);
    page.set(Word.CONNECTIONS, this.#sessions.size);
    page.set(Word.RING_CAPACITY, this.#commands.capacity);
    page.ringUsed(this.#commands.backlog);
  }

  // Sessions

  onFrame(session: ReplicationSession, bytes: Uint8Array, view: DataView, at: number, length: number): void {
    try {
      const fault = this.#take(session, bytes, view, at, length);
      if (fault !== null) session.close(fault);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      session.close(`it sent a malformed frame: ${error.message}`);
    }
  }

  onSessionClosed(session: ReplicationSession, reason: string): void {
    this.#endedBytes.in += session.bytesIn;
    this.#endedBytes.out += session.bytesOut;
    this.#sessions.delete(session.id);
    this.#streamer.closeSession(session);
    if (session.role === 'follower') this.#dialling.onLost(session.peer);
    if (session.isOpen) {
      this.#owner.post(ToOwner.Closed, session.peer, session.id, []);
      this.#note(`replication: connection with broker ${session.peer} (${session.remoteAddress}) ended: ${reason}`);
    } else if (!this.#isStopped) {
      this.#note(`replication: connection with ${session.remoteAddress} ended in the handshake: ${reason}`);
    }
  }

  /** Returns what is wrong with a frame whose bytes are right. */
  #take(session: ReplicationSession, bytes: Uint8Array, view: DataView, at: number, length: number): string | null {
    const kind = frameKind(view, at);
    const head = bytes.subarray(at + FRAME_HEADER_BYTES, at + FRAME_HEADER_BYTES + frameHeadLength(view, at));
    if (!session.isOpen) return this.#handshakes.take(session, kind, head);
    switch (kind) {
      case FrameKind.Ping:
        return null;
      case FrameKind.Ack:
        if (session.role !== 'leader') break;
        session.granted = Math.max(session.granted, decodeAck(head).granted);
        this.#forward(session, bytes, at, length);
        this.#streamer.onGranted(session);
        return null;
      case FrameKind.Subscribe:
      case FrameKind.Unsubscribe:
        if (session.role !== 'leader') break;
        this.#forward(session, bytes, at, length);
        return null;
      case FrameKind.Hold: {
        if (session.role !== 'leader') break;
        const { isHeld, streamIds } = decodeHold(head);
        for (const streamId of streamIds) this.#streamer.hold(session, streamId, isHeld);
        return null;
      }
      case FrameKind.Push: {
        if (session.role !== 'follower') break;
        const fault = this.#batches.fault(bytes, view, at + FRAME_HEADER_BYTES + head.length, at + length);
        if (fault === null) this.#forward(session, bytes, at, length);
        return fault;
      }
      case FrameKind.Go:
      case FrameKind.Diverge:
      case FrameKind.Reset:
      case FrameKind.Ended:
      case FrameKind.Progress:
        if (session.role !== 'follower') break;
        this.#forward(session, bytes, at, length);
        return null;
    }
    return `it sent a frame of kind ${kind} to a ${session.role}`;
  }

  #forward(session: ReplicationSession, bytes: Uint8Array, at: number, length: number): void {
    this.#owner.post(ToOwner.Frame, session.peer, session.id, [bytes.subarray(at, at + length)]);
    if (!this.#owner.isCongested || this.#isPaused) return;
    this.#isPaused = true;
    for (const each of this.#sessions.values()) each.pauseReading();
  }

  #resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    for (const each of this.#sessions.values()) each.resumeReading();
  }

  #opened(session: ReplicationSession, brokerEpoch: number): void {
    if (session.role === 'follower') this.#dialling.onReached(session.peer);
    session.isOpen = true;
    session.peerEpoch = brokerEpoch;
    const { role, maxBatchBytes } = session;
    this.#owner.post(ToOwner.Opened, session.peer, session.id, [encodeOpened({ role, brokerEpoch, maxBatchBytes })]);
  }

  #accept(socket: ByteSocket): void {
    this.#begin('leader', -1, socket);
  }

  #call(peer: Peer, socket: ByteSocket): void {
    this.#handshakes.begin(this.#begin('follower', peer.nodeId, socket), peer);
  }

  #begin(role: 'leader' | 'follower', peer: number, socket: ByteSocket): ReplicationSession {
    const id = this.#nextSession++;
    const { clock } = this.#parts;
    const session = new ReplicationSession(
      id,
      role,
      peer,
      socket,
      this.#maxFrameBytes,
      () => clock.monotonicMs(),
      this,
    );
    this.#sessions.set(id, session);
    if (this.#isPaused) session.pauseReading();
    clock.setTimer(HANDSHAKE_MS, () => {
      if (!session.isOpen) session.close('the handshake took too long');
    });
    return session;
  }

  // Commands

  #onCommand(kind: number, sessionId: number, bytes: Uint8Array, view: DataView, start: number, end: number): void {
    if (this.#isStopped) return;
    const json = (): unknown => JSON.parse(new TextDecoder().decode(bytes.slice(start, end)));
    if (kind === ToAgent.Peers) return this.#usePeers(json() as PeerList);
    if (kind === ToAgent.Throttle) return this.#streamer.throttle(json() as ThrottleTerms);
    if (kind === ToAgent.Stop) return this.#stop();
    if (kind === ToAgent.Show) {
      const { directory, slot, highWatermark, logStart } = decodeShown(view, start);
      return this.#streamer.show(directory, slot, highWatermark, logStart);
    }
    // The owner may speak of a session that has just ended.
    const session = this.#sessions.get(sessionId);
    if (session === undefined || !session.isOpen) return;
    if (kind === ToAgent.Send) {
      session.queue(bytes.slice(start, end));
      session.flush();
    } else if (kind === ToAgent.OpenStream) this.#streamer.open(session, decodeOpenStream(bytes, start, end));
    else if (kind === ToAgent.CloseStream) this.#streamer.closeStream(session, readInt64(view, start));
    else if (kind === ToAgent.StreamTerms) {
      const { streamId, throttling } = decodeStreamTerms(view, start);
      this.#streamer.changeTerms(session, streamId, throttling);
    } else if (kind === ToAgent.CatchUp) {
      const { streamId, from, next } = decodeCatchUp(view, start);
      this.#streamer.onCatchUp(session, streamId, from, next, bytes.slice(start + CATCH_UP_BYTES, end));
    }
  }

  #usePeers(list: PeerList): void {
    this.#handshakes.usePeers(list);
    for (const session of [...this.#sessions.values()]) {
      const peer = list.peers.find(({ nodeId }) => nodeId === session.peer);
      if (!session.isOpen) continue;
      if (peer === undefined && session.role === 'follower') session.close('the broker is no longer registered');
      else if (peer !== undefined && session.peerEpoch !== -1 && peer.brokerEpoch > session.peerEpoch) {
        session.close(`the broker has registered anew with epoch ${peer.brokerEpoch}`);
      }
    }
    this.#dialling.usePeers(list.ownEpoch === -1 ? [] : list.peers.filter(({ isDialled }) => isDialled));
  }

  #armPing(): void {
    this.#cancelPing = this.#parts.clock.setTimer(PING_MS, () => {
      const now = this.#parts.clock.monotonicMs();
      for (const session of [...this.#sessions.values()]) {
        if (!session.isOpen) continue;
        if (!this.#isPaused && now - session.lastHeardMs > SILENCE_MS)
          session.close(`it was silent for ${SILENCE_MS} ms`);
        else if (now - session.lastSentMs >= PING_MS / 2) {
          session.queue(PING);
          session.flush();
        }
      }
      if (this.#isPaused) for (const session of this.#sessions.values()) session.lastHeardMs = now;
      this.#armPing();
    });
  }

  #stop(): void {
    this.#isStopped = true;
    this.#cancelPing();
    this.#dialling.close();
    // Not after what is queued: a peer that does not read would keep this broker from stopping.
    for (const session of [...this.#sessions.values()]) session.close('this broker stops');
    this.#streamer.close();
    const end = (): void => {
      cancelTimer();
      if (isEnded) return;
      isEnded = true;
      this.#post(ToOwner.Stopped, new Uint8Array(0));
      // The owner reads on; only this side's ears close.
      this.#commands.close();
      this.#onStopped();
    };
    let isEnded = false;
    // A caller that was turned away and does not hang up holds the port, and nothing else.
    const cancelTimer = this.#parts.clock.setTimer(LINGER_MS, end);
    (this.#listener?.close() ?? Promise.resolve()).then(end);
  }

  #note(text: string): void {
    if (!this.#isStopped) this.#post(ToOwner.Note, new TextEncoder().encode(text));
  }

  #post(kind: number, payload: Uint8Array): void {
    this.#owner.post(kind, -1, 0, [payload]);
  }
}
