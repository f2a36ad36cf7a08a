/** Directories on the real disk: made with all that is above them, or refused with what the system says, at once. */
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { NodeFileSystem } from '../../../src/runtime/files/node-file-system.ts';

const files = new NodeFileSystem();
const folder = mkdtempSync(join(tmpdir(), 'chronik-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what is above is made too, and what is there stays', () => {
  const path = join(folder, 'a', 'b', 'c');
  files.makeDirectory(path);
  writeFileSync(join(path, 'kept'), '');
  files.makeDirectory(path);
  files.makeDirectory(`${path}/`);
  expect(statSync(join(path, 'kept')).isFile()).toBe(true);
});

test('a file where a directory is wanted is refused', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => files.makeDirectory(join(folder, 'file'))).toThrow('EEXIST');
  expect(() => files.makeDirectory(join(folder, 'file', 'below'))).toThrow('ENOTDIR');
});

// There mkdir answers that something is missing, although nothing is: Node's own recursion never ends.
test.skipIf(!existsSync('/proc/self'))('a file system that makes no directories is refused', () => {
  expect(() => files.makeDirectory('/proc/chronik')).toThrow('ENOENT');
  expect(() => files.makeDirectory('/proc/chronik/data')).toThrow('ENOENT');
});
