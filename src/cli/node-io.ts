/** The real process as a command sees it. */
import type { CommandIo } from './command.ts';

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
        for (const signal of ['SIGINT', 'SIGTERM'] as const) {
          process.once(signal, () => {
            isTerminating = true;
            resolve(signal);
          });
        }
      });
      return terminated;
    },
    get isTerminating() {
      return isTerminating;
    },
  };
}
