/** A server over real sockets that coordinates groups; topics are empty, and the groups' log is in memory. */
import { randomUUID } from 'node:crypto';
import { brokerValue } from '../../../../src/core/config/layers.ts';
import { readGroupConfig } from '../../../../src/core/groups/group-config.ts';
import { ApiKey } from '../../../../src/core/protocol/api-keys.ts';
import { type FetchRequest, readFetchRequest } from '../../../../src/core/protocol/generated/fetch-request.ts';
import {
  type FetchResponse,
  newFetchResponse,
  newFetchResponseFetchableTopicResponse,
  newFetchResponsePartitionData,
  writeFetchResponse,
} from '../../../../src/core/protocol/generated/fetch-response.ts';
import {
  type ListOffsetsRequest,
  readListOffsetsRequest,
} from '../../../../src/core/protocol/generated/list-offsets-request.ts';
import {
  type ListOffsetsResponse,
  newListOffsetsResponse,
  newListOffsetsResponseListOffsetsPartitionResponse,
  newListOffsetsResponseListOffsetsTopicResponse,
  writeListOffsetsResponse,
} from '../../../../src/core/protocol/generated/list-offsets-response.ts';
import { systemClock } from '../../../../src/runtime/clock/system-clock.ts';
import { silentLogger } from '../../../../src/runtime/logging/logger.ts';
import { apiVersionsHandler, NO_FEATURES } from '../../../../src/server/handlers/discovery/api-versions.ts';
import { metadataHandler } from '../../../../src/server/handlers/discovery/metadata.ts';
import { groupHandlers } from '../../../../src/server/handlers/groups/all.ts';
import type { AnyApiHandler, ApiHandler } from '../../../../src/server/handlers/handler.ts';
import { ApiRegistry } from '../../../../src/server/handlers/registry.ts';
import { createTopicsHandler } from '../../../../src/server/handlers/topics/create-topics.ts';
import { KafkaServer } from '../../../../src/server/kafka-server.ts';
import { GroupService } from '../../../../src/services/groups/group-service.ts';
import { MemoryLog } from '../../../services/coordinator/memory-log.ts';
import { TestBroker } from '../../../services/metadata/support.ts';

/** Every partition starts and ends at 0. */
const emptyListOffsets: ApiHandler<ListOffsetsRequest, ListOffsetsResponse> = {
  apiKey: ApiKey.ListOffsets,
  minVersion: 1,
  maxVersion: 8,
  read: readListOffsetsRequest,
  write: writeListOffsetsResponse,
  handle(request, _, reply) {
    const topics = request.topics.map(({ name, partitions }) =>
      newListOffsetsResponseListOffsetsTopicResponse({
        name,
        partitions: partitions.map(({ partitionIndex }) =>
          newListOffsetsResponseListOffsetsPartitionResponse({ partitionIndex, offset: 0, leaderEpoch: 0 }),
        ),
      }),
    );
    reply.send(newListOffsetsResponse({ topics }));
  },
};

/** Nothing ever comes. */
const emptyFetch: ApiHandler<FetchRequest, FetchResponse> = {
  apiKey: ApiKey.Fetch,
  minVersion: 4,
  maxVersion: 16,
  read: readFetchRequest,
  write: writeFetchResponse,
  handle(request, _, reply) {
    const responses = request.topics.map(({ topic, topicId, partitions }) =>
      newFetchResponseFetchableTopicResponse({
        topic,
        topicId,
        partitions: partitions.map(({ partition }) =>
          newFetchResponsePartitionData({
            partitionIndex: partition,
            highWatermark: 0,
            lastStableOffset: 0,
            logStartOffset: 0,
            records: new Uint8Array(0),
          }),
        ),
      }),
    );
    systemClock.setTimer(Math.min(request.maxWaitMs, 100), () => reply.send(newFetchResponse({ responses })));
  },
};

export class GroupServer {
  readonly server: KafkaServer;
  readonly broker: TestBroker;
  readonly groups: GroupService;
  readonly log: MemoryLog;
  readonly bootstrap: string;

  private constructor(
    server: KafkaServer,
    broker: TestBroker,
    groups: GroupService,
    log: MemoryLog,
    bootstrap: string,
  ) {
    this.server = server;
    this.broker = broker;
    this.groups = groups;
    this.log = log;
    this.bootstrap = bootstrap;
  }

  static async start(properties: Record<string, string> = {}): Promise<GroupServer> {
    const registry = new ApiRegistry([]);
    const server = new KafkaServer({
      listeners: [{ name: 'PLAINTEXT', host: '127.0.0.1', port: 0 }],
      registry,
      clock: systemClock,
      logger: silentLogger,
    });
    const [listener] = await server.start();
    const { host, port } = listener!.advertised;
    const broker = await TestBroker.start({
      clock: systemClock,
      listeners: [{ name: 'PLAINTEXT', host, port, securityProtocol: 0 }],
      properties: { 'offsets.topic.num.partitions': '5', 'group.initial.rebalance.delay.ms': '0', ...properties },
    });
    const { cache, creator, metadata } = broker;
    const log = new MemoryLog();
    const groups = new GroupService({
      brokerId: 1,
      cache,
      log,
      clock: systemClock,
      logger: silentLogger,
      randomUuid: randomUUID,
      config: () => readGroupConfig((property) => brokerValue(broker.layers(), property)?.value),
      groupOverrides: () => ({}),
    });
    cache.subscribe(groups.onMetadata);
    const clusterId = 'broker-test';
    const handlers = [
      apiVersionsHandler(registry, NO_FEATURES, { clusterId, nodeId: 1 }),
      metadataHandler({ clusterId, cache, creator, isAutoCreateEnabled: () => false }),
      createTopicsHandler({ metadata, configLayers: () => broker.layers() }),
      emptyListOffsets,
      emptyFetch,
      ...groupHandlers({ groups, cache, creator }),
    ];
    for (const handler of handlers) registry.add(handler as AnyApiHandler);
    return new GroupServer(server, broker, groups, log, `${host}:${port}`);
  }

  async stop(): Promise<void> {
    this.groups.stop();
    await this.server.close(1000);
    await this.broker.stop();
  }
}
