import { cpSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BatchView } from '../../../src/core/records/batch-view.ts';
import { RecordReader } from '../../../src/core/records/record-reader.ts';
import { FileReader } from '../../../src/services/log/file-reader.ts';
import { LogReader, readTail } from '../../../src/services/log/log-reader.ts';
import type { PartitionLog } from '../../../src/services/log/partition-log.ts';
import { batchOf, TestDirectory, temporaryDirectory } from '../../support/logs.ts';

let temporary: { path: string; remove(): void };
beforeEach(() => {
  temporary = temporaryDirectory();
});
afterEach(() => temporary.remove());

const all = { limitOffset: Number.MAX_SAFE_INTEGER, maxBytes: 1024 * 1024, atLeastOneBatch: true };

function valuesIn(bytes: Uint8Array): string[] {
  const values: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const batch = new BatchView();
  const reader = new RecordReader();
  for (let at = 0; at < bytes.length; at = batch.end) {
    batch.wrap(bytes, view, at);
    expect(batch.isValid).toBe(true);
    reader.wrapBatch(batch);
    while (reader.next()) {
      values.push(
        `${reader.offset}:${new TextDecoder().decode(bytes.subarray(reader.valueStart, reader.valueStart + reader.valueLength))}`,
      );
    }
  }
  return values;
}

function readFiles(log: PartitionLog, offset: number, maxBytes = all.maxBytes): Promise<Uint8Array> {
  const files = new FileReader();
  return new Promise((resolve, reject) => {
    new LogReader(files).read(log, { ...all, offset, maxBytes }, (bytes, fault) => {
      files.close();
      if (fault !== null) reject(new Error(fault));
      else resolve(bytes!);
    });
  });
}

async function readEverything(log: PartitionLog, maxBytes?: number): Promise<string[]> {
  const values: string[] = [];
  for (let offset = log.logStartOffset; offset < log.logEndOffset; ) {
    const got = valuesIn(await readFiles(log, offset, maxBytes));
    if (got.length === 0) throw new Error(`nothing at ${offset}`);
    values.push(...got);
    offset = Number(got[got.length - 1]!.split(':')[0]) + 1;
  }
  return values;
}

const expected = (count: number): string[] => Array.from({ length: count }, (_, i) => `${i}:v${i}`);

describe.each(['in-thread', 'dedicated'] as const)('a log with its WAL %s', (threads) => {
  test('gives back from ring, from files and after a restart what was appended', async () => {
    let test = await TestDirectory.open(temporary.path, { threads });
    let log = test.log('t');
    for (let i = 0; i < 300; i += 3) await test.append(log, batchOf([`v${i}`, `v${i + 1}`, `v${i + 2}`]));
    await test.untilDurable(log);
    expect(valuesIn(readTail(log, { ...all, offset: 298 })!)).toEqual(['297:v297', '298:v298', '299:v299']);
    await test.close();

    test = await TestDirectory.open(temporary.path, { threads });
    log = test.log('t');
    expect(log.logEndOffset).toBe(300);
    expect(await readEverything(log, 500)).toEqual(expected(300));
    await test.close();
  });

  test('keeps what was durable when the process dies: a copy of the directory recovers', async () => {
    const test = await TestDirectory.open(temporary.path, { threads, journalFileBytes: 600_000, ringBytes: 262_144 });
    const logs = [test.log('a'), test.log('b-c', 7), test.log('d', 1, { 'segment.bytes': '16384' })];
    for (let i = 0; i < 2000; i++) for (const log of logs) await test.append(log, batchOf([`v${i}`]));
    for (const log of logs) await test.untilDurable(log);
    const copy = temporaryDirectory();
    cpSync(temporary.path, copy.path, { recursive: true });
    await test.close();

    const again = await TestDirectory.open(copy.path, { threads });
    for (const { topic, partition } of logs) {
      const log = again.log(topic, partition);
      expect(log.logEndOffset).toBe(2000);
      expect(await readEverything(log)).toEqual(expected(2000));
    }
    await again.close();
    copy.remove();
  });
});

test.each(['remove', 'setAside'] as const)(
  'a crash after a partition was retired (%s): the replay does it again',
  async (how) => {
    const test = await TestDirectory.open(temporary.path);
    const [goes, stays] = [test.log('goes'), test.log('stays', 1)];
    await test.append(goes, batchOf(['v0']));
    await test.untilDurable(goes);
    test.directory.wal[how](goes);
    await test.append(stays, batchOf(['v0']));
    await test.untilDurable(stays);
    const copy = temporaryDirectory();
    // Twice: the second start finds what the first one's replay left.
    cpSync(temporary.path, copy.path, { recursive: true });
    await test.close();
    for (let start = 0; start < 2; start++) {
      const image = temporaryDirectory();
      cpSync(copy.path, image.path, { recursive: true });
      const again = await TestDirectory.open(image.path);
      expect(await readEverything(again.log('stays', 1))).toEqual(expected(1));
      const names = readdirSync(image.path).filter((name) => name.startsWith('goes'));
      expect(names).toHaveLength(1);
      expect(names[0]).toMatch(how === 'remove' ? /^goes-0\..*-delete$/ : /^goes-0\..*-stray$/);
      await again.close();
      image.remove();
    }
    copy.remove();
  },
);

test('a journal cut at any byte gives back a prefix', async () => {
  const test = await TestDirectory.open(temporary.path);
  const log = test.log('t');
  for (let i = 0; i < 8; i++) {
    await test.append(log, batchOf([`v${i}`]));
    if (i % 3 === 2) await test.untilDurable(log);
  }
  await test.untilDurable(log);
  const image = temporaryDirectory();
  cpSync(temporary.path, image.path, { recursive: true });
  await test.close();
  const journal = `__chronik_journal/${readdirSync(`${image.path}/__chronik_journal`).find((name) => name.endsWith('.wal'))}`;
  for (let cut = 4096; cut < 4096 + 2200; cut += 37) {
    const copy = temporaryDirectory();
    cpSync(image.path, copy.path, { recursive: true });
    // Only the journal is durable after power loss: segment files hold nothing yet.
    writeFileSync(`${copy.path}/t-0/00000000000000000000.log`, '');
    truncateSync(`${copy.path}/${journal}`, cut);
    const again = await TestDirectory.open(copy.path);
    const recovered = again.log('t');
    expect(await readEverything(recovered)).toEqual(expected(recovered.logEndOffset));
    await again.close();
    copy.remove();
  }
  image.remove();
});

test('a flipped bit below what was durable refuses the directory and names the place', async () => {
  const test = await TestDirectory.open(temporary.path);
  const log = test.log('t');
  for (let i = 0; i < 8; i++) {
    await test.append(log, batchOf([`v${i}`]));
    await test.untilDurable(log);
  }
  const image = temporaryDirectory();
  cpSync(temporary.path, image.path, { recursive: true });
  await test.close();
  const name = readdirSync(`${image.path}/__chronik_journal`).find((each) => each.endsWith('.wal'));
  const path = `${image.path}/__chronik_journal/${name}`;
  const bytes = readFileSync(path);
  for (const at of [20, 4096, 4096 + 8, 4096 + 100, 4096 + 300, 4096 + 700]) {
    const damaged = Buffer.from(bytes);
    damaged[at]! ^= 1;
    writeFileSync(path, damaged);
    await expect(TestDirectory.open(image.path)).rejects.toThrow(/journal is damaged: .*journal-000000000000\.wal/);
  }
  writeFileSync(path, bytes);
  const again = await TestDirectory.open(image.path);
  expect(again.log('t').logEndOffset).toBe(8);
  await again.close();
  image.remove();
});

test('the log start moves up durably and old segments go', async () => {
  let test = await TestDirectory.open(temporary.path);
  let log = test.log('t', 0, { 'segment.bytes': '1048576' });
  const large = 'x'.repeat(100_000);
  for (let i = 0; i < 40; i++) await test.append(log, batchOf([`${i}-${large}`]));
  await test.untilDurable(log);
  expect(log.segments.length).toBeGreaterThan(2);
  let moved = -1;
  expect(log.setLogStartOffset(25, { onDurable: (offset) => (moved = offset) })).toBe(true);
  while (moved < 25) await test.nextProgress();
  expect(log.segments[0]!.baseOffset).toBeLessThanOrEqual(25);
  await test.close();
  expect(readdirSync(`${temporary.path}/t-0`).filter((name) => name.endsWith('.deleted'))).toEqual([]);
  test = await TestDirectory.open(temporary.path);
  log = test.log('t');
  expect([log.logStartOffset, log.logEndOffset]).toEqual([25, 40]);
  await test.close();
});
