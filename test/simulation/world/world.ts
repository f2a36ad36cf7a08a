/** Everything of one simulated run that has no will of its own: time, machines, cables, and the code that runs on them. */

import type { BrokerCode } from '../broker-code.ts';
import type { Violations } from '../checks/violation.ts';
import type { LoadedCode } from '../code.ts';
import { Clockwork } from '../machine/clockwork.ts';
import { Disk } from '../machine/disk.ts';
import { Network } from '../machine/network.ts';
import { Machine, Process, ProcessEnded } from '../machine/process.ts';
import { Random } from '../machine/random.ts';
import { Environment } from '../node/environment.ts';

const FIRST_PID = 1000;

export class World {
  readonly seed: number;
  readonly clock = new Clockwork();
  readonly network: Network;
  readonly environment: Environment;
  readonly code: BrokerCode;
  readonly violations: Violations;
  /** What the last processes said, newest last: for a report on a failing seed. */
  readonly log: string[] = [];
  readonly isVerbose: boolean;
  #nextPid = FIRST_PID;

  constructor(seed: number, loaded: LoadedCode, violations: Violations, isVerbose = false, isFar = false) {
    this.seed = seed;
    this.isVerbose = isVerbose;
    this.violations = violations;
    const random = new Random(seed, 1);
    const least = isFar ? random.skewed(5, 20) : random.skewed(0.05, 2);
    const most = least * random.between(1.5, 8);
    this.network = new Network(this.clock, random, {
      latencyMs: () => random.skewed(least, most),
      lossProbability: random.chance(0.3) ? random.between(0.0005, 0.01) : 0,
    });
    this.environment = new Environment(this.clock, this.network, new Random(seed, 2));
    this.code = loaded.code;
    loaded.use(this.environment);
    this.clock.onCrash = (process, error) => {
      if (error instanceof ProcessEnded) return;
      violations.add('crash', `${process?.name ?? 'the world'}: ${(error as Error).stack ?? String(error)}`);
    };
  }

  get now(): number {
    return this.clock.now;
  }

  machine(id: number): Machine {
    const machine = new Machine(id, new Disk());
    this.network.add(machine);
    return machine;
  }

  /** Runs `main` as a process of its own. */
  spawn(name: string, machine: Machine, main: (process: Process) => void): Process {
    const process = new Process(this.#nextPid++, name, machine, this.now);
    this.environment.processes.set(process.pid, process);
    process.onEnd.add(() => this.environment.processes.delete(process.pid));
    this.clock.at(this.now, process, () => main(process));
    return process;
  }

  note(who: string, what: string): void {
    const line = `${this.clock.localNow.toFixed(3).padStart(10)} ${who}: ${what}`;
    this.log.push(line);
    if (this.isVerbose) console.log(line);
    if (this.log.length > 4000) this.log.splice(0, 2000);
  }

  /** Runs events until `until`, or until `isDone` says so after one of them. Answers whether it did. */
  run(until: number, isDone: () => boolean = () => false): boolean {
    while (!isDone()) {
      if (this.violations.isFull || !this.clock.step(until)) return isDone();
    }
    return true;
  }
}
