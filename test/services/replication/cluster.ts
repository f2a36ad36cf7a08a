/**
 * Brokers in one process that replicate over real sockets and disks, under a controller that is a plain object: metadata
 * reaches them when the test says so. Each broker is its log directory, replica manager and replication, no more.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReplicationThrottles } from '../../../src/core/config/broker/replication-throttles.ts';
import { staticLayers } from '../../../src/core/config/layers.ts';
import { resolveTopicConfig, type TopicConfig } from '../../../src/core/config/topic-config.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import type { AlterPartitionRequest } from '../../../src/core/protocol/generated/alter-partition-request.ts';
import { BatchValidator, type ProduceOrigin } from '../../../src/core/records/batch-validator.ts';
import { systemClock } from '../../../src/runtime/clock/system-clock.ts';
import { NodeFileSystem } from '../../../src/runtime/files/node-file-system.ts';
import { type Logger, silentLogger } from '../../../src/runtime/logging/logger.ts';
import { connectOverTcp } from '../../../src/runtime/sockets/connect-tcp.ts';
import { listenOnTcp } from '../../../src/runtime/sockets/node-socket.ts';
import type { ByteSocket } from '../../../src/runtime/sockets/socket.ts';
import { LogDirectory } from '../../../src/services/log/log-directory.ts';
import { readTail } from '../../../src/services/log/log-reader.ts';
import { MetadataCache } from '../../../src/services/metadata/metadata-cache.ts';
import type { HostedPartition } from '../../../src/services/partition/hosted-partition.ts';
import { TRY_AGAIN } from '../../../src/services/partition/leader-appends.ts';
import { ReplicaManager } from '../../../src/services/replica-manager.ts';
import { REPLICATION_ENDPOINT, ReplicationService } from '../../../src/services/replication/replication-service.ts';
import { ComputePool, InThreadCompute } from '../../../src/workers/compute/compute-client.ts';
import type { AgentParts } from '../../../src/workers/replication/replication-agent.ts';
import { ReplicationClient, type StartHost } from '../../../src/workers/replication/replication-client.ts';
import { startInThreadReplication, startReplicationThread } from '../../../src/workers/replication/replication-host.ts';
import { CLUSTER_ID, TestController } from '../../core/metadata/support.ts';
import { batchOf, viewOf } from '../../support/logs.ts';

export const TOPIC = 'replicated';
const MAX_LAG_MS = 300;
const UNLIMITED = Number.MAX_SAFE_INTEGER;

const codecs = { decompress: () => null } as never;

export interface TestClusterOptions {
  readonly nodes?: number;
  readonly minInsyncReplicas?: number;
  readonly threads?: 'in-thread' | 'dedicated';
  readonly ringBytes?: number;
  /** Of brokers 1, 2, …, where they differ. */
  readonly ringsBytes?: readonly number[];
  readonly logger?: (brokerId: number) => Logger;
  readonly properties?: Record<string, string>;
  /** Of brokers 1, 2, … */
  readonly racks?: readonly string[];
  readonly maxLagMs?: number;
}

/** The sockets of one broker, and whether it may have any. */
export class Isolation {
  isIsolated = false;
  readonly #sockets = new Set<ByteSocket>();

  begin(): void {
    this.isIsolated = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  end(): void {
    this.isIsolated = false;
  }

  readonly parts: AgentParts = {
    clock: systemClock,
    connect: (options, dialer) => {
      if (this.isIsolated) return systemClock.setTimer(0, () => dialer.onConnectFailure(new Error('isolated')));
      return connectOverTcp(options, {
        onConnected: (socket) => {
          if (this.#take(socket)) dialer.onConnected(socket);
          else dialer.onConnectFailure(new Error('isolated'));
        },
        onConnectFailure: (error) => dialer.onConnectFailure(error),
      });
    },
    listen: (options, acceptor) =>
      listenOnTcp(options, {
        onAccept: (socket) => this.#take(socket) && acceptor.onAccept(socket),
        onAcceptFailure: (error) => acceptor.onAcceptFailure(error),
      }),
  };

  #take(socket: ByteSocket): boolean {
    if (this.isIsolated) socket.destroy();
    else this.#sockets.add(socket);
    return !this.isIsolated;
  }
}

export class TestNode {
  readonly id: number;
  readonly cache = new MetadataCache();
  readonly replicas: ReplicaManager;
  readonly replication: ReplicationService;
  readonly directory: LogDirectory;
  brokerEpoch = -1;
  /** Entries of the controller that this broker has seen. */
  seen = 0;
  /** Metadata does not reach it. */
  isCutOff = false;
  readonly isolation: Isolation;
  readonly validator = new BatchValidator(codecs);

  constructor(
    id: number,
    isolation: Isolation,
    directory: LogDirectory,
    replicas: ReplicaManager,
    makeReplication: (node: TestNode) => ReplicationService,
  ) {
    this.id = id;
    this.isolation = isolation;
    this.directory = directory;
    this.replicas = replicas;
    this.replication = makeReplication(this);
  }

  partition(name = TOPIC, index = 0): HostedPartition {
    return this.replicas.get(name, index)!;
  }
}

export class TestCluster {
  readonly controller = new TestController({ brokers: [] });
  readonly nodes = new Map<number, TestNode>();
  throttles: ReplicationThrottles = { leaderRate: UNLIMITED, followerRate: UNLIMITED, samples: 11, sampleMs: 1000 };
  /** Of brokers that start from now on. */
  ringsBytes: readonly number[];
  readonly #options: TestClusterOptions;
  readonly #properties: Record<string, string>;
  readonly #home: string;
  #incarnation = 0;
  readonly #pool = new ComputePool(1);

  private constructor(options: TestClusterOptions) {
    this.#options = options;
    this.ringsBytes = options.ringsBytes ?? [];
    this.#properties = { 'min.insync.replicas': String(options.minInsyncReplicas ?? 1), ...options.properties };
    this.#home = mkdtempSync(join(tmpdir(), 'chronik-test-'));
  }

  static async start(options: TestClusterOptions = {}): Promise<TestCluster> {
    const cluster = new TestCluster(options);
    for (let id = 1; id <= (options.nodes ?? 3); id++) await cluster.startNode(id);
    return cluster;
  }

  node(id: number): TestNode {
    return this.nodes.get(id)!;
  }

  async startNode(id: number): Promise<TestNode> {
    const path = join(this.#home, `node-${id}`);
    mkdirSync(path, { recursive: true });
    const replicas = new ReplicaManager({
      brokerId: id,
      clock: systemClock,
      logger: silentLogger,
      random: Math.random,
      producerExpirationMs: 86_400_000,
      needsLease: true,
      topicConfig: () => this.#topicConfig(),
    });
    const threads = this.#options.threads ?? 'in-thread';
    const ringBytes = this.ringsBytes[id - 1] ?? this.#options.ringBytes ?? 1024 * 1024;
    const directory = await LogDirectory.open(
      {
        index: 0,
        path,
        directoryId: `AAAAAAAAAAAAAAAAAAAA${id}A`,
        ringBytes,
        journalFileBytes: 4 * 1024 * 1024,
        reserveBytes: 0,
        flush: 'fsync',
        threads,
        files: new NodeFileSystem(),
        compute: new InThreadCompute(),
        logger: silentLogger,
      },
      { onProgress: () => replicas.onProgress(), onFailed: (failed) => replicas.onFailed(failed) },
    );
    replicas.useDirectories([directory]);
    const isolation = new Isolation();
    const startHost: StartHost =
      threads === 'in-thread' ? (start) => startInThreadReplication(start, isolation.parts) : startReplicationThread;
    const incarnationId = `AAAAAAAAAAAAAAAAAAA${String(this.#incarnation++).padStart(2, '0')}A`;
    const node = new TestNode(id, isolation, directory, replicas, (self) => {
      return new ReplicationService({
        brokerId: id,
        clusterId: CLUSTER_ID,
        incarnationId,
        host: '127.0.0.1',
        port: 0,
        ringBytes,
        replicas,
        compute: threads === 'in-thread' ? new InThreadCompute() : this.#pool,
        clock: systemClock,
        logger: this.#options.logger?.(id) ?? (process.env['REPLICATION_LOG'] === undefined ? silentLogger : noisy(id)),
        image: () => self.cache.image,
        throttles: () => this.throttles,
        maxLagMs: () => this.#options.maxLagMs ?? MAX_LAG_MS,
        alterPartition: (request, _deadline, callback) => this.#alterPartition(self, request, callback),
        startHost,
        onFatal: (error) => {
          throw error;
        },
      });
    });
    const port = await node.replication.start();
    const before = this.controller.image.brokers.get(id);
    if (before !== undefined && !before.isFenced) this.controller.fence(id);
    const response = this.controller.handle(ApiKey.BrokerRegistration, {
      brokerId: id,
      clusterId: CLUSTER_ID,
      incarnationId,
      listeners: [
        { name: 'PLAINTEXT', host: '127.0.0.1', port: 9000 + id, securityProtocol: 0 },
        { name: REPLICATION_ENDPOINT, host: '127.0.0.1', port, securityProtocol: 0 },
      ],
      features: [],
      rack: this.#options.racks?.[id - 1] ?? null,
      isMigratingZkBroker: false,
      logDirs: [],
      previousBrokerEpoch: before?.epoch ?? -1,
    });
    if (response.errorCode !== 0) throw new Error(`registration refused: ${response.errorCode}`);
    node.brokerEpoch = response.brokerEpoch;
    this.controller.heartbeatWithEpoch(id, node.brokerEpoch);
    this.nodes.set(id, node);
    this.#bring(node);
    node.cache.subscribeFromStart((delta, image) => {
      node.replicas.apply(image, delta);
      if (delta.changedBrokers.size > 0) node.replication.refreshPeers();
    });
    node.replicas.setStraysAside();
    node.replication.registered(node.brokerEpoch);
    this.publish();
    return node;
  }

  /** Everything committed reaches every broker that is not cut off. */
  publish(): void {
    for (const node of this.nodes.values()) if (!node.isCutOff) this.#bring(node);
  }

  /** Stops in good order for its own files; the cluster is not told. */
  async stopNode(id: number): Promise<void> {
    const node = this.node(id);
    this.nodes.delete(id);
    await node.replication.stop();
    await node.replicas.close();
  }

  /** As `kill -9` does it to a process, as far as its peers can tell: the controller fences it. */
  fence(id: number): void {
    this.controller.fence(id);
    this.publish();
  }

  unfence(id: number): void {
    this.controller.heartbeatWithEpoch(id, this.node(id).brokerEpoch);
    this.publish();
  }

  createTopic(replicas: number[][], name = TOPIC): void {
    this.controller.assign(name, ...replicas);
    this.publish();
  }

  /** Topics get these properties from now on, beside what they had. */
  configure(properties: Record<string, string>): void {
    Object.assign(this.#properties, properties);
    for (const { replicas } of this.nodes.values())
      for (const partition of replicas.partitions()) partition.configure(this.#topicConfig());
  }

  #topicConfig(): TopicConfig {
    return resolveTopicConfig(new Map(Object.entries(this.#properties)), staticLayers());
  }

  /** A replication thread that wants a port of its own choice. */
  async tryListen(port: number, threads: 'in-thread' | 'dedicated'): Promise<void> {
    const nothing = () => {};
    const client = new ReplicationClient(
      {
        clusterId: CLUSTER_ID,
        nodeId: 9,
        incarnationId: 'AAAAAAAAAAAAAAAAAAAAAQ',
        host: '127.0.0.1',
        port,
        appendRings: [],
        ringBytes: 65_536,
        maxBatchBytes: 16_304,
      },
      {
        onOpened: nothing,
        onClosed: nothing,
        onFrame: () => true,
        onWant: nothing,
        onNote: nothing,
        onFailed: nothing,
      },
    );
    try {
      await client.start(
        threads === 'in-thread'
          ? (start) => startInThreadReplication(start, new Isolation().parts)
          : startReplicationThread,
      );
    } finally {
      await client.stop();
    }
  }

  /** Where everybody stands, for messages. */
  describe(name = TOPIC): string {
    const { leader, leaderEpoch, partitionEpoch, isr, elr } = this.controller.only(name);
    const nodes = [...this.nodes.values()].map((node) => {
      const { log, highWatermark, leading, isReopening, registration, isLeader } = node.partition(name);
      const followers = [...(leading?.followers.values() ?? [])].map(
        (each) => `${each.brokerId}@${each.durableEnd}/${each.streamId}`,
      );
      const { streaming } = node.replication.followed;
      return `${node.id}: end ${log?.logEndOffset} hw ${highWatermark} epoch ${registration.leaderEpoch}/${registration.partitionEpoch} ${isLeader ? 'leads' : 'follows'} ${followers} ${leading?.isAsking === true ? 'asking' : ''} streaming ${streaming} ${isReopening ? 'reopening' : ''}`;
    });
    return `leader ${leader} epoch ${leaderEpoch}/${partitionEpoch} isr ${isr} elr ${elr}; ${nodes.join('; ')}`;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.nodes.keys()].map((id) => this.stopNode(id)));
    await this.#pool.close();
    rmSync(this.#home, { recursive: true, force: true });
  }

  #bring(node: TestNode): void {
    const entries = this.controller.entries.slice(node.seen);
    node.seen = this.controller.entries.length;
    if (entries.length > 0) node.cache.onEntries(entries);
  }

  #alterPartition(node: TestNode, request: AlterPartitionRequest, callback: (response: never) => void): void {
    setImmediate(() => {
      if (this.nodes.get(node.id) !== node) return;
      if (node.isCutOff) {
        // Nobody answers, until whoever asked gives up.
        systemClock.setTimer(100, () => callback(null as never));
        return;
      }
      const response = this.controller.handle(ApiKey.AlterPartition, request);
      this.publish();
      callback(response as never);
    });
  }
}

function noisy(id: number): typeof silentLogger {
  const log = (event: string, fields?: Record<string, unknown>): void =>
    console.error(id, event, JSON.stringify(fields ?? {}));
  return { debug: log, info: log, warn: log, error: log, child: () => noisy(id) } as typeof silentLogger;
}

/** Produces one batch with acks=all; resolves with its base offset, or rejects with the error code. */
export function produce(node: TestNode, values: string[], name = TOPIC, index = 0, settings = {}): Promise<number> {
  const partition = node.partition(name, index);
  const batch = batchOf(values, settings);
  const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
  const origin: ProduceOrigin = { topic: name, partition: index, apiVersion: 11, now: Date.now() };
  return new Promise((resolve, reject) => {
    const attempt = (): boolean => {
      const outcome = partition.appends.appendProduced(batch, view, 0, batch.length, -1, node.validator, origin, false);
      const { errorCode, baseOffset, endOffset } = outcome;
      if (errorCode === TRY_AGAIN) return false;
      if (errorCode !== 0) {
        reject(new Error(String(errorCode)));
        return true;
      }
      node.replicas.wakeSoon();
      const waiter = {
        onOffsetReached: () => resolve(baseOffset),
        onOffsetFailed: (_: number, code: number) => reject(new Error(String(code))),
      };
      partition.committedWaiters.add(endOffset, waiter, 0);
      partition.committedWaiters.reached(partition.highWatermark);
      return true;
    };
    if (!attempt()) node.replicas.stall(attempt);
  });
}

export async function until(
  what: () => boolean,
  text: string | (() => string) = 'the condition',
  timeoutMs = 10_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!what()) {
    if (Date.now() > deadline) throw new Error(`not in time: ${typeof text === 'string' ? text : text()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** All batches of a log up to its end, as they lie there. */
export async function contentOf(node: TestNode, name = TOPIC, index = 0): Promise<Uint8Array> {
  const log = node.partition(name, index).log!;
  const parts: Uint8Array[] = [];
  let offset = log.logStartOffset;
  while (offset < log.logEndOffset) {
    const terms = { offset, limitOffset: log.logEndOffset, maxBytes: 1 << 20, atLeastOneBatch: true };
    const bytes =
      readTail(log, terms) ??
      (await new Promise<Uint8Array>((resolve, reject) =>
        node.replicas.reader.read(log, terms, (got, fault) =>
          got === null ? reject(new Error(fault!)) : resolve(got.slice()),
        ),
      ));
    if (bytes.length === 0) throw new Error(`nothing at ${offset}`);
    parts.push(bytes);
    for (let at = 0; at < bytes.length; ) {
      const batch = viewOf(bytes.subarray(at));
      offset = batch.nextOffset;
      at += batch.sizeInBytes;
    }
  }
  return Buffer.concat(parts);
}
