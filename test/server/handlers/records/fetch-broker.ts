/** A broker of one log directory that serves Fetch: real logs and partitions, an image made by hand, a clock turned by hand. */
import { ClusterImage } from '../../../../src/core/metadata/cluster-image.ts';
import { newPartitionChangeRecord } from '../../../../src/core/metadata/generated/partition-change-record.ts';
import { newPartitionRecord } from '../../../../src/core/metadata/generated/partition-record.ts';
import {
  newRegisterBrokerRecord,
  newRegisterBrokerRecordBrokerEndpoint,
} from '../../../../src/core/metadata/generated/register-broker-record.ts';
import { ImageDelta } from '../../../../src/core/metadata/image-delta.ts';
import {
  type FetchRequest,
  newFetchRequest,
  newFetchRequestFetchPartition,
  newFetchRequestFetchTopic,
  newFetchRequestForgottenTopic,
  writeFetchRequest,
} from '../../../../src/core/protocol/generated/fetch-request.ts';
import {
  type FetchResponse,
  type FetchResponsePartitionData,
  readFetchResponse,
} from '../../../../src/core/protocol/generated/fetch-response.ts';
import { ManualClock } from '../../../../src/runtime/clock/manual-clock.ts';
import { systemClock } from '../../../../src/runtime/clock/system-clock.ts';
import { silentLogger } from '../../../../src/runtime/logging/logger.ts';
import type { Reply } from '../../../../src/server/handlers/handler.ts';
import { fetchHandler } from '../../../../src/server/handlers/records/fetch.ts';
import { FetchSessionCache } from '../../../../src/services/fetch/fetch-session.ts';
import type { HostedPartition } from '../../../../src/services/partition/hosted-partition.ts';
import { TRY_AGAIN } from '../../../../src/services/partition/leader-appends.ts';
import { Deadlines } from '../../../../src/services/purgatory/deadlines.ts';
import { ReplicaManager } from '../../../../src/services/replica-manager.ts';
import type { ComputeClient } from '../../../../src/workers/compute/compute-client.ts';
import { type DirectorySettings, TestDirectory, topicConfig, viewOf } from '../../../support/logs.ts';
import { type Call, startCall } from '../call.ts';

const codec = { writeRequest: writeFetchRequest, readResponse: readFetchResponse };

export const ids = { a: 'aaaaaaaaaaaaaaaaaaaaaA', b: 'bbbbbbbbbbbbbbbbbbbbbA', c: 'cccccccccccccccccccccA' } as const;
export type TopicName = keyof typeof ids;

/** What a test asks of one partition. */
export interface Asked {
  topic: TopicName | 'nowhere';
  partition?: number;
  offset?: number;
  maxBytes?: number;
  currentLeaderEpoch?: number;
  lastFetchedEpoch?: number;
}

export class FetchBroker {
  readonly image = new ClusterImage();
  readonly clock = new ManualClock(1_000);
  readonly deadlines = new Deadlines(this.clock);
  readonly sessions: FetchSessionCache;
  readonly manager: ReplicaManager;
  readonly directory: TestDirectory;
  readonly logged: unknown[] = [];
  readonly handler;

  private constructor(
    directory: TestDirectory,
    maxFetchBytes: number,
    overrides: Record<string, string>,
    compute?: ComputeClient,
  ) {
    let seed = 1;
    this.sessions = new FetchSessionCache(10, () => (seed++ % 1000) / 1000);
    this.directory = directory;
    this.manager = new ReplicaManager({
      brokerId: 1,
      clock: systemClock,
      logger: silentLogger,
      random: () => 0,
      producerExpirationMs: 86_400_000,
      topicConfig: () => topicConfig(overrides),
      ...(compute === undefined ? {} : { compute }),
    });
    this.manager.useDirectories([directory.directory]);
    for (const id of [1, 2]) {
      const endPoints = [
        newRegisterBrokerRecordBrokerEndpoint({ name: 'PLAINTEXT', host: `host${id}`, port: 9090 + id }),
      ];
      this.image.brokers.replayRegister(
        newRegisterBrokerRecord({ brokerId: id, brokerEpoch: id, endPoints, rack: `rack${id}`, fenced: false }),
        null,
      );
    }
    const { manager, deadlines, clock, sessions } = this;
    const logger = {
      ...silentLogger,
      error: (event: string, fields?: object) => void this.logged.push({ event, ...fields }),
    };
    const metadata = { image: this.image };
    this.handler = fetchHandler({
      replicaManager: manager,
      metadata,
      deadlines,
      clock,
      logger,
      sessions,
      maxFetchBytes,
    });
  }

  static async open(
    path: string,
    settings: DirectorySettings & {
      maxFetchBytes?: number;
      config?: Record<string, string>;
      compute?: ComputeClient;
    } = {},
  ): Promise<FetchBroker> {
    const directory = await TestDirectory.open(path, { flush: 'os', ...settings });
    return new FetchBroker(
      directory,
      settings.maxFetchBytes ?? 55 * 1024 * 1024,
      settings.config ?? {},
      settings.compute,
    );
  }

  /** @param isr with a broker that is not there, nothing is committed */
  createTopic(
    name: TopicName,
    { partitions = 1, leader = 1, leaderEpoch = 0, replicas = [1], isr = [1], id = ids[name] as string } = {},
  ): void {
    const delta = new ImageDelta();
    this.image.topics.replayTopic({ topicId: id, name }, delta);
    for (let partitionId = 0; partitionId < partitions; partitionId++) {
      this.image.topics.replayPartition(
        newPartitionRecord({
          topicId: id,
          partitionId,
          replicas,
          isr,
          leader,
          leaderEpoch,
          directories: replicas.map(() => ids.a),
        }),
        delta,
      );
    }
    this.manager.apply(this.image, delta);
  }

  deleteTopic(name: TopicName, id: string = ids[name]): void {
    const delta = new ImageDelta();
    this.image.topics.replayRemoveTopic({ topicId: id }, delta);
    this.manager.apply(this.image, delta);
  }

  /** A new leader, even the same again, opens a new leader epoch. */
  change(name: TopicName, change: { leader?: number; isr?: number[]; replicas?: number[] }, partitionId = 0): void {
    const delta = new ImageDelta();
    this.image.topics.replayPartitionChange(
      newPartitionChangeRecord({ topicId: ids[name], partitionId, ...change }),
      delta,
    );
    this.manager.apply(this.image, delta);
  }

  partition(name: TopicName, partition = 0): HostedPartition {
    return this.manager.getById(ids[name], partition)!;
  }

  /** Returns TRY_AGAIN while the ring is full. */
  append(name: TopicName, batch: Uint8Array, partition = 0): number {
    const outcome = this.partition(name, partition).appends.appendInternal(viewOf(batch), 1, Date.now());
    if (outcome.errorCode === TRY_AGAIN) return TRY_AGAIN;
    if (outcome.errorCode !== 0) throw new Error(`append failed: ${outcome.errorCode}`);
    return outcome.baseOffset;
  }

  async untilDurable(name: TopicName, partition = 0): Promise<void> {
    const hosted = this.partition(name, partition);
    while (hosted.highWatermarkOf.localDurableEnd < hosted.log!.logEndOffset) await this.directory.nextProgress();
  }

  /** Appends and waits until the batch is durable. */
  async put(name: TopicName, batch: Uint8Array, partition = 0): Promise<number> {
    let offset = this.append(name, batch, partition);
    for (; offset === TRY_AGAIN; offset = this.append(name, batch, partition)) await this.directory.nextProgress();
    await this.untilDurable(name, partition);
    return offset;
  }

  start(version: number, fields: Partial<FetchRequest>, asked: Asked[], forgotten: Asked[] = []): Call<FetchResponse> {
    const request = requestOf(version, fields, asked);
    request.forgottenTopicsData = forgotten.map(({ topic, partition = 0 }) =>
      newFetchRequestForgottenTopic({ ...nameOf(topic, version), partitions: [partition] }),
    );
    return startCall(this.handler, codec, version, request, { arrivedAt: this.clock.monotonicMs() });
  }

  /** A fetch of v17 that answers into a reply of the test's. */
  startWith(reply: Reply<FetchResponse>, fields: Partial<FetchRequest>, asked: Asked[]): void {
    const connection = {
      id: 1,
      listenerName: 'PLAINTEXT',
      clientAddress: '127.0.0.1',
      principal: 'User:ANONYMOUS',
      clientSoftwareName: 'unknown',
      clientSoftwareVersion: 'unknown',
    };
    const arrivedAt = this.clock.monotonicMs();
    const context = {
      apiKey: 1,
      apiVersion: 17,
      correlationId: 1,
      clientId: null,
      connection,
      arrivedAt,
      releaseFrame: () => {},
    };
    this.handler.handle(requestOf(17, fields, asked), context, reply);
  }

  /** Waits for file reads, but does not turn the clock. */
  async fetch(
    version: number,
    fields: Partial<FetchRequest>,
    asked: Asked[],
    forgotten: Asked[] = [],
  ): Promise<FetchResponse> {
    return answerOf(this.start(version, fields, asked, forgotten));
  }

  async close(): Promise<void> {
    this.deadlines.close();
    await this.manager.close();
    await this.directory.sideFiles.close();
  }
}

export async function answerOf(call: Call<FetchResponse>): Promise<FetchResponse> {
  for (let i = 0; i < 2_000 && call.response === null; i++)
    await new Promise((resolve) => setTimeout(resolve, i < 10 ? 0 : 1));
  if (call.response === null) throw new Error('no answer came');
  return call.response;
}

/** Partition responses in order, as `topic-partition` with the answer. */
export function partitionsOf(response: FetchResponse): (FetchResponsePartitionData & { name: string })[] {
  return response.responses.flatMap(({ topic, topicId, partitions }) =>
    partitions.map((data) => {
      const name = topic !== '' ? topic : (Object.entries(ids).find(([, id]) => id === topicId)?.[0] ?? topicId);
      return { ...data, name: `${name}-${data.partitionIndex}` };
    }),
  );
}

function requestOf(version: number, fields: Partial<FetchRequest>, asked: Asked[]): FetchRequest {
  return newFetchRequest({ minBytes: 1, ...fields, topics: asked.map((each) => topicOf(each, version)) });
}

function topicOf(asked: Asked, version: number) {
  const {
    topic,
    partition = 0,
    offset = 0,
    maxBytes = 1024 * 1024,
    currentLeaderEpoch = -1,
    lastFetchedEpoch = -1,
  } = asked;
  const fields = { partition, fetchOffset: offset, partitionMaxBytes: maxBytes, currentLeaderEpoch, lastFetchedEpoch };
  return newFetchRequestFetchTopic({ ...nameOf(topic, version), partitions: [newFetchRequestFetchPartition(fields)] });
}

function nameOf(topic: Asked['topic'], version: number): { topic: string } | { topicId: string } {
  if (version < 13) return { topic };
  return { topicId: topic === 'nowhere' ? 'zzzzzzzzzzzzzzzzzzzzzA' : ids[topic] };
}
