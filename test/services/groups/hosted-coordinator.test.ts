import { describe, expect, test } from 'vitest';
import { appendErrorToResponse, type CoordinatorResult } from '../../../src/core/groups/coordinator-contract.ts';
import { DEFAULT_GROUP_CONFIG } from '../../../src/core/groups/group-config.ts';
import { GroupCoordinator } from '../../../src/core/groups/group-coordinator.ts';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import { newHeartbeatRequest } from '../../../src/core/protocol/generated/heartbeat-request.ts';
import { newJoinGroupRequest } from '../../../src/core/protocol/generated/join-group-request.ts';
import { newTxnOffsetCommitRequest } from '../../../src/core/protocol/generated/txn-offset-commit-request.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { HostedCoordinator } from '../../../src/services/coordinator/hosted-coordinator.ts';
import { commitRequest, Topics } from '../../core/groups/support/coordinator-bench.ts';
import { MemoryLog } from '../coordinator/memory-log.ts';
import { settle } from '../metadata/support.ts';

const QUIET = { debug() {}, info() {}, warn() {}, error() {}, child: () => QUIET };

class Shell {
  readonly log = new MemoryLog();
  readonly clock = new ManualClock(0);
  readonly answers: unknown[] = [];
  readonly hosted: HostedCoordinator<GroupCoordinator, CoordinatorResult>;
  #uuids = 0;

  constructor() {
    const topics = new Topics({ orders: 8 });
    this.hosted = new HostedCoordinator<GroupCoordinator, CoordinatorResult>({
      name: 'group coordinator',
      topic: '__consumer_offsets',
      partition: 3,
      log: this.log,
      logger: QUIET,
      createCoordinator: (now) =>
        new GroupCoordinator(
          { ...DEFAULT_GROUP_CONFIG, 'group.initial.rebalance.delay.ms': 0 },
          { topics, randomUuid: () => `${++this.#uuids}`, groupOverrides: () => ({}), event() {} },
          now,
        ),
      now: () => this.clock.wallMs(),
      sizeOf: (coordinator) => coordinator.groupCount,
      answers: { commitTimeoutMs: () => 5000, errorToResponse: appendErrorToResponse },
      onDeadline() {},
      defer: (work) => queueMicrotask(work),
      retry: (work) => void this.clock.setTimer(100, work),
    });
  }

  static async loaded(): Promise<Shell> {
    const shell = new Shell();
    shell.hosted.load();
    await settle();
    return shell;
  }

  pending(name: string) {
    return {
      send: (response: { errorCode?: number; topics?: { partitions: { errorCode: number }[] }[] }) =>
        void this.answers.push(
          `${name} ${errorName(response.errorCode ?? response.topics![0]!.partitions[0]!.errorCode)}`,
        ),
      fail: (errorCode: number) => void this.answers.push(`${name} failed ${errorName(errorCode)}`),
    };
  }

  commit(name: string, offset: number, groupId = 'g'): void {
    this.hosted.submit(this.pending(name), (coordinator, ticket, now) =>
      coordinator.offsetCommit(
        ticket,
        commitRequest(groupId, { 'orders-0': offset }),
        { apiVersion: 9, clientId: '', clientHost: '', mayDescribeTopic: () => true },
        now,
      ),
    );
  }

  heartbeat(name: string): void {
    this.hosted.submit(this.pending(name), (coordinator, ticket, now) =>
      coordinator.heartbeat(ticket, newHeartbeatRequest({ groupId: 'g', memberId: 'm' }), now),
    );
  }

  join(name: string, memberId = ''): void {
    this.hosted.submit(this.pending(name), (coordinator, ticket, now) =>
      coordinator.joinGroup(
        ticket,
        newJoinGroupRequest({
          groupId: 'j',
          memberId,
          sessionTimeoutMs: 10_000,
          rebalanceTimeoutMs: 10_000,
          protocolType: 'consumer',
          protocols: [{ name: 'range', metadata: new Uint8Array(0) }],
        }),
        { apiVersion: 3, clientId: '', clientHost: '', mayDescribeTopic: () => true },
        now,
      ),
    );
  }

  offset(groupId = 'g'): number {
    let offset = -2;
    this.hosted.ask(
      {
        send: (value: number) => {
          offset = value;
        },
        fail: () => undefined,
      },
      (coordinator) =>
        coordinator.fetchOffsets(
          {
            groupId,
            memberId: null,
            memberEpoch: -1,
            topics: [{ name: 'orders', topicId: 'AAAAAAAAAAAAAAAAAAAAAA', partitionIndexes: [0] }],
          },
          false,
          false,
        ).topics[0]!.partitions[0]!.committedOffset,
    );
    return offset;
  }
}

describe('answers', () => {
  test('leave when their records are committed, in order, one batch a turn', async () => {
    const shell = await Shell.loaded();
    shell.log.commitsAtOnce = false;
    for (let i = 0; i < 100; i++) shell.commit(`c${i}`, i);
    await settle();
    expect(shell.log.batches).toBe(1);
    expect(shell.answers).toEqual([]);
    shell.commit('late', 100);
    await settle();
    shell.log.commit();
    expect(shell.answers).toEqual(Array.from({ length: 100 }, (_, i) => `c${i} NONE`));
    shell.log.commit();
    expect(shell.answers.at(-1)).toBe('late NONE');
  });

  test('that only read wait for what they may have seen', async () => {
    const shell = await Shell.loaded();
    shell.log.commitsAtOnce = false;
    shell.commit('commit', 7);
    shell.heartbeat('heartbeat');
    expect(shell.offset()).toBe(-2);
    await settle();
    expect(shell.answers).toEqual([]);
    shell.log.commit();
    expect(shell.answers).toEqual(['commit NONE', 'heartbeat UNKNOWN_MEMBER_ID']);
    expect(shell.offset()).toBe(7);
  });

  test('come at once where nothing is on its way', async () => {
    const shell = await Shell.loaded();
    shell.heartbeat('h');
    expect(shell.answers).toEqual(['h UNKNOWN_MEMBER_ID']);
  });

  test('time out after offsets.commit.timeout.ms, once', async () => {
    const shell = await Shell.loaded();
    shell.log.commitsAtOnce = false;
    shell.commit('a', 1);
    await settle();
    shell.clock.advance(4999);
    shell.hosted.advance(shell.clock.wallMs());
    expect(shell.answers).toEqual([]);
    shell.clock.advance(1);
    shell.hosted.advance(shell.clock.wallMs());
    expect(shell.answers).toEqual(['a failed COORDINATOR_NOT_AVAILABLE']);
    expect(shell.hosted.nextDeadline()).toBeGreaterThan(shell.clock.wallMs());
    shell.log.commit();
    expect(shell.answers).toHaveLength(1);
    expect(shell.offset()).toBe(1);
  });
});

describe('a log that cannot be written', () => {
  test('refusing: everybody of the batch is told, and the state is as before', async () => {
    const shell = await Shell.loaded();
    shell.commit('before', 1);
    await settle();
    shell.log.refuseWith = ErrorCode.NOT_ENOUGH_REPLICAS;
    shell.commit('a', 2);
    shell.commit('b', 3);
    shell.heartbeat('h');
    await settle();
    expect(shell.answers.slice(1)).toEqual([
      'a failed COORDINATOR_NOT_AVAILABLE',
      'b failed COORDINATOR_NOT_AVAILABLE',
      'h failed COORDINATOR_NOT_AVAILABLE',
    ]);
    expect(shell.offset()).toBe(1);
    shell.log.refuseWith = ErrorCode.NONE;
    shell.commit('c', 4);
    await settle();
    expect(shell.offset()).toBe(4);
  });

  test('failing later: nobody knows, so the log is read again', async () => {
    const shell = await Shell.loaded();
    shell.commit('before', 1);
    await settle();
    shell.log.commitsAtOnce = false;
    shell.commit('a', 2);
    await settle();
    shell.commit('b', 3);
    await settle();
    shell.log.lose(ErrorCode.KAFKA_STORAGE_ERROR);
    expect(shell.answers.slice(1)).toEqual(['a failed NOT_COORDINATOR', 'b failed NOT_COORDINATOR']);
    expect(shell.hosted.isActive).toBe(false);
    shell.clock.advance(100);
    await settle();
    expect(shell.hosted.isActive).toBe(true);
    expect(shell.offset()).toBe(1);
    expect(shell.hosted.waitingCount).toBe(0);
  });

  test('a change of very many records takes several batches', async () => {
    const shell = await Shell.loaded();
    for (let i = 0; i < 200; i++) {
      shell.hosted.submit(shell.pending('c'), (coordinator, ticket, now) =>
        coordinator.offsetCommit(
          ticket,
          commitRequest(`g${i}`, { 'orders-0': 1 }, {}, 'x'.repeat(4000)),
          { apiVersion: 9, clientId: '', clientHost: '', mayDescribeTopic: () => true },
          now,
        ),
      );
    }
    await settle();
    expect(shell.log.batches).toBeGreaterThan(3);
    expect(shell.answers).toHaveLength(200);
  });
});

describe('loading and leaving', () => {
  test('requests wait for a short log, and are told to come back to a long one', async () => {
    const shell = new Shell();
    shell.log.holdsReads = true;
    shell.hosted.load();
    shell.heartbeat('early');
    shell.log.reads.shift()!();
    expect(shell.answers).toEqual(['early UNKNOWN_MEMBER_ID']);

    const slow = new Shell();
    slow.log.holdsReads = true;
    slow.hosted.load();
    slow.heartbeat('early');
    slow.clock.advance(100);
    expect(slow.answers).toEqual(['early failed COORDINATOR_LOAD_IN_PROGRESS']);
    for (let i = 0; i < 1001; i++) slow.heartbeat(`h${i}`);
    expect(slow.answers.at(-1)).toBe('h1000 failed COORDINATOR_LOAD_IN_PROGRESS');
    slow.hosted.stop();
    expect(slow.answers.at(-1)).toBe('h999 failed NOT_COORDINATOR');
  });

  test('a log that cannot be read is tried again', async () => {
    const shell = new Shell();
    shell.log.readError = ErrorCode.KAFKA_STORAGE_ERROR;
    shell.hosted.load();
    await settle();
    expect(shell.hosted.isActive).toBe(false);
    shell.log.readError = ErrorCode.NONE;
    shell.clock.advance(100);
    await settle();
    expect(shell.hosted.isActive).toBe(true);
  });

  test('state comes back from the log; a record that cannot be read does not stop it', async () => {
    const shell = await Shell.loaded();
    shell.commit('a', 5);
    await settle();
    shell.log.log(3).push({ record: { key: Uint8Array.of(0, 1, 0), value: Uint8Array.of(0) }, producerId: -1 });
    shell.hosted.load();
    await settle();
    expect(shell.offset()).toBe(5);
  });

  test('a transaction that ends while the log is read is not left open', async () => {
    const shell = await Shell.loaded();
    shell.hosted.submit(shell.pending('t'), (coordinator, ticket, now) =>
      coordinator.txnOffsetCommit(
        ticket,
        {
          ...newTxnOffsetCommitRequest({
            groupId: 'g',
            transactionalId: 't',
            producerId: 7,
            producerEpoch: 0,
            generationIdOrMemberEpoch: -1,
          }),
          topics: commitRequest('g', { 'orders-0': 9 }).topics,
        },
        { apiVersion: 5, clientId: '', clientHost: '', mayDescribeTopic: () => true },
        now,
      ),
    );
    await settle();
    shell.log.holdsReads = true;
    shell.hosted.load();
    shell.hosted.onMarker(7, true);
    shell.log.reads.shift()!();
    expect(shell.offset()).toBe(9);
  });

  test('leaving answers parked joins and what is on its way, once', async () => {
    const shell = await Shell.loaded();
    shell.join('first');
    await settle();
    shell.join('second');
    await settle();
    expect(shell.answers).toEqual(['first NONE']);
    shell.log.commitsAtOnce = false;
    shell.commit('commit', 1);
    await settle();
    shell.hosted.stop();
    expect(shell.answers.slice(1).sort()).toEqual(['commit failed NOT_COORDINATOR', 'second NOT_COORDINATOR']);
    shell.log.commit();
    shell.heartbeat('after');
    expect(shell.answers).toHaveLength(4);
    expect(shell.answers.at(-1)).toBe('after failed NOT_COORDINATOR');
  });
});
