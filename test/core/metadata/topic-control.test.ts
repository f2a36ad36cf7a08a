import { describe, expect, test } from 'vitest';
import { ZERO_UUID } from '../../../src/core/bytes/uuid.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import {
  type CreateTopicsRequestCreatableTopic,
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
} from '../../../src/core/protocol/generated/create-topics-request.ts';
import { newDeleteTopicsRequest } from '../../../src/core/protocol/generated/delete-topics-request.ts';
import { TestController } from './support.ts';

const THREE = [
  { id: 1, rack: 'a' },
  { id: 2, rack: 'b' },
  { id: 3, rack: 'c' },
];

type Topic = Partial<CreateTopicsRequestCreatableTopic> & { name: string };

function create(controller: TestController, topics: Topic[], validateOnly = false) {
  const request = newCreateTopicsRequest({
    topics: topics.map((topic) =>
      newCreateTopicsRequestCreatableTopic({ numPartitions: -1, replicationFactor: -1, ...topic }),
    ),
    validateOnly,
  });
  return controller.handle(ApiKey.CreateTopics, request).topics;
}

const assignment = (partitionIndex: number, ...brokerIds: number[]) => ({ partitionIndex, brokerIds });

describe('a refused topic gets the error and the message that Kafka gives', () => {
  const long = 'x'.repeat(250);
  const cases: [string, Topic, number, string][] = [
    [
      'empty',
      { name: '' },
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      'Topic name is invalid: the empty string is not allowed',
    ],
    ['dot', { name: '.' }, ErrorCode.INVALID_TOPIC_EXCEPTION, "Topic name is invalid: '.' is not allowed"],
    ['dots', { name: '..' }, ErrorCode.INVALID_TOPIC_EXCEPTION, "Topic name is invalid: '..' is not allowed"],
    [
      'long',
      { name: long },
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      `Topic name is invalid: the length of '${long}' is longer than the max allowed length 249`,
    ],
    [
      'slash',
      { name: 'a/b' },
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      "Topic name is invalid: 'a/b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [
      'newline',
      { name: 'ab\n' },
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      "Topic name is invalid: 'ab\n' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
    ],
    [
      'collision',
      { name: 'old_topic' },
      ErrorCode.INVALID_TOPIC_EXCEPTION,
      "Topic 'old_topic' collides with existing topic: old.topic",
    ],
    ['existing', { name: 'old.topic' }, ErrorCode.TOPIC_ALREADY_EXISTS, "Topic 'old.topic' already exists."],
    [
      'metadata log',
      { name: '__cluster_metadata' },
      ErrorCode.INVALID_REQUEST,
      'Creation of internal topic __cluster_metadata is prohibited.',
    ],
    [
      'no partitions',
      { name: 't', numPartitions: 0 },
      ErrorCode.INVALID_PARTITIONS,
      'Number of partitions was set to an invalid non-positive value.',
    ],
    [
      'negative partitions',
      { name: 't', numPartitions: -2 },
      ErrorCode.INVALID_PARTITIONS,
      'Number of partitions was set to an invalid non-positive value.',
    ],
    [
      'no replicas',
      { name: 't', replicationFactor: 0 },
      ErrorCode.INVALID_REPLICATION_FACTOR,
      'Replication factor must be larger than 0, or -1 to use the default value.',
    ],
    [
      'too many replicas',
      { name: 't', replicationFactor: 4 },
      ErrorCode.INVALID_REPLICATION_FACTOR,
      'Unable to replicate the partition 4 time(s): The target replication factor of 4 cannot be reached because only 3 broker(s) are registered.',
    ],
    [
      'null config',
      {
        name: 't',
        configs: [
          { name: 'retention.ms', value: null },
          { name: 'x', value: null },
        ],
      },
      ErrorCode.INVALID_CONFIG,
      'Null value not supported for topic configs: retention.ms,x',
    ],
    [
      'unknown config',
      { name: 't', configs: [{ name: 'no.such', value: '1' }] },
      ErrorCode.INVALID_CONFIG,
      'Unknown topic config name: no.such',
    ],
    [
      'both counts',
      { name: 't', numPartitions: 2, assignments: [assignment(0, 1)] },
      ErrorCode.INVALID_REQUEST,
      'A manual partition assignment was specified, but numPartitions was not set to -1.',
    ],
    [
      'both factors',
      { name: 't', replicationFactor: 1, assignments: [assignment(0, 1)] },
      ErrorCode.INVALID_REQUEST,
      'A manual partition assignment was specified, but replication factor was not set to -1.',
    ],
    [
      'gap',
      { name: 't', assignments: [assignment(0, 1), assignment(2, 1)] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'partitions should be a consecutive 0-based integer sequence',
    ],
    [
      'repeated partition',
      { name: 't', assignments: [assignment(0, 1), assignment(0, 2)] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'Found multiple manual partition assignments for partition 0',
    ],
    [
      'unknown broker',
      { name: 't', assignments: [assignment(0, 9)] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'The manual partition assignment includes broker 9, but no such broker is registered.',
    ],
    [
      'repeated broker',
      { name: 't', assignments: [assignment(0, 2, 1, 2)] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'The manual partition assignment includes the broker 2 more than once.',
    ],
    [
      'no brokers',
      { name: 't', assignments: [assignment(0)] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'The manual partition assignment includes an empty replica list.',
    ],
    [
      'uneven',
      { name: 't', assignments: [assignment(0, 1, 2), assignment(1, 1)] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'The manual partition assignment includes a partition with 1 replica(s), but this is not consistent with previous partitions, which have 2 replica(s).',
    ],
    [
      'fenced only',
      { name: 't', assignments: [assignment(0, 3)] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'All brokers specified in the manual partition assignment for partition 0 are fenced or in controlled shutdown.',
    ],
    [
      'too many partitions',
      { name: 't', numPartitions: 10_001 },
      ErrorCode.POLICY_VIOLATION,
      'Excessively large number of partitions per request.',
    ],
    ['policy', { name: 'forbidden' }, ErrorCode.POLICY_VIOLATION, 'forbidden is a forbidden name'],
  ];
  test.each(cases)('%s', (_name, topic, errorCode, errorMessage) => {
    const policies = {
      createTopic: ({ name }: { name: string }) => (name === 'forbidden' ? 'forbidden is a forbidden name' : null),
    };
    const controller = new TestController({ brokers: THREE, policies });
    controller.createTopic('old.topic');
    controller.fence(3);
    const before = controller.image.index;
    expect(create(controller, [topic])).toEqual([
      expect.objectContaining({ errorCode, errorMessage, topicId: ZERO_UUID }),
    ]);
    expect(controller.image.index).toBe(before);
  });
});

test('every broker fenced: no topic can be created', () => {
  const controller = new TestController({ brokers: [{ id: 1, isFenced: true }] });
  expect(create(controller, [{ name: 't' }])[0]).toMatchObject({
    errorCode: ErrorCode.INVALID_REPLICATION_FACTOR,
    errorMessage: 'Unable to replicate the partition 1 time(s): All brokers are currently fenced.',
  });
});

test('names of one request are independent, duplicates all fail, and what succeeds is one entry', () => {
  const controller = new TestController({ brokers: THREE });
  const results = create(controller, [
    { name: 'a' },
    { name: 'twice' },
    { name: 'a/b' },
    { name: 'twice' },
    { name: 'b' },
  ]);
  expect(results.map((topic) => [topic.name, topic.errorCode])).toEqual([
    ['a', ErrorCode.NONE],
    ['twice', ErrorCode.INVALID_REQUEST],
    ['a/b', ErrorCode.INVALID_TOPIC_EXCEPTION],
    ['b', ErrorCode.NONE],
  ]);
  expect(results[1]!.errorMessage).toBe('Duplicate topic name.');
  expect([...controller.image.topics.names()]).toEqual(['a', 'b']);
  expect(controller.entries.at(-1)!.records).toHaveLength(2 + 6);
});

test('two new names of one request may not collide either', () => {
  const results = create(new TestController(), [{ name: 'x.y' }, { name: 'x_y' }]);
  expect(results.map((topic) => topic.errorCode)).toEqual([ErrorCode.NONE, ErrorCode.INVALID_TOPIC_EXCEPTION]);
});

test('a created topic: defaults, ids, leaders, configs', () => {
  const controller = new TestController({ brokers: THREE, settings: { defaultReplicationFactor: 2 } });
  const [result] = create(controller, [{ name: 't', configs: [{ name: 'retention.ms', value: '5' }] }]);
  expect(result).toMatchObject({ errorCode: 0, errorMessage: null, numPartitions: 3, replicationFactor: 2 });
  const topic = controller.image.topics.byName('t')!;
  expect(topic.id).toBe(result!.topicId);
  expect(topic.id).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/);
  for (const partition of topic.partitions) {
    expect(partition).toMatchObject({ leader: partition.replicas[0], isr: partition.replicas, leaderEpoch: 0 });
  }
  expect(controller.image.configs.topic('t')).toEqual(new Map([['retention.ms', '5']]));
});

test('manual assignments are taken as given; a fenced replica is kept out of the ISR', () => {
  const controller = new TestController({ brokers: THREE });
  controller.fence(2);
  create(controller, [{ name: 't', assignments: [assignment(1, 1, 3), assignment(0, 2, 3)] }]);
  const [zero, one] = controller.image.topics.byName('t')!.partitions;
  expect(zero).toMatchObject({ replicas: [2, 3], isr: [3], leader: 3 });
  expect(one).toMatchObject({ replicas: [1, 3], isr: [1, 3], leader: 1 });
});

test('validateOnly checks everything, answers the counts and changes nothing', () => {
  const controller = new TestController({ brokers: THREE });
  const before = controller.image.index;
  const results = create(controller, [{ name: 't', numPartitions: 7 }, { name: 'bad/name' }], true);
  expect(results[0]).toMatchObject({
    errorCode: 0,
    numPartitions: 7,
    replicationFactor: 1,
    topicId: expect.not.stringMatching(/^A+$/),
  });
  expect(results[1]!.errorCode).toBe(ErrorCode.INVALID_TOPIC_EXCEPTION);
  expect(controller.image.index).toBe(before);
});

describe('DeleteTopics', () => {
  function remove(controller: TestController, ...topics: { name?: string | null; topicId?: string }[]) {
    const request = newDeleteTopicsRequest({
      topics: topics.map(({ name = null, topicId = ZERO_UUID }) => ({ name, topicId })),
    });
    return controller.handle(ApiKey.DeleteTopics, request).responses;
  }

  test('by name, by id, and what may not be named together', () => {
    const controller = new TestController();
    for (const name of ['a', 'b', 'c', 'd']) controller.createTopic(name);
    const id = (name: string) => controller.image.topics.byName(name)!.id;
    const [a, b, c] = [id('a'), id('b'), id('c')];
    const responses = remove(
      controller,
      { name: 'a' },
      { topicId: b },
      { name: 'no' },
      { topicId: 'BBBBBBBBBBBBBBBBBBBBBA' },
      {},
      { name: 'd', topicId: a },
      { topicId: c },
      { name: 'c' },
    );
    const summary = responses.map(({ name, topicId, errorCode, errorMessage }) => [
      name,
      topicId,
      errorCode,
      errorMessage,
    ]);
    expect(summary).toEqual(
      expect.arrayContaining([
        ['a', a, ErrorCode.NONE, null],
        ['b', b, ErrorCode.NONE, null],
        ['no', ZERO_UUID, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, expect.any(String)],
        [null, 'BBBBBBBBBBBBBBBBBBBBBA', ErrorCode.UNKNOWN_TOPIC_ID, expect.any(String)],
        [null, ZERO_UUID, ErrorCode.INVALID_REQUEST, 'Neither topic name nor id were specified.'],
        ['d', a, ErrorCode.INVALID_REQUEST, 'You may not specify both topic name and topic id.'],
        ['c', c, ErrorCode.INVALID_REQUEST, 'The provided topic name maps to an ID that was already supplied.'],
      ]),
    );
    expect(responses).toHaveLength(7);
    expect([...controller.image.topics.names()]).toEqual(['c', 'd']);
  });

  test('duplicates fail, and nothing of them is deleted', () => {
    const controller = new TestController();
    controller.createTopic('a');
    const responses = remove(controller, { name: 'a' }, { name: 'a' });
    expect(responses).toMatchObject([
      { name: 'a', errorCode: ErrorCode.INVALID_REQUEST, errorMessage: 'Duplicate topic name.' },
    ]);
    expect(controller.image.topics.size).toBe(1);
  });

  test('disabled by configuration', () => {
    const controller = new TestController({ settings: { isTopicDeletionEnabled: false } });
    controller.createTopic('a');
    expect(remove(controller, { name: 'a' })).toMatchObject([{ errorCode: ErrorCode.TOPIC_DELETION_DISABLED }]);
    expect(controller.image.topics.size).toBe(1);
  });

  test('a topic made again has another id and none of the old configs', () => {
    const controller = new TestController();
    const first = controller.createTopic('t', 1, 1, [{ name: 'retention.ms', value: '1' }]).topicId;
    remove(controller, { name: 't' });
    expect(controller.image.configs.topic('t').size).toBe(0);
    expect(controller.createTopic('t').topicId).not.toBe(first);
    expect(controller.createTopic('t_1').errorCode).toBe(0);
  });
});
