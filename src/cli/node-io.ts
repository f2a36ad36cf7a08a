/** The real process as a command sees it. */
import type { CommandIo } from './command.ts';

const PARENT_CHECK_MS = 250;
/** `timeout` signals the process and its group, npm hands on what the terminal has sent as well: that is one request. */
const SAME_REQUEST_MS = 500;

export function nodeIo(): CommandIo {
  let isTerminating = false;
  let terminated: Promise<string> | null = null;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // `chronik consume | head`: the reader has seen enough.
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  return {
    environment: process.env,
    workingDirectory: process.cwd(),
    stdin: process.stdin,
    isErrorTerminal: process.stderr.isTTY === true,
    isOutputTerminal: process.stdout.isTTY === true,
    write(output) {
      return new Promise((done) => {
        if (process.stdout.write(output)) done();
        else process.stdout.once('drain', done);
      });
    },
    writeError(text) {
      process.stderr.write(text);
    },
    get terminated() {
      // Only a command that asks catches signals; the others end at the first. So does everybody at the second.
      terminated ??= new Promise((resolve) => {
        let askedAt = Number.POSITIVE_INFINITY;
        const terminate = (signal: string): void => {
          isTerminating = true;
          resolve(signal);
        };
        const onSignal = (signal: NodeJS.Signals): void => {
          if (performance.now() - askedAt > SAME_REQUEST_MS) {
            process.removeAllListeners(signal);
            process.kill(process.pid, signal);
          }
          askedAt = Math.min(askedAt, performance.now());
          terminate(signal);
        };
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
        whenAbandoned(() => terminate('SIGTERM'));
      });
      return terminated;
    },
    get isTerminating() {
      return isTerminating;
    },
  };
}

/**
 * npm and npx hand a signal to the shell in which they run a command, and no further: the shell ends, and the command would
 * go on with nobody to stop it. Elsewhere a process may well outlive the one that started it.
 */
function whenAbandoned(tell: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    tell();
  }, PARENT_CHECK_MS);
  timer.unref();
}
