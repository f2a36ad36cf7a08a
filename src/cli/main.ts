#!/usr/bin/env node
/** The `chronik` command. */
import { createRequire } from 'node:module';
import { nodeIo } from './node-io.ts';
import { runCli } from './run-cli.ts';

/** By the package's own name: this file runs from more than one folder. */
const { version } = createRequire(import.meta.url)('chronik/package.json') as { version: string };

process.exitCode = await runCli(process.argv.slice(2), nodeIo(), version);
