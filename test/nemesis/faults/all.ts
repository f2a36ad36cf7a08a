/** Every fault under the name by which the command line knows it. */
import type { FaultName } from '../options.ts';
import { clock } from './clock.ts';
import { failingDisk, fullDisk, slowDisk } from './disk.ts';
import type { Fault } from './fault.ts';
import { kill } from './kill.ts';
import { partition } from './partition.ts';
import { pause } from './pause.ts';
import { roll } from './roll.ts';

export const ALL: Readonly<Record<FaultName, Fault>> = {
  kill,
  pause,
  partition,
  'slow-disk': slowDisk,
  'failing-disk': failingDisk,
  'full-disk': fullDisk,
  clock,
  roll,
};
