/** The worker processes: each slot has one at any time, until its share of the input is done. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Prng } from '../crash/prng.ts';
import type { WorkerMessage, WorkerPlan } from './pipeline.ts';

/** What copies; each in a program of its own. */
export const WORKER_CLIENTS = ['kafkajs', 'wire', 'rdkafka'] as const;
export type WorkerClient = (typeof WORKER_CLIENTS)[number];
/** A worker that ended by itself is not tried again at once: the broker may be away. */
const RESPAWN_MS = 100;

interface Slot {
  readonly plan: WorkerPlan;
  child: ChildProcess | null;
  isDone: boolean;
}

export class Workers {
  readonly #program: string;
  readonly #slots: Slot[];
  readonly #prng: Prng;
  #isStopped = false;
  kills = 0;
  failures = 0;
  committed = 0;
  aborted = 0;
  /** The last that a worker said before it ended by itself. */
  lastWords = '';

  constructor(client: WorkerClient, plans: readonly WorkerPlan[], prng: Prng) {
    this.#program = fileURLToPath(new URL(`./worker-${client}.js`, import.meta.url));
    this.#slots = plans.map((plan) => ({ plan, child: null, isDone: false }));
    this.#prng = prng;
  }

  start(): void {
    for (const slot of this.#slots) this.#spawn(slot);
  }

  /** Of any slot: the last worker must not be the only one to be killed, or it would never end. */
  killOne(): void {
    const { child, isDone } = this.#slots[this.#prng.below(this.#slots.length)]!;
    if (child === null || isDone) return;
    this.kills++;
    child.kill('SIGKILL');
  }

  stop(): void {
    this.#isStopped = true;
    for (const { child } of this.#slots) child?.kill('SIGKILL');
  }

  #spawn(slot: Slot): void {
    if (this.#isStopped) return;
    const plan: WorkerPlan = { ...slot.plan, seed: this.#prng.below(2 ** 31) };
    const child = fork(this.#program, [JSON.stringify(plan)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    slot.child = child;
    let words = '';
    child.stderr!.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-2_000);
    });
    child.on('message', (message: WorkerMessage) => {
      if (message === 'committed') this.committed++;
      else if (message === 'aborted') this.aborted++;
      else if (message === 'done') slot.isDone = true;
    });
    child.on('exit', (code, signal) => {
      slot.child = null;
      if (slot.isDone) return;
      if (signal === null) {
        this.failures++;
        this.lastWords = `worker ${slot.plan.transactionalId} ended with ${code}: ${words}`;
      }
      setTimeout(() => this.#spawn(slot), RESPAWN_MS);
    });
  }
}
