/** The `chronik` command. */
import { createRequire } from 'node:module';
import { EXIT_FAILURE } from './command.ts';
import { nodeIo } from './node-io.ts';
import { runCli } from './run-cli.ts';

/** By the package's own name: this file runs from more than one folder. */
const { version } = createRequire(import.meta.url)('chronik/package.json') as { version: string };

// What ends before its command has said how has failed.
process.exitCode = EXIT_FAILURE;
void runCli(process.argv.slice(2), nodeIo(), version).then((exitCode) => {
  process.exitCode = exitCode;
});
