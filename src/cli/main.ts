#!/usr/bin/env node
/** The `chronik` command. */
import { readFileSync } from 'node:fs';
import { nodeIo } from './node-io.ts';
import { runCli } from './run-cli.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

process.exitCode = await runCli(process.argv.slice(2), nodeIo(), version);
