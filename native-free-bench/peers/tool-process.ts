/** Runs one load tool as a child process, to its end or until what it reports has lasted long enough. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { PointReader } from './tool-output.ts';
import { type Span, Window } from './window.ts';

export interface ToolCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What is looked at beside the tool, over the same span: the brokers' processes. */
export interface Gauge {
  begin(): void;
  end(): void;
}

/**
 * @param onErrorLine is told what it says on stderr, as it comes
 * @throws with the end of its output when it fails, or does not end in time
 */
export function runTool(
  command: ToolCommand,
  timeoutMs: number,
  onErrorLine: (line: string) => void = () => {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = start(command);
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      err = `${err}\n${line}`.slice(-3_000);
      onErrorLine(line);
    });
    const limit = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(limit);
      if (status === 0) resolve(out);
      else reject(failure(command, signal ?? `status ${status}`, `${err}\n${out.slice(-1_000)}`));
    });
  });
}

export interface SpanOptions {
  readonly read: PointReader;
  readonly warmUpMs: number;
  readonly lengthMs: number;
  /** The tool's table comes on stderr. */
  readonly isOnStandardError?: boolean;
  readonly gauge: Gauge;
}

/** Ends the tool once the span is long enough. @throws when it reports less than two points, or fails before */
export function measureTool(command: ToolCommand, options: SpanOptions): Promise<Span> {
  const window = new Window(options.warmUpMs, options.lengthMs);
  return new Promise((resolve, reject) => {
    const child = start(command);
    let tail = '';
    const take = (line: string): void => {
      tail = `${tail}\n${line}`.slice(-3_000);
      const point = options.read(line);
      if (point === null) return;
      const change = window.add(point);
      if (change === 'begin') options.gauge.begin();
      if (change === 'end') {
        options.gauge.end();
        child.kill('SIGKILL');
      }
    };
    createInterface({ input: child.stdout }).on('line', take);
    createInterface({ input: child.stderr }).on('line', take);
    // Three times as long as planned, and the start of a JVM: then something hangs.
    const limit = setTimeout(() => child.kill('SIGKILL'), 30_000 + 3 * (options.warmUpMs + options.lengthMs));
    child.on('error', reject);
    child.on('close', (status, signal) => {
      clearTimeout(limit);
      if (!window.isOver) options.gauge.end();
      const { span } = window;
      if (span !== null && (window.isOver || status === 0)) resolve(span);
      else reject(failure(command, signal ?? `status ${status}`, tail));
    });
  });
}

function start({ program, args, env }: ToolCommand) {
  return spawn(program, [...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
}

function failure(command: ToolCommand, how: string, output: string): Error {
  return new Error(`${command.program} ${command.args.join(' ').slice(0, 300)}\nended with ${how}:\n${output.trim()}`);
}
