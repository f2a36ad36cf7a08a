/** A broker's metadata, whole but for sockets and partitions: controller in-thread over a disk in memory, cache, services. */
import { staticLayers } from '../../../src/core/config/layers.ts';
import type { ControllerPolicies } from '../../../src/core/metadata/control.ts';
import type { Clock } from '../../../src/runtime/clock/clock.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import type { FileSystem } from '../../../src/runtime/files/file-system.ts';
import { silentLogger } from '../../../src/runtime/logging/logger.ts';
import { BrokerLifecycle } from '../../../src/services/metadata/broker-lifecycle.ts';
import { registerBroker } from '../../../src/services/metadata/broker-registration.ts';
import { MetadataCache } from '../../../src/services/metadata/metadata-cache.ts';
import { MetadataService, type PartitionReadiness } from '../../../src/services/metadata/metadata-service.ts';
import { ProducerIdAllocator } from '../../../src/services/metadata/producer-id-allocator.ts';
import { TopicCreator } from '../../../src/services/metadata/topic-creator.ts';
import { ControllerClient } from '../../../src/workers/controller/controller-client.ts';
import type {
  ControllerPort,
  FromController,
  ToController,
} from '../../../src/workers/controller/controller-messages.ts';
import { startInThreadController } from '../../../src/workers/controller/in-thread-controller.ts';
import { SyncLogIo } from '../../../src/workers/controller/log-io.ts';
import { DEFAULT_LOG_LIMITS } from '../../../src/workers/controller/metadata-log.ts';
import { seededRandom } from '../../core/metadata/support.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';

export const CLUSTER = 'broker-test';

export interface TestBrokerOptions {
  files?: FileSystem;
  properties?: Record<string, string>;
  policies?: ControllerPolicies;
  seed?: number;
  /** Wraps the connection to the controller, to hold back or repeat messages. */
  wrapPort?: (port: ControllerPort<ToController, FromController>) => ControllerPort<ToController, FromController>;
  limits?: Partial<typeof DEFAULT_LOG_LIMITS>;
  /** Real time, for tests with sockets; a clock that stands still otherwise. */
  clock?: Clock;
  listeners?: { name: string; host: string; port: number; securityProtocol: number }[];
}

let incarnations = 0;

export class TestBroker {
  readonly files: FileSystem;
  readonly clock: ManualClock;
  readonly cache = new MetadataCache();
  readonly client: ControllerClient;
  readonly metadata: MetadataService;
  readonly creator: TopicCreator;
  readonly producerIds: ProducerIdAllocator;
  readonly properties: ReadonlyMap<string, string>;
  readonly fatal: Error[] = [];
  readonly notes: string[] = [];
  brokerEpoch = -1;
  /** Topics whose partitions are being opened; null: they are open at once. */
  opening: { ids: readonly string[]; done: () => void }[] | null = null;

  private constructor(options: TestBrokerOptions) {
    this.clock = (options.clock ?? new ManualClock(1_000)) as ManualClock;
    this.files = options.files ?? new MemoryDisk();
    this.properties = new Map(Object.entries(options.properties ?? {}));
    const config = {
      nodeId: 1,
      clusterId: CLUSTER,
      directory: '/data/__chronik_metadata',
      properties: this.properties,
      initialFeatures: new Map([['metadata.version', 27]]),
      limits: { ...DEFAULT_LOG_LIMITS, segmentSize: 16_384, ...options.limits },
    };
    const port = startInThreadController(config, {
      files: this.files,
      io: new SyncLogIo(this.files),
      clock: this.clock,
      random: seededRandom(options.seed ?? 11),
      ...(options.policies === undefined ? {} : { policies: options.policies }),
    });
    this.client = new ControllerClient(options.wrapPort?.(port) ?? port, this.clock, {
      onImage: (entry) => this.cache.onImage(entry),
      onEntries: (entries) => this.cache.onEntries(entries),
      onNote: (text) => this.notes.push(text),
      onFatal: (error) => this.fatal.push(error),
    });
    const readiness: PartitionReadiness = {
      whenReady: (ids, _deadline, done) => {
        if (this.opening === null) done();
        else this.opening.push({ ids, done });
      },
    };
    this.metadata = new MetadataService(this.client, this.cache, readiness, this.clock);
    this.creator = new TopicCreator(this.metadata, () => this.layers());
    this.producerIds = new ProducerIdAllocator(this.metadata, 1);
  }

  static async start(options: TestBrokerOptions = {}): Promise<TestBroker> {
    const broker = new TestBroker(options);
    broker.client.subscribe();
    await settle();
    const incarnation = String(++incarnations).padStart(20, 'i');
    const result = await new Promise<{ brokerEpoch: number } | { error: Error }>((done) => {
      registerBroker(
        {
          brokerId: 1,
          clusterId: CLUSTER,
          incarnationId: `${incarnation}AA`,
          listeners: options.listeners ?? [{ name: 'PLAINTEXT', host: 'localhost', port: 9092, securityProtocol: 0 }],
          features: [{ name: 'metadata.version', minSupportedVersion: 7, maxSupportedVersion: 27 }],
          rack: null,
          logDirs: [],
          completeEpoch: 'latest',
        },
        broker.metadata,
        broker.client,
        5_000,
        () => {},
        done,
      );
    });
    if ('error' in result) throw result.error;
    broker.brokerEpoch = result.brokerEpoch;
    const lifecycle = new BrokerLifecycle({
      brokerId: 1,
      brokerEpoch: result.brokerEpoch,
      metadata: broker.metadata,
      clock: broker.clock,
      logger: silentLogger,
      intervalMs: null,
      sessionTimeoutMs: 9_000,
      isHealthy: () => true,
      offlineLogDirs: () => [],
      onLease: () => {},
      onExpelled: (error) => broker.fatal.push(error),
    });
    await new Promise<void>((unfenced) => lifecycle.start(unfenced));
    return broker;
  }

  layers() {
    return {
      ...staticLayers(this.properties),
      dynamicBroker: this.cache.brokerConfig(1),
      dynamicDefault: this.cache.clusterConfig(),
    };
  }

  async stop(): Promise<void> {
    await new Promise<void>((done) => this.client.stop(done));
  }
}

/** Lets everything that is scheduled run. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
}
