import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NodeFileSystem } from '../../../src/runtime/files/node-file-system.ts';
import { collectLogs } from '../../support/captured-logs.ts';
import { appendTo, batchOf, TestDirectory, temporaryDirectory } from '../../support/logs.ts';

let temporary: { path: string; remove(): void };
beforeEach(() => {
  temporary = temporaryDirectory();
});
afterEach(() => temporary.remove());

/** Counts writes to segment files; the first of them after `fail` finds the disk full. */
class WatchedFiles extends NodeFileSystem {
  readonly #logs = new Set<number>();
  writes = 0;
  failing = 0;

  override open(path: string, mode: 'read' | 'write' | 'create'): number {
    const file = super.open(path, mode);
    if (/\d{20}\.log$/.test(path)) this.#logs.add(file);
    else this.#logs.delete(file);
    return file;
  }

  override write(file: number, source: Uint8Array, start: number, end: number, position: number): void {
    this.#watch(file);
    super.write(file, source, start, end, position);
  }

  override writeAll(file: number, parts: Uint8Array[], position: number): void {
    this.#watch(file);
    super.writeAll(file, parts, position);
  }

  #watch(file: number): void {
    if (!this.#logs.has(file)) return;
    this.writes++;
    if (this.failing-- === 1) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
  }
}

test('appends of many partitions, mixed, become one write for each partition', async () => {
  const files = new WatchedFiles();
  const directory = await TestDirectory.open(temporary.path, { files });
  const logs = [0, 1, 2, 3].map((partition) => directory.log('t', partition));
  for (const log of logs) await directory.append(log, batchOf(['open']));
  for (const log of logs) await directory.untilDurable(log);
  await new Promise((resolve) => setTimeout(resolve, 20));
  files.writes = 0;
  for (let i = 0; i < 100; i++) appendTo(logs[i % 4]!, batchOf([`v${i}`]), 0);
  for (const log of logs) await directory.untilDurable(log);
  await directory.close();
  expect(files.writes).toBe(4);
});

test.each([
  ['small batches, which are joined', (i: number) => batchOf([`v${i}`], {}, 1_000)],
  ['large batches, which are gathered', (i: number) => batchOf([`${i}`.repeat(12_000)], {}, 1_000)],
  ['one large among small ones', (i: number) => batchOf([i === 7 ? 'x'.repeat(200_000) : `v${i}`], {}, 1_000)],
])('%s: the segment holds the same bytes as when each is written alone', async (_, make) => {
  const written: Buffer[] = [];
  for (const together of [true, false]) {
    const path = `${temporary.path}/${together}`;
    const directory = await TestDirectory.open(path, { ringBytes: 4 * 1024 * 1024 });
    const log = directory.log('t');
    for (let i = 0; i < 20; i++) {
      const batch = make(i);
      appendTo(log, batch, 0);
      if (!together) await directory.untilDurable(log);
    }
    await directory.untilDurable(log);
    await directory.close();
    written.push(readFileSync(`${path}/t-0/00000000000000000000.log`));
  }
  expect(written[0]!.equals(written[1]!)).toBe(true);
});

test('a disk that is full in the middle of a run: the run is written again', async () => {
  const files = new WatchedFiles();
  const directory = await TestDirectory.open(temporary.path, { files });
  const overrides = { 'index.interval.bytes': '0' };
  const logs = [0, 1].map((partition) => directory.log('t', partition, overrides));
  // The first of the two writes goes through, the second fails, then both are done again.
  files.failing = 2;
  for (let i = 0; i < 10; i++) for (const log of logs) appendTo(log, batchOf([`v${i}`]), 0);
  for (const log of logs) await directory.untilDurable(log);
  const deadline = performance.now() + 5_000;
  while (directory.directory.wal.backlog() > 0 && performance.now() < deadline) {
    directory.directory.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await directory.close();
  const index = readFileSync(`${temporary.path}/t-0/00000000000000000000.index`);
  // Every batch but the first, once.
  expect(index.length).toBe(9 * 8);
  for (let at = 8; at < index.length; at += 8) expect(index.readInt32BE(at)).toBeGreaterThan(index.readInt32BE(at - 8));
  const reopened = await TestDirectory.open(temporary.path);
  expect(reopened.log('t', 0, overrides).logEndOffset).toBe(10);
  expect(reopened.log('t', 1, overrides).logEndOffset).toBe(10);
  await reopened.close();
});

test('logs are written back a few megabytes at a time, long before a checkpoint is due', async () => {
  const steps: string[] = [];
  const names = new Map<number, string>();
  const files = new (class extends NodeFileSystem {
    override open(path: string, mode: 'read' | 'write' | 'create'): number {
      const file = super.open(path, mode);
      names.set(file, path.split('/').at(-1)!);
      return file;
    }

    /** A slow disk would have long runs go there. */
    override openUncached(): null {
      return null;
    }

    override sync(file: number): void {
      super.sync(file);
      steps.push(names.get(file)!);
    }
  })();
  const directory = await TestDirectory.open(temporary.path, {
    files,
    ringBytes: 4 * 1024 * 1024,
    journalFileBytes: 64 * 1024 * 1024,
  });
  const log = directory.log('t');
  steps.length = 0;
  for (let i = 0; i < 20; i++) {
    await directory.append(log, batchOf(['x'.repeat(500_000)]));
    await directory.untilDurable(log);
  }
  // How many depends on how long the disk takes for each: while one is under way the next piece grows.
  const written = (): number => steps.filter((name) => name.endsWith('.log')).length;
  await expect.poll(written, { timeout: 20_000 }).toBeGreaterThanOrEqual(1);
  const beforeTheEnd = [...steps];
  const times = written();
  await directory.close();
  expect(times).toBeLessThanOrEqual(5);
  expect(beforeTheEnd).not.toContain('checkpoint.tmp');
  expect(steps).toContain('checkpoint.tmp');
});

test('a full disk is told of, and a checkpoint that finds no space for its files is tried again', async () => {
  let isFull = false;
  const files = new (class extends NodeFileSystem {
    #small = new Set<number>();

    override open(path: string, mode: 'read' | 'write' | 'create'): number {
      const file = super.open(path, mode);
      if (path.endsWith('.tmp')) this.#small.add(file);
      else this.#small.delete(file);
      return file;
    }

    override write(file: number, source: Uint8Array, from: number, to: number, position: number): void {
      if (isFull && this.#small.has(file)) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
      super.write(file, source, from, to, position);
    }

    override freeBytes(path: string): number {
      return isFull ? -1 : super.freeBytes(path);
    }
  })();
  const { logger, lines } = collectLogs();
  const told = (words: string): number => lines().filter((line) => line.includes(words)).length;
  const test = await TestDirectory.open(temporary.path, { files, logger });
  const { directory } = test;
  const log = test.log('t');
  await test.append(log, batchOf(['a']));
  await test.untilDurable(log);
  isFull = true;
  const before = directory.checkpointedLsn;
  for (const until = performance.now() + 1_500; performance.now() < until; ) {
    directory.requestCheckpoint();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect([test.failed, directory.checkpointedLsn, told('is full: appends are refused')]).toEqual([false, before, 1]);
  isFull = false;
  await expect
    .poll(
      () => {
        directory.requestCheckpoint();
        return directory.checkpointedLsn;
      },
      { timeout: 5_000 },
    )
    .toBeGreaterThan(before);
  await expect
    .poll(
      () => {
        directory.requestCheckpoint();
        return told('takes appends again');
      },
      { timeout: 5_000 },
    )
    .toBe(1);
  isFull = true;
  // Nothing vouches for a stop that could not write its checkpoint down; nothing is lost by it either.
  await test.append(log, batchOf(['b']));
  await test.close();
  isFull = false;
  const reopened = await TestDirectory.open(temporary.path);
  expect(reopened.log('t').logEndOffset).toBe(2);
  await reopened.close();
});
