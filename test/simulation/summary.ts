/** The figures of a run of many seeds. */
import type { SeedReport } from './world/seed-run.ts';

/** As it travels between processes. */
export interface PlainReport extends Omit<SeedReport, 'faults' | 'log'> {
  readonly faults: readonly (readonly [string, number])[];
}

export function plainReport({ log: _, faults, ...report }: SeedReport): PlainReport {
  return { ...report, faults: [...faults] };
}

export class Summary {
  seeds = 0;
  readonly failed: number[] = [];
  #events = 0;
  #virtualMs = 0;
  #acknowledged = 0;
  readonly #faults = new Map<string, number>();
  readonly #startedAt = performance.now();

  add({ acknowledged, events, faults, seed, violations, virtualMs }: PlainReport): void {
    this.seeds++;
    if (violations.length > 0) this.failed.push(seed);
    this.#events += events;
    this.#virtualMs += virtualMs;
    this.#acknowledged += acknowledged;
    for (const [fault, count] of faults) this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + count);
  }

  text(): string {
    const faults = [...this.#faults].sort(([a], [b]) => (a < b ? -1 : 1)).map(([fault, count]) => `${fault} ${count}`);
    return [
      `seeds                  ${this.seeds}, of which ${this.failed.length} failed${this.failed.length > 0 ? `: ${this.failed.join(', ')}` : ''}`,
      `simulated hours        ${(this.#virtualMs / 3_600_000).toFixed(2)}`,
      `events                 ${this.#events}`,
      `records acknowledged   ${this.#acknowledged}`,
      `faults                 ${faults.join(', ')}`,
      `minutes                ${((performance.now() - this.#startedAt) / 60_000).toFixed(1)}`,
    ].join('\n');
  }
}
