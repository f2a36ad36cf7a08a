import { statfsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  type DescribeLogDirsRequest,
  newDescribeLogDirsRequest,
  writeDescribeLogDirsRequest,
} from '../../../../src/core/protocol/generated/describe-log-dirs-request.ts';
import {
  type DescribeLogDirsResponse,
  readDescribeLogDirsResponse,
} from '../../../../src/core/protocol/generated/describe-log-dirs-response.ts';
import {
  type DescribeLogDirsServices,
  describeLogDirsHandler,
} from '../../../../src/server/handlers/topics/describe-log-dirs.ts';
import { batchOf, temporaryDirectory } from '../../../support/logs.ts';
import { startCall } from '../call.ts';
import { FetchBroker } from '../records/fetch-broker.ts';

let temporary: { path: string; remove(): void };
let broker: FetchBroker;
beforeEach(async () => {
  temporary = temporaryDirectory();
  broker = await FetchBroker.open(temporary.path);
});
afterEach(async () => {
  await broker.close();
  temporary.remove();
});

const codec = { writeRequest: writeDescribeLogDirsRequest, readResponse: readDescribeLogDirsResponse };

async function describeLogDirs(
  version: number,
  topics: DescribeLogDirsRequest['topics'],
  replicaManager: DescribeLogDirsServices['replicaManager'] = broker.manager,
): Promise<DescribeLogDirsResponse> {
  const request = newDescribeLogDirsRequest({ topics });
  const started = startCall(describeLogDirsHandler({ replicaManager }), codec, version, request);
  await expect.poll(() => started.response, { interval: 1 }).not.toBeNull();
  expect(started.response!.errorCode).toBe(0);
  return started.response!;
}

test.each([1, 2, 3, 4, 5])('v%i: every partition with its size, or those asked for', async (version) => {
  broker.createTopic('a', { partitions: 2 });
  broker.createTopic('b', { replicas: [1, 2], leader: 2 });
  const batch = batchOf(['x', 'y']);
  await broker.put('a', batch, 1);
  await broker.put('a', batch, 1);
  const partition = (partitionIndex: number, partitionSize: number) => ({
    partitionIndex,
    partitionSize,
    offsetLag: 0,
    isFutureKey: false,
  });

  const [all, ...others] = (await describeLogDirs(version, null)).results;
  expect(others).toEqual([]);
  expect(all).toMatchObject({ errorCode: 0, logDir: temporary.path, isCordoned: false });
  expect(all!.topics).toEqual([
    { name: 'a', partitions: [partition(0, 0), partition(1, batch.length * 2)] },
    { name: 'b', partitions: [partition(0, 0)] },
  ]);
  const { blocks, bsize } = statfsSync(temporary.path);
  expect(all!.totalBytes).toBe(version >= 4 ? blocks * bsize : -1);
  if (version >= 4) expect(all!.usableBytes).toBeGreaterThan(0);
  expect(all!.usableBytes).toBeLessThanOrEqual(all!.totalBytes);

  const some = await describeLogDirs(version, [
    { topic: 'a', partitions: [1, 7] },
    { topic: 'nowhere', partitions: [0] },
    { topic: 'b', partitions: [] },
  ]);
  expect(some.results[0]!.topics).toEqual([{ name: 'a', partitions: [partition(1, batch.length * 2)] }]);
  expect((await describeLogDirs(version, [])).results).toMatchObject([{ logDir: temporary.path, topics: [] }]);
});

test('a leader that waits for its followers has no lag, however far its log is ahead', async () => {
  broker.createTopic('a', { replicas: [1, 2], isr: [1, 2] });
  await broker.put('a', batchOf(['x']));
  expect(broker.partition('a')).toMatchObject({ highWatermark: 0, log: { logEndOffset: 1 } });
  const [{ topics }] = (await describeLogDirs(4, null)).results as [DescribeLogDirsResponse['results'][0]];
  expect(topics[0]!.partitions[0]!.offsetLag).toBe(0);
});

test('a failed directory has its error and no space; one whose volume does not answer has no space', async () => {
  broker.createTopic('a');
  const good = broker.directory.directory;
  const missing = { path: join(relative(process.cwd(), temporary.path), 'missing'), isOnline: true };
  const failed = { path: temporary.path, isOnline: false };
  const replicaManager = { directories: [failed, missing, good], partitions: () => broker.manager.partitions() };
  const { results } = await describeLogDirs(4, null, replicaManager);
  const nothing = { topics: [], totalBytes: -1, usableBytes: -1 };
  expect(results).toMatchObject([
    { errorCode: ErrorCode.KAFKA_STORAGE_ERROR, logDir: temporary.path, ...nothing },
    { errorCode: 0, logDir: join(temporary.path, 'missing'), ...nothing },
    { errorCode: 0, logDir: temporary.path, topics: [{ name: 'a' }] },
  ]);
});
