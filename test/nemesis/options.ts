/** The command line of the nemesis. */
import { parseArgs } from 'node:util';

export type Target = 'leader' | 'controller' | 'random' | 'restart';

export interface Options {
  readonly kills: number;
  readonly seed: number;
  readonly nodes: number;
  readonly targets: readonly Target[];
  /** Load between two kills, at least, ms. */
  readonly pauseMs: number;
  readonly keep: boolean;
}

const TARGETS: readonly Target[] = ['leader', 'controller', 'random'];
const ALL_TARGETS: readonly Target[] = [...TARGETS, 'restart'];

export const USAGE = `npm run test:nemesis -- [options]
  --kills N        how often a node is struck, 20 by default: killed with SIGKILL, but for 'restart'
  --seed N         schedule of the kills; printed at the start
  --nodes N        size of the cluster, 3 by default
  --targets a,b    whom to strike in turn: ${TARGETS.join(', ')} (the default), restart (any, in good order)
  --pause-ms N     load between a recovery and the next kill, 500 by default
  --keep           leave the directories of the nodes for a look`;

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      nodes: { type: 'string', default: '3' },
      targets: { type: 'string', default: TARGETS.join(',') },
      'pause-ms': { type: 'string', default: '500' },
      keep: { type: 'boolean', default: false },
    },
  });
  const number = (name: 'kills' | 'seed' | 'nodes' | 'pause-ms', least: number): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name} ${values[name]}: a whole number`);
    return value;
  };
  const targets = values.targets.split(',') as Target[];
  for (const target of targets)
    if (!ALL_TARGETS.includes(target)) throw new Error(`--targets ${target}: ${ALL_TARGETS.join(', ')}`);
  return {
    kills: number('kills', 0),
    seed: number('seed', 0),
    nodes: number('nodes', 3),
    targets,
    pauseMs: number('pause-ms', 0),
    keep: values.keep,
  };
}
