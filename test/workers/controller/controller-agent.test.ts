/** The agent under a quorum that it does not control: nothing is told before it is committed, and a lost term leaves no trace. */
import { expect, test } from 'vitest';
import { propertySchema } from '../../../src/core/metadata/property-schema.ts';
import { controllerSettings } from '../../../src/core/metadata/property-settings.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { newBrokerHeartbeatRequest } from '../../../src/core/protocol/generated/broker-heartbeat-request.ts';
import { newBrokerRegistrationRequest } from '../../../src/core/protocol/generated/broker-registration-request.ts';
import { newCreateTopicsRequest } from '../../../src/core/protocol/generated/create-topics-request.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { ControllerAgent } from '../../../src/workers/controller/controller-agent.ts';
import type { FromController, ToController } from '../../../src/workers/controller/controller-messages.ts';
import { SyncLogIo } from '../../../src/workers/controller/log-io.ts';
import { openMetadataLog } from '../../../src/workers/controller/log-recovery.ts';
import { MetadataLog } from '../../../src/workers/controller/metadata-log.ts';
import type { Quorum } from '../../../src/workers/controller/quorum.ts';
import { seededRandom } from '../../core/metadata/support.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';
import { CLUSTER, DIRECTORY } from './support.ts';

class Harness {
  readonly messages: FromController[] = [];
  readonly agent: ControllerAgent;
  readonly log: MetadataLog;
  /** How far a majority is; the own disk is always further. */
  majority = 0;
  readonly quorum: { epoch: number } & Omit<Quorum, 'epoch'>;
  #correlation = 0;

  constructor(disk = new MemoryDisk(), epoch = 5) {
    this.quorum = { epoch, isLeader: true, committed: (own) => Math.min(own, this.majority) };
    const random = seededRandom(1);
    const options = {
      directory: DIRECTORY,
      clusterId: CLUSTER,
      segmentSize: 65_536,
      snapshotEntries: 1_000,
      retainedEntries: 1_000,
      randomBytes: (length: number) => random.bytes(length),
    };
    const recovered = openMetadataLog(disk, options);
    const clock = new ManualClock();
    this.log = new MetadataLog(recovered, options, new SyncLogIo(disk), clock, {
      onDurable: (index) => this.agent.onDurable(index),
      onFatal: (error) => {
        throw error;
      },
    });
    this.agent = new ControllerAgent(
      {
        nodeId: 1,
        clusterId: CLUSTER,
        ...controllerSettings(new Map(), undefined),
        initialFeatures: new Map(),
        clock,
        random,
        schemaFor: (image) => propertySchema(new Map(), image),
      },
      recovered,
      this.log,
      this.quorum,
    );
    this.log.open();
    this.agent.start();
    this.agent.receive({ type: 'subscribe' }, this.port);
  }

  readonly port = { post: (message: FromController) => this.messages.push(message), onMessage: () => {} };

  send(apiKey: number, request: unknown): void {
    const submission = { type: 'submit', correlation: ++this.#correlation, requestId: null, apiKey, request };
    this.agent.receive(submission as ToController, this.port);
    this.agent.doWork();
  }

  commit(index: number): void {
    this.majority = index;
    this.agent.onDurable(this.log.durableIndex);
  }

  joinBroker(): void {
    this.send(
      ApiKey.BrokerRegistration,
      newBrokerRegistrationRequest({ brokerId: 1, clusterId: CLUSTER, incarnationId: 'AAAAAAAAAAAAAAAAAAAAAQ' }),
    );
    this.send(
      ApiKey.BrokerHeartbeat,
      newBrokerHeartbeatRequest({ brokerId: 1, brokerEpoch: 2, currentMetadataOffset: 2 }),
    );
    this.commit(3);
    this.messages.length = 0;
  }

  createTopic(name: string): void {
    const topics = [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }];
    this.send(ApiKey.CreateTopics, newCreateTopicsRequest({ topics }));
  }
}

test('the image is published once the first entry of the term is committed, not before', () => {
  const harness = new Harness();
  expect(harness.messages).toEqual([]);
  harness.commit(1);
  expect(harness.messages).toMatchObject([{ type: 'image', entry: { index: 1, epoch: 5 } }]);
});

test('an answer waits for the commit, and comes after the entry it rests on', () => {
  const harness = new Harness();
  harness.joinBroker();
  harness.createTopic('a');
  harness.createTopic('b');
  expect(harness.log.durableIndex).toBe(5);
  expect(harness.messages).toEqual([]);
  harness.commit(4);
  expect(harness.messages).toMatchObject([
    { type: 'entries', entries: [{ index: 4 }] },
    { type: 'reply', index: 4, errorCode: 0 },
  ]);
  expect([...harness.agent.committedImage.topics.names()]).toEqual(['a']);
});

test('a refusal that rests on something uncommitted waits for that, too', () => {
  const harness = new Harness();
  harness.joinBroker();
  harness.createTopic('a');
  harness.createTopic('a');
  expect(harness.messages).toEqual([]);
  harness.commit(4);
  const replies = harness.messages.filter((message) => message.type === 'reply');
  expect(replies.map((reply) => reply.response)).toMatchObject([
    { topics: [{ errorCode: ErrorCode.NONE }] },
    { topics: [{ errorCode: ErrorCode.TOPIC_ALREADY_EXISTS }] },
  ]);
});

test('stepping down tells everyone waiting to look elsewhere, and forgets what was not committed', () => {
  const harness = new Harness();
  harness.joinBroker();
  harness.createTopic('a');
  harness.agent.stepDown();
  expect(harness.messages).toMatchObject([{ type: 'reply', errorCode: ErrorCode.NOT_CONTROLLER }]);
  harness.commit(4);
  expect(harness.messages).toHaveLength(1);
  harness.createTopic('b');
  expect(harness.messages[1]).toMatchObject({ type: 'reply', errorCode: ErrorCode.NOT_CONTROLLER });
  expect(harness.agent.committedImage.topics.size).toBe(0);
});

test('elected again, it adopts what its log holds, and plans on it', () => {
  const harness = new Harness();
  harness.joinBroker();
  harness.createTopic('a');
  harness.agent.stepDown();
  harness.messages.length = 0;
  harness.quorum.epoch = 8;
  harness.agent.start();
  harness.createTopic('a');
  harness.createTopic('b');
  harness.commit(99);
  const replies = harness.messages.filter((message) => message.type === 'reply');
  expect(replies.map((reply) => reply.response)).toMatchObject([
    { topics: [{ errorCode: ErrorCode.TOPIC_ALREADY_EXISTS }] },
    { topics: [{ errorCode: ErrorCode.NONE }] },
  ]);
  expect([...harness.agent.committedImage.topics.names()]).toEqual(['a', 'b']);
});

test('a promise to a higher epoch, made behind its back, ends the term at the next append', () => {
  const harness = new Harness();
  harness.joinBroker();
  harness.log.promise(9, () => {});
  harness.createTopic('a');
  expect(harness.messages).toMatchObject([{ type: 'reply', errorCode: ErrorCode.NOT_CONTROLLER }]);
  expect(harness.log.lastIndex).toBe(3);
});

test('entries of earlier terms are committed only together with one of this term', () => {
  const disk = new MemoryDisk();
  const first = new Harness(disk);
  first.joinBroker();
  first.createTopic('a');
  const second = new Harness(disk.copy(), 6);
  second.commit(4);
  expect(second.messages).toEqual([]);
  second.commit(5);
  expect(second.messages).toMatchObject([{ type: 'image', entry: { index: 5 } }]);
  expect([...second.agent.committedImage.topics.names()]).toEqual(['a']);
});
