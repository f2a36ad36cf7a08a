/**
 * What may be said of a run beside its seed: which faults, how often, how far apart the machines are, how busy the
 * administrator is. What is not said is drawn from the seed.
 */
import { FAULTS, type Fault } from './faults.ts';

export interface Circumstances {
  readonly faults?: readonly Fault[];
  /** Mean time from a fault to the next. */
  readonly paceMs?: number;
  readonly brokers?: 3 | 4 | 5;
  /** 'far': tens of milliseconds one way, so that what is on its way meets what has happened meanwhile. */
  readonly cables?: 'far';
  /** 'busy': the cluster is changed many times a second; 'creating': by new topics alone. */
  readonly admin?: 'busy' | 'creating';
}

/** As an argument: `faults=kill+pause,paceMs=300,cables=far`. A sentence where that cannot be read. */
export function parseCircumstances(text: string): Circumstances | string {
  const said: Record<string, unknown> = {};
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=');
    const known: Record<string, () => unknown> = {
      faults: () => {
        const names = value.split('+') as Fault[];
        return names.every((fault) => FAULTS.includes(fault)) ? names : undefined;
      },
      paceMs: () => (Number(value) > 0 ? Number(value) : undefined),
      brokers: () => [3, 4, 5].find((count) => String(count) === value),
      cables: () => (value === 'far' ? value : undefined),
      admin: () => (value === 'busy' || value === 'creating' ? value : undefined),
    };
    said[name] = known[name]?.();
    if (said[name] === undefined) return `--under does not know ${part}`;
  }
  return said;
}

export function formatCircumstances({ faults, ...rest }: Circumstances): string {
  const parts = Object.entries(rest).map(([name, value]) => `${name}=${value}`);
  return [...(faults === undefined ? [] : [`faults=${faults.join('+')}`]), ...parts].join(',');
}
