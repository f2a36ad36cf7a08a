/**
 * A log that is cut and goes on with other batches, through power losses between any two disk calls: what a start finds is one
 * of the histories that were, never a mixture, and what is derived from it says of it what it says.
 */
import { AssertionError } from 'node:assert';
import { describe, expect, test } from 'vitest';
import { LeaderEpochs, parseLeaderEpochs } from '../../../src/core/log/leader-epochs.ts';
import { ProducerState } from '../../../src/core/log/producer-state.ts';
import { segmentFileName } from '../../../src/core/log/segment-names.ts';
import type { BatchView } from '../../../src/core/records/batch-view.ts';
import { RecordReader } from '../../../src/core/records/record-reader.ts';
import { locateCut } from '../../../src/services/log/log-cut.ts';
import type { LogSegment } from '../../../src/services/log/log-segment.ts';
import { PartitionLog } from '../../../src/services/log/partition-log.ts';
import type { SideFiles } from '../../../src/services/log/side-files.ts';
import { openLogDirectory } from '../../../src/storage/open-log-directory.ts';
import type { LoadedPartition } from '../../../src/storage/partition-loader.ts';
import { loadAgain } from '../../../src/workers/compute/compute-client.ts';
import { batchOf, TestDirectory, TOPIC_ID, topicConfig, viewOf } from '../../support/logs.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';
import { prng } from '../../support/prng.ts';

const PATH = '/logs';
const TOPIC = 'cut';

class PowerLoss extends Error {}

/** What the log holds after each step, as `epoch:value` by offset. */
type History = readonly string[];

interface Outcome {
  readonly disk: MemoryDisk;
  /** Every state that the log went through, in order. */
  readonly histories: History[];
  /** States from this one on may be found: it was told durable. */
  durableFrom: number;
  calls: number;
}

/** Side files on the same disk, each at once or, as the broker's own, later; none is in the making when a log is cut. */
class LateFiles {
  readonly #disk: MemoryDisk;
  readonly #isLate: () => boolean;
  readonly #pending = new Map<string, Uint8Array>();

  constructor(disk: MemoryDisk, isLate: () => boolean) {
    this.#disk = disk;
    this.#isLate = isLate;
  }

  save(path: string, content: Uint8Array | string): void {
    this.#pending.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
    for (const each of [...this.#pending.keys()]) if (!this.#isLate()) this.#write(each);
  }

  flush(): void {
    while (this.#pending.size > 0) for (const path of [...this.#pending.keys()]) this.#write(path);
  }

  #write(path: string): void {
    // Snapshots wait for the epochs.
    const epochs = `${path.slice(0, path.lastIndexOf('/'))}/leader-epoch-checkpoint`;
    if (path.endsWith('.snapshot') && this.#pending.has(epochs)) return this.#write(epochs);
    const content = this.#pending.get(path);
    if (content === undefined) return;
    this.#pending.delete(path);
    const file = this.#disk.open(`${path}.tmp`, 'write');
    this.#disk.write(file, content, 0, content.length, 0);
    this.#disk.truncate(file, content.length);
    if (path === epochs) this.#disk.sync(file);
    this.#disk.close(file);
    this.#disk.rename(`${path}.tmp`, path);
  }
}

function sideFilesOn(late: LateFiles): SideFiles {
  const save = (path: string, content: Uint8Array | string): void => late.save(path, content);
  const files = {
    saveSnapshot: (directory: string, offset: number, content: Uint8Array) =>
      save(`${directory}/${segmentFileName(offset, '.snapshot')}`, content),
    removeSnapshot() {},
    saveEpochs: (directory: string, content: string) => save(`${directory}/leader-epoch-checkpoint`, content),
    saveAborted: (segment: LogSegment) => save(`${segment.stem}.txnindex`, segment.aborted.encode()),
    removeLater() {},
  };
  return files as unknown as SideFiles;
}

class Writer {
  readonly disk: MemoryDisk;
  readonly directory: TestDirectory;
  log!: PartitionLog;
  durable = 0;

  readonly late: LateFiles;

  readonly #config: Record<string, string>;

  constructor(
    disk: MemoryDisk,
    directory: TestDirectory,
    isLate: () => boolean,
    loaded: LoadedPartition | null = null,
    config: Record<string, string> = { 'segment.bytes': '1024' },
  ) {
    this.disk = disk;
    this.#config = config;
    this.late = new LateFiles(disk, isLate);
    this.directory = directory;
    this.open(loaded);
  }

  open(loaded: LoadedPartition | null): void {
    const { directory } = this.directory;
    const options = {
      topic: TOPIC,
      partition: 0,
      topicId: TOPIC_ID,
      directory,
      config: topicConfig(this.#config),
      sideFiles: sideFilesOn(this.late),
      sink: {
        onDurable: (end: number) => {
          this.durable = end;
        },
      },
      nowMs: Date.now(),
      producerExpirationMs: 86_400_000,
      random: () => 0,
    };
    this.log = PartitionLog.open(options, loaded)!;
    this.durable = this.log.logEndOffset;
  }

  async settle(): Promise<void> {
    while (this.durable < this.log.logEndOffset) await this.#progress();
  }

  /** As a follower does it: a frame, then what the files hold. */
  async cut(target: number): Promise<void> {
    await this.settle();
    this.late.flush();
    const { log } = this;
    const { wal } = this.directory.directory;
    const place = locateCut(log, target);
    if (typeof place === 'string') throw new Error(place);
    let isDurable = false;
    const sink = {
      onDurable: () => {
        isDurable = true;
      },
    };
    expect(wal.truncate(log, place.segmentBase, place.position, place.endOffset, sink)).toBe(true);
    const head = wal.head;
    while (!isDurable || ((wal.writtenUpTo - head) | 0) < 0) await this.#progress();
    const request = {
      directory: log.path,
      topic: TOPIC,
      topicId: TOPIC_ID,
      partition: 0,
      logStartOffset: 0,
      now: Date.now(),
    };
    this.open(loadAgain(this.disk, request));
  }

  async #progress(): Promise<void> {
    if (this.directory.failed) throw new PowerLoss();
    this.directory.directory.wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Appends, cuts, appends in another epoch, over and over; the power goes at the `failAt`th disk call. */
async function run(failAt: number, seed: number): Promise<Outcome> {
  const disk = new MemoryDisk();
  const random = prng(seed);
  const int = (n: number): number => Math.floor(random() * n);
  const outcome: Outcome = { disk, histories: [[]], durableFrom: 0, calls: 0 };
  disk.onCall = () => {
    if (outcome.calls++ >= failAt) throw new PowerLoss();
  };
  let history: string[] = [];
  let next = 0;
  try {
    const directory = await TestDirectory.open(PATH, {
      files: disk,
      journalFileBytes: 64 * 1024,
      ringBytes: 64 * 1024,
    });
    const writer = new Writer(disk, directory, () => int(2) === 0);
    for (let epoch = 1; epoch <= 4; epoch++) {
      for (let i = 0; i < 6; i++) {
        const value = `${next++}`;
        await directory.append(
          writer.log,
          batchOf([value], { producerId: 7, producerEpoch: epoch, baseSequence: history.length }),
          epoch,
        );
        history = [...history, `${epoch}:${value}`];
        outcome.histories.push(history);
        if (int(3) > 0) continue;
        await writer.settle();
        outcome.durableFrom = outcome.histories.length - 1;
      }
      if (int(2) === 0) directory.directory.requestCheckpoint();
      history = history.slice(0, Math.max(1, history.length - 1 - int(8)));
      outcome.histories.push(history);
      await writer.cut(history.length);
      outcome.durableFrom = outcome.histories.length - 1;
      expect(writer.log.logEndOffset).toBe(history.length);
    }
    writer.late.flush();
    await directory.close();
  } catch (error) {
    if (failAt === Number.MAX_SAFE_INTEGER || error instanceof AssertionError) throw error;
  }
  disk.onCall = () => {};
  return outcome;
}

/** The state that the disk holds, from the batches themselves. */
function found(
  disk: MemoryDisk,
  loaded: LoadedPartition,
): { history: string[]; epochs: LeaderEpochs; producers: ProducerState } {
  const history: string[] = [];
  const epochs = new LeaderEpochs();
  const producers = new ProducerState();
  producers.reset(0);
  for (const { baseOffset, sizeInBytes } of loaded.segments) {
    const bytes = disk.readFile(`${PATH}/${TOPIC}-0/${segmentFileName(baseOffset, '.log')}`)!.subarray(0, sizeInBytes);
    for (let at = 0; at < bytes.length; ) {
      const batch = viewOf(bytes.subarray(at));
      expect(batch.isValid).toBe(true);
      expect(batch.baseOffset).toBe(history.length);
      history.push(`${batch.partitionLeaderEpoch}:${new TextDecoder().decode(valueIn(batch))}`);
      if (batch.partitionLeaderEpoch !== epochs.latestEpoch)
        epochs.assign(batch.partitionLeaderEpoch, batch.baseOffset);
      producers.replay(batch);
      at += batch.sizeInBytes;
    }
  }
  return { history, epochs, producers };
}

function valueIn(batch: BatchView): Uint8Array {
  const reader = new RecordReader().wrapBatch(batch);
  reader.next();
  return reader.valueBytes()!;
}

function judge(disk: MemoryDisk, outcome: Outcome, what: string): void {
  const opened = openLogDirectory(disk, PATH, {
    flush: 'fsync',
    journalFileBytes: 64 * 1024,
    random: new Uint8Array(16),
    now: Date.now(),
  });
  const loaded = opened.partitions[0];
  opened.writer.close();
  opened.journal?.close();
  if (loaded === undefined) {
    expect(outcome.durableFrom, what).toBe(0);
    return;
  }
  expect(loaded.problem, what).toBeNull();
  const { history, epochs, producers } = found(disk, loaded);
  expect(loaded.logEndOffset, what).toBe(history.length);
  const at = outcome.histories.findIndex(
    (each, state) => state >= outcome.durableFrom && each.join() === history.join(),
  );
  expect(
    at,
    `${what}: ${history.join()} is none of the states from ${outcome.histories[outcome.durableFrom]!.join()} on`,
  ).not.toBe(-1);
  const cache = parseLeaderEpochs(loaded.leaderEpochs);
  expect(typeof cache === 'string' ? cache : cache.entries, what).toEqual(epochs.entries);
  const restored = new ProducerState();
  expect(restored.loadSnapshot(loaded.producers, loaded.logEndOffset, Date.now(), Number.MAX_SAFE_INTEGER)).toBeNull();
  const lastOf = (state: ProducerState): unknown =>
    [...state.producers.values()].map((each) => [each.producerId, each.producerEpoch, each.lastSequence]);
  expect(lastOf(restored), what).toEqual(lastOf(producers));
}

/** Goes on with what was found, in another epoch, until the power goes once more: what was lost must not come back. */
async function secondLife(disk: MemoryDisk, seed: number): Promise<void> {
  const random = prng(seed);
  const directory = await TestDirectory.open(PATH, { files: disk, journalFileBytes: 64 * 1024, ringBytes: 64 * 1024 });
  const loaded = [...directory.directory.loaded.values()][0] ?? null;
  const before = loaded === null ? [] : found(disk, loaded).history;
  const writer = new Writer(disk, directory, () => random() < 0.5, loaded);
  const history = [...before];
  for (let i = 0; i < 8; i++) {
    await directory.append(
      writer.log,
      batchOf([`again ${i}`], { producerId: 7, producerEpoch: 9, baseSequence: i }),
      9,
    );
    history.push(`9:again ${i}`);
  }
  await writer.settle();
  const after = disk.copy();
  judge(after, { disk, histories: [history], durableFrom: 0, calls: 0 }, `seed ${seed}, second life`);
  writer.late.flush();
  await directory.close();
}

describe('a power loss between any two disk calls', () => {
  test.each([1, 2, 3, 4])('leaves one of the histories that were, seed %i', async (seed) => {
    const whole = await run(Number.MAX_SAFE_INTEGER, seed);
    judge(whole.disk.copy(), whole, `seed ${seed}, in order`);
    const total = whole.calls;
    expect(total).toBeGreaterThan(60);
    const step = Math.max(1, Math.floor(total / 40));
    for (let failAt = 1 + (seed % step); failAt <= total; failAt += step) {
      const outcome = await run(failAt, seed);
      const random = prng(seed * 1000 + failAt);
      // As the kernel left it, and with any of what was not synced lost.
      judge(outcome.disk.copy(), outcome, `seed ${seed}, call ${failAt}, kill`);
      judge(
        outcome.disk.powerLoss(() => random() < 0.5),
        outcome,
        `seed ${seed}, call ${failAt}, power`,
      );
      const survivor = outcome.disk.copy();
      // Twice: the first start breaks off as well.
      const again = outcome.disk.copy();
      let left = 5 + (failAt % 40);
      again.onCall = () => {
        if (left-- === 0) throw new PowerLoss();
      };
      try {
        openLogDirectory(again, PATH, {
          flush: 'fsync',
          journalFileBytes: 64 * 1024,
          random: new Uint8Array(16),
          now: Date.now(),
        });
      } catch {
        // It broke off where it was told to.
      }
      again.onCall = () => {};
      judge(again.copy(), outcome, `seed ${seed}, call ${failAt}, start broken off`);
      // What the broken start made of the page cache of the life before it goes with the power.
      judge(
        again.powerLoss(() => random() < 0.5),
        outcome,
        `seed ${seed}, call ${failAt}, start broken off, power`,
      );
      // Last, since it lets the first life's threads run on.
      if (failAt % 2 === 0) await secondLife(survivor, seed * 2000 + failAt);
    }
  });
});

test('a snapshot of batches that a crash took is not believed when the log comes to its offset again', async () => {
  const disk = new MemoryDisk();
  const directory = await TestDirectory.open(PATH, { files: disk });
  const writer = new Writer(disk, directory, () => false);
  await directory.append(writer.log, batchOf(['0'], { producerId: 7, producerEpoch: 1, baseSequence: 0 }), 1);
  await writer.settle();
  await directory.close();
  // Of a producer that wrote offsets 1 and 2, which were lost.
  const lost = new ProducerState();
  lost.reset(0);
  const batch = batchOf(['1', '2'], { producerId: 8, producerEpoch: 1, baseSequence: 5 });
  lost.replay(viewOf(batch));
  disk.plant(`${PATH}/${TOPIC}-0/${segmentFileName(3, '.snapshot')}`, lost.encodeSnapshot());
  await secondLife(disk, 1);
});

/** Seeds 967 and 2176 of the simulation of whole brokers: the replica was offline for ever, for damage. */
test('what an index knew behind a cut is not there after a power failure to speak against the log', async () => {
  const first = new MemoryDisk();
  const value = 'v'.repeat(100);
  const settings = { journalFileBytes: 64 * 1024, ringBytes: 64 * 1024 };
  const index = { 'index.interval.bytes': '100' };
  const long = await TestDirectory.open(PATH, { files: first, ...settings });
  const before = new Writer(first, long, () => false, null, index);
  for (let i = 0; i < 40; i++) await long.append(before.log, batchOf([value]), 1);
  await before.settle();
  await long.close();
  // Written back at leisure: on the disk are the indexes, too.
  const disk = first.powerLoss(() => true);

  const directory = await TestDirectory.open(PATH, { files: disk, ...settings });
  const loaded = [...directory.directory.loaded.values()][0]!;
  const writer = new Writer(disk, directory, () => false, loaded, { ...index, 'segment.ms': '1000' });
  await writer.cut(3);
  const now = Date.now();
  for (let i = 0; i < 10; i++) await directory.append(writer.log, batchOf([value], {}, now + 200 * i), 2);
  await writer.settle();
  expect(writer.log.segments.length).toBeGreaterThan(1);
  await directory.close();
  const { partitions } = openLogDirectory(
    disk.powerLoss(() => false),
    PATH,
    {
      flush: 'fsync',
      journalFileBytes: 64 * 1024,
      random: new Uint8Array(16),
      now: Date.now(),
    },
  );
  expect(partitions[0]!.problem).toBeNull();
  expect(partitions[0]!.logEndOffset).toBe(13);
});
