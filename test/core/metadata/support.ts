/** A controller with registered brokers, without any log: commands are handled and replayed at once. */
import { fenceExpired } from '../../../src/core/metadata/broker-control.ts';
import { BrokerSessions } from '../../../src/core/metadata/broker-sessions.ts';
import { ClusterImage } from '../../../src/core/metadata/cluster-image.ts';
import type { Command, CommandApiKey, CommandResponse } from '../../../src/core/metadata/commands.ts';
import type { ConfigSchema } from '../../../src/core/metadata/config-schema.ts';
import type {
  ControlContext,
  ControllerPolicies,
  ControllerSettings,
  RandomSource,
} from '../../../src/core/metadata/control.ts';
import { failure } from '../../../src/core/metadata/control.ts';
import { handleCommand } from '../../../src/core/metadata/controller.ts';
import { type MetadataRecord, metadataRecord, RecordType } from '../../../src/core/metadata/records.ts';
import type { PartitionRegistration } from '../../../src/core/metadata/topics-image.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';

export const CLUSTER_ID = 'test-cluster-id';

/** Mulberry32: a seeded source, so that a failing test repeats itself. */
export function seededRandom(seed: number): RandomSource {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  return {
    bytes: (length) => Uint8Array.from({ length }, () => next() & 0xff),
    below: (limit) => next() % limit,
  };
}

/** Knows a few topic keys; `cleanup.policy` is a list, `retention.ms` a number that must be at least -1. */
export const testSchema: ConfigSchema = {
  isKnown: () => true,
  isList: (_type, key) => key === 'cleanup.policy',
  staticValue: (_type, key) => ({ 'cleanup.policy': 'delete', 'min.insync.replicas': '1' })[key] ?? null,
  brokerSynonym: (key) => (key === 'min.insync.replicas' ? key : null),
  validate(_type, _name, configs) {
    for (const [key, value] of configs) {
      if (
        !/^(cleanup\.policy|retention\.ms|min\.insync\.replicas|unclean\.leader\.election\.enable|log\..*)$/.test(key)
      ) {
        return failure(ErrorCode.INVALID_CONFIG, `Unknown topic config name: ${key}`);
      }
      if (key === 'retention.ms' && !(Number(value) >= -1)) {
        return failure(ErrorCode.INVALID_CONFIG, `Invalid value ${value} for configuration retention.ms`);
      }
    }
    return null;
  },
};

export interface TestControllerOptions {
  brokers?: { id: number; rack?: string | null; isFenced?: boolean }[];
  settings?: Partial<ControllerSettings>;
  policies?: ControllerPolicies;
  seed?: number;
}

export class TestController {
  readonly image = new ClusterImage();
  readonly entries: { epoch: number; index: number; records: MetadataRecord[] }[] = [];
  readonly sessions = new BrokerSessions(1_000);
  readonly #settings: ControllerSettings;
  readonly #random: RandomSource;
  now = 0;

  constructor(options: TestControllerOptions = {}) {
    this.#random = seededRandom(options.seed ?? 1);
    this.#settings = {
      numPartitions: 3,
      defaultReplicationFactor: 1,
      isTopicDeletionEnabled: true,
      ...(options.policies === undefined ? {} : { policies: options.policies }),
      ...options.settings,
    };
    const start = { epoch: 1, controllerId: 1, clusterId: CLUSTER_ID };
    this.append([metadataRecord(RecordType.EPOCH_START, start)]);
    for (const { id, rack = null, isFenced = false } of options.brokers ?? [{ id: 1 }]) {
      this.register(id, rack);
      if (!isFenced) this.unfence(id);
    }
  }

  append(records: MetadataRecord[]): void {
    const entry = { epoch: 1, index: this.image.index + 1, records };
    this.entries.push(entry);
    this.image.replayEntry(entry);
  }

  context(): ControlContext {
    return {
      image: this.image,
      index: this.image.index + 1,
      now: this.now,
      random: this.#random,
      settings: this.#settings,
      schema: testSchema,
      sessions: this.sessions,
    };
  }

  handle<K extends CommandApiKey>(apiKey: K, request: Command<K>['request']): CommandResponse<K> {
    const { records, response } = handleCommand(this.context(), { apiKey, request } as Command<K>);
    if (records.length > 0) this.append(records);
    return response;
  }

  /** `isClean`: what the incarnation before acknowledged is all there. */
  register(
    id: number,
    rack: string | null = null,
    incarnationId = `AAAAAAAAAAAAAAAAAAAA${id % 10}Q`,
    isClean = true,
    logDirs: string[] = [],
  ): number {
    return this.handle(ApiKey.BrokerRegistration, {
      brokerId: id,
      clusterId: CLUSTER_ID,
      incarnationId,
      listeners: [{ name: 'PLAINTEXT', host: 'localhost', port: 9000 + id, securityProtocol: 0 }],
      features: [],
      rack,
      isMigratingZkBroker: false,
      logDirs,
      previousBrokerEpoch: isClean ? (this.image.brokers.get(id)?.epoch ?? -1) : -1,
    }).errorCode;
  }

  heartbeat(id: number, flags: { wantFence?: boolean; wantShutDown?: boolean; offlineLogDirs?: string[] } = {}) {
    return this.handle(ApiKey.BrokerHeartbeat, {
      brokerId: id,
      brokerEpoch: this.image.brokers.get(id)?.epoch ?? -1,
      currentMetadataOffset: this.image.index,
      wantFence: flags.wantFence ?? false,
      wantShutDown: flags.wantShutDown ?? false,
      offlineLogDirs: flags.offlineLogDirs ?? [],
      cordonedLogDirs: null,
    });
  }

  heartbeatWithEpoch(id: number, brokerEpoch: number) {
    return this.handle(ApiKey.BrokerHeartbeat, {
      brokerId: id,
      brokerEpoch,
      currentMetadataOffset: this.image.index,
      wantFence: false,
      wantShutDown: false,
      offlineLogDirs: [],
      cordonedLogDirs: null,
    });
  }

  /** One round of what the controller does as time passes. */
  fenceExpired(): number {
    let fenced = 0;
    for (;;) {
      const records = fenceExpired(this.context());
      if (records === null) return fenced;
      this.append(records);
      fenced++;
    }
  }

  setConfig(topic: string, name: string, value: string): void {
    this.append([metadataRecord(RecordType.CONFIG, { resourceType: 2, resourceName: topic, name, value })]);
  }

  setFeature(name: string, featureLevel: number): void {
    this.append([metadataRecord(RecordType.FEATURE_LEVEL, { name, featureLevel })]);
  }

  unfence(id: number): void {
    this.heartbeat(id);
  }

  fence(id: number): void {
    this.heartbeat(id, { wantFence: true });
  }

  /** One topic with these replica lists. */
  assign(name: string, ...replicas: number[][]): string {
    const topic = {
      name,
      numPartitions: -1,
      replicationFactor: -1,
      assignments: replicas.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
      configs: [],
    };
    return this.handle(ApiKey.CreateTopics, { topics: [topic], timeoutMs: 0, validateOnly: false }).topics[0]!.topicId;
  }

  /** The first partition of a topic. */
  only(name: string): PartitionRegistration {
    return this.image.topics.byName(name)!.partitions[0]!;
  }

  /** The leader of the first partition proposes a set, with everything as it is now but for what `changes` says. */
  propose(
    name: string,
    isr: number[],
    changes: {
      brokerId?: number;
      brokerEpoch?: number;
      leaderEpoch?: number;
      partitionEpoch?: number;
      leaderRecoveryState?: number;
      memberEpochs?: Record<number, number>;
    } = {},
  ) {
    const partition = this.only(name);
    const brokerId = changes.brokerId ?? partition.leader;
    const epochOf = (id: number) => this.image.brokers.get(id)?.epoch ?? -1;
    const response = this.handle(ApiKey.AlterPartition, {
      brokerId,
      brokerEpoch: changes.brokerEpoch ?? epochOf(brokerId),
      topics: [
        {
          topicId: partition.topicId,
          partitions: [
            {
              partitionIndex: 0,
              leaderEpoch: changes.leaderEpoch ?? partition.leaderEpoch,
              newIsr: [],
              newIsrWithEpochs: isr.map((id) => ({
                brokerId: id,
                brokerEpoch: changes.memberEpochs?.[id] ?? epochOf(id),
              })),
              leaderRecoveryState: changes.leaderRecoveryState ?? 0,
              partitionEpoch: changes.partitionEpoch ?? partition.partitionEpoch,
            },
          ],
        },
      ],
    });
    return response.topics[0]?.partitions[0] ?? { ...response, errorCode: response.errorCode };
  }

  createTopic(
    name: string,
    partitions = -1,
    replicationFactor = -1,
    configs: { name: string; value: string | null }[] = [],
  ) {
    const topic = { name, numPartitions: partitions, replicationFactor, assignments: [], configs };
    return this.handle(ApiKey.CreateTopics, { topics: [topic], timeoutMs: 1_000, validateOnly: false }).topics[0]!;
  }
}
