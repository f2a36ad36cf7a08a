/** CPU time and resident memory of a target's processes over a span, beside the load that a tool puts on them. */
import { usageOf } from '../load/process-usage.ts';
import type { Gauge } from './tool-process.ts';

const SAMPLE_EVERY_MS = 100;

export class BrokerGauge implements Gauge {
  readonly #pids: readonly number[];
  #timer: NodeJS.Timeout | null = null;
  #cpuAtBegin = 0;
  #cpuAtEnd = 0;
  #rssMb = 0;

  constructor(pids: readonly number[]) {
    this.#pids = pids;
  }

  begin(): void {
    this.#cpuAtBegin = this.#sample();
    this.#timer = setInterval(() => this.#sample(), SAMPLE_EVERY_MS);
  }

  end(): void {
    if (this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#cpuAtEnd = this.#sample();
  }

  get cpuSeconds(): number {
    return this.#cpuAtEnd - this.#cpuAtBegin;
  }

  /** The most there was at any sample. */
  get rssMb(): number {
    return this.#rssMb;
  }

  #sample(): number {
    const { cpuSeconds, rssMb } = usageOf(this.#pids);
    this.#rssMb = Math.max(this.#rssMb, rssMb);
    return cpuSeconds;
  }
}
