/**
 * Who may import whom. Between floors the compiler guards it (project references); between the rooms of the pure floor
 * this table does. What the compiler cannot see in pure code (clocks, chance, shared memory) is a list of banned words.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const SRC = new URL('../../src', import.meta.url).pathname;

/** Rooms of `src/core` that each room may import from, and why it is not fewer. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  bytes: ['base'],
  protocol: ['base', 'bytes'],
  // Error codes only: a refused batch says why in Kafka's terms.
  records: ['base', 'bytes', 'protocol'],
  log: ['base', 'bytes', 'protocol', 'records'],
  raft: ['base', 'bytes'],
  // Property definitions decide which configs a topic may have.
  metadata: ['base', 'bytes', 'protocol', 'config'],
  partition: ['base'],
  groups: ['base', 'bytes', 'protocol'],
  // The contract of a coordinator with its shell is one, whatever it coordinates; internal topics have their names.
  transactions: ['base', 'bytes', 'protocol', 'records', 'groups', 'metadata'],
  // Entries carry the ids of the requests that caused them; a majority is a majority.
  'metadata-log': ['base', 'bytes', 'metadata', 'raft'],
  // A replica's history is its epoch cache.
  replication: ['base', 'bytes', 'log'],
  config: ['base'],
  // Pages of results: strings of figures, and of nothing else here.
  report: [],
  // Counts batches by their headers.
  bench: ['bytes', 'records'],
};

const BANNED_IN_CORE: readonly [RegExp, string][] = [
  [/\bDate\.now\b|\bnew Date\b/, 'time is an argument'],
  [/\bMath\.random\b/, 'chance is an argument'],
  [/\bSharedArrayBuffer\b|\bAtomics\b/, 'threads belong to the runtime floor'],
  [/\bglobalThis\b/, 'pure code has no surroundings'],
];

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function importsOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');

test('rooms of the pure floor import only what the table allows', () => {
  const broken: string[] = [];
  for (const path of filesBelow(join(SRC, 'core'))) {
    const room = relative(join(SRC, 'core'), path).split('/')[0]!;
    for (const specifier of importsOf(path)) {
      if (!specifier.startsWith('.')) broken.push(`${relative(SRC, path)} imports ${specifier}`);
      const target = relative(join(SRC, 'core'), join(path, '..', specifier)).split('/')[0]!;
      if (target !== room && !ROOMS[room]?.includes(target)) broken.push(`${relative(SRC, path)} imports ${specifier}`);
    }
  }
  expect(broken).toEqual([]);
});

test('pure code asks nobody for time, chance or shared memory', () => {
  const broken: string[] = [];
  for (const path of filesBelow(join(SRC, 'core'))) {
    const text = withoutComments(readFileSync(path, 'utf8'));
    for (const [pattern, reason] of BANNED_IN_CORE)
      if (pattern.test(text)) broken.push(`${relative(SRC, path)}: ${reason}`);
  }
  expect(broken).toEqual([]);
});

test('entries of worker threads only start their agent', () => {
  const entries = filesBelow(SRC).filter((path) => path.endsWith('-thread.ts'));
  expect(entries.length).toBeGreaterThanOrEqual(4);
  for (const path of entries)
    expect(readFileSync(path, 'utf8').split('\n').length, relative(SRC, path)).toBeLessThanOrEqual(30);
});

test('synchronous file calls are made in few places', () => {
  const allowed = [
    'runtime/files/node-file-system.ts',
    // Start-up and command line, where nothing else runs yet.
    'storage/directory-lock.ts',
    'broker/start-broker.ts',
    'broker/start-cluster.ts',
    // One link of /proc, which no disk is behind, when a thread starts.
    'runtime/counters/thread-identity.ts',
    // A file of /proc as well, once at the start.
    'runtime/files/open-file-limit.ts',
    // One stat, of a segment whose records bear no time, once in a retention round.
    'services/log/segment-view.ts',
    // Read once, when a log's cleaner starts.
    'services/log/cleaner-checkpoint.ts',
    // A task of the compute pool: the thread is there to wait for the disk.
    'workers/compute/compact-segments.ts',
  ];
  const broken = filesBelow(SRC)
    .map((path) => relative(SRC, path))
    .filter((path) => !path.startsWith('cli/') && !path.startsWith('tools/') && !allowed.includes(path))
    .filter((path) =>
      /\b(read|write|open|close|rename|unlink|mkdir|rm|stat|fsync|fdatasync|ftruncate)[A-Za-z]*Sync\(/.test(
        withoutComments(readFileSync(join(SRC, path), 'utf8')),
      ),
    );
  expect(broken).toEqual([]);
});

test('every source file says what it is for', () => {
  const silent = filesBelow(SRC)
    // A command's own summary says it there.
    .filter((path) => !path.includes('/generated/') && !path.includes('/cli/commands/'))
    .filter((path) => !/^(#!.*\n)?\s*\/[/*]/.test(readFileSync(path, 'utf8')))
    .map((path) => relative(SRC, path));
  expect(silent).toEqual([]);
});
