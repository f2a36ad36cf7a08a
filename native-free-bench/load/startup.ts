/**
 * `npm run bench:startup`: how long until a broker answers, and what an idle one uses. The command's time runs from the
 * start of the process to the first answered ApiVersions; the embedded broker's from the call of `startBroker()`, in a
 * fresh process that has already imported the package (the import is shown by itself).
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { frame } from './frames.ts';
import { usageOf } from './process-usage.ts';
import { freePort } from './targets.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const API_VERSIONS = frame(18, 0, Buffer.alloc(0));
const rounds = Number(process.argv[2] ?? 10);

/** Resolves with true when the broker answered; false when nobody listens yet. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(API_VERSIONS));
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

async function untilAnswered(port: number, deadline: number): Promise<void> {
  while (!(await answers(port))) {
    if (performance.now() > deadline) throw new Error(`nothing answers on port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function show(name: string, values: readonly number[], unit: string): void {
  const sorted = [...values].sort((a, b) => a - b);
  console.log(
    `${name.padEnd(58)} median ${sorted[sorted.length >> 1]!.toFixed(0)} ${unit}, ${sorted[0]!.toFixed(0)}..${sorted.at(-1)!.toFixed(0)}`,
  );
}

async function command(): Promise<void> {
  const empty: number[] = [];
  const again: number[] = [];
  let rss = 0;
  let idleCpu = 0;
  for (let round = 0; round < rounds; round++) {
    const directory = mkdtempSync(join(tmpdir(), 'startup-'));
    const port = await freePort();
    for (const times of [empty, again]) {
      const args = [`listeners=PLAINTEXT://127.0.0.1:${port}`, `log.dirs=${directory}`].flatMap((setting) => [
        '--override',
        setting,
      ]);
      const began = performance.now();
      const child = spawn(process.execPath, [`${root}dist/bundle/cli/main.js`, 'start', ...args], { stdio: 'ignore' });
      await untilAnswered(port, began + 20_000);
      times.push(performance.now() - began);
      if (round === 0 && times === again) {
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        const before = usageOf([child.pid!]);
        await new Promise((resolve) => setTimeout(resolve, 10_000));
        const after = usageOf([child.pid!]);
        rss = after.rssMb;
        idleCpu = ((after.cpuSeconds - before.cpuSeconds) / 10) * 100;
      }
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(directory, { recursive: true, force: true });
  }
  show('chronik start, empty directory, to the first answer', empty, 'ms');
  show('chronik start, used directory, to the first answer', again, 'ms');
  console.log(`idle: ${rss.toFixed(0)} MB resident, ${idleCpu.toFixed(1)} % of a core`);
}

const EMBEDDED = `
const began = performance.now();
const { startBroker } = await import(process.argv[1]);
const imported = performance.now();
const broker = await startBroker();
const { connect } = await import('node:net');
const [host, port] = broker.bootstrapServers.split(':');
await new Promise((resolve, reject) => {
  const socket = connect({ host, port: Number(port) }, () => socket.write(Buffer.from(process.argv[2], 'hex')));
  socket.once('data', () => { socket.destroy(); resolve(); });
  socket.once('error', reject);
});
const ready = performance.now();
await broker.stop();
console.log(JSON.stringify({ imported: imported - began, ready: ready - imported, stopped: performance.now() - ready, rss: process.memoryUsage().rss / 1e6 }));
`;

function embedded(): void {
  const runs: { imported: number; ready: number; stopped: number; rss: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', EMBEDDED, `${root}dist/bundle/index.js`, API_VERSIONS.toString('hex')],
      { encoding: 'utf8', timeout: 20_000 },
    );
    if (status !== 0) throw new Error(`the embedded broker ended with ${status}:\n${stderr.slice(-2_000)}`);
    runs.push(JSON.parse(stdout.trim().split('\n').at(-1)!) as (typeof runs)[number]);
  }
  show(
    "import of 'chronik'",
    runs.map((run) => run.imported),
    'ms',
  );
  show(
    'startBroker() to the first answer',
    runs.map((run) => run.ready),
    'ms',
  );
  show(
    'stop()',
    runs.map((run) => run.stopped),
    'ms',
  );
  show(
    'resident memory of that process',
    runs.map((run) => run.rss),
    'MB',
  );
}

await command();
embedded();
