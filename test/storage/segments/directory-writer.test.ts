/** What the writer of a directory asks to have synced early, and what it leaves to a checkpoint; how many logs it keeps open. */
import { expect, test } from 'vitest';
import { BatchBuilder } from '../../../src/core/records/batch-builder.ts';
import {
  FRAME_APPEND,
  FRAME_HEADER_BYTES,
  FRAME_OPEN,
  type FrameType,
  frameSize,
  writeFrameHeader,
} from '../../../src/storage/journal/frame-format.ts';
import { DirectoryWriter } from '../../../src/storage/segments/directory-writer.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';

class Bench {
  readonly disk = new MemoryDisk();
  readonly writer: DirectoryWriter;
  readonly #view = new DataView(new ArrayBuffer(1024 * 1024));
  readonly #bytes = new Uint8Array(this.#view.buffer);
  readonly #sizes: number[] = [];
  #lsn = 0;

  constructor(partitions: number, openLogsMax?: number) {
    this.disk.makeDirectory();
    this.writer = new DirectoryWriter(this.disk, '/data', null, openLogsMax);
    for (let slot = 0; slot < partitions; slot++) {
      this.#take(FRAME_OPEN, slot, new TextEncoder().encode(`t${slot}`), 0, 4096);
      this.#sizes.push(0);
    }
    this.writer.takeDirty();
  }

  /** One batch with a value of so many bytes. */
  append(slot: number, bytes: number): void {
    const builder = new BatchBuilder();
    builder.append(1, null, new Uint8Array(bytes));
    const batch = builder.build()!;
    this.#take(FRAME_APPEND, slot, batch, this.#sizes[slot]!, 0);
    this.#sizes[slot]! += batch.length;
    this.writer.writeGathered(this.#view, this.#bytes);
    this.writer.nextTurn();
  }

  contentOf(slot: number): number {
    return this.disk.readFile(logOf(slot))!.length;
  }

  sizeOf(slot: number): number {
    return this.#sizes[slot]!;
  }

  #take(type: FrameType, slot: number, payload: Uint8Array, position: number, argument: number): void {
    const target = { slot, topicIdBytes: new Uint8Array(16).fill(slot + 1), partition: 0 };
    const length = FRAME_HEADER_BYTES + payload.length;
    writeFrameHeader(this.#view, this.#bytes, 0, type, target, length, this.#lsn, 0, 0, position, argument);
    this.#bytes.set(payload, FRAME_HEADER_BYTES);
    this.#lsn += frameSize(this.#view, 0);
    this.writer.take(this.#view, this.#bytes, 0, null);
  }
}

function logOf(slot: number): string {
  return `/data/t${slot}-0/00000000000000000000.log`;
}

test('logs with enough to sync are taken early', () => {
  const bench = new Bench(4);
  bench.append(0, 10_000);
  bench.append(1, 90_000);
  bench.append(2, 90_000);
  bench.append(3, 90_000);
  expect(bench.writer.dirtyBytes).toBeGreaterThan(280_000);
  expect(bench.writer.takeWorthwhile(64_000)).toEqual([logOf(1), logOf(2), logOf(3)]);
  expect(bench.writer.dirtyBytes).toBe(0);
  // What has been taken is not taken again before there is as much again.
  bench.append(1, 10_000);
  expect(bench.writer.takeWorthwhile(64_000)).toEqual([]);
  for (let i = 0; i < 6; i++) bench.append(0, 10_000);
  expect(bench.writer.takeWorthwhile(64_000)).toEqual([logOf(0)]);
});

test('a checkpoint owes what was not taken early, what came after it, indexes and directories', () => {
  const bench = new Bench(3);
  bench.append(0, 90_000);
  bench.append(1, 10_000);
  bench.append(2, 90_000);
  expect(bench.writer.takeWorthwhile(64_000)).toEqual([logOf(0), logOf(2)]);
  bench.append(2, 1);
  expect(bench.writer.isDirty).toBe(true);
  const { files, directories } = bench.writer.takeDirty();
  expect(files.sort()).toEqual([logOf(1), logOf(2)]);
  expect(directories.sort()).toEqual(['/data/t0-0', '/data/t1-0', '/data/t2-0']);
  expect(bench.disk.readFile('/data/t2-0/00000000000000000000.index')!.length).toBeGreaterThan(0);
  expect(bench.writer.isDirty).toBe(false);
  expect(bench.writer.takeDirty()).toEqual({ files: [], directories: [] });
});

test('no more logs are open than may be, and what was closed is written on where it ended', () => {
  const bench = new Bench(10, 4);
  const before = bench.disk.openFiles;
  for (let round = 0; round < 3; round++) {
    for (let slot = 0; slot < 10; slot++) {
      bench.append(slot, 100);
      expect(bench.disk.openFiles - before).toBeLessThanOrEqual(4);
    }
  }
  for (let slot = 0; slot < 10; slot++) expect(bench.contentOf(slot)).toBe(bench.sizeOf(slot));
});
