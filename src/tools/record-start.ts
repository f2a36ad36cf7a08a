/**
 * Starts the bundled command once, on a directory of its own, has a record written and read, and then a small cluster: what
 * V8 compiles on the way is kept beside the bundled files, and every later start finds it there. What fails here costs
 * later starts time, and nothing else.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const WITHIN_MS = 60_000;

/** @param recorder is preloaded into every thread */
export async function recordStart(bundle: string, recorder: string): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'chronik-record-'));
  const children: ChildProcess[] = [];
  const run = (args: readonly string[]): ChildProcess => {
    const child = spawn(process.execPath, ['--require', recorder, join(bundle, 'cli', 'main.js'), ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: WITHIN_MS,
    });
    children.push(child);
    return child;
  };
  const settings = ['listeners=PLAINTEXT://127.0.0.1:0', `log.dirs=${directory}`].flatMap((each) => [
    '--override',
    each,
  ]);
  try {
    const broker = run(['start', ...settings, '--json']);
    const { bootstrapServers } = JSON.parse(await firstLine(broker)) as { readonly bootstrapServers: string };
    for (const command of ['produce', 'consume']) {
      const more = command === 'consume' ? ['--from-beginning', '--exit-at-end'] : [];
      const client = run([command, 'first', ...more, '--bootstrap-server', bootstrapServers]);
      client.stdout!.resume();
      client.stdin!.end('one\n');
      await once(client, 'exit');
    }
    await end(broker);
    // A node of a cluster is a program of its own, and its threads do more.
    const cluster = run(['dev', '--nodes', '3', '--port', '0', '--data', join(directory, 'cluster'), '--json']);
    await firstLine(cluster);
    await end(cluster);
  } catch (error) {
    console.error(`no compiled code is kept for later starts: ${(error as Error).message}`);
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    if (text.includes('\n')) return text.split('\n')[0]!;
  }
  throw new Error('the broker did not start');
}
