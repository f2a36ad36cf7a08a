/**
 * Requests to the metadata and config APIs, good and bad, in the order in which they are sent to one fresh broker with node
 * id 1. What Apache Kafka answers to them is recorded in admin-answers.json.
 */
export type AdminCase = [api: string, version: number, request: Record<string, unknown>];

const Z = 'AAAAAAAAAAAAAAAAAAAAAA';
const UNKNOWN_ID = 'BBBBBBBBBBBBBBBBBBBBBA';

type Pair = [name: string, value: string | null];
type Operation = [name: string, operation: number, value: string | null];

const cfg = (...pairs: Pair[]) => pairs.map(([name, value]) => ({ name, value }));

const T = (name: string, fields: Record<string, unknown> = {}) => ({
  name,
  numPartitions: 1,
  replicationFactor: 1,
  assignments: [],
  configs: [],
  ...fields,
});

const inc = (resourceType: number, resourceName: string, ...operations: Operation[]) => ({
  resourceType,
  resourceName,
  configs: operations.map(([name, configOperation, value]) => ({ name, configOperation, value })),
});

const alt = (resourceType: number, resourceName: string, ...pairs: Pair[]) => ({
  resourceType,
  resourceName,
  configs: cfg(...pairs),
});

export const ADMIN_CASES: readonly AdminCase[] = [
  ['CreateTopics', 7, { topics: [T('base', { numPartitions: 3 }), T('dot.name')] }],
  [
    'CreateTopics',
    7,
    {
      topics: [T('base'), T(''), T('.'), T('..'), T('a/b'), T('x'.repeat(250)), T('dot_name'), T('__cluster_metadata')],
    },
  ],
  [
    'CreateTopics',
    7,
    {
      topics: [
        T('p0', { numPartitions: 0 }),
        T('p-2', { numPartitions: -2 }),
        T('r0', { replicationFactor: 0 }),
        T('r2', { replicationFactor: 2 }),
        T('r-2', { replicationFactor: -2 }),
      ],
    },
  ],
  ['CreateTopics', 7, { topics: [T('dup'), T('dup'), T('nodup')], validateOnly: true }],
  [
    'CreateTopics',
    7,
    {
      topics: [
        T('c1', { configs: cfg(['retention.ms', null]) }),
        T('c2', { configs: cfg(['no.such', '1']) }),
        T('c3', { configs: cfg(['retention.ms', 'x']) }),
        T('c4', { configs: cfg(['cleanup.policy', 'foo']) }),
        T('c5', { configs: cfg(['min.compaction.lag.ms', '10'], ['max.compaction.lag.ms', '5']) }),
        T('c6', { configs: cfg(['segment.bytes', '1']) }),
        T('c7', { configs: cfg(['compression.type', 'lzma']) }),
        T('c8', { configs: cfg(['min.insync.replicas', '0']) }),
      ],
    },
  ],
  [
    'CreateTopics',
    7,
    {
      topics: [
        T('m1', { numPartitions: 2, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [1] }] }),
        T('m2', { numPartitions: -1, replicationFactor: 1, assignments: [{ partitionIndex: 0, brokerIds: [1] }] }),
        T('m3', { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 1, brokerIds: [1] }] }),
        T('m4', { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [9] }] }),
        T('m5', { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [1, 1] }] }),
        T('m6', { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [] }] }),
        T('m7', {
          numPartitions: -1,
          replicationFactor: -1,
          assignments: [
            { partitionIndex: 0, brokerIds: [1] },
            { partitionIndex: 0, brokerIds: [1] },
          ],
        }),
      ],
    },
  ],
  ['CreateTopics', 7, { topics: [T('big', { numPartitions: 10001 })] }],
  ['CreateTopics', 7, { topics: [T('v', { numPartitions: 2 })], validateOnly: true }],
  ['CreateTopics', 4, { topics: [T('v4', { numPartitions: -1, replicationFactor: -1 })] }],
  ['CreateTopics', 2, { topics: [T('v2')] }],
  ['CreateTopics', 7, { topics: [T('t0')], timeoutMs: 9000 }],
  [
    'CreatePartitions',
    3,
    {
      topics: [
        { name: 'base', count: 3, assignments: null },
        { name: 'none', count: 3, assignments: null },
        { name: 'dot.name', count: 0, assignments: null },
      ],
      timeoutMs: 5000,
    },
  ],
  ['CreatePartitions', 3, { topics: [{ name: 'base', count: 2, assignments: null }], timeoutMs: 5000 }],
  ['CreatePartitions', 3, { topics: [{ name: 'base', count: 5, assignments: [{ brokerIds: [1] }] }], timeoutMs: 5000 }],
  ['CreatePartitions', 3, { topics: [{ name: 'base', count: 4, assignments: [{ brokerIds: [2] }] }], timeoutMs: 5000 }],
  [
    'CreatePartitions',
    3,
    { topics: [{ name: 'base', count: 4, assignments: [{ brokerIds: [1, 1] }] }], timeoutMs: 5000 },
  ],
  [
    'CreatePartitions',
    3,
    {
      topics: [
        { name: 'base', count: 4, assignments: null },
        { name: 'base', count: 5, assignments: null },
      ],
      timeoutMs: 5000,
    },
  ],
  [
    'CreatePartitions',
    3,
    { topics: [{ name: 'base', count: 4, assignments: null }], timeoutMs: 5000, validateOnly: true },
  ],
  [
    'IncrementalAlterConfigs',
    1,
    {
      resources: [
        inc(2, 'base', ['retention.ms', 0, '9']),
        inc(2, 'none', ['retention.ms', 0, '9']),
        inc(2, '', ['retention.ms', 0, '9']),
        inc(2, 'a/b', ['retention.ms', 0, '9']),
        inc(4, '2', ['log.retention.ms', 0, '9']),
        inc(4, 'x', ['log.retention.ms', 0, '9']),
        inc(4, '1', ['node.id', 0, '9']),
        inc(99, 'x', ['a', 0, '9']),
        inc(16, '', ['metrics', 0, 'a']),
        inc(32, '', ['consumer.session.timeout.ms', 0, '50000']),
      ],
    },
  ],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'base', ['retention.ms', 2, '9'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'base', ['retention.ms', 3, '9'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'base', ['retention.ms', 0, null])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'base', ['retention.ms', 0, 'x'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'base', ['retention.ms', 0, '5'], ['retention.ms', 1, null])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'base', ['cleanup.policy', 2, 'compact'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'base', ['cleanup.policy', 3, 'delete,nothing'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'base', ['cleanup.policy', 3, 'compact'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'base', ['no.such', 1, null])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(4, '1', ['no.such.broker.key', 0, '1'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(4, '', ['log.retention.ms', 0, 'x'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(4, '', ['listeners', 0, 'x'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(4, '1', ['log.retention.ms', 2, '5'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(16, 's', ['interval.ms', 0, '5'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(16, 's', ['foo', 0, '5'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(16, 's', ['match', 0, 'foo=x'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(16, 's', ['match', 0, 'client_id'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(32, 'g', ['foo', 0, '5'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(32, 'g', ['consumer.session.timeout.ms', 0, '1'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(8, '1', ['nobody.here', 0, 'INFO'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(8, '1', ['root', 0, 'LOUD'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(8, '1', ['root', 1, null])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(8, '1', ['root', 2, 'INFO'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(8, '7', ['root', 0, 'INFO'])] }],
  [
    'IncrementalAlterConfigs',
    1,
    { resources: [inc(2, 'base', ['retention.ms', 0, '5']), inc(2, 'base', ['retention.ms', 0, '6'])] },
  ],
  ['AlterConfigs', 2, { resources: [alt(2, 'base', ['retention.bytes', '77'])] }],
  [
    'AlterConfigs',
    2,
    {
      resources: [
        alt(2, 'base', ['retention.ms', null]),
        alt(8, '1', ['root', 'INFO']),
        alt(4, '2', ['log.retention.ms', '4']),
        alt(2, 'dot.name', ['x', 'y']),
      ],
    },
  ],
  [
    'DescribeConfigs',
    4,
    {
      resources: [
        {
          resourceType: 2,
          resourceName: 'base',
          configurationKeys: ['retention.bytes', 'retention.ms', 'cleanup.policy', 'nope'],
        },
      ],
      includeSynonyms: true,
    },
  ],
  [
    'DescribeConfigs',
    4,
    {
      resources: [
        { resourceType: 2, resourceName: 'none', configurationKeys: null },
        { resourceType: 2, resourceName: 'a/b', configurationKeys: null },
        { resourceType: 4, resourceName: '2', configurationKeys: null },
        { resourceType: 4, resourceName: 'x', configurationKeys: null },
        { resourceType: 8, resourceName: '', configurationKeys: null },
        { resourceType: 8, resourceName: '4', configurationKeys: null },
        { resourceType: 16, resourceName: '', configurationKeys: null },
        { resourceType: 16, resourceName: 'nobody', configurationKeys: null },
        { resourceType: 32, resourceName: '', configurationKeys: null },
      ],
      includeSynonyms: true,
    },
  ],
  [
    'DescribeConfigs',
    4,
    {
      resources: [
        {
          resourceType: 32,
          resourceName: 'g',
          configurationKeys: ['consumer.session.timeout.ms', 'share.isolation.level'],
        },
      ],
      includeSynonyms: true,
    },
  ],
  [
    'DescribeConfigs',
    4,
    { resources: [{ resourceType: 2, resourceName: 'dot.name', configurationKeys: [] }], includeSynonyms: false },
  ],
  ['ListConfigResources', 1, { resourceTypes: [] }],
  ['ListConfigResources', 1, { resourceTypes: [99] }],
  ['ListConfigResources', 0, {}],
  [
    'Metadata',
    13,
    {
      topics: [
        { name: 'base', topicId: Z },
        { name: 'none', topicId: Z },
        { name: 'a/b', topicId: Z },
        { name: '', topicId: Z },
      ],
      allowAutoTopicCreation: false,
      includeTopicAuthorizedOperations: true,
    },
  ],
  ['Metadata', 12, { topics: [{ name: null, topicId: UNKNOWN_ID }], allowAutoTopicCreation: false }],
  ['Metadata', 12, { topics: [{ name: null, topicId: Z }], allowAutoTopicCreation: false }],
  [
    'Metadata',
    12,
    {
      topics: [
        { name: 'base', topicId: Z },
        { name: null, topicId: UNKNOWN_ID },
      ],
      allowAutoTopicCreation: false,
    },
  ],
  ['Metadata', 10, { topics: [{ name: null, topicId: UNKNOWN_ID }], allowAutoTopicCreation: false }],
  ['Metadata', 8, { topics: [], includeClusterAuthorizedOperations: true }],
  ['Metadata', 0, { topics: [{ name: 'base', topicId: Z }] }],
  [
    'Metadata',
    1,
    {
      topics: [
        { name: 'base', topicId: Z },
        { name: 'base', topicId: Z },
      ],
    },
  ],
  ['Metadata', 4, { topics: [{ name: 'a/b', topicId: Z }], allowAutoTopicCreation: true }],
  ['DescribeCluster', 2, { includeClusterAuthorizedOperations: true }],
  ['DescribeCluster', 1, { endpointType: 2 }],
  ['DescribeCluster', 1, { endpointType: 7 }],
  [
    'DescribeTopicPartitions',
    0,
    { topics: [{ name: 'base' }, { name: 'none' }, { name: 'a/b' }], responsePartitionLimit: 2 },
  ],
  ['DescribeTopicPartitions', 0, { topics: [{ name: 'base' }], cursor: { topicName: 'base', partitionIndex: 1 } }],
  ['DescribeTopicPartitions', 0, { topics: [{ name: 'base' }], cursor: { topicName: 'zzz', partitionIndex: 1 } }],
  ['DescribeTopicPartitions', 0, { topics: [{ name: 'base' }], cursor: { topicName: 'base', partitionIndex: -1 } }],
  ['DescribeTopicPartitions', 0, { topics: [{ name: 'base' }], cursor: { topicName: 'base', partitionIndex: 99 } }],
  ['DescribeTopicPartitions', 0, { topics: [{ name: 'base' }, { name: 'dot.name' }], responsePartitionLimit: 3 }],
  ['InitProducerId', 4, { transactionalId: null, transactionTimeoutMs: 1000, producerId: 5, producerEpoch: -1 }],
  ['InitProducerId', 4, { transactionalId: '', transactionTimeoutMs: 1000 }],
  [
    'DeleteTopics',
    6,
    {
      topics: [
        { name: 'base', topicId: Z },
        { name: 'none', topicId: Z },
        { name: null, topicId: UNKNOWN_ID },
        { name: null, topicId: Z },
        { name: 'x', topicId: UNKNOWN_ID },
        { name: 'v2', topicId: Z },
        { name: 'v2', topicId: Z },
      ],
      timeoutMs: 5000,
    },
  ],
  ['DeleteTopics', 1, { topicNames: ['dot.name', 'none'], timeoutMs: 5000 }],
  ['CreateTopics', 7, { topics: [T('y'.repeat(249)), T('\u00e9'), T('a b'), T('nul\u0000')] }],
  [
    'CreateTopics',
    7,
    {
      topics: [
        T('two', {
          numPartitions: -1,
          replicationFactor: -1,
          assignments: [
            { partitionIndex: 1, brokerIds: [1] },
            { partitionIndex: 0, brokerIds: [1] },
          ],
          configs: cfg(['retention.ms', '-1']),
        }),
      ],
    },
  ],
  ['CreateTopics', 7, { topics: [T('two'), T('new')], validateOnly: true }],
  ['CreateTopics', 7, { topics: [] }],
  [
    'CreateTopics',
    7,
    { topics: [T('kv', { configs: cfg(['retention.ms', '1'], ['retention.ms', '2']) })], validateOnly: true },
  ],
  [
    'CreateTopics',
    7,
    {
      topics: [
        T('e1', { configs: cfg(['cleanup.policy', '']) }),
        T('e2', { configs: cfg(['retention.ms', ' 5 ']) }),
        T('e3', { configs: cfg(['unclean.leader.election.enable', 'TRUE']) }),
        T('e4', { configs: cfg(['preallocate', 'maybe']) }),
        T('e5', { configs: cfg(['min.cleanable.dirty.ratio', '1.5']) }),
        T('e6', { configs: cfg(['message.timestamp.type', 'Now']) }),
        T('e7', { configs: cfg(['cleanup.policy', 'delete,compact']) }),
        T('e8', { configs: cfg(['retention.ms', '-2']) }),
        T('e9', { configs: cfg(['', 'x']) }),
      ],
      validateOnly: true,
    },
  ],
  ['CreatePartitions', 3, { topics: [{ name: 'two', count: 3, assignments: [] }], timeoutMs: 5000 }],
  ['CreatePartitions', 3, { topics: [{ name: 'two', count: 3, assignments: [{ brokerIds: [] }] }], timeoutMs: 5000 }],
  [
    'CreatePartitions',
    3,
    { topics: [{ name: 'two', count: 3, assignments: [{ brokerIds: [1] }, { brokerIds: [1] }] }], timeoutMs: 5000 },
  ],
  ['CreatePartitions', 3, { topics: [], timeoutMs: 5000 }],
  [
    'CreatePartitions',
    0,
    {
      topics: [
        { name: '', count: 3, assignments: null },
        { name: 'a/b', count: 3, assignments: null },
      ],
      timeoutMs: 5000,
    },
  ],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'two')] }],
  ['IncrementalAlterConfigs', 1, { resources: [] }],
  ['IncrementalAlterConfigs', 0, { resources: [inc(2, 'two', ['cleanup.policy', 2, null])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'two', ['retention.ms', 1, '5'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'two', ['cleanup.policy', 0, ''])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'two', ['cleanup.policy', 3, 'delete'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(2, 'two', ['no.such', 2, 'x'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(4, '1', ['log.cleanup.policy', 2, 'compact'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(4, '1', ['no.such', 2, 'compact'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(4, '-1', ['log.retention.ms', 0, '5'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(4, '1', ['log.retention.ms', 0, null])] }],
  [
    'IncrementalAlterConfigs',
    1,
    {
      resources: [
        inc(16, 'ok', ['interval.ms', 0, '5000']),
        inc(32, 'ok', ['consumer.session.timeout.ms', 0, '50000']),
      ],
    },
  ],
  ['IncrementalAlterConfigs', 1, { resources: [inc(16, 'nolist', ['interval.ms', 2, '5000'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(16, 'list', ['metrics', 2, '5000'])] }],
  [
    'IncrementalAlterConfigs',
    1,
    { resources: [inc(0, 'x', ['metrics', 0, '5000']), inc(1, 'x', ['metrics', 0, '5000'])] },
  ],
  ['IncrementalAlterConfigs', 1, { resources: [inc(8, '', ['root', 0, 'INFO'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(8, '1', ['root', 0, 'info'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(8, '1', ['root', 0, null])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(8, '1', ['root', 0, 'INFO'], ['root', 0, 'WARN'])] }],
  ['IncrementalAlterConfigs', 1, { resources: [inc(8, '1', ['root', 0, 'INFO']), inc(8, '1', ['root', 0, 'INFO'])] }],
  ['AlterConfigs', 2, { resources: [alt(2, 'two', ['retention.ms', '1'], ['retention.ms', '2'])] }],
  [
    'AlterConfigs',
    2,
    {
      resources: [
        alt(2, 'nope', ['retention.ms', '1']),
        alt(2, '', ['retention.ms', '1']),
        alt(77, 'x', ['a', 'b']),
        alt(4, 'x', ['log.retention.ms', '1']),
      ],
    },
  ],
  ['AlterConfigs', 2, { resources: [alt(4, '1', ['node.id', '5'])] }],
  ['AlterConfigs', 0, { resources: [alt(2, 'two', ['cleanup.policy', 'compact'])], validateOnly: true }],
  [
    'DescribeConfigs',
    4,
    {
      resources: [
        { resourceType: 16, resourceName: 'ok', configurationKeys: null },
        { resourceType: 16, resourceName: 'list', configurationKeys: ['metrics'] },
      ],
      includeSynonyms: true,
    },
  ],
  [
    'DescribeConfigs',
    1,
    {
      resources: [{ resourceType: 2, resourceName: 'two', configurationKeys: ['retention.ms', 'segment.ms'] }],
      includeSynonyms: true,
    },
  ],
  [
    'DescribeConfigs',
    4,
    {
      resources: [
        {
          resourceType: 4,
          resourceName: '1',
          configurationKeys: ['log.cleanup.policy', 'no.such', 'num.partitions'],
        },
      ],
      includeSynonyms: true,
    },
  ],
  [
    'DescribeConfigs',
    4,
    {
      resources: [
        { resourceType: 4, resourceName: '', configurationKeys: ['log.retention.ms'] },
        { resourceType: 8, resourceName: '', configurationKeys: null },
        { resourceType: 8, resourceName: 'x', configurationKeys: null },
        { resourceType: 4, resourceName: '-1', configurationKeys: null },
      ],
      includeSynonyms: true,
    },
  ],
  ['Metadata', 9, { topics: [{ name: '', topicId: Z }], allowAutoTopicCreation: true }],
  [
    'Metadata',
    10,
    {
      topics: [{ name: 'two', topicId: Z }],
      includeClusterAuthorizedOperations: true,
      includeTopicAuthorizedOperations: true,
    },
  ],
  ['Metadata', 11, { topics: [{ name: 'two', topicId: UNKNOWN_ID }] }],
  ['Metadata', 13, { topics: [{ name: 'two', topicId: UNKNOWN_ID }] }],
  [
    'Metadata',
    12,
    {
      topics: [
        { name: null, topicId: UNKNOWN_ID },
        { name: null, topicId: UNKNOWN_ID },
      ],
    },
  ],
  ['Metadata', 13, { topics: [{ name: '__cluster_metadata', topicId: Z }], allowAutoTopicCreation: false }],
  ['DescribeCluster', 0, {}],
  ['DescribeCluster', 2, { includeFencedBrokers: true }],
  ['DescribeTopicPartitions', 0, { topics: [{ name: 'two' }, { name: 'two' }] }],
  ['DescribeTopicPartitions', 0, { topics: [], responsePartitionLimit: 1 }],
  ['DescribeTopicPartitions', 0, { topics: [{ name: '' }] }],
  ['DescribeTopicPartitions', 0, { topics: [], cursor: { topicName: 'zzzzz', partitionIndex: 0 } }],
  ['DescribeTopicPartitions', 0, { topics: [], cursor: { topicName: 'two', partitionIndex: 1 } }],
  ['ListConfigResources', 1, { resourceTypes: [16, 32] }],
  ['ListConfigResources', 1, { resourceTypes: [2, 2, 99] }],
  ['DeleteTopics', 5, { topicNames: ['two', 'two'], timeoutMs: 5000 }],
  ['DeleteTopics', 5, { topicNames: [], timeoutMs: 5000 }],
  ['DeleteTopics', 5, { topicNames: ['', 'a/b'], timeoutMs: 5000 }],
  [
    'DeleteTopics',
    6,
    {
      topics: [
        { name: null, topicId: UNKNOWN_ID },
        { name: null, topicId: UNKNOWN_ID },
      ],
      timeoutMs: 5000,
    },
  ],
  ['DeleteTopics', 4, { topicNames: ['two'], timeoutMs: 5000 }],
];
