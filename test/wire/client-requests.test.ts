/** What two clients write, we read whole, as meant, and write again byte for byte. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { leavesOf, wireLeaves } from './leaves.ts';
import { decode, encode, type Fields, type SchemaMessage, schemaMessages, versionsOf } from './schema-messages.ts';

const require = createRequire(import.meta.url);
const modules = new URL('../../node_modules/', import.meta.url).pathname;
const requests = schemaMessages.filter(({ message }) => message.kind === 'request');

/** What clients fill in by themselves. */
const FILLERS = ['0', '1', '-1', '0'.repeat(32)];

/** Every value we find was given or is a filler; reading takes all bytes and loses none. */
function check({ message, codec }: SchemaMessage, version: number, bytes: Uint8Array, given: unknown): void {
  const value = decode(codec, bytes, version);
  expect(Buffer.compare(encode(codec, value, version), bytes)).toBe(0);
  const allowed = new Set([...leavesOf(given), ...FILLERS]);
  const found = wireLeaves(message, withoutRecords(value), version);
  expect(found.filter((leaf) => !allowed.has(leaf))).toEqual([]);
  if (leavesOf(given).length > 0) expect(found.some((leaf) => !FILLERS.includes(leaf))).toBe(true);
}

/** Produced records are the client's batches: magic 2 at their known place, contents not this test's matter. */
function withoutRecords(value: Fields): Fields {
  for (const topic of (value['topicData'] ?? []) as { partitionData: { records: Uint8Array | null }[] }[]) {
    for (const partition of topic.partitionData) {
      expect(partition.records?.[16]).toBe(2);
      partition.records = null;
    }
  }
  return value;
}

function entryOf(api: string): SchemaMessage {
  const entry = requests.find(({ message }) => message.name === `${api}Request`);
  if (entry === undefined) throw new Error(`no API ${api}`);
  return entry;
}

const partition = {
  partition: 3,
  offset: '81',
  metadata: 'note',
  timestamp: '170001',
  maxBytes: 4097,
  fetchOffset: '82',
};
const topics = [
  { topic: 'orders', partitions: [partition, { ...partition, partition: 5 }] },
  { topic: 'größe', partitions: [partition] },
];
const plainTopics = topics.map(({ topic, partitions }) => ({ topic, partitions: partitions.map((p) => p.partition) }));
const acl = {
  resourceType: 2,
  resourceName: 'orders',
  resourcePatternType: 3,
  principal: 'User:a',
  host: '*',
  operation: 4,
  permissionType: 5,
};
const group = {
  groupId: 'group',
  groupGenerationId: 7,
  generationId: 7,
  memberId: 'member',
  groupInstanceId: 'instance',
};
const transaction = { transactionalId: 'tx', producerId: '900', producerEpoch: 6, transactionTimeout: 30000 };
const message = { key: Buffer.from('k'), value: Buffer.from('v'), headers: {}, timestamp: 1_700_000_000_000 };

/** One set of arguments per API, which kafkajs takes in all its versions. */
const KAFKAJS: Readonly<Record<string, unknown>> = {
  AddOffsetsToTxn: { ...transaction, ...group },
  AddPartitionsToTxn: { ...transaction, topics: plainTopics },
  AlterConfigs: { resources: [{ type: 2, name: 'orders', configEntries: [{ name: 'retention.ms', value: '10' }] }] },
  AlterPartitionReassignments: {
    topics: [{ topic: 'orders', partitionAssignment: [{ partition: 3, replicas: [4, 5] }] }],
    timeout: 5001,
  },
  ApiVersions: {},
  CreateAcls: { creations: [acl] },
  CreatePartitions: { topicPartitions: [{ topic: 'orders', count: 9, assignments: [[4, 5]] }], timeout: 5001 },
  CreateTopics: {
    topics: [
      { topic: 'a', numPartitions: 12, replicationFactor: 3, configEntries: [{ name: 'n', value: 'v' }] },
      { topic: 'b', replicaAssignment: [{ partition: 2, replicas: [4, 5] }] },
    ],
    timeout: 5001,
  },
  DeleteAcls: { filters: [acl] },
  DeleteGroups: ['group', 'other'],
  DeleteRecords: { topics, timeout: 5001 },
  DeleteTopics: { topics: ['orders'], timeout: 5001 },
  DescribeAcls: acl,
  DescribeConfigs: { resources: [{ type: 2, name: 'orders', configNames: ['retention.ms'] }], includeSynonyms: true },
  DescribeGroups: { groupIds: ['group', 'other'] },
  EndTxn: { ...transaction, transactionResult: true },
  Fetch: {
    replicaId: -1,
    maxWaitTime: 501,
    minBytes: 11,
    maxBytes: 1_048_577,
    isolationLevel: 1,
    rackId: 'rack',
    topics,
  },
  FindCoordinator: { groupId: 'group', coordinatorKey: 'group', coordinatorType: 1 },
  Heartbeat: group,
  InitProducerId: transaction,
  JoinGroup: {
    ...group,
    sessionTimeout: 30001,
    rebalanceTimeout: 60001,
    protocolType: 'consumer',
    groupProtocols: [{ name: 'range', metadata: Buffer.from('meta') }],
  },
  LeaveGroup: { ...group, members: [group] },
  ListGroups: {},
  ListOffsets: { replicaId: -1, isolationLevel: 1, topics },
  ListPartitionReassignments: { topics: plainTopics, timeout: 5001 },
  Metadata: { topics: ['orders', 'größe'] },
  OffsetCommit: { ...group, retentionTime: '60002', topics },
  OffsetFetch: { ...group, topics },
  Produce: {
    acks: -1,
    timeout: 30001,
    transactionalId: 'tx',
    topicData: [{ topic: 'orders', partitions: [{ partition: 3, messages: [message] }] }],
  },
  // Its mechanisms put the length in front of these bytes.
  SaslAuthenticate: { authBytes: Buffer.from('\0\0\0\x04\0a\0b'), inside: Buffer.from('\0a\0b') },
  SaslHandshake: { mechanism: 'PLAIN' },
  SyncGroup: { ...group, groupAssignment: [{ memberId: 'member', memberAssignment: Buffer.from('plan') }] },
  TxnOffsetCommit: { ...transaction, ...group, topics },
};

describe('kafkajs', () => {
  const cases = Object.entries(KAFKAJS).flatMap(([api, given]) =>
    versionsOf(entryOf(api)).flatMap((version) => {
      const folder = join(modules, 'kafkajs/src/protocol/requests', api[0]!.toLowerCase() + api.slice(1));
      const file = join(folder, `v${version}`, 'request.js');
      return existsSync(file) ? [{ api, version, given, file }] : [];
    }),
  );
  test('has encoders to compare with', () => expect(cases.length).toBeGreaterThan(70));

  test.each(cases)('$api v$version', async ({ api, version, given, file }) => {
    const request = require(file)(given);
    let bytes: Buffer = (await request.encode()).buffer;
    // The tagged section of the flexible request header counts as part of these bodies.
    if (/PartitionReassignments$/.test(api)) bytes = bytes.subarray(1);
    check(entryOf(api), version, bytes, given);
  });
});

const uuid = '01234567-89ab-4def-8123-456789abcdef';
const wirePartition = { partition: 3, partitionIndex: 3, currentLeaderEpoch: 8, fetchOffset: 82n, lastFetchedEpoch: 9 };
const fetchArguments = (topicId: string): unknown[] => [
  501,
  11,
  1_048_577,
  1,
  77,
  4,
  [{ topicId, partitions: [{ ...wirePartition, partitionMaxBytes: 4097 }] }],
  [],
  'rack',
];
const commits = [
  {
    name: 'orders',
    partitions: [{ partitionIndex: 3, committedOffset: 81n, committedLeaderEpoch: 8, committedMetadata: 'note' }],
  },
];
const joinArguments = [
  'group',
  30001,
  60001,
  'member',
  'instance',
  'consumer',
  [{ name: 'range', metadata: Buffer.from('meta') }],
  'because',
];
const produceArguments = [
  -1,
  30001,
  [{ topic: 'orders', partition: 3, key: Buffer.from('k'), value: Buffer.from('v'), headers: new Map() }],
  { transactionalId: 'tx' },
];
const listOffsetsArguments = [
  -1,
  1,
  [{ name: 'orders', partitions: [{ partitionIndex: 3, currentLeaderEpoch: 8, timestamp: -2n }] }],
  1234,
];

/** Module of one version and the arguments of its request, in order. */
const PLATFORMATIC: readonly (readonly [string, ...unknown[]])[] = [
  ['metadata/metadata-v9', ['orders', 'größe'], true, false],
  ['metadata/metadata-v10', ['orders'], true, false],
  ['metadata/metadata-v12', ['orders'], true, false],
  ['metadata/api-versions-v3', 'client', '1.2.3'],
  ['metadata/find-coordinator-v4', 1, ['tx', 'other']],
  ['metadata/find-coordinator-v6', 0, ['group']],
  ['consumer/fetch-v12', ...fetchArguments('orders')],
  ['consumer/fetch-v13', ...fetchArguments(uuid)],
  ['consumer/fetch-v17', ...fetchArguments(uuid)],
  ['consumer/join-group-v6', ...joinArguments],
  ['consumer/join-group-v8', ...joinArguments],
  ['consumer/join-group-v9', ...joinArguments],
  [
    'consumer/sync-group-v5',
    'g',
    7,
    'member',
    null,
    'consumer',
    'range',
    [{ memberId: 'm', assignment: Buffer.from('plan') }],
  ],
  ['consumer/heartbeat-v4', 'group', 7, 'member', 'instance'],
  ['consumer/leave-group-v5', 'group', [{ memberId: 'member', groupInstanceId: null, reason: 'because' }]],
  ['consumer/list-offsets-v6', ...listOffsetsArguments],
  ['consumer/list-offsets-v9', ...listOffsetsArguments],
  ['consumer/offset-commit-v8', 'group', 7, 'member', 'instance', commits],
  ['consumer/offset-commit-v9', 'group', 7, 'member', null, commits],
  [
    'consumer/offset-fetch-v9',
    [{ groupId: 'group', memberId: 'member', memberEpoch: 7, topics: [{ name: 'orders', partitionIndexes: [3, 5] }] }],
    true,
  ],
  [
    'consumer/consumer-group-heartbeat-v1',
    'group',
    'member',
    7,
    'instance',
    'rack',
    30001,
    ['orders'],
    'or.*',
    'uniform',
    [{ topicId: uuid, partitions: [3, 5] }],
  ],
  ['producer/init-producer-id-v5', 'tx', 30001, 900n, 6],
  [
    'producer/add-partitions-to-txn-v5',
    [
      {
        transactionalId: 'tx',
        producerId: 900n,
        producerEpoch: 6,
        verifyOnly: true,
        topics: [{ name: 'orders', partitions: [3] }],
      },
    ],
  ],
  ['producer/end-txn-v4', 'tx', 900n, 6, true],
  ['producer/txn-offset-commit-v4', 'tx', 'group', 900n, 6, 7, 'member', null, commits],
  ['producer/produce-v7', ...produceArguments],
  ['producer/produce-v9', ...produceArguments],
  ['producer/produce-v11', ...produceArguments],
  [
    'admin/create-topics-v7',
    [
      {
        name: 'orders',
        numPartitions: 12,
        replicationFactor: 3,
        assignments: [{ partitionIndex: 2, brokerIds: [4, 5] }],
        configs: [{ name: 'n', value: 'v' }],
      },
    ],
    5001,
    true,
  ],
  ['admin/delete-topics-v6', [{ name: 'orders', topicId: uuid }], 5001],
  ['admin/describe-configs-v4', [{ resourceType: 2, resourceName: 'orders', configurationKeys: ['n'] }], true, false],
  [
    'admin/incremental-alter-configs-v1',
    [{ resourceType: 2, resourceName: 'orders', configs: [{ name: 'n', configOperation: 3, value: 'v' }] }],
    false,
  ],
  ['admin/create-acls-v3', [acl]],
  ['admin/delete-records-v2', [{ name: 'orders', partitions: [{ partitionIndex: 3, offset: 81n }] }], 5001],
  ['admin/describe-cluster-v1', true, 2],
  ['admin/describe-topic-partitions-v0', [{ name: 'orders' }], 2001, { topicName: 'orders', partitionIndex: 3 }],
  ['admin/describe-topic-partitions-v0', [{ name: 'orders' }], 2001, undefined],
  ['admin/describe-groups-v5', ['group'], true],
  ['admin/list-groups-v5', ['Stable'], ['consumer']],
  [
    'admin/alter-client-quotas-v1',
    [{ entities: [{ entityType: 'user', entityName: null }], ops: [{ key: 'rate', value: 1.5, remove: false }] }],
    true,
  ],
  ['admin/delete-groups-v2', ['group', 'other']],
  ['admin/describe-log-dirs-v4', [{ name: 'orders', partitions: [3] }]],
  ['admin/describe-producers-v0', [{ name: 'orders', partitionIndexes: [3] }]],
  ['admin/list-transactions-v1', ['Ongoing'], [900n], 600n],
  [
    'admin/alter-partition-reassignments-v1',
    5001,
    true,
    [{ name: 'a', partitions: [{ partitionIndex: 3, replicas: [4, 5] }] }],
  ],
  ['security/sasl-authenticate-v2', Buffer.from('\0a\0b')],
  ['security/sasl-handshake-v1', 'PLAIN'],
  ['telemetry/push-telemetry-v0', uuid, 77, true, 4, Buffer.from('metrics')],
];

describe('@platformatic/kafka', () => {
  test.each(PLATFORMATIC.map(([module, ...given]) => ({ module, given })))('$module', async ({ module, given }) => {
    const file = join(modules, '@platformatic/kafka/dist/apis', `${module}.js`);
    const { api, createRequest } = await import(pathToFileURL(file).href);
    const entry = requests.find((request) => request.message.key === api.key);
    check(entry!, api.version, createRequest(...given).buffer, given);
  });
});
