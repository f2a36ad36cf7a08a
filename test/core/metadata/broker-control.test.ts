import { describe, expect, test } from 'vitest';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { newBrokerRegistrationRequest } from '../../../src/core/protocol/generated/broker-registration-request.ts';
import { CLUSTER_ID, TestController } from './support.ts';

const THREE = [{ id: 1 }, { id: 2 }, { id: 3 }];

function assigned(controller: TestController, name: string, ...replicas: number[][]) {
  const topic = {
    name,
    numPartitions: -1,
    replicationFactor: -1,
    assignments: replicas.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
    configs: [],
  };
  controller.handle(ApiKey.CreateTopics, { topics: [topic], timeoutMs: 0, validateOnly: false });
}

const only = (controller: TestController, name: string) => controller.image.topics.byName(name)!.partitions[0]!;

describe('registration', () => {
  test('starts fenced, with the index of its entry as epoch, and is lifted when its image has that entry', () => {
    const controller = new TestController({ brokers: [] });
    expect(controller.register(4)).toBe(ErrorCode.NONE);
    const broker = controller.image.brokers.get(4)!;
    expect(broker).toMatchObject({ isFenced: true, epoch: controller.image.index });
    const early = controller.handle(ApiKey.BrokerHeartbeat, {
      brokerId: 4,
      brokerEpoch: broker.epoch,
      currentMetadataOffset: broker.epoch - 1,
      wantFence: false,
      wantShutDown: false,
      offlineLogDirs: [],
      cordonedLogDirs: null,
    });
    expect(early).toMatchObject({ isCaughtUp: false, isFenced: true });
    expect(controller.heartbeat(4)).toMatchObject({ isCaughtUp: true, isFenced: false });
    expect(controller.image.brokers.isActive(4)).toBe(true);
  });

  test('of another cluster is refused', () => {
    const controller = new TestController({ brokers: [] });
    const request = newBrokerRegistrationRequest({
      brokerId: 2,
      clusterId: 'other',
      incarnationId: 'AAAAAAAAAAAAAAAAAAAAAQ',
    });
    expect(controller.handle(ApiKey.BrokerRegistration, request).errorCode).toBe(ErrorCode.INCONSISTENT_CLUSTER_ID);
  });

  test('sent twice is answered twice and registers once', () => {
    const controller = new TestController();
    const before = controller.image.index;
    expect(controller.register(1)).toBe(ErrorCode.NONE);
    expect(controller.image.index).toBe(before);
  });

  test('a second process with an id that is in use is refused until the first is silent', () => {
    const controller = new TestController({ brokers: THREE });
    assigned(controller, 't', [2, 3]);
    expect(controller.register(2, null, 'ZZZZZZZZZZZZZZZZZZZZZQ')).toBe(ErrorCode.DUPLICATE_BROKER_REGISTRATION);
    const old = controller.image.brokers.get(2)!.epoch;
    controller.now += 1_500;
    expect(controller.register(2, null, 'ZZZZZZZZZZZZZZZZZZZZZQ')).toBe(ErrorCode.NONE);
    expect(controller.image.brokers.get(2)!.epoch).toBeGreaterThan(old);
    // The old incarnation led it: one entry ended it and registered the new one.
    expect(only(controller, 't')).toMatchObject({ leader: 3, isr: [3], leaderEpoch: 1 });
    expect(controller.heartbeatWithEpoch(2, old).errorCode).toBe(ErrorCode.STALE_BROKER_EPOCH);
  });

  test("the controller's own node may come back at once", () => {
    const controller = new TestController();
    assigned(controller, 't', [1]);
    expect(controller.register(1, null, 'ZZZZZZZZZZZZZZZZZZZZZQ')).toBe(ErrorCode.NONE);
    expect(only(controller, 't')).toMatchObject({ leader: -1, isr: [], elr: [1], leaderEpoch: 1 });
    controller.unfence(1);
    expect(only(controller, 't')).toMatchObject({ leader: 1, isr: [1], elr: [], leaderEpoch: 2 });
  });

  test('a broker that does not speak a finalised feature cannot join', () => {
    const controller = new TestController();
    const speaks = (max: number) =>
      controller.handle(
        ApiKey.BrokerRegistration,
        newBrokerRegistrationRequest({
          brokerId: 7,
          clusterId: CLUSTER_ID,
          incarnationId: `AAAAAAAAAAAAAAAAAAA${max}AQ`,
          features: [{ name: 'shiny', minSupportedVersion: 0, maxSupportedVersion: max }],
        }),
      ).errorCode;
    controller.setFeature('shiny', 2);
    expect(speaks(1)).toBe(ErrorCode.UNSUPPORTED_VERSION);
    expect(speaks(2)).toBe(ErrorCode.NONE);
  });
});

describe('fencing', () => {
  test('moves leadership to the next in-sync replica, in one entry', () => {
    const controller = new TestController({ brokers: THREE });
    assigned(controller, 't', [1, 2, 3], [2, 3, 1], [3, 1, 2]);
    const before = controller.image.index;
    controller.fence(2);
    expect(controller.image.index).toBe(before + 1);
    const partitions = controller.image.topics.byName('t')!.partitions;
    expect(
      partitions.map(({ leader, isr, leaderEpoch, partitionEpoch }) => [leader, isr, leaderEpoch, partitionEpoch]),
    ).toEqual([
      [1, [1, 3], 0, 1],
      [3, [3, 1], 1, 1],
      [3, [3, 1], 0, 1],
    ]);
  });

  test('below min.insync.replicas a member that leaves stays eligible, and may lead when nobody else is left', () => {
    const controller = new TestController({ brokers: THREE });
    assigned(controller, 't', [1, 2, 3]);
    controller.setConfig('t', 'min.insync.replicas', '2');
    controller.fence(1);
    expect(only(controller, 't')).toMatchObject({ leader: 2, isr: [2, 3], elr: [] });
    controller.fence(2);
    expect(only(controller, 't')).toMatchObject({ leader: 3, isr: [3], elr: [2] });
    controller.fence(3);
    expect(only(controller, 't')).toMatchObject({ leader: -1, isr: [], elr: [2, 3] });
    controller.unfence(1);
    expect(only(controller, 't').leader).toBe(-1);
    controller.unfence(3);
    expect(only(controller, 't')).toMatchObject({ leader: 3, isr: [3], elr: [2] });
  });

  test('never leaves a fenced broker as leader or in an ISR, whatever comes and goes', () => {
    const controller = new TestController({ brokers: THREE, seed: 3 });
    for (let i = 0; i < 12; i++) assigned(controller, `t${i}`, [1 + (i % 3), 1 + ((i + 1) % 3)]);
    let state = 7;
    for (let i = 0; i < 200; i++) {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      const id = 1 + (state % 3);
      if (controller.image.brokers.get(id)!.isFenced) controller.unfence(id);
      else controller.fence(id);
      for (const topic of controller.image.topics.all()) {
        for (const partition of topic.partitions) {
          const fenced = [1, 2, 3].filter((broker) => !controller.image.brokers.isActive(broker));
          expect(fenced).not.toContain(partition.leader);
          expect(partition.isr.filter((member) => fenced.includes(member))).toEqual([]);
          expect(partition.isr.length + partition.elr.length).toBeGreaterThan(0);
          if (partition.leader === -1) expect(partition.isr).toEqual([]);
        }
      }
    }
  });
});

describe('controlled shutdown', () => {
  test('hands over what others can take, keeps what only it can serve, and goes when everyone knows', () => {
    const controller = new TestController({ brokers: THREE });
    assigned(controller, 'shared', [1, 2]);
    assigned(controller, 'alone', [1]);
    expect(controller.heartbeat(1, { wantShutDown: true })).toMatchObject({ shouldShutDown: false, isFenced: false });
    expect(only(controller, 'shared')).toMatchObject({ leader: 2, isr: [2] });
    expect(only(controller, 'alone')).toMatchObject({ leader: 1, isr: [1] });
    const before = controller.image.index;
    controller.heartbeat(2);
    // Broker 3 does not know yet.
    expect(controller.heartbeat(1, { wantShutDown: true })).toMatchObject({ shouldShutDown: false });
    expect(controller.image.index).toBe(before);
    expect(controller.createTopic('new', 1, 3).errorCode).toBe(ErrorCode.NONE);
    expect(only(controller, 'new').leader).not.toBe(1);
    controller.heartbeat(3);
    expect(controller.heartbeat(1, { wantShutDown: true })).toMatchObject({ shouldShutDown: true, isFenced: true });
    expect(only(controller, 'alone')).toMatchObject({ leader: -1, isr: [], elr: [1] });
    expect(controller.heartbeat(1, { wantShutDown: true })).toMatchObject({ shouldShutDown: true });
  });

  test('of the only broker does not wait for anybody', () => {
    const controller = new TestController();
    controller.heartbeat(1, { wantShutDown: true });
    expect(controller.heartbeat(1, { wantShutDown: true })).toMatchObject({ shouldShutDown: true });
  });

  test('a controller that took over in between waits for what it knows itself', () => {
    const controller = new TestController({ brokers: THREE });
    controller.heartbeat(1, { wantShutDown: true });
    controller.sessions.startAll([1, 2, 3], controller.now);
    expect(controller.heartbeat(1, { wantShutDown: true }).shouldShutDown).toBe(false);
    controller.heartbeat(2);
    controller.heartbeat(3);
    expect(controller.heartbeat(1, { wantShutDown: true }).shouldShutDown).toBe(true);
  });
});

test('an unknown broker is told so', () => {
  const controller = new TestController();
  expect(controller.heartbeat(9).errorCode).toBe(ErrorCode.BROKER_ID_NOT_REGISTERED);
  expect(controller.handle(ApiKey.UnregisterBroker, { brokerId: 9 })).toMatchObject({
    errorCode: ErrorCode.BROKER_ID_NOT_REGISTERED,
    errorMessage: 'Broker ID 9 is not currently registered',
  });
});

test('a removed broker is gone, and leads nothing', () => {
  const controller = new TestController({ brokers: THREE });
  assigned(controller, 't', [2, 3]);
  expect(controller.handle(ApiKey.UnregisterBroker, { brokerId: 2 }).errorCode).toBe(ErrorCode.NONE);
  expect(controller.image.brokers.get(2)).toBeUndefined();
  expect(only(controller, 't')).toMatchObject({ leader: 3, isr: [3], replicas: [2, 3] });
});

describe('producer ids', () => {
  const ask = (controller: TestController, brokerId: number, brokerEpoch: number) =>
    controller.handle(ApiKey.AllocateProducerIds, { brokerId, brokerEpoch });

  test('blocks never overlap', () => {
    const controller = new TestController({ brokers: THREE });
    const starts: number[] = [];
    for (let i = 0; i < 6; i++) {
      const id = 1 + (i % 3);
      const { producerIdStart, producerIdLen } = ask(controller, id, controller.image.brokers.get(id)!.epoch);
      expect(producerIdLen).toBe(1_000);
      starts.push(producerIdStart);
    }
    expect(starts).toEqual([0, 1_000, 2_000, 3_000, 4_000, 5_000]);
  });

  test('only for the live incarnation', () => {
    const controller = new TestController();
    expect(ask(controller, 1, 1).errorCode).toBe(ErrorCode.STALE_BROKER_EPOCH);
    expect(ask(controller, 8, 1).errorCode).toBe(ErrorCode.BROKER_ID_NOT_REGISTERED);
    expect(controller.image.nextProducerId).toBe(0);
  });
});

describe('features', () => {
  const update = (controller: TestController, feature: string, maxVersionLevel: number, upgradeType = 1) =>
    controller.handle(ApiKey.UpdateFeatures, {
      timeoutMs: 0,
      featureUpdates: [{ feature, maxVersionLevel, allowDowngrade: false, upgradeType }],
      validateOnly: false,
    });

  test('within what every broker supports; down only when said so', () => {
    const controller = new TestController({ brokers: [] });
    for (const [id, max] of [
      [1, 3],
      [2, 2],
    ] as const) {
      controller.handle(
        ApiKey.BrokerRegistration,
        newBrokerRegistrationRequest({
          brokerId: id,
          clusterId: CLUSTER_ID,
          incarnationId: `AAAAAAAAAAAAAAAAAAAA${id}Q`,
          features: [{ name: 'f', minSupportedVersion: 0, maxSupportedVersion: max }],
        }),
      );
    }
    expect(update(controller, 'f', 3)).toMatchObject({ errorCode: ErrorCode.INVALID_UPDATE_VERSION });
    expect(update(controller, 'f', 3).errorMessage).toContain('Broker 2 only supports versions 0-2.');
    expect(update(controller, 'f', 2).errorCode).toBe(ErrorCode.NONE);
    expect(controller.image.features.get('f')).toBe(2);
    expect(update(controller, 'f', 1).errorCode).toBe(ErrorCode.INVALID_UPDATE_VERSION);
    expect(update(controller, 'f', 1, 2).errorCode).toBe(ErrorCode.NONE);
    expect(update(controller, 'f', 0, 3).errorCode).toBe(ErrorCode.NONE);
    expect(controller.image.features.has('f')).toBe(false);
    expect(update(controller, 'other', 1).errorMessage).toContain('does not support this feature');
  });
});
