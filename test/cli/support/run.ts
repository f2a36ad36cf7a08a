/** Runs `chronik` inside the test with streams of its own. */
import type { CommandIo } from '../../../src/cli/command.ts';
import { runCli } from '../../../src/cli/run-cli.ts';

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly stdin?: readonly (string | Uint8Array)[];
  readonly environment?: Record<string, string>;
  readonly workingDirectory?: string;
  readonly signal?: Promise<string>;
}

export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { io, result } = ioFor(options);
  const code = await runCli(argv, io, '1.2.3');
  return { code, ...result() };
}

/** Streams of a test's own, and what was written to them. */
export function ioFor(options: RunOptions): { io: CommandIo; result: () => { stdout: string; stderr: string } } {
  const output: Uint8Array[] = [];
  let stderr = '';
  let isTerminating = false;
  const io: CommandIo = {
    environment: options.environment ?? {},
    workingDirectory: options.workingDirectory ?? process.cwd(),
    stdin: chunks(options.stdin ?? []),
    isErrorTerminal: false,
    isOutputTerminal: false,
    async write(chunk) {
      output.push(Buffer.from(chunk as Uint8Array));
    },
    writeError(text) {
      stderr += text;
    },
    terminated: (options.signal ?? new Promise<string>(() => {})).then((signal) => {
      isTerminating = true;
      return signal;
    }),
    get isTerminating() {
      return isTerminating;
    },
  };
  return { io, result: () => ({ stdout: Buffer.concat(output).toString('utf8'), stderr }) };
}

async function* chunks(parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part as Uint8Array);
}
