/** What the substituted modules and globals of a simulated process rest on. */
import type { Clockwork } from '../machine/clockwork.ts';
import type { Network } from '../machine/network.ts';
import { type Process, ProcessEnded } from '../machine/process.ts';
import type { Random } from '../machine/random.ts';

let environments = 0;

export class Environment {
  /** Tells what is kept by module state of one run from the next in the same Node. */
  readonly serial = environments++;
  readonly clock: Clockwork;
  readonly network: Network;
  /** Of the processes: what they draw themselves. */
  readonly random: Random;
  /** By pid, the living. */
  readonly processes = new Map<number, Process>();
  /** Called before a file operation of a process; may end it. */
  onFileOperation: (process: Process, call: string) => void = () => {};

  constructor(clock: Clockwork, network: Network, random: Random) {
    this.clock = clock;
    this.network = network;
    this.random = random;
  }

  /** Whose code is calling. Throws where that process is no more. */
  get process(): Process {
    const { current } = this.clock;
    if (current === null) throw new Error('called outside of any process');
    if (!current.isAlive) throw new ProcessEnded();
    return current;
  }
}
