/**
 * Connections that want a turn: at the end of this wake because answers became ready, or when the append gate opens.
 * Gathering them makes one socket write of everything a wake made ready, and keeps the gate's queue fair. Main thread.
 */
import type { AppendGate } from './append-gate.ts';

export interface TurnTaker {
  turn(): void;
}

export class TurnQueue {
  readonly #gate: AppendGate;
  #ready: TurnTaker[] = [];
  #isScheduled = false;
  /** In the order in which they met the closed gate. */
  readonly #atGate = new Set<TurnTaker>();

  constructor(gate: AppendGate) {
    this.#gate = gate;
    gate.onOpen(this.#onGateOpen);
  }

  later(taker: TurnTaker): void {
    this.#ready.push(taker);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(this.#runReady);
  }

  whenGateOpens(taker: TurnTaker): void {
    this.#atGate.add(taker);
  }

  forget(taker: TurnTaker): void {
    this.#atGate.delete(taker);
  }

  readonly #runReady = (): void => {
    const ready = this.#ready;
    this.#ready = [];
    this.#isScheduled = false;
    for (let i = 0; i < ready.length; i++) ready[i]!.turn();
  };

  /** Those that are not reached before the gate closes again keep their places. */
  readonly #onGateOpen = (): void => {
    for (const taker of this.#atGate) {
      if (!this.#gate.isOpen()) return;
      this.#atGate.delete(taker);
      taker.turn();
    }
  };
}
