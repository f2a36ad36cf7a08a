/**
 * Keeps one connection to each leader that is followed: dials, and dials again with growing pauses. Replication thread.
 */
import type { Clock } from '../../runtime/clock/clock.ts';
import type { Connect } from '../../runtime/sockets/connect.ts';
import type { ByteSocket } from '../../runtime/sockets/socket.ts';
import type { Peer } from './replication-messages.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;
/** A peer that does not even refuse. */
const DIAL_MS = 5_000;

export interface DiallingEvents {
  /** Takes the socket's ownership; says `onReached` once the peer has answered, and `onLost` when the connection ends. */
  onConnected(peer: Peer, socket: ByteSocket): void;
  /** Told once per outage. */
  onFailure(peer: Peer, reason: string): void;
}

interface Line {
  peer: Peer;
  /** Of an attempt, or of a pause; null while connected. */
  cancel: (() => void) | null;
  pauseMs: number;
  isReported: boolean;
}

export class Dialling {
  readonly #connect: Connect;
  readonly #clock: Clock;
  readonly #events: DiallingEvents;
  readonly #lines = new Map<number, Line>();

  constructor(connect: Connect, clock: Clock, events: DiallingEvents) {
    this.#connect = connect;
    this.#clock = clock;
    this.#events = events;
  }

  /** Who is to be dialled from now on. Connections that are open stay, whoever closes them. */
  usePeers(peers: readonly Peer[]): void {
    for (const [nodeId, line] of this.#lines) {
      const peer = peers.find((each) => each.nodeId === nodeId);
      if (peer === undefined) {
        line.cancel?.();
        this.#lines.delete(nodeId);
      } else {
        const isElsewhere =
          peer.host !== line.peer.host || peer.port !== line.peer.port || peer.brokerEpoch !== line.peer.brokerEpoch;
        line.peer = peer;
        if (isElsewhere && line.cancel !== null) {
          line.cancel();
          line.pauseMs = FIRST_PAUSE_MS;
          this.#dial(line);
        }
      }
    }
    for (const peer of peers) {
      if (this.#lines.has(peer.nodeId)) continue;
      const line: Line = { peer, cancel: null, pauseMs: FIRST_PAUSE_MS, isReported: false };
      this.#lines.set(peer.nodeId, line);
      this.#dial(line);
    }
  }

  onReached(nodeId: number): void {
    const line = this.#lines.get(nodeId);
    if (line === undefined) return;
    line.pauseMs = FIRST_PAUSE_MS;
    line.isReported = false;
  }

  onLost(nodeId: number): void {
    const line = this.#lines.get(nodeId);
    if (line !== undefined && line.cancel === null) this.#pause(line);
  }

  close(): void {
    for (const line of this.#lines.values()) line.cancel?.();
    this.#lines.clear();
  }

  #dial(line: Line): void {
    const { peer } = line;
    const isCurrent = (): boolean => this.#lines.get(peer.nodeId) === line && line.cancel === cancel;
    const giveUp = this.#connect(
      { host: peer.host, port: peer.port },
      {
        onConnected: (socket) => {
          if (!isCurrent()) return socket.destroy();
          cancelTimer();
          line.cancel = null;
          this.#events.onConnected(line.peer, socket);
        },
        onConnectFailure: (error) => {
          if (isCurrent()) this.#failed(line, error.message, cancelTimer);
        },
      },
    );
    const cancelTimer = this.#clock.setTimer(DIAL_MS, () => {
      if (!isCurrent()) return;
      giveUp();
      this.#failed(line, `no answer in ${DIAL_MS} ms`, cancelTimer);
    });
    const cancel = (): void => {
      cancelTimer();
      giveUp();
    };
    line.cancel = cancel;
  }

  #failed(line: Line, reason: string, cancelTimer: () => void): void {
    cancelTimer();
    if (!line.isReported) this.#events.onFailure(line.peer, reason);
    line.isReported = true;
    this.#pause(line);
  }

  #pause(line: Line): void {
    line.cancel = this.#clock.setTimer(line.pauseMs, () => this.#dial(line));
    line.pauseMs = Math.min(line.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
