/** What the controller asked of the election and waits for: that this node still leads, that another one does. */
import type { Clock } from '../../runtime/clock/clock.ts';

/** Two election timeouts: raft itself gives a handover up after one. */
const HANDOVER_MS = 700;

type Done = (outcome: boolean) => void;

export class LeaderRequests {
  readonly #clock: Clock;
  readonly #reads = new Map<number, Done>();
  /** Whoever waits for a handover, and to whom it is. */
  readonly #handovers = new Map<Done, number>();
  #nextReadId = 1;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Answers the id under which raft is to be asked. */
  addRead(done: Done): number {
    const id = this.#nextReadId++;
    this.#reads.set(id, done);
    return id;
  }

  finishRead(id: number, isLeader: boolean): void {
    const done = this.#reads.get(id);
    this.#reads.delete(id);
    done?.(isLeader);
  }

  addHandover(to: number, done: Done): void {
    const finish = (isHandedOver: boolean): void => {
      if (!this.#handovers.delete(finish)) return;
      cancel();
      done(isHandedOver);
    };
    const cancel = this.#clock.setTimer(HANDOVER_MS, () => finish(false));
    this.#handovers.set(finish, to);
  }

  /** Another node leads. */
  handedOver(): void {
    for (const finish of [...this.#handovers.keys()]) finish(true);
  }

  /** A node that may be about to take over is gone. */
  peerGone(peer: number): void {
    for (const [finish, to] of [...this.#handovers]) if (to === peer) finish(false);
  }

  /** This node leads no more: nobody can say it did. */
  lost(): void {
    for (const id of [...this.#reads.keys()]) this.finishRead(id, false);
  }

  stop(): void {
    this.lost();
    for (const finish of [...this.#handovers.keys()]) finish(false);
  }
}
