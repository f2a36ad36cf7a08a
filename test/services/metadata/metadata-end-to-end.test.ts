/** Commands through client, agent, log and cache, over a disk that can be looked at. */
import { describe, expect, test } from 'vitest';
import { imageHash } from '../../../src/core/metadata/image-snapshot.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { newCreateTopicsRequest } from '../../../src/core/protocol/generated/create-topics-request.ts';
import type {
  ControllerPort,
  FromController,
  ToController,
} from '../../../src/workers/controller/controller-messages.ts';
import { ioError, MemoryDisk } from '../../support/memory-disk.ts';
import { settle, TestBroker } from './support.ts';

function create(broker: TestBroker, ...names: string[]) {
  const topics = names.map((name) => ({ name, numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }));
  return new Promise<{ errorCode: number; codes: number[]; index: number }>((done) => {
    broker.metadata.submit(
      { apiKey: ApiKey.CreateTopics, request: newCreateTopicsRequest({ topics }) },
      61_000,
      (outcome) => {
        const codes = outcome.response?.topics.map((topic) => topic.errorCode) ?? [];
        done({ errorCode: outcome.errorCode, codes, index: outcome.index });
      },
    );
  });
}

test('a new cluster: registered, unfenced, features written, and what was created is there after a restart', async () => {
  const disk = new MemoryDisk();
  const first = await TestBroker.start({ files: disk });
  expect(first.cache.image).toMatchObject({ controllerId: 1, clusterId: 'broker-test', epoch: 1 });
  expect(first.cache.image.features).toEqual(new Map([['metadata.version', 27]]));
  expect(first.cache.image.brokers.isActive(1)).toBe(true);
  expect((await create(first, 'a', 'b')).codes).toEqual([0, 0]);
  const ids = ['a', 'b'].map((name) => first.cache.image.topics.byName(name)!.id);
  await first.stop();

  const second = await TestBroker.start({ files: disk });
  expect(second.notes).toEqual([]);
  expect(second.cache.image.epoch).toBe(2);
  expect(['a', 'b'].map((name) => second.cache.image.topics.byName(name)!.id)).toEqual(ids);
  expect(second.brokerEpoch).toBeGreaterThan(first.brokerEpoch);
  for (const partition of second.cache.image.topics.byName('a')!.partitions) {
    // Lost with the old incarnation, won back by the new one.
    expect(partition).toMatchObject({ leader: 1, isr: [1], elr: [], leaderEpoch: 2, partitionEpoch: 2 });
  }
});

test('the broker is answered when its own image shows what it is told', async () => {
  const broker = await TestBroker.start();
  const { index } = await create(broker, 't');
  expect(broker.cache.image.index).toBeGreaterThanOrEqual(index);
  expect(broker.cache.image.topics.byName('t')).toBeDefined();
});

test('commands of one turn share one sync', async () => {
  const disk = new MemoryDisk();
  const broker = await TestBroker.start({ files: disk, limits: { segmentSize: 1 << 20 } });
  const before = disk.syncs;
  const results = await Promise.all(Array.from({ length: 50 }, (_, i) => create(broker, `t-${i}`)));
  expect(results.flatMap((result) => result.codes)).toEqual(Array.from({ length: 50 }, () => 0));
  expect(disk.syncs - before).toBe(1);
});

test('subscribers are told what changed, in order, before anyone is answered', async () => {
  const broker = await TestBroker.start();
  const events: string[] = [];
  broker.cache.subscribe((delta, image) => {
    for (const topic of delta.createdTopics.values()) events.push(`created ${topic.name}`);
    for (const topic of delta.deletedTopics.values()) events.push(`deleted ${topic.name}`);
    for (const [id, partitions] of delta.changedPartitions) {
      events.push(`partitions ${image.topics.byId(id)!.name} ${[...partitions]}`);
    }
    for (const { name } of delta.changedConfigs()) events.push(`config ${name}`);
  });
  await create(broker, 't');
  events.push('answered');
  expect(events).toEqual(['created t', 'partitions t 0,1', 'answered']);
});

describe('a request is repeated', () => {
  /** Sends every submission twice and shows only the second answer. */
  function twice(port: ControllerPort<ToController, FromController>): ControllerPort<ToController, FromController> {
    const seen = new Set<number>();
    const wrapped: ControllerPort<ToController, FromController> = {
      post(message) {
        port.post(message);
        if (message.type === 'submit') port.post(message);
      },
      onMessage: () => {},
    };
    port.onMessage = (message) => {
      const isFirst = message.type === 'reply' && !seen.has(message.correlation);
      if (isFirst) seen.add(message.correlation);
      else wrapped.onMessage(message);
    };
    return wrapped;
  }

  test('takes effect once and gets the first answer again', async () => {
    const broker = await TestBroker.start({ wrapPort: twice });
    const before = broker.cache.image.index;
    expect(await create(broker, 't')).toMatchObject({ errorCode: 0, codes: [0] });
    expect(broker.cache.image.index).toBe(before + 1);
  });

  test('after a restart of the controller too', async () => {
    const disk = new MemoryDisk();
    const first = await TestBroker.start({ files: disk });
    const topics = [{ name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }];
    const answers: FromController[] = [];
    const tap = (port: ControllerPort<ToController, FromController>) => {
      const wrapped: ControllerPort<ToController, FromController> = {
        post: (message) => port.post(message),
        onMessage: () => {},
      };
      port.onMessage = (message) => {
        if (message.type === 'reply' && message.correlation === 900) answers.push(message);
        wrapped.onMessage(message);
      };
      raw = port;
      return wrapped;
    };
    let raw!: ControllerPort<ToController, FromController>;
    await first.stop();
    const { brokerEpoch } = await TestBroker.start({ files: disk, wrapPort: tap });
    const submission = {
      type: 'submit' as const,
      correlation: 900,
      requestId: { brokerId: 1, brokerEpoch, sequence: 900 },
      apiKey: ApiKey.CreateTopics,
      request: newCreateTopicsRequest({ topics }),
      timeoutMs: 9_000,
    };
    raw.post(submission);
    await settle();
    // No new registration may come in between, as it would end the old incarnation's requests: look at the log as it is.
    const crashed = (disk as MemoryDisk).powerLoss(() => false);
    await restartWithoutRegistering(crashed, submission, answers);
    expect(answers).toHaveLength(2);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ errorCode: 0, response: { topics: [{ name: 't', errorCode: 0 }] } });
  });
});

async function restartWithoutRegistering(
  disk: MemoryDisk,
  submission: ToController,
  answers: FromController[],
): Promise<void> {
  const { startInThreadController } = await import('../../../src/workers/controller/in-thread-controller.ts');
  const { SyncLogIo } = await import('../../../src/workers/controller/log-io.ts');
  const { DEFAULT_LOG_LIMITS } = await import('../../../src/workers/controller/metadata-log.ts');
  const { ManualClock } = await import('../../../src/runtime/clock/manual-clock.ts');
  const { seededRandom } = await import('../../core/metadata/support.ts');
  const port = startInThreadController(
    {
      nodeId: 1,
      clusterId: 'broker-test',
      directory: '/data/__chronik_metadata',
      properties: new Map(),
      initialFeatures: new Map(),
      limits: { ...DEFAULT_LOG_LIMITS, segmentSize: 16_384 },
    },
    { files: disk, io: new SyncLogIo(disk), clock: new ManualClock(), random: seededRandom(77) },
  );
  port.onMessage = (message) => {
    if (message.type === 'reply') answers.push(message);
  };
  port.post(submission);
  await settle();
}

test('a disk that fails answers nobody with success and is reported once', async () => {
  const disk = new MemoryDisk();
  const broker = await TestBroker.start({ files: disk });
  disk.onCall = (call) => {
    if (call === 'sync') throw ioError('EIO');
  };
  const result = create(broker, 't');
  await settle();
  expect(broker.fatal).toMatchObject([{ code: 'EIO' }]);
  expect(broker.cache.image.topics.size).toBe(0);
  broker.clock.advance(61_000);
  expect(await result).toMatchObject({ errorCode: ErrorCode.REQUEST_TIMED_OUT });
  expect((await create(broker, 'u')).errorCode).not.toBe(0);
  expect(broker.fatal).toHaveLength(1);
});

test('a full disk refuses what needs room, lets topics be deleted, and is over when there is room again', async () => {
  const disk = new MemoryDisk();
  const broker = await TestBroker.start({ files: disk, limits: { segmentSize: 4096 } });
  broker.clock.advance(300);
  disk.onCall = (call, path) => {
    if (call === 'open' && path.endsWith('reserve.tmp') && !disk.exists(path)) throw ioError('ENOSPC');
  };
  let refused = 0;
  for (let i = 0; i < 60 && refused === 0; i++) {
    const { errorCode } = await create(broker, `topic-${i}`);
    if (errorCode !== 0) {
      expect(errorCode).toBe(ErrorCode.KAFKA_STORAGE_ERROR);
      refused++;
    }
  }
  expect(refused).toBe(1);
  expect(broker.fatal).toEqual([]);
  const request = { topics: [{ name: 'topic-0', topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }], topicNames: [], timeoutMs: 1 };
  const deletion = await new Promise((done) => {
    broker.metadata.submit({ apiKey: ApiKey.DeleteTopics, request }, 61_000, (outcome) => done(outcome.errorCode));
  });
  expect(deletion).toBe(0);
  expect(broker.cache.image.topics.byName('topic-0')).toBeUndefined();
  disk.onCall = () => {};
  broker.clock.advance(2_000);
  await create(broker, 'probe');
  expect((await create(broker, 'again')).codes).toEqual([0]);
});

test('snapshots along the way: the restarted broker has the same image', async () => {
  const disk = new MemoryDisk();
  const limits = { snapshotEntries: 10, retainedEntries: 0, segmentSize: 4096 };
  const broker = await TestBroker.start({ files: disk, limits });
  for (let i = 0; i < 45; i++) await create(broker, `t-${i}`);
  const topics = [...broker.cache.image.topics.all()].map((topic) => [topic.name, topic.id]);
  await broker.stop();
  expect(disk.list('/data/__chronik_metadata').some((name) => name.endsWith('.snapshot'))).toBe(true);
  const again = await TestBroker.start({ files: disk, limits });
  expect([...again.cache.image.topics.all()].map((topic) => [topic.name, topic.id]).sort()).toEqual(topics.sort());
  const third = await TestBroker.start({ files: disk.copy(), limits });
  expect(third.cache.image.topics.size).toBe(45);
  expect(imageHash(third.cache.image)).not.toBe(imageHash(again.cache.image));
});

test('everyone still waiting is told when the controller stops', async () => {
  const broker = await TestBroker.start();
  const late = create(broker, 't');
  const stopped = broker.stop();
  await stopped;
  expect((await late).codes).toEqual([0]);
  const after = create(broker, 'u');
  broker.clock.advance(70_000);
  expect((await after).errorCode).not.toBe(0);
});

describe('TopicCreator', () => {
  test('concurrent wishes for one name are one creation, answered when its partitions are open', async () => {
    const broker = await TestBroker.start();
    const before = broker.cache.image.index;
    broker.opening = [];
    const answers: (number | undefined)[] = [];
    for (let i = 0; i < 3; i++) {
      broker.creator.ensureTopics(['t', 't', 'bad/name'], 5_000, (errors) =>
        answers.push(errors.get('t'), errors.get('bad/name')),
      );
    }
    await settle();
    expect(answers).toEqual([]);
    expect(broker.creator.isReady('t')).toBe(false);
    expect(broker.cache.image.index).toBe(before + 1);
    expect(broker.opening).toHaveLength(1);
    broker.opening[0]!.done();
    expect(answers).toEqual([undefined, 17, undefined, 17, undefined, 17]);
    expect(broker.creator.isReady('t')).toBe(true);
  });

  test('whoever joins a creation keeps his own deadline', async () => {
    const broker = await TestBroker.start();
    broker.opening = [];
    const answers: string[] = [];
    broker.creator.ensureTopics(['t'], 30_000, (errors) => answers.push(`patient ${errors.get('t')}`));
    broker.creator.ensureTopics(['t'], 2_000, (errors) => answers.push(`hasty ${errors.get('t')}`));
    await settle();
    broker.clock.advance(1_500);
    expect(answers).toEqual([`hasty ${ErrorCode.REQUEST_TIMED_OUT}`]);
    broker.opening[0]!.done();
    expect(answers).toEqual([`hasty ${ErrorCode.REQUEST_TIMED_OUT}`, 'patient undefined']);
  });

  test('internal topics are made as the properties say, with no more replicas than there are brokers', async () => {
    const broker = await TestBroker.start({ properties: { 'offsets.topic.num.partitions': '7' } });
    broker.creator.ensureTopics(['__consumer_offsets'], 5_000, () => {});
    await settle();
    const topic = broker.cache.image.topics.byName('__consumer_offsets')!;
    expect(topic.partitions).toHaveLength(7);
    expect(topic.partitions[0]!.replicas).toEqual([1]);
    expect(broker.cache.topicConfig('__consumer_offsets').get('cleanup.policy')).toBe('compact');
  });
});

describe('ProducerIdAllocator', () => {
  const take = (broker: TestBroker) =>
    new Promise<number>((done) =>
      broker.producerIds.next((result) => done('producerId' in result ? result.producerId : -1)),
    );

  test('ids are unique over restarts, and the next block is there before the first is used up', async () => {
    const disk = new MemoryDisk();
    const seen = new Set<number>();
    for (let life = 0; life < 3; life++) {
      const broker = await TestBroker.start({ files: disk });
      for (let i = 0; i < 1_400; i++) seen.add(await take(broker));
      await broker.stop();
    }
    expect(seen.size).toBe(3 * 1_400);
    expect(seen.has(-1)).toBe(false);
  });

  test('half of a block used: the next one is asked for, once', async () => {
    const broker = await TestBroker.start();
    await take(broker);
    const index = broker.cache.image.index;
    for (let i = 0; i < 499; i++) await take(broker);
    expect(broker.cache.image.index).toBe(index);
    for (let i = 0; i < 100; i++) await take(broker);
    await settle();
    expect(broker.cache.image.index).toBe(index + 1);
  });
});
