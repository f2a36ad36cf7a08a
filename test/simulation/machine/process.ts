/**
 * Machines and the processes on them. A process is what a `kill -9` ends: its events come no more and its calls fail; the
 * machine keeps the disk, the address and what the kernel knows.
 */
import type { Disk } from './disk.ts';

export class Machine {
  readonly id: number;
  readonly address: string;
  readonly disk: Disk;
  /** False after a power failure, until it is switched on: packets to it get no answer at all. */
  isUp = true;
  /** Of the wall clock, against the world's; the monotonic one has none. */
  wallOffsetMs = 0;

  constructor(id: number, disk: Disk) {
    this.id = id;
    this.address = `10.0.0.${id}`;
    this.disk = disk;
  }
}

export class Process {
  readonly pid: number;
  readonly name: string;
  readonly machine: Machine;
  readonly startedAt: number;
  isAlive = true;
  /** Of its end. What it would have sent later, at the end of what it was busy with, was never sent. */
  endedAt = Number.POSITIVE_INFINITY;
  /** It stands still (SIGSTOP, a busy host) until then. */
  pausedUntil = 0;
  /** Its one thread is at work until then. */
  busyUntil = 0;
  /** What of the kernel's is its own: sockets, listeners. Called when it ends. */
  readonly onEnd = new Set<(how: 'killed' | 'powerless') => void>();

  constructor(pid: number, name: string, machine: Machine, now: number) {
    this.pid = pid;
    this.name = name;
    this.machine = machine;
    this.startedAt = now;
  }

  end(how: 'killed' | 'powerless', now = Number.POSITIVE_INFINITY): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.endedAt = now;
    for (const each of this.onEnd) each(how);
    this.onEnd.clear();
  }
}

/** What every call of a process that is no more throws: its code goes nowhere from there. */
export class ProcessEnded extends Error {
  constructor() {
    super('the process has ended');
  }
}
