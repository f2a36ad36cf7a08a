import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BatchBuilder } from '../../../src/core/records/batch-builder.ts';
import { BatchView } from '../../../src/core/records/batch-view.ts';
import { RecordReader } from '../../../src/core/records/record-reader.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { loadCodecs } from '../../../src/runtime/compression/codecs.ts';
import { NodeFileSystem } from '../../../src/runtime/files/node-file-system.ts';
import { silentLogger } from '../../../src/runtime/logging/logger.ts';
import { FileReader } from '../../../src/services/log/file-reader.ts';
import { LogCleaner, type LogCleanerOptions } from '../../../src/services/log/log-cleaner.ts';
import { LogReader, readTail } from '../../../src/services/log/log-reader.ts';
import type { PartitionLog } from '../../../src/services/log/partition-log.ts';
import { swapSegments } from '../../../src/storage/segments/segment-swap.ts';
import { ComputePool, InThreadCompute } from '../../../src/workers/compute/compute-client.ts';
import { TestDirectory, temporaryDirectory } from '../../support/logs.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Records an hour apart lie in segments of their own. */
const compacted = {
  'cleanup.policy': 'compact',
  'segment.ms': String(HOUR / 2),
  'segment.jitter.ms': '0',
  'min.cleanable.dirty.ratio': '0',
  'delete.retention.ms': String(2 * HOUR),
};

let temporary: { path: string; remove(): void };
let opened: TestDirectory;
let clock: ManualClock;
let files: FileReader;
beforeEach(async () => {
  temporary = temporaryDirectory();
  clock = new ManualClock(0, START);
  files = new FileReader();
  opened = await TestDirectory.open(temporary.path);
});
afterEach(async () => {
  files.close();
  await opened.close();
  temporary.remove();
});

type Change = readonly [key: string, value: string | null];

async function put(log: PartitionLog, changes: readonly Change[], hour: number, codec = 0): Promise<void> {
  const builder = new BatchBuilder({ compression: codec });
  for (const [key, value] of changes) {
    builder.append(START + hour * HOUR, encoder.encode(key), value === null ? null : encoder.encode(value));
  }
  await opened.append(log, builder.build(await loadCodecs())!);
}

function readFrom(log: PartitionLog, offset: number): Promise<Uint8Array> {
  const terms = { offset, limitOffset: log.logEndOffset, maxBytes: 4096, atLeastOneBatch: true };
  const tail = readTail(log, terms);
  if (tail !== null) return Promise.resolve(tail);
  return new Promise((resolve, reject) => {
    new LogReader(files).read(log, terms, (bytes, fault) =>
      fault === null ? resolve(bytes!) : reject(new Error(fault)),
    );
  });
}

/** All records, as a fetch finds them: [offset, key, value]. */
async function records(log: PartitionLog): Promise<[number, string, string | null][]> {
  const codecs = await loadCodecs();
  const found: [number, string, string | null][] = [];
  for (let offset = log.logStartOffset; offset < log.logEndOffset; ) {
    const bytes = await readFrom(log, offset);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length === 0) throw new Error(`nothing at ${offset}`);
    for (let at = 0; at < bytes.length; ) {
      const batch = new BatchView().wrap(bytes, view, at);
      expect(batch.isValid).toBe(true);
      at = batch.end;
      offset = batch.nextOffset;
      if (batch.recordCount === 0) continue;
      const section =
        batch.compression === 0
          ? null
          : codecs.decompress(batch.compression, bytes, batch.recordsStart, batch.end, 1 << 20);
      const reader = new RecordReader().wrapBatch(batch, section as Uint8Array | null);
      while (reader.next()) {
        const text = (start: number, length: number) => decoder.decode(reader.bytes.subarray(start, start + length));
        const value = reader.valueLength < 0 ? null : text(reader.valueStart, reader.valueLength);
        found.push([reader.offset, text(reader.keyStart, reader.keyLength), value]);
      }
    }
  }
  return found;
}

function cleaner(log: PartitionLog, options: Partial<LogCleanerOptions> = {}): LogCleaner {
  const partition = {
    log,
    get lastStableOffset() {
      return log.logEndOffset;
    },
    onStorageLost: () => expect.unreachable(),
  };
  const made = new LogCleaner({
    clock,
    logger: silentLogger,
    files,
    sideFiles: opened.sideFiles,
    compute: new InThreadCompute(),
    partitions: () => [partition],
    backoffMs: () => 15_000,
    keyMemoryBytes: () => 4 * 1024 * 1024,
    maxBytesPerSecond: () => Number.POSITIVE_INFINITY,
    random: () => 0.5,
    ...options,
  });
  made.start();
  return made;
}

/** Cleans as soon as a checkpoint allows it. */
async function clean(made: LogCleaner): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await made.cleanOne()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('nothing was cleaned');
}

const bases = (log: PartitionLog): number[] => log.segments.map(({ baseOffset }) => baseOffset);

describe.each([
  ['in-thread', () => new InThreadCompute()],
  ['in the pool', () => new ComputePool(1)],
] as const)('compaction %s', (_, create) => {
  test('keeps the last value of each key at its offset, here and after a restart', async () => {
    const compute = create();
    let log = opened.log('t', 0, compacted);
    for (let hour = 0; hour < 5; hour++) {
      await put(
        log,
        [
          ['a', `a${hour}`],
          ['b', `b${hour}`],
          [`only${hour}`, 'x'],
        ],
        hour,
        hour,
      );
      await put(log, [['c', `c${hour}`]], hour);
    }
    await opened.untilDurable(log);
    expect(bases(log)).toEqual([0, 4, 8, 12, 16]);
    const made = cleaner(log, { compute });
    await clean(made);
    await made.stop();
    const expected = [
      [2, 'only0', 'x'],
      [6, 'only1', 'x'],
      [10, 'only2', 'x'],
      [12, 'a3', 'a'],
      [13, 'b3', 'b'],
      [14, 'only3', 'x'],
      [15, 'c3', 'c'],
      [16, 'a4', 'a'],
      [17, 'b4', 'b'],
      [18, 'only4', 'x'],
      [19, 'c4', 'c'],
    ].map(([offset, value, key]) => (String(value).startsWith('only') ? [offset, value, key] : [offset, key, value]));
    expect(await records(log)).toEqual(expected);
    expect(bases(log)).toEqual([0, 16]);
    expect(readFileSync(`${temporary.path}/cleaner-offset-checkpoint`, 'utf8')).toBe('0\n1\nt 0 16\n');
    await opened.close();
    opened = await TestDirectory.open(temporary.path);
    log = opened.log('t', 0, compacted);
    expect(await records(log)).toEqual(expected);
    expect([bases(log), log.logEndOffset]).toEqual([[0, 16], 20]);
    // Nothing is dirty but the active segment: the checkpoint is known again.
    const again = cleaner(log, { compute });
    expect(await again.cleanOne()).toBe(false);
    await again.stop();
    await compute.close();
  });
});

describe('log.cleaner.io.max.bytes.per.second', () => {
  const value = 'v'.repeat(20_000);
  async function dirty(partition: number): Promise<PartitionLog> {
    const log = opened.log('t', partition, compacted);
    for (let hour = 0; hour < 4; hour++) await put(log, [['a', `${hour}${value}`]], hour);
    await opened.untilDurable(log);
    return log;
  }

  test('a compaction in the pool takes its time', async () => {
    const log = await dirty(0);
    const compute = new ComputePool(1);
    const made = cleaner(log, { compute, maxBytesPerSecond: () => 200_000 });
    const warm = cleaner(await dirty(1), { compute });
    await clean(warm);
    const began = performance.now();
    await clean(made);
    // Three dirty segments of 20 kB, read twice, and the last of them written once.
    expect(performance.now() - began).toBeGreaterThan(((3 + 3 + 1) * 20_000) / 200 - 60);
    expect((await records(log)).map(([offset]) => offset)).toEqual([2, 3]);
    await made.stop();
    await warm.stop();
    await compute.close();
  });

  test('one on this thread is rested for afterwards, and a stop does not wait for that', async () => {
    const log = await dirty(0);
    const made = cleaner(log, { maxBytesPerSecond: () => 14_000, backoffMs: () => 1000 });
    const isClean = () => log.segments.length === 2;
    while (!isClean()) {
      clock.advance(1000);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (let hour = 4; hour < 6; hour++) await put(log, [['a', `${hour}${value}`]], hour);
    await opened.untilDurable(log);
    const segments = log.segments.length;
    // 140 kB at 14 kB a second: it would be due, and rests.
    for (let turn = 0; turn < 9; turn++) {
      clock.advance(1000);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(log.segments.length).toBe(segments);
    for (let turn = 0; turn < 100 && log.segments.length === segments; turn++) {
      clock.advance(1000);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(log.segments.length).toBeLessThan(segments);
    await made.stop();
  });
});

test('tombstones stay for delete.retention.ms after the cleaning that found them, then they go', async () => {
  const log = opened.log('t', 0, compacted);
  await put(
    log,
    [
      ['a', '1'],
      ['b', '1'],
    ],
    0,
  );
  await put(log, [['a', null]], 1);
  await put(log, [['c', '1']], 2);
  await opened.untilDurable(log);
  const made = cleaner(log);
  await clean(made);
  expect(await records(log)).toEqual([
    [1, 'b', '1'],
    [2, 'a', null],
    [3, 'c', '1'],
  ]);
  clock.advance(2 * HOUR - 1);
  await put(log, [['d', '1']], 3);
  await opened.untilDurable(log);
  await clean(made);
  expect((await records(log)).map(([offset]) => offset)).toEqual([1, 2, 3, 4]);
  clock.advance(1);
  await put(log, [['e', '1']], 4);
  await opened.untilDurable(log);
  await clean(made);
  expect(await records(log)).toEqual([
    [1, 'b', '1'],
    [3, 'c', '1'],
    [4, 'd', '1'],
    [5, 'e', '1'],
  ]);
  await made.stop();
});

test('waits for a checkpoint: a crash right after a cleaning replays nothing into rewritten files', async () => {
  const log = opened.log('t', 0, compacted);
  for (let hour = 0; hour < 6; hour++)
    await put(
      log,
      [
        ['a', `${hour}`.repeat(300)],
        [`k${hour}`, 'x'],
      ],
      hour,
    );
  await opened.untilDurable(log);
  const made = cleaner(log);
  expect(await made.cleanOne()).toBe(false);
  await clean(made);
  // The journal still holds what came after the checkpoint.
  await put(log, [['late', 'x']], 6);
  await opened.untilDurable(log);
  const crashed = temporaryDirectory();
  cpSync(temporary.path, crashed.path, { recursive: true });
  const expected = await records(log);
  expect(expected.length).toBe(9);
  await made.stop();
  await opened.close();
  opened = await TestDirectory.open(crashed.path);
  const recovered = opened.log('t', 0, compacted);
  expect(recovered.logEndOffset).toBe(13);
  expect(await records(recovered)).toEqual(expected);
  crashed.remove();
});

test('a crash at any step of the exchange leaves the old segments or the new one', async () => {
  const images: { path: string; remove(): void }[] = [];
  const photograph = (): void => {
    const image = temporaryDirectory();
    cpSync(temporary.path, image.path, { recursive: true });
    images.push(image);
  };
  class Watched extends NodeFileSystem {
    override rename(from: string, to: string): void {
      photograph();
      super.rename(from, to);
    }
  }
  const log = opened.log('t', 0, { ...compacted, 'segment.index.bytes': '64', 'index.interval.bytes': '0' });
  for (let hour = 0; hour < 8; hour++)
    await put(
      log,
      [
        ['a', `a${hour}`],
        [`k${hour % 3}`, `${hour}`],
      ],
      hour,
    );
  await opened.untilDurable(log);
  const before = await records(log);
  const latest = new Map(before.map(([, key, value]) => [key, value]));
  const compute = new InThreadCompute();
  const swap: LogCleanerOptions['compute']['swap'] = async ({ directory, baseOffset, replaced }) => {
    swapSegments(new Watched(), directory, baseOffset, replaced);
    photograph();
  };
  const made = cleaner(log, {
    compute: { compact: (request) => compute.compact(request), flush: (request) => compute.flush(request), swap },
  });
  await clean(made);
  await made.stop();
  const after = await records(log);
  expect(after.length).toBeLessThan(before.length);
  await opened.close();
  expect(images.length).toBeGreaterThan(20);
  const seen = new Set<number>();
  for (const image of images) {
    opened = await TestDirectory.open(image.path);
    const recovered = opened.log('t', 0, compacted);
    const found = await records(recovered);
    seen.add(found.length);
    expect(recovered.logEndOffset).toBe(16);
    expect(new Map(found.map(([, key, value]) => [key, value]))).toEqual(latest);
    for (const record of found) expect(before).toContainEqual(record);
    for (const record of after) expect(found).toContainEqual(record);
    expect(readdirSync(`${image.path}/t-0`).filter((name) => /cleaned|swap|deleted/.test(name))).toEqual([]);
    await opened.close();
    files.close();
    image.remove();
  }
  expect(seen.has(before.length) && seen.has(after.length)).toBe(true);
  opened = await TestDirectory.open(temporary.path);
});

test('an exchange that failed half way is finished by the second attempt', async () => {
  const log = opened.log('t', 0, compacted);
  for (let hour = 0; hour < 4; hour++) await put(log, [['a', `${hour}`]], hour);
  await opened.untilDurable(log);
  for (let failing = 0; failing < 14; failing++) {
    const path = `${temporary.path}/copy`;
    let calls = 0;
    class Failing extends NodeFileSystem {
      override rename(from: string, to: string): void {
        if (calls++ === failing) throw new Error('EIO');
        super.rename(from, to);
      }
    }
    new NodeFileSystem().removeDirectory(path);
    cpSync(log.path, path, { recursive: true });
    for (const suffix of ['.log', '.index', '.timeindex'])
      cpSync(`${path}/${'0'.repeat(20)}${suffix}`, `${path}/${'0'.repeat(20)}${suffix}.cleaned`);
    try {
      swapSegments(new Failing(), path, 0, [0, 1]);
    } catch {
      swapSegments(new NodeFileSystem(), path, 0, [0, 1]);
    }
    const live = readdirSync(path).filter((name) => name.endsWith('.log'));
    expect(live).toEqual([0, 2, 3].map((base) => `${String(base).padStart(20, '0')}.log`));
    expect(readFileSync(`${path}/${'0'.repeat(20)}.log`)).toEqual(readFileSync(`${log.path}/${'0'.repeat(20)}.log`));
    expect(existsSync(`${path}/${'0'.repeat(20)}.index`)).toBe(true);
  }
});

test('readers that are under way while segments are exchanged see every record that stays', async () => {
  let log = opened.log('t', 0, { ...compacted, 'segment.ms': String(8 * HOUR) });
  for (let hour = 0; hour < 60; hour++)
    await put(
      log,
      [
        ['a', `a${hour}`.repeat(300)],
        [`k${hour}`, 'x'.repeat(hour * 7)],
      ],
      hour,
    );
  await opened.untilDurable(log);
  // From here on nothing is in the ring.
  await opened.close();
  opened = await TestDirectory.open(temporary.path);
  log = opened.log('t', 0, { ...compacted, 'segment.bytes': '1048576' });
  const compute = new InThreadCompute();
  const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
  const swap: LogCleanerOptions['compute']['swap'] = async (request) => {
    await pause();
    await compute.swap(request);
    await pause();
  };
  const made = cleaner(log, {
    compute: { compact: (request) => compute.compact(request), flush: (request) => compute.flush(request), swap },
  });
  let isDone = false;
  const reading = Array.from({ length: 8 }, async () => {
    for (let rounds = 0; !isDone || rounds < 2; rounds++) {
      await new Promise((resolve) => setImmediate(resolve));
      const found = await records(log);
      expect(found.filter(([, key]) => key.startsWith('k')).length).toBe(60);
    }
  });
  await clean(made);
  isDone = true;
  await Promise.all(reading);
  await made.stop();
  expect((await records(log)).length).toBeLessThan(80);
});

test('any history is cleaned to the last value of each key, whatever was cleaned before', async () => {
  const change = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.option(fc.string({ maxLength: 5 })));
  const rounds = fc.array(fc.array(fc.array(change, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 4,
  });
  let partition = 0;
  await fc.assert(
    fc.asyncProperty(rounds, async (history) => {
      const log = opened.log('p', partition++, compacted);
      const made = cleaner(log);
      const latest = new Map<string, [number, string | null]>();
      let offset = 0;
      let hour = 0;
      for (const round of history) {
        for (const changes of round) {
          await put(log, changes, hour++, hour % 5);
          for (const [key, value] of changes) latest.set(key, [offset++, value]);
        }
        // Closes the segment of the last change.
        await put(log, [['end', 'x']], hour++);
        latest.set('end', [offset++, 'x']);
        await opened.untilDurable(log);
        await clean(made);
        const expected = [...latest]
          .map(([key, [at, value]]) => [at, key, value])
          .sort((a, b) => (a[0] as number) - (b[0] as number));
        const active = log.active!.baseOffset;
        const found = await records(log);
        const sealed = found.filter(([at]) => at < active);
        for (const [at, key, value] of expected) {
          if ((at as number) < active) expect(sealed).toContainEqual([at, key, value]);
        }
        expect(new Set(sealed.map(([, key]) => key)).size).toBe(sealed.length);
        expect(log.logEndOffset).toBe(offset);
      }
      await made.stop();
    }),
    { numRuns: 15 },
  );
}, 30_000);

test('works by itself every log.cleaner.backoff.ms, also where acknowledgements do not wait for the disk', async () => {
  await opened.close();
  opened = await TestDirectory.open(temporary.path, { flush: 'os' });
  const log = opened.log('t', 0, compacted);
  for (let hour = 0; hour < 4; hour++) await put(log, [['a', `${hour}`]], hour);
  await opened.untilDurable(log);
  const made = cleaner(log);
  clock.advance(14_999);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(bases(log)).toEqual([0, 1, 2, 3]);
  // The first pass asks for a checkpoint, a later one cleans.
  for (let pass = 0; pass < 50 && bases(log).length > 2; pass++) {
    clock.advance(15_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(bases(log)).toEqual([0, 3]);
  expect((await records(log)).map(([offset]) => offset)).toEqual([2, 3]);
  await made.stop();
  expect(clock.pendingTimers).toBe(0);
});

test('a log with a damaged batch is left as it is', async () => {
  const log = opened.log('t', 0, compacted);
  for (let hour = 0; hour < 4; hour++) await put(log, [['a', `${hour}`]], hour);
  await opened.untilDurable(log);
  const path = `${log.path}/${'0'.repeat(19)}1.log`;
  // What is durable is in the journal; the segments follow.
  const pause = () => new Promise((resolve) => setTimeout(resolve, 10));
  while ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < log.segments[1]!.sizeInBytes) await pause();
  const bytes = readFileSync(path);
  bytes[65]! ^= 1;
  writeFileSync(path, bytes);
  const made = cleaner(log);
  // The first pass asks for a checkpoint, one after it cleans.
  let isPast = false;
  for (let pass = 0; pass < 500 && !isPast; pass++) {
    isPast = await made.cleanOne();
    await pause();
  }
  expect(isPast).toBe(true);
  expect(await made.cleanOne()).toBe(false);
  expect(bases(log)).toEqual([0, 1, 2, 3]);
  expect(readdirSync(log.path).filter((name) => /cleaned|swap/.test(name))).toEqual([]);
  await made.stop();
});
