/** Child processes for the suites: run one to its end with input, output and a time limit. */
import { spawn } from 'node:child_process';
import { compatDir, suiteDir } from './places.ts';

export interface Finished {
  readonly status: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly timeoutMs?: number;
  readonly env?: Record<string, string>;
}

/** Runs to the end, whatever the exit status. Ended by SIGKILL after `timeoutMs` (60 s), with status null. */
export function runToEnd(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, COMPAT_DIR: compatDir, ...options.env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const limit = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 60_000);
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => {}); // the child may end without reading its input: its status tells
    child.on('error', reject);
    child.on('close', (status) => {
      clearTimeout(limit);
      resolve({ status, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() });
    });
    child.stdin.end(options.input ?? '');
  });
}

/** Runs to the end and expects status 0. @throws with the command line and the end of its output */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
  const finished = await runToEnd(command, args, options);
  if (finished.status === 0) return finished.stdout;
  const output = `${finished.stderr}\n${finished.stdout.toString().slice(-500)}`.trim().slice(-2_000);
  throw new Error(`${command} ${args.join(' ').slice(0, 300)}\nended with status ${finished.status}:\n${output}`);
}

/** Runs one of Kafka's tools by the name of its script. @returns what it printed on stdout */
export async function kafkaTool(name: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return (await run(`${suiteDir}/kafka/tool.sh`, [name, ...args], options)).toString();
}
