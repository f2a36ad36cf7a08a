import { describe, expect, test } from 'vitest';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { newCreatePartitionsRequest } from '../../../src/core/protocol/generated/create-partitions-request.ts';
import { TestController } from './support.ts';

const BROKERS = [{ id: 1 }, { id: 2 }, { id: 3 }];

interface Wish {
  name: string;
  count: number;
  assignments?: { brokerIds: number[] }[] | null;
}

function grow(controller: TestController, wishes: Wish[], validateOnly = false) {
  const topics = wishes.map(({ assignments = null, ...rest }) => ({ ...rest, assignments }));
  return controller.handle(ApiKey.CreatePartitions, newCreatePartitionsRequest({ topics, validateOnly })).results;
}

describe('refused', () => {
  const cases: [string, Wish, number, string][] = [
    [
      'unknown topic',
      { name: 'no', count: 5 },
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
      'This server does not host this topic-partition.',
    ],
    ['same count', { name: 't', count: 3 }, ErrorCode.INVALID_PARTITIONS, 'Topic already has 3 partition(s).'],
    [
      'fewer',
      { name: 't', count: 2 },
      ErrorCode.INVALID_PARTITIONS,
      'The topic t currently has 3 partition(s); 2 would not be an increase.',
    ],
    [
      'negative',
      { name: 't', count: -1 },
      ErrorCode.INVALID_PARTITIONS,
      'The topic t currently has 3 partition(s); -1 would not be an increase.',
    ],
    [
      'assignments missing',
      { name: 't', count: 5, assignments: [{ brokerIds: [1, 2] }] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'Attempted to add 2 additional partition(s), but only 1 assignment(s) were specified.',
    ],
    [
      'other factor',
      { name: 't', count: 4, assignments: [{ brokerIds: [1] }] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'The manual partition assignment includes a partition with 1 replica(s), but this is not consistent with previous partitions, which have 2 replica(s).',
    ],
    [
      'unknown broker',
      { name: 't', count: 4, assignments: [{ brokerIds: [1, 7] }] },
      ErrorCode.INVALID_REPLICA_ASSIGNMENT,
      'The manual partition assignment includes broker 7, but no such broker is registered.',
    ],
    [
      'too many',
      { name: 't', count: 10_004 },
      ErrorCode.POLICY_VIOLATION,
      'Excessively large number of partitions per request.',
    ],
  ];
  test.each(cases)('%s', (_name, wish, errorCode, errorMessage) => {
    const controller = new TestController({ brokers: BROKERS });
    controller.createTopic('t', 3, 2);
    expect(grow(controller, [wish])).toEqual([{ name: wish.name, errorCode, errorMessage }]);
    expect(controller.image.topics.byName('t')!.partitions).toHaveLength(3);
  });

  test('every topic of a duplicated name', () => {
    const controller = new TestController({ brokers: BROKERS });
    controller.createTopic('t', 1, 1);
    expect(
      grow(controller, [
        { name: 't', count: 2 },
        { name: 't', count: 3 },
      ]),
    ).toEqual([{ name: 't', errorCode: ErrorCode.INVALID_REQUEST, errorMessage: 'Duplicate topic name.' }]);
    expect(controller.image.topics.byName('t')!.partitions).toHaveLength(1);
  });
});

test('adds partitions and leaves the existing ones as they are', () => {
  const controller = new TestController({ brokers: BROKERS });
  controller.createTopic('t', 3, 2);
  const before = controller.image.topics.byName('t')!.partitions.slice();
  expect(grow(controller, [{ name: 't', count: 5 }])[0]!.errorCode).toBe(ErrorCode.NONE);
  expect(grow(controller, [{ name: 't', count: 6, assignments: [{ brokerIds: [3, 1] }] }])[0]!.errorCode).toBe(0);
  const after = controller.image.topics.byName('t')!.partitions;
  expect(after.slice(0, 3)).toEqual(before);
  expect(after).toHaveLength(6);
  expect(after[5]).toMatchObject({ partition: 5, replicas: [3, 1], leader: 3 });
  for (const partition of after) expect(new Set(partition.replicas).size).toBe(2);
});

test('validateOnly answers as if and changes nothing', () => {
  const controller = new TestController({ brokers: BROKERS });
  controller.createTopic('t', 1, 1);
  expect(grow(controller, [{ name: 't', count: 9 }], true)[0]!.errorCode).toBe(ErrorCode.NONE);
  expect(controller.image.topics.byName('t')!.partitions).toHaveLength(1);
});
