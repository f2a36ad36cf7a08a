import { describe, expect, test } from 'vitest';
import { balanceLeadership, electUncleanly } from '../../../src/core/metadata/leader-election-control.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { TestController } from './support.ts';

const THREE = [{ id: 1 }, { id: 2 }, { id: 3 }];

function elect(controller: TestController, electionType: number, topicPartitions: [string, number[]][] | null) {
  const response = controller.handle(ApiKey.ElectLeaders, {
    electionType,
    topicPartitions: topicPartitions?.map(([topic, partitions]) => ({ topic, partitions })) ?? null,
    timeoutMs: 0,
  });
  return response.replicaElectionResults.flatMap(({ topic, partitionResult }) =>
    partitionResult.map(({ partitionId, errorCode }) => [topic, partitionId, errorCode]),
  );
}

describe('preferred', () => {
  test('the first replica leads again, once it is in sync', () => {
    const controller = new TestController({ brokers: THREE });
    controller.assign('t', [1, 2, 3]);
    controller.fence(1);
    controller.unfence(1);
    expect(elect(controller, 0, [['t', [0]]])).toEqual([['t', 0, ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE]]);
    controller.propose('t', [2, 3, 1]);
    expect(elect(controller, 0, [['t', [0]]])).toEqual([['t', 0, ErrorCode.NONE]]);
    expect(controller.only('t')).toMatchObject({ leader: 1, leaderEpoch: 2, isr: [2, 3, 1] });
    expect(elect(controller, 0, [['t', [0]]])).toEqual([['t', 0, ErrorCode.ELECTION_NOT_NEEDED]]);
  });

  test('all of them: those that are right already are not answered', () => {
    const controller = new TestController({ brokers: THREE });
    controller.assign('fine', [3, 1]);
    controller.assign('t', [1, 2], [2, 1], [1, 3]);
    controller.fence(1);
    controller.unfence(1);
    controller.propose('t', [2, 1]);
    expect(elect(controller, 0, null)).toEqual([
      ['t', 0, ErrorCode.NONE],
      ['t', 2, ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE],
    ]);
  });

  test('what there is not, what is twice, and a kind of election there is not', () => {
    const controller = new TestController();
    controller.assign('t', [1]);
    expect(
      elect(controller, 0, [
        ['nope', [0]],
        ['t', [0, 0, 4]],
      ]),
    ).toEqual([
      ['nope', 0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      ['t', 0, ErrorCode.ELECTION_NOT_NEEDED],
      ['t', 0, ErrorCode.INVALID_REQUEST],
      ['t', 4, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    ]);
    const request = { electionType: 2, topicPartitions: null, timeoutMs: 0 };
    expect(controller.handle(ApiKey.ElectLeaders, request).errorCode).toBe(ErrorCode.INVALID_REQUEST);
  });

  test('the controller gives them back by itself only where a broker leads too few', () => {
    const controller = new TestController({ brokers: THREE });
    controller.assign('t', ...Array.from({ length: 10 }, () => [1, 2]));
    controller.fence(1);
    controller.unfence(1);
    const partitions = () => controller.image.topics.byName('t')!.partitions;
    const topicId = partitions()[0]!.topicId;
    for (const { leaderEpoch, partition, partitionEpoch } of partitions()) {
      controller.handle(ApiKey.AlterPartition, {
        brokerId: 2,
        brokerEpoch: controller.image.brokers.get(2)!.epoch,
        topics: [
          {
            topicId,
            partitions: [
              {
                partitionIndex: partition,
                leaderEpoch,
                newIsr: [],
                newIsrWithEpochs: [1, 2].map((brokerId) => ({
                  brokerId,
                  brokerEpoch: controller.image.brokers.get(brokerId)!.epoch,
                })),
                leaderRecoveryState: 0,
                partitionEpoch,
              },
            ],
          },
        ],
      });
    }
    const records = balanceLeadership(controller.context());
    expect(records).toHaveLength(10);
    controller.append(records.slice(0, 9));
    expect(partitions().filter(({ leader }) => leader === 1)).toHaveLength(9);
    expect(balanceLeadership(controller.context())).toEqual([]);
  });
});

describe('unclean', () => {
  test('only on request, only without a leader; the set begins with the elected one, which recovers', () => {
    const controller = new TestController({ brokers: THREE });
    controller.assign('t', [1, 2, 3]);
    controller.propose('t', [1]);
    controller.fence(1);
    expect(controller.only('t')).toMatchObject({ leader: -1, isr: [], elr: [1] });
    expect(electUncleanly(controller.context())).toEqual([]);
    expect(elect(controller, 1, [['t', [0]]])).toEqual([['t', 0, ErrorCode.NONE]]);
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2], elr: [], leaderRecoveryState: 1 });
    expect(elect(controller, 1, [['t', [0]]])).toEqual([['t', 0, ErrorCode.ELECTION_NOT_NEEDED]]);
  });

  test('of nobody is not possible', () => {
    const controller = new TestController({ brokers: THREE });
    controller.assign('t', [1]);
    controller.fence(1);
    expect(elect(controller, 1, [['t', [0]]])).toEqual([['t', 0, ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE]]);
  });

  test('by itself where the topic allows it', () => {
    const controller = new TestController({ brokers: THREE });
    controller.assign('t', [1, 2]);
    controller.propose('t', [1]);
    controller.fence(1);
    controller.setConfig('t', 'unclean.leader.election.enable', 'true');
    controller.append(electUncleanly(controller.context()));
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2] });
    controller.fence(2);
    controller.unfence(1);
    expect(controller.only('t')).toMatchObject({ leader: 1, leaderRecoveryState: 1 });
  });
});

describe('log directories', () => {
  const A = 'AAAAAAAAAAAAAAAAAAAAaQ';
  const B = 'AAAAAAAAAAAAAAAAAAAAbQ';
  function assignDirectory(controller: TestController, name: string, id: string) {
    const { topicId } = controller.only(name);
    const response = controller.handle(ApiKey.AssignReplicasToDirs, {
      brokerId: 1,
      brokerEpoch: controller.image.brokers.get(1)!.epoch,
      directories: [{ id, topics: [{ topicId, partitions: [{ partitionIndex: 0 }] }] }],
    });
    return response.directories[0]!.topics[0]!.partitions[0]!.errorCode;
  }
  function withDirectories(): TestController {
    const controller = new TestController({ brokers: [{ id: 2 }, { id: 3 }] });
    controller.register(1, null, undefined, true, [A, B]);
    controller.unfence(1);
    controller.assign('t', [1, 2]);
    controller.assign('alone', [1]);
    return controller;
  }

  test('a broker with several says where it keeps what', () => {
    const controller = withDirectories();
    expect(controller.only('t').directories).toEqual(['AAAAAAAAAAAAAAAAAAAAAA', 'AAAAAAAAAAAAAAAAAAAAAA']);
    expect(assignDirectory(controller, 't', B)).toBe(ErrorCode.NONE);
    expect(controller.only('t')).toMatchObject({
      directories: [B, 'AAAAAAAAAAAAAAAAAAAAAA'],
      leader: 1,
      leaderEpoch: 0,
    });
    controller.assign('elsewhere', [2]);
    expect(assignDirectory(controller, 'elsewhere', B)).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER);
  });

  test('one that fails takes its replicas out of service; where nobody else has one it is the last resort', () => {
    const controller = withDirectories();
    assignDirectory(controller, 't', A);
    assignDirectory(controller, 'alone', B);
    controller.heartbeat(1, { offlineLogDirs: [A] });
    expect(controller.image.brokers.get(1)!.logDirs).toEqual([B]);
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2] });
    expect(controller.only('alone')).toMatchObject({ leader: 1, leaderEpoch: 0 });
    controller.heartbeat(1, { offlineLogDirs: [A, B] });
    expect(controller.only('alone')).toMatchObject({ leader: -1, isr: [], elr: [], lastKnownElr: [1] });
    controller.now += 5_000;
    controller.register(1, null, 'ZZZZZZZZZZZZZZZZZZZZZQ', true, [A]);
    controller.unfence(1);
    expect(controller.only('alone').leader).toBe(-1);
    controller.now += 5_000;
    controller.register(1, null, 'YYYYYYYYYYYYYYYYYYYYYQ', true, [A, B]);
    controller.unfence(1);
    expect(controller.only('alone')).toMatchObject({ leader: 1, isr: [1], leaderRecoveryState: 1 });
  });

  test('what was on one that failed is not eligible, whatever the next start vouches for', () => {
    const controller = withDirectories();
    controller.setConfig('t', 'min.insync.replicas', '2');
    assignDirectory(controller, 't', A);
    controller.heartbeat(1, { offlineLogDirs: [A] });
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2], elr: [] });
    controller.fence(2);
    expect(controller.only('t')).toMatchObject({ leader: -1, isr: [], elr: [2] });
    controller.now += 5_000;
    controller.register(1, null, 'ZZZZZZZZZZZZZZZZZZZZZQ', true, [A, B]);
    controller.unfence(1);
    expect(controller.only('t')).toMatchObject({ leader: -1, elr: [2] });
    controller.unfence(2);
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2] });
  });

  test('nor is an eligible replica whose directory fails', () => {
    const controller = withDirectories();
    controller.setConfig('t', 'min.insync.replicas', '2');
    assignDirectory(controller, 't', A);
    controller.fence(1);
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2], elr: [1] });
    controller.unfence(1);
    controller.heartbeat(1, { offlineLogDirs: [A] });
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2], elr: [] });
  });

  test('what it has lost is not given to a broker whose fence is lifted', () => {
    const controller = withDirectories();
    assignDirectory(controller, 'alone', A);
    controller.fence(1);
    expect(controller.only('alone')).toMatchObject({ leader: -1 });
    const { leaderEpoch } = controller.only('alone');
    const lost = { offlineLogDirs: [A] };
    expect(controller.heartbeat(1, lost)).toMatchObject({ errorCode: ErrorCode.NONE, isFenced: true });
    expect(controller.heartbeat(1, lost)).toMatchObject({ errorCode: ErrorCode.NONE, isFenced: false });
    expect(controller.only('alone')).toMatchObject({ leader: -1, leaderEpoch });
  });

  test('it is told of by a broker that is leaving, too', () => {
    const controller = withDirectories();
    assignDirectory(controller, 't', A);
    const leaving = { offlineLogDirs: [A], wantShutDown: true };
    for (let beats = 0; !controller.heartbeat(1, leaving).shouldShutDown; beats++) {
      expect(beats).toBeLessThan(5);
      for (const other of [2, 3]) controller.heartbeat(other);
    }
    expect(controller.image.brokers.get(1)).toMatchObject({ isFenced: true, logDirs: [B] });
    expect(controller.only('t')).toMatchObject({ leader: 2, isr: [2], elr: [] });
  });

  test('a replica that begins anew on another disk is no eligible leader', () => {
    const controller = withDirectories();
    controller.setConfig('t', 'min.insync.replicas', '2');
    assignDirectory(controller, 't', A);
    controller.fence(2);
    controller.now += 5_000;
    controller.register(1, null, 'ZZZZZZZZZZZZZZZZZZZZZQ', true, [B]);
    controller.unfence(1);
    expect(controller.only('t')).toMatchObject({ leader: -1, elr: [2, 1] });
    assignDirectory(controller, 't', B);
    expect(controller.only('t')).toMatchObject({ leader: -1, elr: [2], lastKnownElr: [] });
  });
});

test('a lower min.insync.replicas ends the eligibility of those outside the set, in the same entry', () => {
  const controller = new TestController({ brokers: THREE });
  controller.assign('t', [1, 2, 3]);
  controller.setConfig('t', 'min.insync.replicas', '2');
  controller.propose('t', [1]);
  expect(controller.only('t').elr).toEqual([2, 3]);
  const before = controller.image.index;
  controller.handle(ApiKey.IncrementalAlterConfigs, {
    resources: [
      {
        resourceType: 2,
        resourceName: 't',
        configs: [{ name: 'min.insync.replicas', configOperation: 0, value: '1' }],
      },
    ],
    validateOnly: false,
  });
  expect(controller.image.index).toBe(before + 1);
  expect(controller.only('t')).toMatchObject({ leader: 1, leaderEpoch: 0, isr: [1], elr: [] });
});
