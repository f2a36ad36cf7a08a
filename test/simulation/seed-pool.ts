/** Runs seeds in as many Node processes as there are processors; each takes the next seed when it is done with one. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LONGEST_SEED_MS, watchForHang } from './hang-watch.ts';
import type { Task } from './seed-worker.ts';
import type { PlainReport } from './summary.ts';

function hanging(seed: number): PlainReport {
  const violations = [{ rule: 'hang', text: `an event did not end within ${LONGEST_SEED_MS / 1000} seconds` }];
  return { seed, violations, events: 0, hash: 0, virtualMs: 0, acknowledged: 0, faults: [] };
}

export class SeedPool {
  readonly #children: ChildProcess[];
  readonly #ready: Promise<void>[];

  constructor(workers: number, task: Task) {
    const entry = fileURLToPath(new URL('./seed-worker.js', import.meta.url));
    this.#children = Array.from({ length: workers }, () => fork(entry, [JSON.stringify(task)]));
    this.#ready = this.#children.map(
      (child) =>
        new Promise((resolve, reject) => {
          child.once('message', () => resolve());
          child.once('exit', (code) => reject(new Error(`a worker ended with ${code}`)));
        }),
    );
  }

  /** Runs `[from, to)`, until `onReport` answers false. */
  async run(from: number, to: number, onReport: (report: PlainReport) => boolean): Promise<void> {
    await Promise.all(this.#ready);
    let next = from;
    let isStopped = false;
    await Promise.all(
      this.#children.map(
        (child) =>
          new Promise<void>((resolve, reject) => {
            const onExit = (code: number | null) => reject(new Error(`a worker ended with ${code}`));
            let endWatch = (): void => {};
            const finish = (): void => {
              child.off('message', onMessage);
              child.off('exit', onExit);
              resolve();
            };
            const give = (): void => {
              if (next >= to || isStopped) return finish();
              const seed = next++;
              child.send(seed);
              endWatch = watchForHang(child.pid!, () => {
                child.off('exit', onExit);
                child.kill('SIGKILL');
                onReport(hanging(seed));
                finish();
              });
            };
            const onMessage = (report: PlainReport): void => {
              endWatch();
              if (!onReport(report)) isStopped = true;
              give();
            };
            child.on('message', onMessage);
            child.once('exit', onExit);
            give();
          }),
      ),
    );
  }

  close(): void {
    for (const child of this.#children) if (child.connected) child.disconnect();
  }
}
