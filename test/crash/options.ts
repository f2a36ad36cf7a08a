/** The command line of the crash test. */
import { parseArgs } from 'node:util';
import type { BrokerKind } from './broker.ts';

export interface Options {
  readonly cycles: number;
  readonly seed: number;
  readonly broker: BrokerKind;
  readonly powerLoss: boolean;
  /** Load of one cycle, at most, ms. */
  readonly loadMs: number;
  readonly keep: boolean;
  /** Judge the segment files instead of what the broker serves. */
  readonly readFiles: boolean;
  /** Numbers of the plans in load.ts to run; empty: all. */
  readonly producers: readonly number[];
}

export const USAGE = `npm run test:crash -- [options]
  --cycles N       kills, 200 by default
  --seed N         schedule of kills and loads; printed at the start
  --power-loss     after each kill, rebuild the disk as a loss of power would have left it (needs gcc)
  --load-ms N      longest load before a kill, 1500 by default
  --broker apache  Apache Kafka instead of ours, to prove the test itself (needs 'npm run compat:fetch')
  --files          judge the segment files instead of what the broker serves
  --producers 0,4  only these of the producers that load.ts lists
  --keep           leave the directory of the data for a look`;

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cycles: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      broker: { type: 'string', default: 'chronik' },
      'power-loss': { type: 'boolean', default: false },
      'load-ms': { type: 'string', default: '1500' },
      keep: { type: 'boolean', default: false },
      files: { type: 'boolean', default: false },
      producers: { type: 'string', default: '' },
    },
  });
  if (values.broker !== 'chronik' && values.broker !== 'apache')
    throw new Error(`--broker ${values.broker}: chronik or apache`);
  const number = (name: 'cycles' | 'seed' | 'load-ms'): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} ${values[name]}: a whole number`);
    return value;
  };
  return {
    cycles: number('cycles'),
    seed: number('seed'),
    broker: values.broker,
    powerLoss: values['power-loss'],
    loadMs: number('load-ms'),
    keep: values.keep,
    readFiles: values.files,
    producers: values.producers
      .split(',')
      .filter((text) => text !== '')
      .map(Number),
  };
}
