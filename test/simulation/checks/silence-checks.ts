/**
 * I17, I21: a broker whose process is gone is fenced before its controller plans anything else, once its session is over.
 * Leases end by that time, and whoever waits for its acknowledgements waits no longer.
 */
import type { Process } from '../machine/process.ts';
import type { BrokerNode } from '../world/broker-node.ts';
import type { Image } from './probes.ts';
import type { Report } from './violation.ts';

/** `broker.session.timeout.ms` of the seeds, and more than a controller's timers are late. */
const PATIENCE_MS = 2_500;
/** A controller that stood still gives everybody another session. */
const STANDSTILL_MS = 200;

/** How a controller is seen. */
export interface Tenure {
  readonly epoch: number;
  /** The end of its log, committed or not. */
  readonly lastIndex: number;
}

export class SilenceChecks {
  readonly #report: Report;
  readonly #nodes: readonly BrokerNode[];
  readonly #silentSince = new Map<number, number>();
  #epoch = -1;
  #since = 0;
  /** By broker: entries of this controller behind the index know of its silence. */
  readonly #due = new Map<number, number>();

  constructor(report: Report, nodes: readonly BrokerNode[]) {
    this.#report = report;
    this.#nodes = nodes;
  }

  /** Now and then, of whoever is the controller. */
  look(process: Process, tenure: Tenure, now: number): void {
    if (tenure.epoch < this.#epoch) return;
    const stoodStill = process.pausedUntil > now - PATIENCE_MS || process.busyUntil > now + STANDSTILL_MS;
    if (tenure.epoch > this.#epoch || stoodStill) {
      this.#epoch = tenure.epoch;
      this.#since = now;
      this.#due.clear();
    }
    for (const { id, isRunning } of this.#nodes) {
      if (isRunning) {
        this.#silentSince.delete(id);
        this.#due.delete(id);
        continue;
      }
      const since = this.#silentSince.get(id);
      if (since === undefined) this.#silentSince.set(id, now);
      else if (!this.#due.has(id) && now - Math.max(since, this.#since) > PATIENCE_MS)
        this.#due.set(id, tenure.lastIndex);
    }
  }

  onCommitted(index: number, epoch: number, image: Image): void {
    if (epoch !== this.#epoch) return;
    for (const [id, known] of this.#due) {
      if (index <= known || image.brokers.get(id)?.isFenced !== false) continue;
      this.#report('I17', `broker ${id} is gone for longer than its session, and entry ${index} leaves it unfenced`);
      this.#due.delete(id);
    }
  }
}
