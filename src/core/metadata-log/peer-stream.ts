/**
 * The controller's stream to one peer: from where the logs fork, as far ahead of the peer's acknowledgements as a window
 * allows. Positional and without gaps; a frame that cannot be sent ends it, and the peer opens another.
 */

import type { LogMessage } from './messages.ts';
import type { Replica } from './replica.ts';
import { entrySize } from './replicated-log.ts';

export class PeerStream {
  readonly peer: number;
  readonly id: number;
  readonly #epoch: number;
  readonly #replica: Replica;
  readonly #send: (peer: number, message: LogMessage) => boolean;
  #next: number;
  #inFlight: { readonly end: number; readonly bytes: number }[] = [];
  #bytesInFlight = 0;
  #sentCommit = -1;
  #sentAt = Number.NEGATIVE_INFINITY;
  #isOver = false;

  constructor(
    peer: number,
    id: number,
    epoch: number,
    from: number,
    replica: Replica,
    send: (peer: number, message: LogMessage) => boolean,
  ) {
    this.peer = peer;
    this.id = id;
    this.#epoch = epoch;
    this.#next = from;
    this.#replica = replica;
    this.#send = send;
  }

  /** The peer has to open another one. */
  get isOver(): boolean {
    return this.#isOver;
  }

  acknowledged(index: number): void {
    while (this.#inFlight.length > 0 && this.#inFlight[0]!.end <= index) {
      this.#bytesInFlight -= this.#inFlight.shift()!.bytes;
    }
  }

  /** Sends what there is and fits; a frame without entries where only the commit index is news, or `beat` asks for one. */
  flush(now: number, idleMs: number): void {
    const { log, commitIndex, limits } = this.#replica;
    while (!this.#isOver && this.#next <= log.last.index && this.#bytesInFlight < limits.windowBytes) this.#push(now);
    if (this.#isOver) return;
    if (this.#sentCommit < commitIndex || now - this.#sentAt >= idleMs) this.#append([], now);
  }

  #push(now: number): void {
    const { log } = this.#replica;
    if (this.#next <= log.base.index) {
      const snapshot = this.#replica.offerSnapshot(log.base.index, now);
      this.#send(this.peer, { type: 'useSnapshot', epoch: this.#epoch, stream: this.id, snapshot });
      this.#isOver = true;
      return;
    }
    const entries = log.from(this.#next, this.#replica.limits.frameBytes);
    this.#append(entries, now);
    if (this.#isOver) return;
    let bytes = 0;
    for (const entry of entries) bytes += entrySize(entry);
    this.#next += entries.length;
    this.#inFlight.push({ end: this.#next - 1, bytes });
    this.#bytesInFlight += bytes;
  }

  #append(entries: Extract<LogMessage, { type: 'append' }>['entries'], now: number): void {
    const { log, commitIndex } = this.#replica;
    const index = this.#next - 1;
    const epoch = log.epochAt(index);
    if (epoch === null) {
      this.#isOver = true;
      return;
    }
    const prev = { epoch, index };
    const message: LogMessage = { type: 'append', epoch: this.#epoch, stream: this.id, prev, entries, commitIndex };
    if (!this.#send(this.peer, message)) {
      this.#isOver = true;
      return;
    }
    this.#sentCommit = commitIndex;
    this.#sentAt = now;
  }
}
