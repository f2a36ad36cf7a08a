/** The command line of the nemesis. */
import { parseArgs } from 'node:util';

export type Target = 'leader' | 'controller' | 'random' | 'restart';

export const FAULTS = [
  'kill',
  'pause',
  'partition',
  'slow-disk',
  'failing-disk',
  'full-disk',
  'clock',
  'roll',
] as const;
export type FaultName = (typeof FAULTS)[number];

export const LOADS = ['producers', 'readers', 'groups', 'transactions', 'kafkajs', 'java'] as const;
export type LoadName = (typeof LOADS)[number];
const OWN_LOADS: readonly LoadName[] = ['producers', 'readers', 'groups', 'transactions'];

export interface Options {
  /** How many strikes there are. */
  readonly kills: number;
  readonly seed: number;
  readonly nodes: number;
  readonly targets: readonly Target[];
  readonly faults: readonly FaultName[];
  /** Faults drawn by chance, two nodes at a time. */
  readonly isMixed: boolean;
  /** What goes on beside the strikes; the producers always do. */
  readonly load: readonly LoadName[];
  /** Load between two strikes, at least, ms. */
  readonly pauseMs: number;
  readonly keep: boolean;
}

const TARGETS: readonly Target[] = ['leader', 'controller', 'random'];
const ALL_TARGETS: readonly Target[] = [...TARGETS, 'restart'];

export const USAGE = `npm run test:nemesis -- [options]
  --kills N        how often a node is struck, 20 by default
  --faults a,b     with what, in turn: ${FAULTS.join(', ')}, or all; kill by default.
                   One that this machine does not allow is skipped by name
  --mixed          faults are drawn by chance instead, and two nodes may suffer at once
  --load a,b       what goes on meanwhile, of ${LOADS.join(', ')}, or all.
                   By default producers alone where there are only kills, whose figures are told, else our own clients
  --seed N         schedule of the strikes; printed at the start
  --nodes N        size of the cluster, 3 by default
  --targets a,b    whom to strike in turn: ${TARGETS.join(', ')} (the default), restart (any, in good order, not killed)
  --pause-ms N     load between a recovery and the next strike, 500 by default
  --keep           leave the directories of the nodes for a look`;

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      nodes: { type: 'string', default: '3' },
      targets: { type: 'string', default: TARGETS.join(',') },
      faults: { type: 'string', default: 'kill' },
      load: { type: 'string' },
      mixed: { type: 'boolean', default: false },
      'pause-ms': { type: 'string', default: '500' },
      keep: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'kills' | 'seed' | 'nodes' | 'pause-ms', least: number): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name} ${values[name]}: a whole number`);
    return value;
  };
  const faults = values.faults === 'all' ? FAULTS : listed('faults', values.faults, FAULTS);
  const isMeasured = faults.every((name) => name === 'kill') && !values.mixed;
  const wanted = values.load ?? (isMeasured ? 'producers' : OWN_LOADS.join(','));
  return {
    kills: number('kills', 0),
    seed: number('seed', 0),
    nodes: number('nodes', 3),
    targets: listed('targets', values.targets, ALL_TARGETS),
    faults,
    load: wanted === 'all' ? LOADS : listed('load', wanted, LOADS),
    isMixed: values.mixed,
    pauseMs: number('pause-ms', 0),
    keep: values.keep,
  };
}

function listed<Name extends string>(option: string, value: string, known: readonly Name[]): Name[] {
  const names = value.split(',') as Name[];
  for (const name of names) if (!known.includes(name)) throw new Error(`--${option} ${name}: ${known.join(', ')}`);
  return names;
}
