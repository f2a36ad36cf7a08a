import { afterEach, beforeEach, expect, test } from 'vitest';
import { BufferPool } from '../../../src/runtime/memory/buffer-pool.ts';
import { FileReader, type ReadCallback } from '../../../src/services/log/file-reader.ts';
import { LogReader } from '../../../src/services/log/log-reader.ts';
import type { LogSegment } from '../../../src/services/log/log-segment.ts';
import { ReadAhead } from '../../../src/services/log/read-ahead.ts';
import { batchOf, TestDirectory, temporaryDirectory } from '../../support/logs.ts';

let temporary: { path: string; remove(): void };
beforeEach(() => {
  temporary = temporaryDirectory();
});
afterEach(() => temporary.remove());

class CountedFiles extends FileReader {
  readonly ranges: string[] = [];

  override read(path: string, position: number, length: number, callback: ReadCallback): void {
    this.ranges.push(`${position}+${length}`);
    super.read(path, position, length, callback);
  }
}

const BATCH = batchOf(['x'.repeat(400)]).length;
const COUNT = 40;

async function logOf(batches: number) {
  const before = await TestDirectory.open(temporary.path, {});
  const written = before.log('t');
  for (let i = 0; i < batches; i++) await before.append(written, batchOf(['x'.repeat(400)]));
  await before.untilDurable(written);
  await before.close();
  // The ring is empty now: everything comes from the file.
  const directory = await TestDirectory.open(temporary.path, {});
  return { directory, log: directory.log('t') };
}

function reading(reader: LogReader, log: Parameters<LogReader['read']>[0], offset: number): Promise<Uint8Array> {
  const terms = { offset, limitOffset: COUNT, maxBytes: 4 * BATCH, atLeastOneBatch: true };
  return new Promise((resolve, reject) => {
    reader.read(log, terms, (bytes, fault) => (bytes === null ? reject(new Error(fault!)) : resolve(bytes)));
  });
}

test('who reads on finds the next part read already, and no part is read twice', async () => {
  const { directory, log } = await logOf(COUNT);
  const files = new CountedFiles();
  const reader = new LogReader(files);
  const counts: number[] = [];
  for (let offset = 0; offset < COUNT; offset += 4) {
    const bytes = await reading(reader, log, offset);
    expect(bytes.length).toBe(4 * BATCH);
    expect(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0)).toBe(BigInt(offset));
    counts.push(files.ranges.length);
  }
  // The first shows nothing of what follows; past the second one part is always ahead, but for the shorter last one.
  expect(counts).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 9, 10]);
  expect(new Set(files.ranges).size).toBe(10);
  files.close();
  await directory.close();
});

test('readers at two places of a segment each get their own', async () => {
  const { directory, log } = await logOf(COUNT);
  const reader = new LogReader(new FileReader());
  for (let offset = 0; offset < COUNT / 2; offset += 4) {
    const found = await Promise.all([reading(reader, log, offset), reading(reader, log, offset + COUNT / 2)]);
    const offsets = found.map((bytes) => Number(new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(0)));
    expect(offsets).toEqual([offset, offset + COUNT / 2]);
  }
  await directory.close();
});

test('is bounded, takes no part twice, and gives up what nobody came for', async () => {
  const pending: (() => void)[] = [];
  const pool = new BufferPool();
  const read = (_: string, position: number, length: number, callback: ReadCallback): void => {
    pending.push(() => callback(null, new Uint8Array(length).fill(position), length));
  };
  const ahead = new ReadAhead({ read, pool } as unknown as FileReader);
  const segments = Array.from({ length: 60 }, (_, i) => ({ logPath: `${i}` }) as LogSegment);
  const MB = 1024 * 1024;
  for (const segment of segments) ahead.begin(segment, 7, MB);
  expect(pending).toHaveLength(8);
  expect(ahead.bytes).toBe(8 * MB);
  expect(ahead.take(segments[8]!, 7)).toBe(null);
  expect(ahead.take(segments[0]!, 8)).toBe(null);
  const got: number[] = [];
  const first = ahead.take(segments[0]!, 7)!;
  first.whenRead((_, bytes, length) => got.push(bytes[0]!, length));
  expect(ahead.take(segments[0]!, 7)).toBe(null);
  expect(got).toEqual([]);
  for (const done of pending) done();
  expect(got).toEqual([7, MB]);
  const second = ahead.take(segments[1]!, 7)!;
  second.whenRead((_, bytes) => got.push(bytes[0]!));
  expect(got).toHaveLength(2);
  await Promise.resolve();
  expect(got).toEqual([7, MB, 7]);
  for (let turn = 61; turn <= 65; turn++) ahead.begin(segments[7]!, 0, MB);
  expect(ahead.bytes).toBe(6 * MB);
  for (let turn = 66; turn <= 73; turn++) ahead.begin(segments[50]!, 0, MB);
  // All of the first turns have gone, and one has come.
  expect(ahead.bytes).toBe(MB);
});
