/**
 * One broker, wired together: the only place that knows every room. Starts them in an order in which nothing serves
 * before what it rests on is there, and stops them in the opposite one. Main thread.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { isClustered } from '../core/config/broker/cluster-config.ts';
import type { BrokerConfig } from '../core/config/broker-config.ts';
import { type BrokerConfigLayers, brokerValue } from '../core/config/layers.ts';
import { resolveTopicConfig } from '../core/config/topic-config.ts';
import { readGroupConfig } from '../core/groups/group-config.ts';
import { systemClock } from '../runtime/clock/system-clock.ts';
import { type Codecs, loadCodecs } from '../runtime/compression/codecs.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';
import { NodeFileSystem } from '../runtime/files/node-file-system.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import type { BrokerLoggers } from '../server/handlers/configs/config-services.ts';
import { ApiRegistry } from '../server/handlers/registry.ts';
import { KafkaServer } from '../server/kafka-server.ts';
import type { BoundListener } from '../server/listener.ts';
import { OrderedAppends } from '../services/coordinator/ordered-appends.ts';
import { ReplicaLog } from '../services/coordinator/replica-log.ts';
import { GroupService } from '../services/groups/group-service.ts';
import type { LogDirectory } from '../services/log/log-directory.ts';
import { LogWork } from '../services/log/log-work.ts';
import { brokerFeatures } from '../services/metadata/broker-features.ts';
import { DirectoryReports } from '../services/metadata/directory-reports.ts';
import { MetadataCache } from '../services/metadata/metadata-cache.ts';
import { MetadataService } from '../services/metadata/metadata-service.ts';
import { ProducerIdAllocator } from '../services/metadata/producer-id-allocator.ts';
import { TopicCreator } from '../services/metadata/topic-creator.ts';
import { Deadlines } from '../services/purgatory/deadlines.ts';
import { ReplicaManager } from '../services/replica-manager.ts';
import { type ComputeClient, ComputePool, InThreadCompute } from '../workers/compute/compute-client.ts';
import { ControllerClient } from '../workers/controller/controller-client.ts';
import { apiHandlers } from './api-handlers.ts';
import { BrokerGauges } from './broker-gauges.ts';
import { clientListeners } from './client-listeners.ts';
import { newClusterId } from './cluster-identity.ts';
import { ConnectionLimitsFollower } from './connection-limits.ts';
import { type ClaimedDirectories, claimDirectories, unusable } from './directories.ts';
import { SUPPORTED_FEATURES } from './features.ts';
import { openLogDirectories } from './log-directories.ts';
import { Membership } from './membership.ts';
import { installNatives, reportNatives } from './natives.ts';
import type { OpenedReplication } from './replication.ts';
import { type InThreadParts, loadInThreadParts, startController } from './start-controller.ts';
import { ThreadWatch } from './thread-watch.ts';
import { openTransactions, type TransactionRoom } from './transactions.ts';

/** Loading the natives is not on the way to the start; a second later nobody waits for it. */
const NATIVES_REPORT_MS = 1_000;
/** Compaction and checkpoints; more threads than this would compete with the WAL for the disk. */
const COMPUTE_THREADS = 1;
/** How often a node that waits for the others at its start says so. */
const QUORUM_REPORT_MS = 5_000;
/** A loop that has not moved for less than this may just have to wait for the processor. */
const LEAST_LOOP_PATIENCE_MS = 1_000;
/** How long an orderly stop waits for answers that are under way. */
const DRAIN_MS = 5_000;

export interface BrokerOptions {
  readonly config: BrokerConfig;
  readonly logger: Logger;
  readonly loggers: BrokerLoggers;
  /** The broker cannot go on: its metadata log or its last log directory is lost. */
  readonly onFatal: (error: Error) => void;
  /** Gives up a start that is under way: a node may have to wait for the others. */
  readonly signal?: AbortSignal;
  /**
   * Raft and the controller on this thread, whatever `chronik.threads` says: what the controller's own thread is worth is
   * measured against it (`npm run bench:isolation`).
   */
  readonly controllerOnMain?: boolean;
  /** The disk of what runs on this thread: with `chronik.threads=in-thread` everything but finite background tasks. */
  readonly files?: FileSystem;
}

export class Broker {
  readonly config: BrokerConfig;
  readonly clusterId: string;
  readonly cache = new MetadataCache();
  readonly replicas: ReplicaManager;
  readonly server: KafkaServer;
  readonly metadata: MetadataService;
  readonly gauges: BrokerGauges;
  readonly #options: BrokerOptions;
  readonly #claimed: ClaimedDirectories;
  readonly #files: FileSystem;
  readonly #compute: ComputeClient;
  #logWork: LogWork | null = null;
  /** Null for a node by itself. */
  #replication: OpenedReplication | null = null;
  readonly #client: ControllerClient;
  readonly #membership: Membership;
  #directoryReports: DirectoryReports | null = null;
  readonly #deadlines = new Deadlines(systemClock);
  readonly #registry = new ApiRegistry([]);
  readonly #groups: GroupService;
  readonly #producerIds: ProducerIdAllocator;
  readonly #transactions: TransactionRoom;
  readonly #codecs: Codecs;
  readonly #layers: () => BrokerConfigLayers;
  readonly #connectionLimits: ConnectionLimitsFollower;
  #listeners: readonly BoundListener[] = [];
  #nativesTimer: NodeJS.Timeout | undefined;
  #failStart: ((error: Error) => void) | null = null;
  readonly #startFailed = new Promise<never>((_, reject) => {
    this.#failStart = reject;
  });

  private constructor(
    options: BrokerOptions,
    claimed: ClaimedDirectories,
    codecs: Codecs,
    files: FileSystem,
    inThread: InThreadParts | null,
  ) {
    const { config, logger } = options;
    this.config = config;
    this.clusterId = claimed.clusterId;
    // Whoever waits is told; nobody may be waiting.
    this.#startFailed.catch(() => {});
    this.#options = options;
    this.#files = files;
    this.#claimed = claimed;
    this.#codecs = codecs;
    this.gauges = new BrokerGauges(config.logDirs.length);
    const { shared } = this.gauges;
    const { cache } = this;
    this.#layers = () => ({
      static: config.properties,
      dynamicBroker: cache.brokerConfig(config.nodeId),
      dynamicDefault: cache.clusterConfig(),
    });
    this.#compute =
      config.threads === 'in-thread'
        ? new InThreadCompute()
        : new ComputePool(COMPUTE_THREADS, {
            counters: shared.page('compute'),
            cleanerCounters: shared.page('cleaner'),
            takesPriority: config.threadPriorities,
          });
    this.replicas = new ReplicaManager({
      compute: this.#compute,
      needsLease: isClustered(config),
      brokerId: config.nodeId,
      clock: systemClock,
      logger,
      random: Math.random,
      producerExpirationMs: brokerValue(this.#layers(), 'producer.id.expiration.ms')!.value as number,
      topicConfig: (topic) => resolveTopicConfig(cache.topicConfig(topic), this.#layers()),
    });
    this.#client = new ControllerClient(startController(config, claimed, this.gauges, inThread), systemClock, {
      onImage: (entry) => cache.onImage(entry),
      onEntries: (entries) => cache.onEntries(entries),
      onNote: (text) => logger.info('metadata log', { note: text }),
      onLog: (level, event, fields) => logger[level](event, fields),
      onFatal: (error) => this.#fatal('the controller thread cannot go on', error),
    });
    this.metadata = new MetadataService(this.#client, cache, this.replicas, systemClock);
    const watch = new ThreadWatch({
      clock: systemClock,
      logger,
      directories: () => this.replicas.directories,
      loops: (['replication', 'controller'] as const).map((name) => ({ name, beats: () => shared.beats(name) })),
      diskPatienceMs: config.brokerSessionTimeoutMs,
      loopPatienceMs: Math.max(LEAST_LOOP_PATIENCE_MS, config.brokerSessionTimeoutMs / 2),
    });
    this.#membership = new Membership({
      config,
      clusterId: this.clusterId,
      metadata: this.metadata,
      client: this.#client,
      replicas: this.replicas,
      clock: systemClock,
      logger,
      isHealthy: () => watch.isHealthy(),
      onLease: (isHeld) => this.replicas.onLease(isHeld),
      onExpelled: (error) => this.#fatal('expelled from the cluster', error),
    });
    const appends = new OrderedAppends(this.replicas);
    const log = new ReplicaLog(this.replicas, appends, systemClock, codecs);
    const codec = config.offsetsTopicCompressionCodec;
    this.#groups = new GroupService({
      brokerId: config.nodeId,
      cache,
      log: new ReplicaLog(this.replicas, appends, systemClock, codecs, codec),
      clock: systemClock,
      logger,
      randomUuid: randomUUID,
      config: () => readGroupConfig((property) => brokerValue(this.#layers(), property)?.value),
    });
    this.#producerIds = new ProducerIdAllocator(this.metadata, config.nodeId);
    this.#transactions = openTransactions({
      config,
      cache,
      replicas: this.replicas,
      appends,
      log,
      groups: this.#groups,
      producerIds: this.#producerIds,
      clock: systemClock,
      logger,
      value: (property) => brokerValue(this.#layers(), property)!.value,
    });
    this.server = new KafkaServer({
      listeners: clientListeners(config),
      registry: this.#registry,
      clock: systemClock,
      logger,
      gate: this.replicas,
      limits: config.connectionLimits,
      maxRequestBytes: config.socketRequestMaxBytes,
      maxIdleMs: config.connectionsMaxIdleMs,
    });
    const { server } = this;
    this.gauges.start({
      counters: server.counters,
      unanswered: () => server.unansweredRequests(),
      parked: () => this.#deadlines.size,
    });
    const { listeners } = config;
    this.#connectionLimits = new ConnectionLimitsFollower({ listeners, layers: this.#layers, server, logger });
  }

  /** Resolves when clients are served. Rejects with a message for the operator, leaving nothing open. */
  static async start(options: BrokerOptions): Promise<Broker> {
    installNatives();
    const { config, logger, files = new NodeFileSystem() } = options;
    const codecs = await loadCodecs();
    const claimed = claimDirectories(files, config.logDirs, config.nodeId, config.clusterId, newClusterId(config));
    const metadataHome = config.metadataLogDir ?? config.logDirs[0];
    const lostHome = claimed.failed.find(({ path }) => path === metadataHome);
    if (lostHome !== undefined) {
      claimed.release();
      throw unusable(lostHome);
    }
    for (const { path, error } of claimed.failed)
      logger.error('log directory is offline until restart', { directory: path, error });
    let broker: Broker;
    try {
      const inThread = await loadInThreadParts(config, files, options.controllerOnMain ?? false);
      broker = new Broker(options, claimed, codecs, files, inThread);
    } catch (error) {
      claimed.release();
      throw error;
    }
    try {
      await broker.#open();
      return broker;
    } catch (error) {
      await broker.stop();
      throw error;
    }
  }

  get listeners(): readonly BoundListener[] {
    return this.#listeners;
  }

  /** Addresses of the first listener, as clients write them. */
  get bootstrapServers(): string {
    const { host, port } = this.#listeners[0]!.advertised;
    return `${host.includes(':') ? `[${host}]` : host}:${port}`;
  }

  /** Answers what is under way, flushes, closes everything. Does not reject. */
  async stop(): Promise<void> {
    const { logger } = this.#options;
    const since = systemClock.monotonicMs();
    logger.info('broker stopping');
    clearTimeout(this.#nativesTimer);
    await this.#membership.leave();
    await this.server.close(DRAIN_MS);
    this.#transactions.stop();
    this.#groups.stop();
    this.#deadlines.close();
    await this.#replication?.service.stop();
    await this.#logWork?.stop();
    await this.replicas.close();
    this.#directoryReports?.stop();
    this.#membership.stop();
    await new Promise<void>((done) => this.#client.stop(done));
    await this.#compute.close();
    this.gauges.stop();
    this.#claimed.release();
    logger.info('broker stopped', { tookMs: Math.round(systemClock.monotonicMs() - since) });
  }

  async #open(): Promise<void> {
    const { signal } = this.#options;
    const giveUp = (): void => this.#failStart?.(new Error('the start was given up'));
    if (signal?.aborted === true) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    const imageArrived = this.#subscribeToMetadata();
    this.replicas.useDirectories(await this.#openDirectories());
    this.#replication = await this.#openReplication();
    await this.#orFailure(this.#patiently(imageArrived));
    this.#register();
    this.server.pause();
    this.#listeners = await this.server.start();
    const internal = this.#replication === null ? [] : [this.#replication.endpoint];
    await this.#orFailure(this.#membership.join(this.#listeners, internal));
    this.#replication?.service.registered(this.#membership.brokerEpoch);
    // Joining took every leadership away and gave it back: only now does the image say what this broker leads.
    this.cache.subscribeFromStart((delta, image) => this.replicas.apply(image, delta));
    this.replicas.setStraysAside();
    this.#reportDirectories();
    this.cache.subscribe(this.#groups.onMetadata);
    this.cache.subscribe(this.#connectionLimits.onMetadata);
    this.#connectionLimits.apply();
    this.#groups.start();
    this.cache.subscribe(this.#transactions.transactions.onMetadata);
    this.#transactions.transactions.start();
    this.#startLogWork();
    this.server.resume();
    this.#failStart = null;
    if (this.config.threads === 'dedicated')
      this.#nativesTimer = setTimeout(
        () => reportNatives(this.#codecs, this.#options.logger),
        NATIVES_REPORT_MS,
      ).unref();
  }

  /** One directory leaves nothing to tell, and a broker by itself nobody to tell it to. */
  #reportDirectories(): void {
    const { cache, config, metadata, replicas } = this;
    if (!isClustered(config) || replicas.directories.length === 1) return;
    const reports = new DirectoryReports({
      brokerId: config.nodeId,
      brokerEpoch: () => this.#membership.brokerEpoch,
      metadata,
      directoryOf: (topicId, partition) => replicas.getById(topicId, partition)?.log?.directory.directoryId ?? null,
    });
    cache.subscribeFromStart(reports.onMetadata);
    this.#directoryReports = reports;
  }

  /** What never comes once the metadata log is lost. */
  #orFailure(started: Promise<void>): Promise<void> {
    return Promise.race([started, this.#startFailed]);
  }

  /** Without a majority of the voters there is no metadata to begin with: the operator should know what is waited for. */
  async #patiently(imageArrived: Promise<void>): Promise<void> {
    const { logger } = this.#options;
    const voters = this.config.controllerQuorumVoters.map(({ host, id, port }) => `${id}@${host}:${port}`).join(',');
    const timer = setInterval(() => logger.warn('waiting for a majority of the voters', { voters }), QUORUM_REPORT_MS);
    timer.unref();
    await imageArrived.finally(() => clearInterval(timer));
  }

  async #openReplication(): Promise<OpenedReplication | null> {
    const { config, clusterId, replicas, cache, metadata } = this;
    if (!isClustered(config)) return null;
    const { openReplication } = await import('./replication.ts');
    return openReplication({
      config,
      layers: this.#layers,
      clusterId,
      replicas,
      cache,
      metadata,
      compute: this.#compute,
      logger: this.#options.logger,
      counters: this.gauges.shared.page('replication'),
      onFatal: (error) => this.#fatal('replication cannot go on', error),
    });
  }

  #startLogWork(): void {
    this.#logWork = new LogWork({
      clock: systemClock,
      logger: this.#options.logger,
      replicas: this.replicas,
      compute: this.#compute,
      layers: this.#layers,
      random: () => randomBytes(4).readUInt32BE() / 2 ** 32,
      hasPeers: this.#replication !== null,
    });
    this.#logWork.start();
  }

  /** Resolves with the first committed image. */
  #subscribeToMetadata(): Promise<void> {
    this.#client.subscribe();
    return new Promise((resolve) => this.cache.whenApplied(1, resolve));
  }

  #openDirectories(): Promise<LogDirectory[]> {
    const parts = {
      config: this.config,
      files: this.#files,
      compute: this.#compute,
      logger: this.#options.logger,
      gauges: this.gauges,
    };
    return openLogDirectories(this.#claimed, parts, {
      onProgress: () => this.replicas.onProgress(),
      onFailed: (directory) => this.#onDirectoryFailed(directory),
    });
  }

  #onDirectoryFailed(directory: LogDirectory): void {
    this.replicas.onFailed(directory);
    const isAnyLeft = this.replicas.directories.some(({ isOnline }) => isOnline);
    if (!isAnyLeft) this.#fatal('every log directory is lost', new Error(`${directory.path} failed`));
  }

  #register(): void {
    const { config, cache, metadata, replicas } = this;
    const handlers = apiHandlers({
      config,
      clusterId: this.clusterId,
      cache,
      metadata,
      replicas,
      creator: new TopicCreator(metadata, this.#layers),
      producerIds: this.#producerIds,
      groups: this.#groups,
      ...this.#transactions,
      deadlines: this.#deadlines,
      clock: systemClock,
      codecs: this.#codecs,
      loggers: this.#options.loggers,
      logger: this.#options.logger,
      layers: this.#layers,
      registry: this.#registry,
      features: brokerFeatures(cache, SUPPORTED_FEATURES),
    });
    for (const handler of handlers) this.#registry.add(handler);
  }

  #fatal(event: string, error: Error): void {
    this.#options.logger.error(event, { error });
    if (this.#failStart !== null) this.#failStart(error);
    else this.#options.onFatal(error);
  }
}
