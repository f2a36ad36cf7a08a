/** Controllers of several nodes on one virtual clock, network and set of disks: everything but threads and sockets. */
import type { Command, CommandApiKey } from '../../../src/core/metadata/commands.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { newBrokerHeartbeatRequest } from '../../../src/core/protocol/generated/broker-heartbeat-request.ts';
import { newBrokerRegistrationRequest } from '../../../src/core/protocol/generated/broker-registration-request.ts';
import { newCreateTopicsRequest } from '../../../src/core/protocol/generated/create-topics-request.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import { MetadataCache } from '../../../src/services/metadata/metadata-cache.ts';
import { MetadataService } from '../../../src/services/metadata/metadata-service.ts';
import { MemoryControlHub } from '../../../src/workers/control-net/memory-network.ts';
import { ControllerClient, type Outcome } from '../../../src/workers/controller/controller-client.ts';
import type { ControllerConfig } from '../../../src/workers/controller/controller-host.ts';
import { startInThreadController } from '../../../src/workers/controller/in-thread-controller.ts';
import { joinQuorumOver } from '../../../src/workers/controller/quorum-host.ts';
import { seededRandom } from '../../core/metadata/support.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';
import { VirtualLogIo } from '../raft/support/virtual-log-io.ts';
import { CLUSTER, DIRECTORY } from './support.ts';

export interface TestNode {
  readonly id: number;
  readonly cache: MetadataCache;
  readonly service: MetadataService;
  readonly client: ControllerClient;
  readonly fatal: Error[];
  /** From then on its requests carry ids. */
  isRegistered: boolean;
  readonly log: { readonly event: string; readonly fields: unknown }[];
}

const HEARTBEAT_MS = 300;

/** Of the log directory of a node. */
export const directoryOf = (id: number): string => `directory-of--node-${id}AA`;

export class VirtualControllers {
  readonly clock = new ManualClock();
  readonly hub: MemoryControlHub;
  readonly nodes = new Map<number, TestNode>();
  readonly disks = new Map<number, MemoryDisk>();
  readonly #voters: readonly number[];
  readonly #limits: ControllerConfig['limits'];
  readonly #random: ReturnType<typeof seededRandom>;
  readonly #io = new Map<number, VirtualLogIo>();
  readonly #starts = new Map<number, number>();

  /** Nodes that are not in `voters` are brokers beside the quorum. */
  constructor(nodes: number, voters = Array.from({ length: nodes }, (_, i) => i + 1), limits = {}, seed = 7) {
    this.#random = seededRandom(seed);
    this.#voters = voters;
    this.#limits = { segmentSize: 65_536, snapshotEntries: 100_000, retainedEntries: 1_000, ...limits };
    this.hub = new MemoryControlHub(this.clock, () => this.#random.below(1_000) / 1_000, {
      minDelayMs: 0.1,
      maxDelayMs: 1,
    });
    for (let id = 1; id <= nodes; id++) {
      this.disks.set(id, new MemoryDisk());
      this.start(id);
    }
  }

  start(id: number, sessionTimeoutMs = 3_000): TestNode {
    const files = this.disks.get(id)!;
    const { clock } = this;
    const start = (this.#starts.get(id) ?? 0) + 1;
    this.#starts.set(id, start);
    const io = new VirtualLogIo(files, clock, () => 0.5 + this.#random.below(10) / 10);
    this.#io.set(id, io);
    const config: ControllerConfig = {
      nodeId: id,
      clusterId: CLUSTER,
      directory: DIRECTORY,
      properties: new Map([['broker.session.timeout.ms', String(sessionTimeoutMs)]]),
      initialFeatures: new Map(),
      limits: this.#limits,
      quorum: {
        voters: this.#voters.map((nodeId) => ({ nodeId, host: `host-${nodeId}`, port: 9093 })),
        listen: null,
        directoryId: directoryOf(id),
      },
    };
    const joinQuorum = joinQuorumOver((identity) => this.hub.join(identity));
    const port = startInThreadController(
      config,
      { files, io, clock, random: seededRandom(id * 100 + start), joinQuorum },
      (run) => void clock.setTimer(0, run),
    );
    const cache = new MetadataCache();
    const fatal: Error[] = [];
    const log: TestNode['log'] = [];
    const client = new ControllerClient(port, clock, {
      onImage: (entry) => cache.onImage(entry),
      onEntries: (entries) => cache.onEntries(entries),
      onNote: () => {},
      onLog: (_level, event, fields) => log.push({ event, fields }),
      onFatal: (error) => fatal.push(error),
    });
    const service = new MetadataService(client, cache, { whenReady: (_ids, _deadline, done) => done() }, clock);
    client.subscribe();
    const node: TestNode = { id, cache, service, client, fatal, log, isRegistered: false };
    this.nodes.set(id, node);
    return node;
  }

  /** The power fails: what was not synced may be gone. */
  crash(id: number): void {
    this.nodes.delete(id);
    this.#io.get(id)!.crash();
    this.hub.crash(id);
    const sectors = seededRandom(this.#random.below(1 << 30));
    this.disks.set(
      id,
      this.disks.get(id)!.powerLoss(() => sectors.below(2) === 0),
    );
  }

  /** The disk of a node answers nothing for a while. */
  stall(id: number, ms: number): void {
    const io = this.#io.get(id)!;
    io.stall(true);
    this.clock.setTimer(ms, () => io.stall(false));
  }

  /** The one that says to lead the highest epoch and is up. */
  controller(): TestNode | null {
    let found: TestNode | null = null;
    for (const node of this.nodes.values()) {
      if (node.cache.image.controllerId === node.id && node.cache.image.epoch > (found?.cache.image.epoch ?? 0))
        found = node;
    }
    return found;
  }

  until(isDone: () => boolean, limitMs = 10_000): number {
    const start = this.clock.monotonicMs();
    while (!isDone()) {
      if (this.clock.monotonicMs() - start > limitMs) throw new Error(`not done after ${limitMs} ms`);
      this.clock.advance(1);
      for (const { id, fatal } of this.nodes.values())
        if (fatal.length > 0) throw new Error(`node ${id}: ${fatal[0]!.message}`);
    }
    return this.clock.monotonicMs() - start;
  }

  submit<K extends CommandApiKey>(
    node: TestNode,
    command: Command<K>,
    timeoutMs = 10_000,
  ): { outcome: Outcome<K> | null } {
    const result: { outcome: Outcome<K> | null } = { outcome: null };
    node.service.submit(command, this.clock.monotonicMs() + timeoutMs, (outcome) => {
      result.outcome = outcome;
    });
    return result;
  }

  createTopic(node: TestNode, name: string, timeoutMs = 10_000) {
    const topics = [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }];
    const request = newCreateTopicsRequest({ topics });
    return this.submit(node, { apiKey: ApiKey.CreateTopics, request }, timeoutMs);
  }

  /** Registers the node's broker, has it unfenced, and keeps its session alive. */
  join(node: TestNode): void {
    this.joinLater(node);
    this.until(() => node.isRegistered && node.cache.image.brokers.isActive(node.id));
  }

  /** As `join`, without waiting for it. */
  joinLater(node: TestNode): void {
    const incarnation = `${node.id}x${this.#starts.get(node.id)}`.padStart(20, 'i');
    const request = newBrokerRegistrationRequest({
      brokerId: node.id,
      clusterId: CLUSTER,
      incarnationId: `${incarnation}AA`,
    });
    const isHere = () => this.nodes.get(node.id) === node;
    const beat = (brokerEpoch: number): void => {
      if (!isHere()) return;
      const currentMetadataOffset = node.cache.image.index;
      const heartbeat = newBrokerHeartbeatRequest({ brokerId: node.id, brokerEpoch, currentMetadataOffset });
      this.submit(node, { apiKey: ApiKey.BrokerHeartbeat, request: heartbeat }, 1_000);
      this.clock.setTimer(HEARTBEAT_MS, () => beat(brokerEpoch));
    };
    const attempt = (): void => {
      if (!isHere()) return;
      const deadline = this.clock.monotonicMs() + 1_000;
      node.service.submit({ apiKey: ApiKey.BrokerRegistration, request }, deadline, (outcome) => {
        if (outcome.response?.errorCode === 0) {
          node.client.registered(node.id, outcome.response.brokerEpoch);
          node.isRegistered = true;
          beat(outcome.response.brokerEpoch);
        } else this.clock.setTimer(50, attempt);
      });
    };
    attempt();
  }
}
