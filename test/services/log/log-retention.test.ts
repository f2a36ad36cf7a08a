import { cpSync, readdirSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { silentLogger } from '../../../src/runtime/logging/logger.ts';
import { FileReader } from '../../../src/services/log/file-reader.ts';
import { LogRetention, type RetainedPartition } from '../../../src/services/log/log-retention.ts';
import type { PartitionLog } from '../../../src/services/log/partition-log.ts';
import { batchOf, TestDirectory, temporaryDirectory } from '../../support/logs.ts';

const START = 1_700_000_000_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Two batches of it, as key and as value, fill a segment of 1 MiB, the smallest that Kafka allows. */
const LARGE = 'x'.repeat(200_000);

let temporary: { path: string; remove(): void };
let opened: TestDirectory;
let clock: ManualClock;
beforeEach(async () => {
  temporary = temporaryDirectory();
  clock = new ManualClock(0, START);
  opened = await TestDirectory.open(temporary.path, { ringBytes: 8 * 1024 * 1024, journalFileBytes: 16 * 1024 * 1024 });
});
afterEach(async () => {
  await opened.close();
  temporary.remove();
});

const small = { 'segment.bytes': '1048576', 'segment.jitter.ms': '0' };

async function fill(
  log: PartitionLog,
  count: number,
  timestampOf: (at: number) => number = () => START,
): Promise<void> {
  for (let at = 0; at < count; at++) await opened.append(log, batchOf([`${at}${LARGE}`], {}, timestampOf(at)));
  await opened.untilDurable(log);
}

function retention(...partitions: RetainedPartition[]): LogRetention {
  return new LogRetention({
    clock,
    logger: silentLogger,
    files: new FileReader(),
    partitions: () => partitions,
    initialDelayMs: 30_000,
    checkIntervalMs: 300_000,
    producerExpirationMs: () => DAY,
    producerCheckIntervalMs: 600_000,
  });
}

const bases = (log: PartitionLog): number[] => log.segments.map(({ baseOffset }) => baseOffset);
const hosted = (log: PartitionLog, highWatermark = log.logEndOffset): RetainedPartition => ({ log, highWatermark });

test('segments older than retention.ms go at the first check after they are, and the start survives a restart', async () => {
  let log = opened.log('t', 0, { ...small, 'retention.ms': String(10 * HOUR) });
  await fill(log, 8, (at) => START + at * HOUR);
  expect(bases(log)).toEqual([0, 2, 4, 6]);
  const background = retention(hosted(log));
  background.start();
  clock.advance(11 * HOUR);
  expect([log.logStartOffset, bases(log)]).toEqual([0, [0, 2, 4, 6]]);
  clock.advance(2 * HOUR);
  // 13:00: the newest record of [0, 2) is of 01:00, of [2, 4) of 03:00, which is 10 hours ago but not more.
  expect([log.logStartOffset, bases(log)]).toEqual([2, [2, 4, 6]]);
  clock.advance(300_000);
  expect([log.logStartOffset, bases(log)]).toEqual([4, [4, 6]]);
  background.stop();
  expect(clock.pendingTimers).toBe(0);
  await opened.close();
  expect(readdirSync(`${temporary.path}/t-0`).filter((name) => name.endsWith('.log'))).toEqual([
    '00000000000000000004.log',
    '00000000000000000006.log',
  ]);
  opened = await TestDirectory.open(temporary.path);
  log = opened.log('t');
  expect([log.logStartOffset, log.logEndOffset, bases(log)]).toEqual([4, 8, [4, 6]]);
});

test('an idle log goes whole; it goes on at the next offset, through a crash or an orderly stop', async () => {
  let log = opened.log('t', 0, { ...small, 'retention.ms': '1000' });
  await fill(log, 3);
  clock.advance(2000);
  retention(hosted(log)).checkSegments();
  expect([log.logStartOffset, log.logEndOffset, bases(log)]).toEqual([3, 3, []]);
  await opened.append(log, batchOf(['after'], {}, START + 2000));
  await opened.untilDurable(log);
  expect([log.logEndOffset, bases(log)]).toEqual([4, [3]]);
  clock.advance(2000);
  retention(hosted(log)).checkSegments();
  expect(bases(log)).toEqual([]);
  await opened.append(opened.log('other', 1), batchOf(['v']));
  await opened.nextProgress();
  const crashed = temporaryDirectory();
  cpSync(temporary.path, crashed.path, { recursive: true });
  const recovered = await TestDirectory.open(crashed.path);
  log = recovered.log('t');
  expect([log.logStartOffset, log.logEndOffset]).toEqual([4, 4]);
  await recovered.close();
  crashed.remove();
  await opened.close();
  opened = await TestDirectory.open(temporary.path);
  log = opened.log('t');
  expect([log.logStartOffset, log.logEndOffset]).toEqual([4, 4]);
  expect(await opened.append(log, batchOf(['again']))).toBe(4);
  await opened.untilDurable(log);
});

test('nothing above the high watermark goes, however old', async () => {
  const log = opened.log('t', 0, { ...small, 'retention.ms': '1000' });
  await fill(log, 8);
  clock.advance(DAY);
  retention(hosted(log, 5)).checkSegments();
  expect([log.logStartOffset, bases(log)]).toEqual([4, [4, 6]]);
});

test('retention.bytes keeps at least that much', async () => {
  const log = opened.log('t', 0, { ...small, 'retention.ms': '-1', 'retention.bytes': '1900000' });
  await fill(log, 9);
  expect(bases(log)).toEqual([0, 2, 4, 6, 8]);
  retention(hosted(log)).checkSegments();
  expect([log.logStartOffset, bases(log)]).toEqual([4, [4, 6, 8]]);
  expect(log.sizeInBytes).toBeGreaterThanOrEqual(1_900_000);
});

test('a compacted log keeps what is old; only what its start has passed goes', async () => {
  const log = opened.log('t', 0, { ...small, 'retention.ms': '1000', 'cleanup.policy': 'compact' });
  await fill(log, 8);
  clock.advance(DAY);
  retention(hosted(log)).checkSegments();
  expect(bases(log)).toEqual([0, 2, 4, 6]);
  log.isBeingCleaned = true;
  expect(log.setLogStartOffset(5, { onDurable() {} })).toBe(true);
  expect(bases(log)).toEqual([0, 2, 4, 6]);
  retention(hosted(log)).checkSegments();
  expect(bases(log)).toEqual([0, 2, 4, 6]);
  log.isBeingCleaned = false;
  retention(hosted(log)).checkSegments();
  expect([log.logStartOffset, bases(log)]).toEqual([5, [4, 6]]);
});

test('records without a time are as old as their file', async () => {
  const log = opened.log('t', 0, { ...small, 'retention.ms': '1000' });
  await fill(log, 5, () => -1);
  const stale = (START - HOUR) / 1000;
  for (const name of ['00000000000000000000.log', '00000000000000000002.log']) {
    utimesSync(`${temporary.path}/t-0/${name}`, stale, stale);
  }
  clock.advance(5000);
  retention(hosted(log)).checkSegments();
  expect(bases(log)).toEqual([4]);
});

test('idle producers are forgotten, and only after producer.id.expiration.ms', async () => {
  const log = opened.log('t');
  await opened.append(log, batchOf(['v'], { producerId: 7, producerEpoch: 0, baseSequence: 0 }, START));
  await opened.untilDurable(log);
  const background = retention(hosted(log));
  background.start();
  const known = (): number => log.producers.producers.size;
  clock.advance(DAY - HOUR);
  expect(known()).toBe(1);
  clock.advance(2 * HOUR);
  expect(known()).toBe(0);
  background.stop();
});
