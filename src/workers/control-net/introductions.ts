/**
 * Brings sessions and their frames before raft and the metadata log, from the moment on that this process is cleared to
 * act as its node; what comes before is held, in order and within bounds. Owned by the TCP network, on its thread.
 */
import { Clearance } from './clearance.ts';
import type { ControlConnection } from './control-connection.ts';
import type { ControlChannel, FrameListener, PeerEvent, PeerListener } from './control-network.ts';
import type { SessionTable } from './session-table.ts';

/** Of frames that came before it was known whether this process may act as its node. */
const MAX_HELD_BYTES = 32 * 1024 * 1024;

export class Introductions {
  readonly #sessions: SessionTable;
  readonly #clearance = new Clearance();
  /** Sessions that the listeners know of. */
  readonly #told = new Set<ControlConnection>();
  /** What came in sessions before this process was cleared, in order. */
  #held: { readonly session: ControlConnection; readonly frame: Uint8Array }[] = [];
  #heldBytes = 0;
  readonly #frameListeners: Partial<Record<ControlChannel, FrameListener>> = {};
  readonly #peerListeners: Partial<Record<ControlChannel, PeerListener>> = {};
  #isClosed = false;

  constructor(sessions: SessionTable) {
    this.#sessions = sessions;
  }

  onFrame(channel: ControlChannel, listener: FrameListener): void {
    this.#frameListeners[channel] = listener;
  }

  onPeer(channel: ControlChannel, listener: PeerListener): void {
    this.#peerListeners[channel] = listener;
  }

  /** The peers that have to be asked first. */
  begin(peers: Iterable<number>): void {
    this.#clearance.begin(peers);
  }

  /** The listeners know of this session: frames go through. */
  isTold(session: ControlConnection): boolean {
    return this.#told.has(session);
  }

  opened(session: ControlConnection): void {
    if (this.#clearance.isCleared) this.#introduce(session);
  }

  /** Returns whether the listeners knew of it: then they are to be told of its end. */
  ended(session: ControlConnection): boolean {
    this.#held = this.#held.filter((held) => held.session !== session);
    this.#heldBytes = this.#held.reduce((sum, { frame }) => sum + frame.length, 0);
    return this.#told.delete(session);
  }

  deliver(session: ControlConnection, frame: Uint8Array): void {
    if (this.#told.has(session)) this.#frameListeners[session.channel!]?.(session.peer!.nodeId, frame);
    else if (this.#heldBytes + frame.length > MAX_HELD_BYTES)
      session.destroy('too much came before this node was cleared');
    else {
      this.#heldBytes += frame.length;
      this.#held.push({ session, frame: frame.slice() });
    }
  }

  /** The peer has us, or is not there. */
  settled(peer: number): void {
    if (this.#isClosed) return;
    const wasCleared = this.#clearance.isCleared;
    this.#clearance.settled(peer);
    if (wasCleared || !this.#clearance.isCleared) return;
    for (const session of this.#sessions.all()) if (!this.#told.has(session)) this.#introduce(session);
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    for (const { frame, session } of held) {
      if (!session.isClosed && this.#told.has(session)) {
        this.#frameListeners[session.channel!]?.(session.peer!.nodeId, frame);
      }
    }
  }

  /** The peer knows another process under our name. */
  objects(peer: number): void {
    this.#clearance.objects(peer);
  }

  tell(peer: number, channel: ControlChannel, event: PeerEvent): void {
    if (!this.#isClosed) this.#peerListeners[channel]?.(peer, event);
  }

  /** Nothing is told any more. */
  close(): void {
    this.#isClosed = true;
  }

  #introduce(session: ControlConnection): void {
    this.#told.add(session);
    this.tell(session.peer!.nodeId, session.channel!, 'connected');
  }
}
