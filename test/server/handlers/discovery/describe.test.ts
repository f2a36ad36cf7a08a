import { beforeEach, describe, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  newDescribeClusterRequest,
  writeDescribeClusterRequest,
} from '../../../../src/core/protocol/generated/describe-cluster-request.ts';
import { readDescribeClusterResponse } from '../../../../src/core/protocol/generated/describe-cluster-response.ts';
import {
  type DescribeTopicPartitionsRequest,
  newDescribeTopicPartitionsRequest,
  writeDescribeTopicPartitionsRequest,
} from '../../../../src/core/protocol/generated/describe-topic-partitions-request.ts';
import { readDescribeTopicPartitionsResponse } from '../../../../src/core/protocol/generated/describe-topic-partitions-response.ts';
import { describeClusterHandler } from '../../../../src/server/handlers/discovery/describe-cluster.ts';
import { describeTopicPartitionsHandler } from '../../../../src/server/handlers/discovery/describe-topic-partitions.ts';
import { TestBroker } from '../../../services/metadata/support.ts';
import { call } from '../call.ts';

let broker: TestBroker;

beforeEach(async () => {
  broker = await TestBroker.start({ properties: { 'num.partitions': '3' } });
});

describe('DescribeCluster', () => {
  const codec = { writeRequest: writeDescribeClusterRequest, readResponse: readDescribeClusterResponse };
  const ask = (version: number, request: Parameters<typeof newDescribeClusterRequest>[0] = {}) =>
    call(
      describeClusterHandler({ clusterId: 'broker-test', cache: broker.cache }),
      codec,
      version,
      newDescribeClusterRequest(request),
    );

  test.each([0, 1, 2])('v%i', async (version) => {
    expect(await ask(version)).toMatchObject({
      errorCode: 0,
      endpointType: 1,
      clusterId: 'broker-test',
      controllerId: 1,
      brokers: [{ brokerId: 1, host: 'localhost', port: 9092, rack: null, isFenced: false }],
      clusterAuthorizedOperations: -2147483648,
    });
  });

  test('only brokers are described here', async () => {
    expect(await ask(1, { endpointType: 2 })).toMatchObject({
      errorCode: ErrorCode.MISMATCHED_ENDPOINT_TYPE,
      errorMessage: 'The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER',
    });
    expect(await ask(1, { endpointType: 9 })).toMatchObject({
      errorCode: ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
      errorMessage: 'Unsupported endpoint type 9',
    });
  });

  test('operations when asked', async () => {
    expect((await ask(0, { includeClusterAuthorizedOperations: true })).clusterAuthorizedOperations).toBe(8096);
  });
});

describe('DescribeTopicPartitions', () => {
  const codec = {
    writeRequest: writeDescribeTopicPartitionsRequest,
    readResponse: readDescribeTopicPartitionsResponse,
  };
  const ask = (request: Partial<DescribeTopicPartitionsRequest>) =>
    call(
      describeTopicPartitionsHandler({ cache: broker.cache, partitionLimit: () => 2_000 }),
      codec,
      0,
      newDescribeTopicPartitionsRequest(request),
    );
  const names = (...list: string[]) => list.map((name) => ({ name }));

  beforeEach(() => new Promise<void>((done) => broker.creator.ensureTopics(['b', 'a', 'c'], 5_000, () => done())));

  test('topics by name, in order, unknown and illegal ones with their errors', async () => {
    const response = await ask({ topics: names('c', 'zzz', 'a', 'b/d') });
    expect(response.topics.map((topic) => [topic.name, topic.errorCode, topic.partitions.length])).toEqual([
      ['a', 0, 3],
      ['b/d', ErrorCode.INVALID_TOPIC_EXCEPTION, 0],
      ['c', 0, 3],
      ['zzz', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 0],
    ]);
    expect(response.topics[0]!.partitions[1]).toMatchObject({
      partitionIndex: 1,
      leaderId: 1,
      eligibleLeaderReplicas: [],
      lastKnownElr: [],
    });
    expect(response.nextCursor).toBeNull();
  });

  test('page by page, every partition once', async () => {
    const seen: string[] = [];
    let cursor: DescribeTopicPartitionsRequest['cursor'] = null;
    for (let page = 0; page < 20; page++) {
      const response = await ask({ topics: [], responsePartitionLimit: 2, cursor });
      for (const topic of response.topics)
        for (const { partitionIndex } of topic.partitions) seen.push(`${topic.name}-${partitionIndex}`);
      cursor = response.nextCursor;
      if (cursor === null) break;
    }
    expect(seen).toEqual(['a-0', 'a-1', 'a-2', 'b-0', 'b-1', 'b-2', 'c-0', 'c-1', 'c-2']);
  });

  test('a page that ends with a topic goes on with the next', async () => {
    expect((await ask({ topics: [], responsePartitionLimit: 3 })).nextCursor).toEqual({
      topicName: 'b',
      partitionIndex: 0,
    });
  });

  test('a limit below one is one; a cursor beyond the partitions gives none', async () => {
    expect((await ask({ topics: [], responsePartitionLimit: -5 })).topics[0]!.partitions).toHaveLength(1);
    const beyond = await ask({ topics: names('a'), cursor: { topicName: 'a', partitionIndex: 99 } });
    expect(beyond.topics[0]!.partitions).toEqual([]);
    expect(beyond.nextCursor).toBeNull();
  });

  test('a cursor at a topic that was not asked for, or at a negative partition, is refused', async () => {
    for (const cursor of [
      { topicName: 'b', partitionIndex: 0 },
      { topicName: 'a', partitionIndex: -1 },
    ]) {
      const response = await ask({ topics: names('a'), cursor });
      expect(response.topics).toEqual([expect.objectContaining({ name: 'a', errorCode: ErrorCode.INVALID_REQUEST })]);
    }
  });
});
