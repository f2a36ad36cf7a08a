/** The agent under a quorum that it does not control: nothing is told before it is committed, and a lost term leaves no trace. */
import { describe, expect, test } from 'vitest';
import { ClusterImage } from '../../../src/core/metadata/cluster-image.ts';
import { imageHash } from '../../../src/core/metadata/image-snapshot.ts';
import { propertySchema } from '../../../src/core/metadata/property-schema.ts';
import { controllerSettings } from '../../../src/core/metadata/property-settings.ts';
import type { RequestId } from '../../../src/core/metadata/request-results.ts';
import type { LogMessage } from '../../../src/core/metadata-log/messages.ts';
import { DEFAULT_REPLICA_LIMITS } from '../../../src/core/metadata-log/replica-limits.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { newBrokerHeartbeatRequest } from '../../../src/core/protocol/generated/broker-heartbeat-request.ts';
import { newBrokerRegistrationRequest } from '../../../src/core/protocol/generated/broker-registration-request.ts';
import { newCreateTopicsRequest } from '../../../src/core/protocol/generated/create-topics-request.ts';
import { newCreateTopicsResponse } from '../../../src/core/protocol/generated/create-topics-response.ts';
import { newDeleteTopicsRequest } from '../../../src/core/protocol/generated/delete-topics-request.ts';
import { newDescribeQuorumRequest } from '../../../src/core/protocol/generated/describe-quorum-request.ts';
import { newIncrementalAlterConfigsRequest } from '../../../src/core/protocol/generated/incremental-alter-configs-request.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import type { ControlNetwork, FrameListener, PeerListener } from '../../../src/workers/control-net/control-network.ts';
import { ControllerAgent } from '../../../src/workers/controller/controller-agent.ts';
import type { FromController, ToController } from '../../../src/workers/controller/controller-messages.ts';
import { SyncLogIo } from '../../../src/workers/controller/log-io.ts';
import { openMetadataLog } from '../../../src/workers/controller/log-recovery.ts';
import { MetadataLog } from '../../../src/workers/controller/metadata-log.ts';
import {
  decodePeerFrame,
  encodeLogMessage,
  encodeReply,
  encodeSubmit,
  type PeerFrame,
} from '../../../src/workers/controller/peer-frames.ts';
import { portLogger } from '../../../src/workers/controller/port-logger.ts';
import type { Election } from '../../../src/workers/controller/quorum.ts';
import type { RaftListener } from '../../../src/workers/raft/raft-status.ts';
import { seededRandom } from '../../core/metadata/support.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';
import { CLUSTER, DIRECTORY } from './support.ts';

const MEMBERS = { voters: [1, 2, 3], votersOutgoing: [], learners: [] };
const EMPTY_LOG = { base: { epoch: 0, index: 0 }, runs: [{ epoch: 0, end: 0 }] };

/** Node 1 of three; the test speaks for the two others, and for raft. */
class Harness {
  readonly messages: FromController[] = [];
  readonly sent: { readonly to: number; readonly frame: PeerFrame }[] = [];
  readonly fatal: Error[] = [];
  readonly agent: ControllerAgent;
  readonly log: MetadataLog;
  readonly clock = new ManualClock();
  raft!: RaftListener;
  isConfirmed = true;
  #onFrame!: FrameListener;
  onPeer!: PeerListener;
  epoch: number;
  #correlation = 0;

  constructor(disk = new MemoryDisk(), epoch = 5) {
    this.epoch = epoch;
    const random = seededRandom(1);
    const { clock } = this;
    const options = {
      directory: DIRECTORY,
      clusterId: CLUSTER,
      segmentSize: 65_536,
      snapshotEntries: 1_000,
      retainedEntries: 1_000,
      randomBytes: (length: number) => random.bytes(length),
    };
    const recovered = openMetadataLog(disk, options);
    this.log = new MetadataLog(recovered, options, new SyncLogIo(disk), clock, {
      onFatal: (error) => this.fatal.push(error),
    });
    const network: ControlNetwork = {
      nodeId: 1,
      send: (to, _channel, frame) => this.sent.push({ to, frame: decodePeerFrame(frame) }) > 0,
      queuedBytes: () => 0,
      onFrame: (_channel, listener) => {
        this.#onFrame = listener;
      },
      onPeer: (_channel, listener) => {
        this.onPeer = listener;
      },
      setPeers: () => {},
      setDirectories: () => {},
      identityOf: () => null,
      connected: () => [2, 3],
      close: () => {},
    };
    const election: Election = {
      isUnconfirmed: false,
      confirmLeadership: (done) => done(this.isConfirmed),
      listen: (listener) => {
        this.raft = listener;
      },
      setSuccessors: () => {},
      setGates: () => {},
      transferLeadership: (done) => done(false),
      addVoter: (voter, _deadline, done) => done(voter.nodeId === 4 ? 'done' : 'notCaughtUp'),
      removeVoter: (_node, _directory, _deadline, done) => done('notLeader'),
      stop: (done) => done(),
    };
    this.agent = new ControllerAgent(
      {
        nodeId: 1,
        clusterId: CLUSTER,
        ...controllerSettings(new Map(), undefined),
        initialFeatures: new Map(),
        replicaLimits: DEFAULT_REPLICA_LIMITS,
        directoryId: 'AAAAAAAAAAAAAAAAAAAAAQ',
        clock,
        random,
        logger: portLogger({ post: () => {}, onMessage: () => {} }),
        schemaFor: (image) => propertySchema(new Map(), image),
        onFatal: (error) => this.fatal.push(error),
      },
      recovered,
      this.log,
      election,
      network,
    );
    this.log.open();
    this.agent.start();
    this.elect();
    this.agent.receive({ type: 'subscribe' }, this.port);
  }

  readonly #everything: FromController[] = [];
  readonly port = {
    post: (message: FromController) => {
      this.messages.push(message);
      this.#everything.push(message);
    },
    onMessage: () => {},
  };

  elect(epoch = this.epoch): void {
    this.epoch = epoch;
    this.raft.onLeader(epoch, MEMBERS);
    this.hear(2, { type: 'fenced', epoch, outline: EMPTY_LOG });
  }

  hear(peer: number, message: LogMessage): void {
    this.#onFrame(peer, encodeLogMessage(message));
  }

  hearFrame(peer: number, frame: Uint8Array): void {
    this.#onFrame(peer, frame);
  }

  send(apiKey: number, request: unknown, requestId: RequestId | null = null): void {
    const submission = {
      type: 'submit',
      correlation: ++this.#correlation,
      requestId,
      apiKey,
      request,
      timeoutMs: 9_000,
    };
    this.agent.receive(submission as ToController, this.port);
    this.agent.doWork();
  }

  /** One of the others has it on its disk, too. */
  commit(index: number): void {
    this.hear(2, { type: 'ack', epoch: this.epoch, stream: 1, durableIndex: index, check: null });
  }

  deleteTopic(name: string): void {
    const topics = [{ name, topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }];
    this.send(ApiKey.DeleteTopics, newDeleteTopicsRequest({ topics }));
  }

  /** What the image at `index` is for others to compare. */
  check(index: number) {
    const image = new ClusterImage();
    for (const message of this.#everything) {
      if (message.type === 'image') image.replayEntry(message.entry);
      else if (message.type === 'entries') {
        for (const entry of message.entries) if (entry.index <= index) image.replayEntry(entry);
      }
    }
    return { index, hash: imageHash(image) };
  }

  replies() {
    return this.messages.filter((message) => message.type === 'reply');
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

  createTopic(name: string, requestId: RequestId | null = null): void {
    const topics = [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }];
    this.send(ApiKey.CreateTopics, newCreateTopicsRequest({ topics }), requestId);
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

test('after a lost term who waits is sent on to the next controller, under the same request id', () => {
  const harness = new Harness();
  harness.joinBroker();
  const requestId = { brokerId: 1, brokerEpoch: 2, sequence: 7 };
  harness.createTopic('a', requestId);
  harness.raft.onLost(5);
  harness.commit(4);
  expect(harness.messages).toEqual([]);
  expect(harness.agent.committedImage.topics.size).toBe(0);
  harness.sent.length = 0;
  harness.hear(3, { type: 'announce', epoch: 6 });
  const submits = harness.sent.filter(({ frame }) => frame.kind === 'submit');
  expect(submits).toMatchObject([{ to: 3, frame: { command: { requestId, request: { topics: [{ name: 'a' }] } } } }]);
  const { command } = submits[0]!.frame as Extract<PeerFrame, { kind: 'submit' }>;
  const answer = { type: 'reply', correlation: command.correlation, errorCode: 0, index: 9 } as const;
  const response = newCreateTopicsResponse({ topics: [] });
  harness.hearFrame(3, encodeReply({ ...answer, response }, ApiKey.CreateTopics));
  expect(harness.messages).toMatchObject([{ type: 'reply', correlation: 3, errorCode: 0, index: 9 }]);
});

test('elected again, it adopts what its log holds, and plans on it', () => {
  const harness = new Harness();
  harness.joinBroker();
  harness.createTopic('a');
  harness.raft.onLost(5);
  harness.elect(8);
  harness.createTopic('a');
  harness.createTopic('b');
  harness.commit(99);
  // The first one was sent again, to itself: without a request id it is a second one.
  expect(harness.replies().map((reply) => reply.response)).toMatchObject([
    { topics: [{ errorCode: ErrorCode.TOPIC_ALREADY_EXISTS }] },
    { topics: [{ errorCode: ErrorCode.TOPIC_ALREADY_EXISTS }] },
    { topics: [{ errorCode: ErrorCode.NONE }] },
  ]);
  expect([...harness.agent.committedImage.topics.names()]).toEqual(['a', 'b']);
});

test('a request that was planned and sent again is answered as the first time, and has no second effect', () => {
  const harness = new Harness();
  harness.joinBroker();
  const requestId = { brokerId: 1, brokerEpoch: 2, sequence: 7 };
  harness.createTopic('a', requestId);
  harness.raft.onLost(5);
  harness.elect(8);
  harness.createTopic('a', requestId);
  harness.commit(99);
  const responses = harness.replies().map((reply) => reply.response);
  expect(responses).toMatchObject([{ topics: [{ errorCode: 0 }] }, { topics: [{ errorCode: 0 }] }]);
  expect(responses[1]).toEqual(responses[0]);
});

test('a promise to a higher epoch, made behind its back, ends the term', () => {
  const harness = new Harness();
  harness.joinBroker();
  harness.hear(3, { type: 'fence', epoch: 9 });
  expect(harness.agent.controllerId).not.toBe(1);
  harness.createTopic('a');
  harness.commit(99);
  expect(harness.messages).toEqual([]);
  const fenced = harness.sent.find(({ frame }) => frame.kind === 'log' && frame.message.type === 'fenced');
  expect(fenced).toMatchObject({
    to: 3,
    frame: { message: { epoch: 9, outline: { runs: [{}, { epoch: 5, end: 3 }] } } },
  });
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

test('a frame that makes no sense is passed over', () => {
  const harness = new Harness();
  harness.joinBroker();
  for (const bytes of [[], [9], [1, 99], [1, 5, 0, 0], [2, 1], [3]]) harness.hearFrame(2, Uint8Array.from(bytes));
  harness.createTopic('a');
  harness.commit(4);
  expect(harness.replies()).toHaveLength(1);
  expect(harness.fatal).toEqual([]);
});

test('a command of another node is answered to it, once committed', () => {
  const harness = new Harness();
  harness.joinBroker();
  const topics = [{ name: 'a', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }];
  const request = newCreateTopicsRequest({ topics });
  const requestId = { brokerId: 2, brokerEpoch: 1, sequence: 1 };
  harness.hearFrame(2, encodeSubmit({ correlation: 44, requestId, apiKey: ApiKey.CreateTopics, request }));
  const replies = () => harness.sent.filter(({ frame }) => frame.kind === 'reply');
  expect(replies()).toEqual([]);
  harness.commit(4);
  expect(replies()).toMatchObject([{ to: 2, frame: { reply: { correlation: 44, errorCode: 0, index: 4 } } }]);
  harness.raft.onLost(5);
  harness.hearFrame(2, encodeSubmit({ correlation: 45, requestId, apiKey: ApiKey.CreateTopics, request }));
  expect(replies()[1]).toMatchObject({ frame: { reply: { correlation: 45, errorCode: ErrorCode.NOT_CONTROLLER } } });
});

test('a broker that is silent for a session is fenced', () => {
  const harness = new Harness();
  harness.joinBroker();
  expect(harness.agent.committedImage.brokers.isActive(1)).toBe(true);
  for (let i = 0; i < 100; i++) harness.clock.advance(100);
  harness.commit(99);
  expect(harness.agent.committedImage.brokers.isActive(1)).toBe(false);
});

test('DescribeQuorum tells how far each node has the log', () => {
  const harness = new Harness();
  harness.joinBroker();
  const topics = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }];
  harness.send(ApiKey.DescribeQuorum, newDescribeQuorumRequest({ topics }));
  const voter = { replicaId: 1, replicaDirectoryId: 'AAAAAAAAAAAAAAAAAAAAAQ', logEndOffset: 4 };
  const described = {
    leaderId: 1,
    leaderEpoch: 5,
    highWatermark: 4,
    currentVoters: [voter, { replicaId: 2, logEndOffset: 4 }, { replicaId: 3, logEndOffset: -1 }],
    observers: [],
  };
  expect(harness.replies()).toMatchObject([{ response: { topics: [{ partitions: [described] }] } }]);
});

test('what leaves no entry behind is answered only by a controller that is known to lead still', () => {
  const harness = new Harness();
  harness.joinBroker();
  harness.createTopic('a');
  harness.commit(4);
  harness.isConfirmed = false;
  harness.createTopic('a');
  expect(harness.replies().at(-1)).toMatchObject({ errorCode: ErrorCode.NOT_CONTROLLER, response: null });
});

describe('an image that differs from the others', () => {
  const filled = () => {
    const harness = new Harness();
    harness.joinBroker();
    for (let i = 0; i < 500; i++) {
      harness.createTopic(`t-${i}`);
      harness.deleteTopic(`t-${i}`);
    }
    harness.commit(1_003);
    return harness;
  };
  const ack = { type: 'ack', epoch: 5, stream: 1, durableIndex: 1_003 } as const;

  test('ends the controller, where two others agree', () => {
    const harness = filled();
    harness.clock.advance(100);
    harness.hear(2, { ...ack, check: { index: 1_000, hash: 'other' } });
    expect(harness.fatal).toEqual([]);
    harness.hear(3, { ...ack, check: { index: 1_000, hash: 'other' } });
    expect(harness.fatal).toMatchObject([{ code: 'DIVERGED' }]);
  });

  test('ends another node, at the word of the controller', () => {
    const harness = filled();
    const { hash } = harness.check(1_000);
    harness.clock.advance(100);
    harness.hear(2, { ...ack, check: { index: 1_000, hash } });
    harness.hear(3, { ...ack, check: { index: 1_000, hash: 'other' } });
    const halts = harness.sent.filter(({ frame }) => frame.kind === 'log' && frame.message.type === 'halt');
    expect(halts).toMatchObject([{ to: 3, frame: { message: { index: 1_000 } } }]);
    expect(harness.fatal).toEqual([]);
    harness.hear(3, { type: 'announce', epoch: 6 });
    harness.hear(3, { type: 'halt', epoch: 6, index: 1_000 });
    expect(harness.fatal).toMatchObject([{ code: 'DIVERGED', message: expect.stringContaining('files are kept') }]);
  });
});

test('a request of an incarnation that is over is refused: whether it had its effect is not known any more', () => {
  const harness = new Harness();
  harness.joinBroker();
  harness.createTopic('a', { brokerId: 1, brokerEpoch: 1, sequence: 3 });
  expect(harness.replies()).toMatchObject([{ errorCode: ErrorCode.STALE_BROKER_EPOCH }]);
});

test('nor before the incarnation that took its place is committed', () => {
  const harness = new Harness();
  harness.joinBroker();
  const heartbeat = newBrokerHeartbeatRequest({ brokerId: 1, brokerEpoch: 2, currentMetadataOffset: 3 });
  const incarnationId = 'AAAAAAAAAAAAAAAAAAAAAg';
  harness.send(
    ApiKey.BrokerRegistration,
    newBrokerRegistrationRequest({ brokerId: 1, clusterId: CLUSTER, incarnationId }),
  );
  harness.send(ApiKey.BrokerHeartbeat, heartbeat, { brokerId: 1, brokerEpoch: 2, sequence: 0 });
  expect(harness.replies()).toEqual([]);
  harness.commit(4);
  expect(harness.replies()).toMatchObject([
    { response: { errorCode: ErrorCode.NONE, brokerEpoch: 4 } },
    { errorCode: ErrorCode.STALE_BROKER_EPOCH, response: null },
  ]);
});

test('who has no place in the cluster is told so only by a controller that is known to lead still', () => {
  const harness = new Harness();
  harness.joinBroker();
  harness.isConfirmed = false;
  const beat = (brokerId: number, brokerEpoch: number) =>
    harness.send(
      ApiKey.BrokerHeartbeat,
      newBrokerHeartbeatRequest({ brokerId, brokerEpoch, currentMetadataOffset: 3 }),
    );
  beat(1, 2);
  beat(1, 7);
  beat(2, 7);
  expect(harness.replies()).toMatchObject([
    { errorCode: ErrorCode.NONE, response: { errorCode: ErrorCode.NONE } },
    { errorCode: ErrorCode.NOT_CONTROLLER },
    { errorCode: ErrorCode.NOT_CONTROLLER },
  ]);
});

describe('the answer to a command of another node', () => {
  const harness = () => {
    const harness = new Harness();
    harness.joinBroker();
    harness.onPeer(3, 'connected');
    const incarnationId = 'AAAAAAAAAAAAAAAAAAAAAw';
    const request = newBrokerRegistrationRequest({ brokerId: 3, clusterId: CLUSTER, incarnationId });
    const command = { correlation: 1, requestId: null, apiKey: ApiKey.BrokerRegistration, request } as const;
    harness.hearFrame(3, encodeSubmit(command));
    return harness;
  };
  const answers = ({ sent }: Harness) => sent.filter(({ frame, to }) => to === 3 && frame.kind === 'reply');

  test('goes back over the session that it came over', () => {
    const cluster = harness();
    cluster.commit(4);
    expect(answers(cluster)).toMatchObject([{ frame: { reply: { correlation: 1, response: { brokerEpoch: 4 } } } }]);
  });

  test('does not reach the process that has taken the place of the one that asked', () => {
    const cluster = harness();
    cluster.onPeer(3, 'reset');
    cluster.onPeer(3, 'connected');
    cluster.commit(4);
    expect(answers(cluster)).toEqual([]);
  });
});

test('a change that makes an entry too large for the network is refused, not tried', () => {
  const harness = new Harness();
  harness.joinBroker();
  const configs = Array.from({ length: 300 }, () => ({
    name: 'retention.ms',
    value: '1'.repeat(30_000),
    configOperation: 0,
  }));
  const resources = [
    { resourceType: 4, resourceName: '', configs: configs.map((config, i) => ({ ...config, name: `x${i}` })) },
  ];
  harness.send(ApiKey.IncrementalAlterConfigs, newIncrementalAlterConfigsRequest({ resources }));
  expect(harness.replies()).toMatchObject([{ errorCode: ErrorCode.INVALID_REQUEST }]);
  expect(harness.fatal).toEqual([]);
});

test('committed records that this version cannot read end the node: its image would stand still unnoticed', () => {
  const harness = new Harness();
  harness.raft.onLost(5);
  harness.hear(2, { type: 'announce', epoch: 6 });
  const subscribed = harness.sent.flatMap(({ frame }) =>
    frame.kind === 'log' && frame.message.type === 'subscribe' ? [frame.message] : [],
  );
  const { stream } = subscribed.at(-1)!;
  const entries = [{ epoch: 6, index: 1, requestId: null, payload: Uint8Array.of(0, 0, 0, 1, 0x7f, 0x7f, 0, 0, 0) }];
  const prev = { epoch: 0, index: 0 };
  harness.hear(2, { type: 'append', epoch: 6, stream, prev, entries, commitIndex: 1 });
  expect(harness.fatal).toMatchObject([{ message: expect.stringContaining('unknown') }]);
  // And it says nothing more.
  harness.sent.length = 0;
  harness.hear(2, { type: 'fence', epoch: 9 });
  expect(harness.sent).toEqual([]);
});
