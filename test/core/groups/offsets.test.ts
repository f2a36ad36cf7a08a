// Behaviours 84–88 and 99: committed offsets, their life and end, and how groups look from outside.
import { describe, expect, test } from 'vitest';
import { encodeRecord } from '../../../src/core/groups/group-records.ts';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { newOffsetDeleteRequest } from '../../../src/core/protocol/generated/offset-delete-request.ts';
import type { OffsetDeleteResponse } from '../../../src/core/protocol/generated/offset-delete-response.ts';
import { newTxnOffsetCommitRequest } from '../../../src/core/protocol/generated/txn-offset-commit-request.ts';
import type { TxnOffsetCommitResponse } from '../../../src/core/protocol/generated/txn-offset-commit-response.ts';
import {
  Bench,
  commitErrors,
  commitRequest,
  START,
  splitPartition,
  text,
  topicId,
} from './support/coordinator-bench.ts';

const DAY = 86_400_000;

function txnCommit(
  bench: Bench,
  groupId: string,
  offsets: Record<string, number>,
  fields: { producerId: number; memberId?: string; generationIdOrMemberEpoch?: number; groupInstanceId?: string },
  version = 5,
): Record<string, string> {
  const ticket = bench.ticket();
  const request = newTxnOffsetCommitRequest({
    transactionalId: 't',
    producerEpoch: 0,
    ...commitRequest(groupId, offsets),
    ...fields,
    generationIdOrMemberEpoch: fields.generationIdOrMemberEpoch ?? -1,
    memberId: fields.memberId ?? '',
  });
  bench.take(bench.coordinator.txnOffsetCommit(ticket, request, bench.context(version), bench.now));
  return commitErrors(bench.answer<TxnOffsetCommitResponse>(ticket)!);
}

function remove(bench: Bench, groupId: string, partitions: string[]): { error: string; partitions: string[] } {
  const ticket = bench.ticket();
  const request = newOffsetDeleteRequest({
    groupId,
    topics: partitions.map((one) => ({
      name: splitPartition(one)[0],
      partitions: [{ partitionIndex: splitPartition(one)[1] }],
    })),
  });
  bench.take(bench.coordinator.offsetDelete(ticket, request, bench.now));
  const response = bench.answer<OffsetDeleteResponse>(ticket)!;
  return {
    error: errorName(response.errorCode),
    partitions: response.topics.flatMap((topic) => topic.partitions.map((one) => errorName(one.errorCode))),
  };
}

function deleteGroups(bench: Bench, ...groupIds: string[]): string[] {
  const ticket = bench.ticket();
  bench.take(bench.coordinator.deleteGroups(ticket, groupIds, bench.now));
  return bench.answer<{ errorCode: number }[]>(ticket)!.map((one) => errorName(one.errorCode));
}

/** A consumer's subscription to the topics, version 0. */
function subscription(...topics: string[]): Uint8Array {
  const bytes = [0, 0, 0, 0, 0, topics.length];
  for (const topic of topics) bytes.push(0, topic.length, ...text(topic));
  return Uint8Array.from([...bytes, 255, 255, 255, 255]);
}

describe('84 who may commit', () => {
  test('a simple consumer, while the group is unknown or empty', () => {
    const bench = new Bench();
    expect(bench.commit('g', { 'orders-0': 5 })).toEqual({ 'orders-0': 'NONE' });
    expect(bench.commit('g', { 'orders-0': 6 })).toEqual({ 'orders-0': 'NONE' });
    expect(bench.fetch('g', ['orders-0'])).toEqual({ 'orders-0': 6 });
    bench.stable('live', 1);
    expect(bench.commit('live', { 'orders-0': 5 })).toEqual({ 'orders-0': 'UNKNOWN_MEMBER_ID' });
  });

  test('a member of the current generation', () => {
    const bench = new Bench();
    const { memberIds, generationId } = bench.stable('g', 1);
    const memberId = memberIds[0]!;
    expect(bench.commit('g', { 'orders-0': 5 }, { memberId, generationIdOrMemberEpoch: generationId })).toEqual({
      'orders-0': 'NONE',
    });
    expect(bench.commit('g', { 'orders-0': 5 }, { memberId, generationIdOrMemberEpoch: generationId - 1 })).toEqual({
      'orders-0': 'ILLEGAL_GENERATION',
    });
    expect(
      bench.commit('g', { 'orders-0': 5 }, { memberId: 'zombie', generationIdOrMemberEpoch: generationId }),
    ).toEqual({ 'orders-0': 'UNKNOWN_MEMBER_ID' });
  });

  test('of an unknown group with a generation: by version', () => {
    const bench = new Bench();
    expect(bench.commit('g', { 'orders-0': 5 }, { memberId: 'm', generationIdOrMemberEpoch: 3 }, 8)).toEqual({
      'orders-0': 'ILLEGAL_GENERATION',
    });
    expect(bench.commit('g', { 'orders-0': 5 }, { memberId: 'm', generationIdOrMemberEpoch: 3 }, 9)).toEqual({
      'orders-0': 'GROUP_ID_NOT_FOUND',
    });
  });

  test('not while assignments are awaited, but still while members rejoin', () => {
    const bench = new Bench();
    const { memberIds, generationId } = bench.stable('g', 2);
    bench.join('g', { memberId: memberIds[0]!, protocols: [{ name: 'range', metadata: text('2') }] });
    expect(bench.state('g')).toBe('PreparingRebalance');
    expect(
      bench.commit('g', { 'orders-0': 1 }, { memberId: memberIds[1]!, generationIdOrMemberEpoch: generationId }),
    ).toEqual({ 'orders-0': 'NONE' });
    bench.join('g', { memberId: memberIds[1]! });
    expect(bench.state('g')).toBe('CompletingRebalance');
    expect(
      bench.commit('g', { 'orders-0': 2 }, { memberId: memberIds[1]!, generationIdOrMemberEpoch: generationId + 1 }),
    ).toEqual({ 'orders-0': 'REBALANCE_IN_PROGRESS' });
  });

  test('metadata up to 4096 characters; each partition for itself', () => {
    const bench = new Bench();
    expect(bench.commit('g', { 'orders-0': 5 }, {}, 9, 'x'.repeat(4096))).toEqual({ 'orders-0': 'NONE' });
    expect(bench.commit('g', { 'orders-0': 6 }, {}, 9, 'x'.repeat(4097))).toEqual({
      'orders-0': 'OFFSET_METADATA_TOO_LARGE',
    });
    expect(bench.fetch('g', ['orders-0'])).toEqual({ 'orders-0': 5 });
  });

  test('unknown topics and partitions, each for itself', () => {
    const bench = new Bench();
    expect(bench.commit('g', { 'orders-0': 5, 'nothing-0': 5, 'orders-4': 5, 'orders--1': 5 })).toMatchObject({
      'orders-0': 'NONE',
      'nothing-0': 'UNKNOWN_TOPIC_OR_PARTITION',
      'orders-4': 'UNKNOWN_TOPIC_OR_PARTITION',
    });
  });

  test('version 10 names topics by id', () => {
    const bench = new Bench();
    const ticket = bench.ticket();
    const request = commitRequest('g', { 'orders-0': 7, 'orders-1': 8 });
    for (const [i, topic] of request.topics.entries())
      Object.assign(topic, { name: '', topicId: i === 0 ? topicId('orders') : topicId('nothing') });
    bench.take(bench.coordinator.offsetCommit(ticket, request, bench.context(10), bench.now));
    const response = bench.answer<{ topics: { topicId: string; partitions: { errorCode: number }[] }[] }>(ticket)!;
    expect(response.topics.map((topic) => [topic.topicId, errorName(topic.partitions[0]!.errorCode)])).toEqual([
      [topicId('orders'), 'NONE'],
      [topicId('nothing'), 'UNKNOWN_TOPIC_ID'],
    ]);
    expect(bench.fetch('g', ['orders-0'])).toEqual({ 'orders-0': 7 });
    const all = bench.coordinator.fetchOffsets(
      { groupId: 'g', memberId: null, memberEpoch: -1, topics: null },
      false,
      true,
    );
    expect(all.topics.map((topic) => topic.topicId)).toEqual([topicId('orders')]);
  });
});

describe('85 a commit', () => {
  test('is readable at once and after a restart, with its metadata and leader epoch', () => {
    const bench = new Bench();
    const ticket = bench.ticket();
    const request = commitRequest('g', { 'orders-3': 2 ** 40 }, {}, 'note');
    request.topics[0]!.partitions[0]!.committedLeaderEpoch = 12;
    bench.take(bench.coordinator.offsetCommit(ticket, request, bench.context(9), bench.now));
    for (let i = 0; i < 2; i++) {
      const fetched = bench.coordinator.fetchOffsets(
        { groupId: 'g', memberId: null, memberEpoch: -1, topics: null },
        false,
        false,
      );
      expect(fetched.topics[0]!.partitions[0]).toEqual({
        partitionIndex: 3,
        committedOffset: 2 ** 40,
        committedLeaderEpoch: 12,
        metadata: 'note',
        errorCode: 0,
      });
      bench.restart();
    }
  });

  test('has bytes that Kafka reads: key of type 1, value of version 4', () => {
    const { key, value } = encodeRecord({
      type: 1,
      key: { group: 'g', topic: 'orders', partition: 3 },
      value: {
        offset: 258,
        leaderEpoch: 7,
        metadata: 'm',
        commitTimestamp: 1,
        expireTimestamp: -1,
        topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
      },
    });
    const hex = (bytes: Uint8Array | null) => Buffer.from(bytes!).toString('hex');
    expect(hex(key)).toBe('0001' + '000167' + '0006' + '6f7264657273' + '00000003');
    expect(hex(value)).toBe('0004' + '0000000000000102' + '00000007' + '026d' + '0000000000000001' + '00');
  });

  test('that the log refuses did not happen', () => {
    const bench = new Bench();
    bench.commit('g', { 'orders-0': 1, 'orders-1': 1 });
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    const ticket = bench.ticket();
    bench.take(
      bench.coordinator.offsetCommit(
        ticket,
        commitRequest('g', { 'orders-0': 2, 'orders-2': 2 }),
        bench.context(9),
        bench.now,
      ),
    );
    expect(bench.fetch('g', ['orders-0', 'orders-1', 'orders-2'])).toEqual({
      'orders-0': 1,
      'orders-1': 1,
      'orders-2': -1,
    });
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });
});

describe('86 OffsetFetch', () => {
  test('nothing committed is offset -1 and no error, also of an unknown group', () => {
    const bench = new Bench();
    expect(bench.fetch('nothing', ['orders-0'])).toEqual({ 'orders-0': -1 });
    expect(bench.fetch('nothing', null)).toEqual({});
    bench.commit('g', { 'orders-0': 5 });
    expect(bench.fetch('g', ['orders-0', 'orders-1'])).toEqual({ 'orders-0': 5, 'orders-1': -1 });
    expect(bench.fetch('g', null)).toEqual({ 'orders-0': 5 });
  });

  test('an offset of a deleted topic’s namesake does not count', () => {
    const bench = new Bench();
    bench.commit('g', { 'orders-0': 5 });
    bench.topics.ids.set('orders', 'orders_the_second0000A');
    const topics = [{ name: 'orders', topicId: bench.topics.topicId('orders')!, partitionIndexes: [0] }];
    const fetched = bench.coordinator.fetchOffsets(
      { groupId: 'g', memberId: null, memberEpoch: -1, topics },
      false,
      true,
    );
    expect(fetched.topics[0]!.partitions[0]!.committedOffset).toBe(-1);
  });
});

describe('99 offsets in a transaction', () => {
  test('are visible after the commit, not before', () => {
    const bench = new Bench();
    bench.commit('g', { 'orders-0': 1 });
    expect(txnCommit(bench, 'g', { 'orders-0': 10, 'orders-1': 11 }, { producerId: 77 })).toEqual({
      'orders-0': 'NONE',
      'orders-1': 'NONE',
    });
    expect(bench.fetch('g', ['orders-0', 'orders-1'])).toEqual({ 'orders-0': 1, 'orders-1': -1 });
    expect(bench.fetch('g', ['orders-0', 'orders-1', 'orders-2'], true)).toEqual({
      'orders-0': 'UNSTABLE_OFFSET_COMMIT',
      'orders-1': 'UNSTABLE_OFFSET_COMMIT',
      'orders-2': -1,
    });
    bench.marker(77, true);
    expect(bench.fetch('g', ['orders-0', 'orders-1'], true)).toEqual({ 'orders-0': 10, 'orders-1': 11 });
  });

  test('are forgotten on abort', () => {
    const bench = new Bench();
    bench.commit('g', { 'orders-0': 1 });
    txnCommit(bench, 'g', { 'orders-0': 10 }, { producerId: 77 });
    bench.marker(77, false);
    expect(bench.fetch('g', ['orders-0'], true)).toEqual({ 'orders-0': 1 });
    bench.marker(77, true);
    expect(bench.fetch('g', ['orders-0'], true)).toEqual({ 'orders-0': 1 });
  });

  test('do not overwrite what was committed after them', () => {
    const bench = new Bench();
    txnCommit(bench, 'g', { 'orders-0': 10 }, { producerId: 77 });
    bench.commit('g', { 'orders-0': 20 });
    bench.marker(77, true);
    expect(bench.fetch('g', ['orders-0'])).toEqual({ 'orders-0': 20 });
    bench.restart();
    expect(bench.fetch('g', ['orders-0'])).toEqual({ 'orders-0': 20 });
  });

  test('survive a restart as pending', () => {
    const bench = new Bench();
    txnCommit(bench, 'g', { 'orders-0': 10 }, { producerId: 77 });
    txnCommit(bench, 'g', { 'orders-0': 30 }, { producerId: 88 });
    bench.restart();
    expect(bench.fetch('g', ['orders-0'], true)).toEqual({ 'orders-0': 'UNSTABLE_OFFSET_COMMIT' });
    bench.marker(77, false);
    expect(bench.fetch('g', ['orders-0'], true)).toEqual({ 'orders-0': 'UNSTABLE_OFFSET_COMMIT' });
    bench.marker(88, true);
    expect(bench.fetch('g', ['orders-0'], true)).toEqual({ 'orders-0': 30 });
  });

  test('that the log refuses are not pending; the one before still is', () => {
    const bench = new Bench();
    txnCommit(bench, 'g', { 'orders-0': 10 }, { producerId: 77 });
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    const ticket = bench.ticket();
    const request = newTxnOffsetCommitRequest({
      ...commitRequest('g', { 'orders-0': 11, 'orders-1': 11 }),
      transactionalId: 't',
      producerId: 77,
      producerEpoch: 0,
    });
    bench.take(bench.coordinator.txnOffsetCommit(ticket, request, bench.context(5), bench.now));
    bench.marker(77, true);
    expect(bench.fetch('g', ['orders-0', 'orders-1'], true)).toEqual({ 'orders-0': 10, 'orders-1': -1 });
  });

  test('group fencing applies', () => {
    const bench = new Bench();
    const { memberIds, generationId } = bench.stable('g', 1);
    const memberId = memberIds[0]!;
    expect(
      txnCommit(bench, 'g', { 'orders-0': 1 }, { producerId: 1, memberId, generationIdOrMemberEpoch: generationId }),
    ).toEqual({ 'orders-0': 'NONE' });
    expect(
      txnCommit(
        bench,
        'g',
        { 'orders-0': 1 },
        { producerId: 1, memberId, generationIdOrMemberEpoch: generationId - 1 },
      ),
    ).toEqual({ 'orders-0': 'ILLEGAL_GENERATION' });
    expect(
      txnCommit(
        bench,
        'g',
        { 'orders-0': 1 },
        { producerId: 1, memberId: 'zombie', generationIdOrMemberEpoch: generationId },
      ),
    ).toEqual({ 'orders-0': 'UNKNOWN_MEMBER_ID' });
    expect(
      txnCommit(
        bench,
        'g',
        { 'orders-0': 1 },
        { producerId: 1, memberId, groupInstanceId: 'other', generationIdOrMemberEpoch: generationId },
      ),
    ).toEqual({ 'orders-0': 'UNKNOWN_MEMBER_ID' });
    // Producers before KIP-447 say nothing of the member.
    expect(txnCommit(bench, 'g', { 'orders-0': 1 }, { producerId: 1 })).toEqual({ 'orders-0': 'NONE' });
  });
});

describe('87 the end of offsets', () => {
  test('seven days after a simple group committed them', () => {
    const bench = new Bench();
    bench.commit('g', { 'orders-0': 1 });
    bench.pass(3 * DAY);
    bench.commit('g', { 'orders-1': 1 });
    bench.pass(4 * DAY + 600_000);
    expect(bench.fetch('g', null)).toEqual({ 'orders-1': 1 });
    bench.pass(3 * DAY);
    expect(bench.fetch('g', null)).toEqual({});
    expect(bench.coordinator.groupCount).toBe(0);
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });

  test('of a group with members: never while it lives, seven days after it became empty', () => {
    const bench = new Bench({ 'offsets.retention.minutes': 60 });
    const fields = { protocols: [{ name: 'range', metadata: subscription('orders') }], sessionTimeoutMs: 1_800_000 };
    const { memberIds, generationId } = bench.stable('g', 1, fields);
    const memberId = memberIds[0]!;
    bench.commit('g', { 'orders-0': 1, 'payments-0': 1 }, { memberId, generationIdOrMemberEpoch: generationId });
    for (let i = 0; i < 12; i++) {
      bench.pass(1_000_000);
      bench.heartbeat('g', memberId, generationId);
    }
    // It still subscribes to orders, no longer to payments (KIP-496).
    expect(bench.fetch('g', null)).toEqual({ 'orders-0': 1 });
    bench.leave('g', { memberId });
    bench.pass(59 * 60_000);
    expect(bench.fetch('g', null)).toEqual({ 'orders-0': 1 });
    bench.pass(11 * 60_000);
    expect(bench.fetch('g', null)).toEqual({});
    expect(bench.coordinator.groupCount).toBe(0);
  });

  test('an expiry of its own (versions 2 to 4) counts from the commit', () => {
    const bench = new Bench({ 'offsets.retention.check.interval.ms': 1000 });
    bench.commit('g', { 'orders-0': 1 }, { retentionTimeMs: 5000 }, 4);
    bench.pass(4900);
    expect(bench.fetch('g', null)).toEqual({ 'orders-0': 1 });
    bench.restart();
    bench.pass(1200);
    expect(bench.fetch('g', null)).toEqual({});
  });

  test('not while a transaction holds them', () => {
    const bench = new Bench({ 'offsets.retention.minutes': 1, 'offsets.retention.check.interval.ms': 1000 });
    bench.commit('g', { 'orders-0': 1 });
    txnCommit(bench, 'g', { 'orders-0': 2 }, { producerId: 7 });
    bench.pass(120_000);
    expect(bench.fetch('g', null)).toEqual({ 'orders-0': 1 });
  });

  test('with their topic', () => {
    const bench = new Bench();
    bench.commit('g', { 'orders-0': 1, 'payments-0': 2 });
    bench.commit('h', { 'orders-1': 1 });
    txnCommit(bench, 'g', { 'orders-1': 2 }, { producerId: 7 });
    bench.take(bench.coordinator.topicsDeleted([{ name: 'orders', id: topicId('orders') }], bench.now));
    bench.marker(7, true);
    expect(bench.fetch('g', null)).toEqual({ 'payments-0': 2 });
    expect(bench.fetch('h', null)).toEqual({});
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });

  test('OffsetDelete: not of topics that are subscribed to', () => {
    const bench = new Bench();
    const { memberIds, generationId } = bench.stable('g', 1, {
      protocols: [{ name: 'range', metadata: subscription('orders') }],
    });
    bench.commit(
      'g',
      { 'orders-0': 1, 'payments-0': 2 },
      { memberId: memberIds[0]!, generationIdOrMemberEpoch: generationId },
    );
    expect(remove(bench, 'g', ['orders-0', 'payments-0', 'payments-1'])).toEqual({
      error: 'NONE',
      partitions: ['GROUP_SUBSCRIBED_TO_TOPIC', 'NONE', 'NONE'],
    });
    expect(bench.fetch('g', null)).toEqual({ 'orders-0': 1 });
    expect(remove(bench, 'nothing', ['orders-0']).error).toBe('GROUP_ID_NOT_FOUND');
    bench.stable('connect', 1, { protocolType: 'connect' });
    expect(remove(bench, 'connect', ['orders-0']).error).toBe('NON_EMPTY_GROUP');
    bench.leave('g', { memberId: memberIds[0]! });
    expect(remove(bench, 'g', ['orders-0'])).toEqual({ error: 'NONE', partitions: ['NONE'] });
  });

  test('DeleteGroups', () => {
    const bench = new Bench();
    const { memberIds, generationId } = bench.stable('g', 1);
    bench.commit('g', { 'orders-0': 1 }, { memberId: memberIds[0]!, generationIdOrMemberEpoch: generationId });
    bench.commit('simple', { 'orders-0': 1 });
    txnCommit(bench, 'simple', { 'orders-1': 1 }, { producerId: 9 });
    expect(deleteGroups(bench, 'g', 'nothing', 'simple')).toEqual(['NON_EMPTY_GROUP', 'GROUP_ID_NOT_FOUND', 'NONE']);
    bench.leave('g', { memberId: memberIds[0]! });
    expect(deleteGroups(bench, 'g')).toEqual(['NONE']);
    bench.marker(9, true);
    expect(bench.fetch('g', null)).toEqual({});
    bench.restart();
    expect(bench.coordinator.groupCount).toBe(0);
    expect(bench.fetch('simple', null)).toEqual({});
  });

  test('a deletion that the log refuses did not happen', () => {
    const bench = new Bench();
    const { memberIds, generationId } = bench.stable('g', 1);
    bench.commit('g', { 'orders-0': 1 }, { memberId: memberIds[0]!, generationIdOrMemberEpoch: generationId });
    bench.leave('g', { memberId: memberIds[0]! });
    bench.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    const ticket = bench.ticket();
    bench.take(bench.coordinator.deleteGroups(ticket, ['g'], bench.now));
    expect(bench.fetch('g', null)).toEqual({ 'orders-0': 1 });
    expect(bench.state('g')).toBe('Empty');
    expect(bench.coordinator.durableState()).toEqual(bench.replayed().durableState());
  });
});

describe('88 describing and listing', () => {
  test('an unknown group is dead before version 6, and an error from then on', () => {
    const bench = new Bench();
    expect(bench.coordinator.describeGroup('x', 5)).toMatchObject({
      groupState: 'Dead',
      errorCode: 0,
      errorMessage: null,
    });
    expect(bench.coordinator.describeGroup('x', 6)).toMatchObject({
      groupState: 'Dead',
      errorCode: ErrorCode.GROUP_ID_NOT_FOUND,
      errorMessage: 'Group x not found.',
    });
  });

  test('a stable group shows its protocol, metadata and assignments', () => {
    const bench = new Bench();
    const { memberIds } = bench.stable('g', 1);
    const described = bench.coordinator.describeGroup('g', 6);
    expect(described).toMatchObject({ groupState: 'Stable', protocolType: 'consumer', protocolData: 'range' });
    expect(described.members[0]).toMatchObject({
      memberId: memberIds[0],
      clientId: 'client',
      clientHost: '/127.0.0.1',
      memberMetadata: text('m'),
      memberAssignment: text(`to ${memberIds[0]}`),
    });
  });

  test('filters by state and type, in any case', () => {
    const bench = new Bench();
    bench.stable('busy', 1);
    bench.commit('simple', { 'orders-0': 1 });
    bench.beat({
      groupId: 'new',
      memberId: 'm',
      memberEpoch: 0,
      rebalanceTimeoutMs: 1000,
      subscribedTopicNames: ['orders'],
      topicPartitions: [],
    });
    const ids = (states: string[], types: string[]) =>
      bench.coordinator
        .listGroups(states, types)
        .map((group) => group.groupId)
        .sort();
    expect(ids([], [])).toEqual(['busy', 'new', 'simple']);
    expect(ids(['sTABLE'], [])).toEqual(['busy', 'new']);
    expect(ids(['Empty', 'Dead'], [])).toEqual(['simple']);
    expect(ids([], ['classic'])).toEqual(['busy', 'simple']);
    expect(ids(['Stable'], ['Consumer'])).toEqual(['new']);
    expect(bench.coordinator.listGroups([], ['classic'])[0]).toEqual({
      groupId: 'busy',
      protocolType: 'consumer',
      groupState: 'Stable',
      groupType: 'classic',
    });
  });
});

test('records of other kinds, and of groups this coordinator does not serve, are skipped', () => {
  const bench = new Bench();
  expect(bench.coordinator.replay(Uint8Array.of(0, 10, 0, 1, 103), Uint8Array.of(0, 0))).toBe(false);
  expect(START).toBe(bench.now);
});
