// The group APIs at every version, through their bytes, over real coordinators and a real metadata service; only the log is in memory.
import { afterEach, describe, expect, test } from 'vitest';
import { brokerValue } from '../../../../src/core/config/layers.ts';
import { coordinatorPartition } from '../../../../src/core/groups/coordinator-partition.ts';
import { DEFAULT_GROUP_CONFIG, readGroupConfig } from '../../../../src/core/groups/group-config.ts';
import { ErrorCode, errorName } from '../../../../src/core/protocol/error-codes.ts';
import {
  newConsumerGroupDescribeRequest,
  writeConsumerGroupDescribeRequest,
} from '../../../../src/core/protocol/generated/consumer-group-describe-request.ts';
import { readConsumerGroupDescribeResponse } from '../../../../src/core/protocol/generated/consumer-group-describe-response.ts';
import {
  newConsumerGroupHeartbeatRequest,
  writeConsumerGroupHeartbeatRequest,
} from '../../../../src/core/protocol/generated/consumer-group-heartbeat-request.ts';
import { readConsumerGroupHeartbeatResponse } from '../../../../src/core/protocol/generated/consumer-group-heartbeat-response.ts';
import {
  newDeleteGroupsRequest,
  writeDeleteGroupsRequest,
} from '../../../../src/core/protocol/generated/delete-groups-request.ts';
import { readDeleteGroupsResponse } from '../../../../src/core/protocol/generated/delete-groups-response.ts';
import {
  newDescribeGroupsRequest,
  writeDescribeGroupsRequest,
} from '../../../../src/core/protocol/generated/describe-groups-request.ts';
import { readDescribeGroupsResponse } from '../../../../src/core/protocol/generated/describe-groups-response.ts';
import {
  newFindCoordinatorRequest,
  writeFindCoordinatorRequest,
} from '../../../../src/core/protocol/generated/find-coordinator-request.ts';
import { readFindCoordinatorResponse } from '../../../../src/core/protocol/generated/find-coordinator-response.ts';
import {
  newHeartbeatRequest,
  writeHeartbeatRequest,
} from '../../../../src/core/protocol/generated/heartbeat-request.ts';
import { readHeartbeatResponse } from '../../../../src/core/protocol/generated/heartbeat-response.ts';
import { newIncrementalAlterConfigsRequest } from '../../../../src/core/protocol/generated/incremental-alter-configs-request.ts';
import {
  type JoinGroupRequest,
  newJoinGroupRequest,
  writeJoinGroupRequest,
} from '../../../../src/core/protocol/generated/join-group-request.ts';
import { readJoinGroupResponse } from '../../../../src/core/protocol/generated/join-group-response.ts';
import {
  newLeaveGroupRequest,
  writeLeaveGroupRequest,
} from '../../../../src/core/protocol/generated/leave-group-request.ts';
import { readLeaveGroupResponse } from '../../../../src/core/protocol/generated/leave-group-response.ts';
import {
  newListGroupsRequest,
  writeListGroupsRequest,
} from '../../../../src/core/protocol/generated/list-groups-request.ts';
import { readListGroupsResponse } from '../../../../src/core/protocol/generated/list-groups-response.ts';
import { writeOffsetCommitRequest } from '../../../../src/core/protocol/generated/offset-commit-request.ts';
import { readOffsetCommitResponse } from '../../../../src/core/protocol/generated/offset-commit-response.ts';
import {
  newOffsetDeleteRequest,
  writeOffsetDeleteRequest,
} from '../../../../src/core/protocol/generated/offset-delete-request.ts';
import { readOffsetDeleteResponse } from '../../../../src/core/protocol/generated/offset-delete-response.ts';
import {
  newOffsetFetchRequest,
  writeOffsetFetchRequest,
} from '../../../../src/core/protocol/generated/offset-fetch-request.ts';
import { readOffsetFetchResponse } from '../../../../src/core/protocol/generated/offset-fetch-response.ts';
import {
  newSyncGroupRequest,
  writeSyncGroupRequest,
} from '../../../../src/core/protocol/generated/sync-group-request.ts';
import { readSyncGroupResponse } from '../../../../src/core/protocol/generated/sync-group-response.ts';
import {
  newTxnOffsetCommitRequest,
  writeTxnOffsetCommitRequest,
} from '../../../../src/core/protocol/generated/txn-offset-commit-request.ts';
import { readTxnOffsetCommitResponse } from '../../../../src/core/protocol/generated/txn-offset-commit-response.ts';
import { consumerGroupDescribeHandler } from '../../../../src/server/handlers/groups/consumer-group-describe.ts';
import { consumerGroupHeartbeatHandler } from '../../../../src/server/handlers/groups/consumer-group-heartbeat.ts';
import { deleteGroupsHandler } from '../../../../src/server/handlers/groups/delete-groups.ts';
import { describeGroupsHandler } from '../../../../src/server/handlers/groups/describe-groups.ts';
import { findCoordinatorHandler } from '../../../../src/server/handlers/groups/find-coordinator.ts';
import { heartbeatHandler } from '../../../../src/server/handlers/groups/heartbeat.ts';
import { joinGroupHandler } from '../../../../src/server/handlers/groups/join-group.ts';
import { leaveGroupHandler } from '../../../../src/server/handlers/groups/leave-group.ts';
import { listGroupsHandler } from '../../../../src/server/handlers/groups/list-groups.ts';
import { offsetCommitHandler } from '../../../../src/server/handlers/groups/offset-commit.ts';
import { offsetDeleteHandler } from '../../../../src/server/handlers/groups/offset-delete.ts';
import { offsetFetchHandler } from '../../../../src/server/handlers/groups/offset-fetch.ts';
import { syncGroupHandler } from '../../../../src/server/handlers/groups/sync-group.ts';
import { txnOffsetCommitHandler } from '../../../../src/server/handlers/groups/txn-offset-commit.ts';
import { GroupService } from '../../../../src/services/groups/group-service.ts';
import type { HostedPartition } from '../../../../src/services/partition/hosted-partition.ts';
import { commitRequest } from '../../../core/groups/support/coordinator-bench.ts';
import { MemoryLog } from '../../../services/coordinator/memory-log.ts';
import { settle, TestBroker } from '../../../services/metadata/support.ts';
import { call, startCall } from '../call.ts';

const QUIET = { debug() {}, info() {}, warn() {}, error() {}, child: () => QUIET };
const PROTOCOLS = [{ name: 'range', metadata: Uint8Array.of(1, 2, 3) }];
const brokers: { broker: TestBroker; groups: GroupService }[] = [];

afterEach(async () => {
  for (const { broker, groups } of brokers.splice(0)) {
    groups.stop();
    expect(broker.fatal).toEqual([]);
    await broker.stop();
  }
});

async function start(properties: Record<string, string> = {}) {
  const broker = await TestBroker.start({
    properties: { 'offsets.topic.num.partitions': '4', 'group.initial.rebalance.delay.ms': '0', ...properties },
  });
  const log = new MemoryLog();
  let uuids = 0;
  const groups = new GroupService({
    brokerId: 1,
    cache: broker.cache,
    log,
    clock: broker.clock,
    logger: QUIET,
    randomUuid: () => `uuid-${++uuids}`,
    config: () => readGroupConfig((property) => brokerValue(broker.layers(), property)?.value),
  });
  broker.cache.subscribe(groups.onMetadata);
  const services = { groups, cache: broker.cache, creator: broker.creator };
  brokers.push({ broker, groups });
  await new Promise<void>((done) => broker.creator.ensureTopics(['orders'], 10_000, () => done()));
  return { broker, log, groups, services };
}

type Started = Awaited<ReturnType<typeof start>>;

const codecs = {
  find: { writeRequest: writeFindCoordinatorRequest, readResponse: readFindCoordinatorResponse },
  join: { writeRequest: writeJoinGroupRequest, readResponse: readJoinGroupResponse },
  sync: { writeRequest: writeSyncGroupRequest, readResponse: readSyncGroupResponse },
  heartbeat: { writeRequest: writeHeartbeatRequest, readResponse: readHeartbeatResponse },
  leave: { writeRequest: writeLeaveGroupRequest, readResponse: readLeaveGroupResponse },
  commit: { writeRequest: writeOffsetCommitRequest, readResponse: readOffsetCommitResponse },
  fetch: { writeRequest: writeOffsetFetchRequest, readResponse: readOffsetFetchResponse },
};

const findVersion = (started: Started, key: string, version = 6) =>
  call(
    findCoordinatorHandler(started.services),
    codecs.find,
    version,
    newFindCoordinatorRequest(version >= 4 ? { coordinatorKeys: [key] } : { key }),
  );

const join = (started: Started, version: number, fields: Partial<JoinGroupRequest>) =>
  call(
    joinGroupHandler(started.services),
    codecs.join,
    version,
    newJoinGroupRequest({
      groupId: 'g',
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: version >= 1 ? 10_000 : -1,
      protocolType: 'consumer',
      protocols: PROTOCOLS,
      ...fields,
    }),
  );

async function member(started: Started, version = 9): Promise<{ memberId: string; generationId: number }> {
  let joined = await join(started, version, {});
  if (joined.errorCode === ErrorCode.MEMBER_ID_REQUIRED)
    joined = await join(started, version, { memberId: joined.memberId });
  expect(errorName(joined.errorCode)).toBe('NONE');
  return joined;
}

const versions = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('FindCoordinator', () => {
  test.each(versions(0, 6))(
    'version %i creates the topic, and answers with the leader on the listener',
    async (version) => {
      const started = await start();
      const found = await findVersion(started, 'g', version);
      const coordinator = version >= 4 ? found.coordinators[0]! : found;
      expect(coordinator).toMatchObject({ errorCode: 0, nodeId: 1, host: 'localhost', port: 9092 });
      expect(started.broker.cache.image.topics.byName('__consumer_offsets')!.partitions).toHaveLength(4);
      expect(started.groups.all()).toHaveLength(4);
    },
  );

  test('a transactional id has a topic of its own; other kinds of key are refused', async () => {
    const started = await start({ 'transaction.state.log.num.partitions': '3' });
    const handler = findCoordinatorHandler(started.services);
    const found = await call(
      handler,
      codecs.find,
      6,
      newFindCoordinatorRequest({ keyType: 1, coordinatorKeys: ['t', 'u'] }),
    );
    expect(found.coordinators.map((one) => [one.key, one.nodeId])).toEqual([
      ['t', 1],
      ['u', 1],
    ]);
    expect(started.broker.cache.image.topics.byName('__transaction_state')!.partitions).toHaveLength(3);
    const refused = await call(
      handler,
      codecs.find,
      6,
      newFindCoordinatorRequest({ keyType: 9, coordinatorKeys: ['t'] }),
    );
    expect(errorName(refused.coordinators[0]!.errorCode)).toBe('INVALID_REQUEST');
    expect(
      (await call(handler, codecs.find, 6, newFindCoordinatorRequest({ coordinatorKeys: [] }))).coordinators,
    ).toEqual([]);
  });

  test('parks while the topic is opened; the answer is not "come back"', async () => {
    const started = await start();
    started.broker.opening = [];
    const parked = startCall(
      findCoordinatorHandler(started.services),
      codecs.find,
      4,
      newFindCoordinatorRequest({ coordinatorKeys: ['g'] }),
    );
    await settle();
    await settle();
    expect(parked.response).toBeNull();
    for (const { done } of started.broker.opening.splice(0)) done();
    expect(parked.response!.coordinators[0]).toMatchObject({ errorCode: 0, nodeId: 1 });
  });
});

test('before the topic exists there is no coordinator here', async () => {
  const started = await start();
  expect(errorName((await join(started, 9, {})).errorCode)).toBe('NOT_COORDINATOR');
  const listed = await call(
    listGroupsHandler(started.services),
    { writeRequest: writeListGroupsRequest, readResponse: readListGroupsResponse },
    5,
    newListGroupsRequest(),
  );
  expect(listed).toMatchObject({ errorCode: 0, groups: [] });
});

test.each(versions(0, 9))('JoinGroup %i, then every version of the rest of a member’s life', async (version) => {
  const started = await start();
  await findVersion(started, 'g');
  const { memberId, generationId } = await member(started, version);
  const syncVersion = Math.min(version, 5);
  const sync = newSyncGroupRequest({
    groupId: 'g',
    memberId,
    generationId,
    assignments: [{ memberId, assignment: Uint8Array.of(9, 8) }],
  });
  if (syncVersion === 5) Object.assign(sync, { protocolType: 'consumer', protocolName: 'range' });
  const synced = await call(syncGroupHandler(started.services), codecs.sync, syncVersion, sync);
  expect([...synced.assignment]).toEqual([9, 8]);
  const beat = await call(
    heartbeatHandler(started.services),
    codecs.heartbeat,
    Math.min(version, 4),
    newHeartbeatRequest({ groupId: 'g', memberId, generationId }),
  );
  expect(beat.errorCode).toBe(0);
  const leaveVersion = Math.min(version, 5);
  const leaver =
    leaveVersion >= 3
      ? newLeaveGroupRequest({ groupId: 'g', members: [{ memberId, groupInstanceId: null, reason: null }] })
      : newLeaveGroupRequest({ groupId: 'g', memberId });
  const left = await call(leaveGroupHandler(started.services), codecs.leave, leaveVersion, leaver);
  expect(left.errorCode).toBe(0);
  const again = await call(leaveGroupHandler(started.services), codecs.leave, leaveVersion, leaver);
  expect(errorName(leaveVersion >= 3 ? again.members[0]!.errorCode : again.errorCode)).toBe('UNKNOWN_MEMBER_ID');
});

test.each(versions(0, 9))('JoinGroup %i has an error for everything', async (version) => {
  const started = await start();
  await findVersion(started, 'g');
  expect(errorName((await join(started, version, { sessionTimeoutMs: 1 })).errorCode)).toBe('INVALID_SESSION_TIMEOUT');
  expect(errorName((await join(started, version, { groupId: '' })).errorCode)).toBe('INVALID_GROUP_ID');
});

test.each(versions(2, 10))('OffsetCommit %i, read by every version of OffsetFetch', async (version) => {
  const started = await start();
  await findVersion(started, 'g');
  const topicId = started.broker.cache.image.topics.byName('orders')!.id;
  const request = commitRequest('g', { 'orders-0': 42, 'nothing-0': 1 }, {}, 'note');
  if (version >= 10)
    for (const topic of request.topics) topic.topicId = topic.name === 'orders' ? topicId : 'BBBBBBBBBBBBBBBBBBBBBA';
  const committed = await call(offsetCommitHandler(started.services), codecs.commit, version, request);
  expect(committed.topics.map((topic) => errorName(topic.partitions[0]!.errorCode))).toEqual([
    'NONE',
    version >= 10 ? 'UNKNOWN_TOPIC_ID' : 'UNKNOWN_TOPIC_OR_PARTITION',
  ]);
  for (const fetchVersion of versions(1, 10)) {
    const topics = [{ name: 'orders', topicId, partitionIndexes: [0] }];
    const group = { groupId: 'g', memberId: null, memberEpoch: -1, topics };
    const fetch = (fields: Parameters<typeof newOffsetFetchRequest>[0]) =>
      call(offsetFetchHandler(started.services), codecs.fetch, fetchVersion, newOffsetFetchRequest(fields));
    const named = await fetch(
      fetchVersion >= 8 ? { groups: [group, { ...group, groupId: 'other' }] } : { groupId: 'g', topics },
    );
    const answers = fetchVersion >= 8 ? named.groups[0]!.topics : named.topics;
    expect(answers[0]!.partitions[0]).toMatchObject({
      partitionIndex: 0,
      committedOffset: 42,
      metadata: 'note',
      errorCode: 0,
    });
    if (fetchVersion >= 8)
      expect(named.groups[1]!.topics[0]!.partitions[0]).toMatchObject({ committedOffset: -1, errorCode: 0 });
    if (fetchVersion < 2) continue;
    const all = await fetch(
      fetchVersion >= 8 ? { groups: [{ ...group, topics: null }] } : { groupId: 'g', topics: null },
    );
    expect((fetchVersion >= 8 ? all.groups[0]!.topics : all.topics).map((topic) => topic.partitions.length)).toEqual([
      1,
    ]);
  }
});

test('TxnOffsetCommit at every version asks the transaction coordinator first, and adds the partition from version 5 on', async () => {
  const started = await start();
  await findVersion(started, 'g');
  const topicId = started.broker.cache.image.topics.byName('orders')!.id;
  const asked: unknown[] = [];
  let verdict: number = ErrorCode.NONE;
  const handler = txnOffsetCommitHandler({
    ...started.services,
    replicas: { get: (topic, partition) => ({ topic, partition }) as HostedPartition },
    verifier: {
      permit: ({ transactionalId, producerId, producerEpoch, support }, [one], callback) => {
        asked.push([transactionalId, producerId, producerEpoch, one!.topic, one!.partition, support]);
        callback({ errorNow: () => verdict, release() {} });
      },
    },
  });
  const codec = { writeRequest: writeTxnOffsetCommitRequest, readResponse: readTxnOffsetCommitResponse };
  const partition = coordinatorPartition('g', 4);
  for (const version of versions(0, 6)) {
    const request = newTxnOffsetCommitRequest({
      ...commitRequest('g', { 'orders-0': version }),
      transactionalId: 't',
      producerId: 50 + version,
      producerEpoch: 2,
      generationIdOrMemberEpoch: -1,
      memberId: '',
    });
    if (version >= 6) request.topics[0]!.topicId = topicId;
    const response = await call(handler, codec, version, request);
    expect(errorName(response.topics[0]!.partitions[0]!.errorCode)).toBe('NONE');
    expect(asked.at(-1)).toEqual([
      't',
      50 + version,
      2,
      '__consumer_offsets',
      partition,
      Math.max(version - 3, 0) && Math.min(version - 3, 2),
    ]);
  }
  started.groups.onTransactionMarker(partition, 53, true);
  const fetched = await call(
    offsetFetchHandler(started.services),
    codecs.fetch,
    7,
    newOffsetFetchRequest({ groupId: 'g', topics: null }),
  );
  expect(fetched.topics[0]!.partitions[0]!.committedOffset).toBe(3);
  verdict = ErrorCode.INVALID_PRODUCER_EPOCH;
  const refused = await call(
    handler,
    codec,
    3,
    newTxnOffsetCommitRequest({ ...commitRequest('g', { 'orders-0': 1 }), transactionalId: 't', producerId: 1 }),
  );
  expect(errorName(refused.topics[0]!.partitions[0]!.errorCode)).toBe('INVALID_PRODUCER_EPOCH');
});

test('describing, listing and deleting at every version, over several coordinators', async () => {
  const started = await start();
  await findVersion(started, 'g');
  await member(started);
  const groupIds = ['a', 'b', 'c', 'd', 'e'];
  for (const groupId of groupIds)
    await call(offsetCommitHandler(started.services), codecs.commit, 9, commitRequest(groupId, { 'orders-0': 1 }));
  for (const version of versions(0, 6)) {
    const described = await call(
      describeGroupsHandler(started.services),
      { writeRequest: writeDescribeGroupsRequest, readResponse: readDescribeGroupsResponse },
      version,
      newDescribeGroupsRequest({ groups: ['nothing', 'g', 'a'], includeAuthorizedOperations: version >= 3 }),
    );
    expect(described.groups.map((group) => [group.groupId, group.groupState])).toEqual([
      ['nothing', 'Dead'],
      ['g', 'CompletingRebalance'],
      ['a', 'Empty'],
    ]);
    expect(errorName(described.groups[0]!.errorCode)).toBe(version >= 6 ? 'GROUP_ID_NOT_FOUND' : 'NONE');
    if (version >= 3) expect(described.groups[1]!.authorizedOperations).toBeGreaterThan(0);
  }
  const list = { writeRequest: writeListGroupsRequest, readResponse: readListGroupsResponse };
  for (const version of versions(0, 5)) {
    const listed = await call(
      listGroupsHandler(started.services),
      list,
      version,
      newListGroupsRequest(version >= 4 ? { statesFilter: ['Empty'] } : {}),
    );
    expect(listed.groups.map((group) => group.groupId).sort()).toEqual(version >= 4 ? groupIds : [...groupIds, 'g']);
  }
  for (const version of versions(0, 3)) {
    const deleted = await call(
      deleteGroupsHandler(started.services),
      { writeRequest: writeDeleteGroupsRequest, readResponse: readDeleteGroupsResponse },
      version,
      newDeleteGroupsRequest({ groupsNames: [groupIds[version]!, 'g', 'nothing', groupIds[version]!] }),
    );
    expect(deleted.results.map((one) => errorName(one.errorCode))).toEqual([
      'NONE',
      'NON_EMPTY_GROUP',
      'GROUP_ID_NOT_FOUND',
    ]);
    expect(deleted.results[1]!.errorMessage).toBe(version >= 3 ? 'The group is not empty.' : null);
  }
});

test('OffsetDelete', async () => {
  const started = await start();
  await findVersion(started, 'g');
  await call(offsetCommitHandler(started.services), codecs.commit, 9, commitRequest('g', { 'orders-0': 1 }));
  const codec = { writeRequest: writeOffsetDeleteRequest, readResponse: readOffsetDeleteResponse };
  const remove = (groupId: string) =>
    call(
      offsetDeleteHandler(started.services),
      codec,
      0,
      newOffsetDeleteRequest({ groupId, topics: [{ name: 'orders', partitions: [{ partitionIndex: 0 }] }] }),
    );
  expect((await remove('g')).topics[0]!.partitions).toEqual([{ partitionIndex: 0, errorCode: 0 }]);
  expect(errorName((await remove('other')).errorCode)).toBe('GROUP_ID_NOT_FOUND');
  expect(errorName((await remove('')).errorCode)).toBe('INVALID_GROUP_ID');
});

test.each([0, 1])('ConsumerGroupHeartbeat and ConsumerGroupDescribe %i', async (version) => {
  const started = await start();
  await findVersion(started, 'g');
  const topicId = started.broker.cache.image.topics.byName('orders')!.id;
  const beat = await call(
    consumerGroupHeartbeatHandler(started.services),
    { writeRequest: writeConsumerGroupHeartbeatRequest, readResponse: readConsumerGroupHeartbeatResponse },
    version,
    newConsumerGroupHeartbeatRequest({
      groupId: 'g',
      memberId: 'm',
      memberEpoch: 0,
      rebalanceTimeoutMs: 1000,
      subscribedTopicNames: ['orders'],
      topicPartitions: [],
    }),
  );
  expect(beat).toMatchObject({
    errorCode: 0,
    memberEpoch: 1,
    assignment: { topicPartitions: [{ topicId, partitions: [0] }] },
  });
  const described = await call(
    consumerGroupDescribeHandler(started.services),
    { writeRequest: writeConsumerGroupDescribeRequest, readResponse: readConsumerGroupDescribeResponse },
    version,
    newConsumerGroupDescribeRequest({ groupIds: ['g', '', 'nothing'], includeAuthorizedOperations: true }),
  );
  expect(described.groups.map((group) => errorName(group.errorCode))).toEqual([
    'NONE',
    'INVALID_GROUP_ID',
    'GROUP_ID_NOT_FOUND',
  ]);
  expect(described.groups[0]!.members[0]!.memberType).toBe(version >= 1 ? 1 : -1);
});

test('the service’s one timer ends sessions', async () => {
  const started = await start();
  await findVersion(started, 'g');
  const { memberId, generationId } = await member(started);
  await call(
    syncGroupHandler(started.services),
    codecs.sync,
    4,
    newSyncGroupRequest({ groupId: 'g', memberId, generationId, assignments: [] }),
  );
  started.broker.clock.advance(9_000);
  const beat = () =>
    call(
      heartbeatHandler(started.services),
      codecs.heartbeat,
      4,
      newHeartbeatRequest({ groupId: 'g', memberId, generationId }),
    );
  expect((await beat()).errorCode).toBe(0);
  started.broker.clock.advance(9_000);
  expect((await beat()).errorCode).toBe(0);
  started.broker.clock.advance(10_001);
  await settle();
  expect(errorName((await beat()).errorCode)).toBe('UNKNOWN_MEMBER_ID');
});

test('a group’s own properties count at once', async () => {
  const started = await start();
  await findVersion(started, 'g');
  const beat = async (memberId: string) =>
    call(
      consumerGroupHeartbeatHandler(started.services),
      { writeRequest: writeConsumerGroupHeartbeatRequest, readResponse: readConsumerGroupHeartbeatResponse },
      1,
      newConsumerGroupHeartbeatRequest({
        groupId: 'g',
        memberId,
        memberEpoch: 0,
        rebalanceTimeoutMs: 1000,
        subscribedTopicNames: ['orders'],
        topicPartitions: [],
      }),
    );
  expect((await beat('a')).heartbeatIntervalMs).toBe(5000);
  const alter = (resourceType: number, resourceName: string, name: string, value: string) =>
    new Promise<void>((done) => {
      const configs = [{ name, configOperation: 0, value }];
      const request = newIncrementalAlterConfigsRequest({ resources: [{ resourceType, resourceName, configs }] });
      started.broker.metadata.submit({ apiKey: 44, request }, 10_000, () => done());
    });
  await alter(32, 'g', 'consumer.heartbeat.interval.ms', '7000');
  await settle();
  expect((await beat('a')).heartbeatIntervalMs).toBe(7000);
});

test('a deleted topic takes its offsets along', async () => {
  const started = await start();
  await findVersion(started, 'g');
  await call(offsetCommitHandler(started.services), codecs.commit, 9, commitRequest('g', { 'orders-0': 1 }));
  const { id } = started.broker.cache.image.topics.byName('orders')!;
  const { newDeleteTopicsRequest } = await import('../../../../src/core/protocol/generated/delete-topics-request.ts');
  const request = newDeleteTopicsRequest({ topics: [{ name: null, topicId: id }] });
  await new Promise<void>((done) => started.broker.metadata.submit({ apiKey: 20, request }, 10_000, () => done()));
  await settle();
  const fetched = await call(
    offsetFetchHandler(started.services),
    codecs.fetch,
    7,
    newOffsetFetchRequest({ groupId: 'g', topics: null }),
  );
  expect(fetched.topics).toEqual([]);
});

test('the configuration is read from the broker’s properties', () => {
  expect(readGroupConfig(() => null)).toEqual(DEFAULT_GROUP_CONFIG);
  const config = readGroupConfig(
    (property) => ({ 'group.max.size': 7, 'group.consumer.migration.policy': 'UPGRADE' })[property],
  );
  expect(config['group.max.size']).toBe(7);
  expect(config['group.consumer.migration.policy']).toBe('upgrade');
});
