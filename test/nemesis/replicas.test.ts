import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { differences } from './replicas.ts';

const folder = mkdtempSync(join(tmpdir(), 'nemesis-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An offset, a length, and that many bytes. */
function batch(fill: number, bytes = 10): Buffer {
  const whole = Buffer.alloc(12 + bytes, fill);
  whole.writeInt32BE(bytes, 8);
  return whole;
}

function replica(name: string, files: Record<string, Buffer[]>): string {
  const directory = join(folder, name);
  mkdirSync(directory);
  for (const [file, parts] of Object.entries(files)) writeFileSync(join(directory, file), Buffer.concat(parts));
  return directory;
}

test('replicas are the same batches, however they lie in files', () => {
  const one = replica('one', { '0.log': [batch(1), batch(2)], '0.index': [Buffer.from('x')] });
  const two = replica('two', { '0.log': [batch(1), Buffer.alloc(100)], '1.log': [batch(2)] });
  const other = replica('other', { '0.log': [batch(1), batch(3)] });
  const short = replica('short', { '0.log': [batch(1)] });
  expect(differences('t-0', [one, two])).toEqual([]);
  expect(differences('t-0', [one, two, other, short])).toEqual([
    't-0: replicas 1 and 3 part at byte 22 (44 and 44 bytes)',
    't-0: replicas 1 and 4 part at byte 22 (44 and 22 bytes)',
  ]);
});
