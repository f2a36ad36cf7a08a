/**
 * Replays the scripts of an outside Raft, case by case, against ours. They are read from the directory named by
 * RAFT_TESTDATA_DIR and are not part of this project; where they are missing the suite is skipped, by name.
 *
 * Two tiers: the structural one compares everything but log lines, the exact one compares every byte.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommand } from './commands/index.ts';
import { ConfChangeScript } from './confchange-cases.ts';
import { type Case, parseCases } from './datadriven.ts';
import { Environment } from './environment.ts';
import { runQuorumCase } from './quorum-cases.ts';

const ROOT = process.env.RAFT_TESTDATA_DIR ?? '../shared/etcd-raft-testdata';

type Runner = (step: Case) => string;

/** A new runner for each file: nothing carries over. */
const SUITES: Readonly<Record<string, () => Runner>> = {
  interaction: () => {
    const environment = new Environment();
    return (step) => runCommand(environment, step);
  },
  quorum: () => runQuorumCase,
  confchange: () => {
    const script = new ConfChangeScript();
    return (step) => script.run(step);
  },
};

const totals = { files: 0, cases: 0, structural: 0, exact: 0 };

for (const [name, newRunner] of Object.entries(SUITES)) {
  const directory = join(ROOT, name);
  if (!existsSync(directory)) {
    test.skip(`raft scripts of ${name}/: no such directory, set RAFT_TESTDATA_DIR`, () => {});
    continue;
  }
  describe(`raft scripts of ${name}/`, () => {
    for (const file of readdirSync(directory).filter((entry) => entry.endsWith('.txt'))) {
      test(file, () => replay(join(directory, file), newRunner()));
    }
  });
}

afterAll(() => {
  const { files, cases, structural, exact } = totals;
  if (files > 0) {
    console.log(
      `raft scripts: ${files} files, ${cases} cases: ${structural} pass structurally, ${exact} byte for byte`,
    );
  }
});

function replay(path: string, run: Runner): void {
  totals.files++;
  const failures: { line: number; command: string; expected: string; actual: string }[] = [];
  for (const step of parseCases(readFileSync(path, 'utf8'))) {
    totals.cases++;
    const actual = run(step).replace(/\n$/, '');
    const { expected, line, command } = step;
    if (withoutLog(actual) === withoutLog(expected)) totals.structural++;
    if (actual === expected) totals.exact++;
    else failures.push({ line, command, expected, actual });
  }
  // The first difference explains the others.
  const first = failures[0];
  if (first !== undefined) expect(first.actual, `line ${first.line}, ${first.command}`).toBe(first.expected);
}

function withoutLog(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*(DEBUG|INFO|WARN|ERROR|FATAL) /.test(line))
    .join('\n');
}
