/**
 * One broker: starts its rooms (broker-rooms.ts) in an order in which nothing serves before what it rests on is there, and
 * stops them in the opposite one. Main thread.
 */
import { randomBytes } from 'node:crypto';
import { isClustered } from '../core/config/broker/cluster-config.ts';
import type { BrokerConfig } from '../core/config/broker-config.ts';
import { systemClock } from '../runtime/clock/system-clock.ts';
import { type Codecs, loadCodecs } from '../runtime/compression/codecs.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';
import { NodeFileSystem } from '../runtime/files/node-file-system.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import type { BrokerLoggers } from '../server/handlers/configs/config-services.ts';
import type { KafkaServer } from '../server/kafka-server.ts';
import type { BoundListener } from '../server/listener.ts';
import type { LogDirectory } from '../services/log/log-directory.ts';
import { LogWork } from '../services/log/log-work.ts';
import { brokerFeatures } from '../services/metadata/broker-features.ts';
import { DirectoryReports } from '../services/metadata/directory-reports.ts';
import type { MetadataCache } from '../services/metadata/metadata-cache.ts';
import type { MetadataService } from '../services/metadata/metadata-service.ts';
import { TopicCreator } from '../services/metadata/topic-creator.ts';
import type { ReplicaManager } from '../services/replica-manager.ts';
import { apiHandlers } from './api-handlers.ts';
import type { BrokerGauges } from './broker-gauges.ts';
import { type BrokerRooms, makeRooms } from './broker-rooms.ts';
import { newClusterId } from './cluster-identity.ts';
import { type ClaimedDirectories, claimDirectories, unusable } from './directories.ts';
import { SUPPORTED_FEATURES } from './features.ts';
import { openLogDirectories } from './log-directories.ts';
import { installNatives, reportNatives } from './natives.ts';
import type { OpenedReplication } from './replication.ts';
import { type InThreadParts, loadInThreadParts } from './start-controller.ts';

/** Loading the natives is not on the way to the start; a second later nobody waits for it. */
const NATIVES_REPORT_MS = 1_000;
/** How often a node that waits for the others at its start says so. */
const QUORUM_REPORT_MS = 5_000;
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
  readonly cache: MetadataCache;
  readonly replicas: ReplicaManager;
  readonly server: KafkaServer;
  readonly metadata: MetadataService;
  readonly gauges: BrokerGauges;
  readonly #options: BrokerOptions;
  readonly #claimed: ClaimedDirectories;
  readonly #files: FileSystem;
  readonly #rooms: BrokerRooms;
  #logWork: LogWork | null = null;
  /** Null for a node by itself. */
  #replication: OpenedReplication | null = null;
  #directoryReports: DirectoryReports | null = null;
  readonly #codecs: Codecs;
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
    const fatal = (event: string, error: Error): void => this.#fatal(event, error);
    this.#rooms = makeRooms({ config, logger, claimed, codecs, inThread, fatal });
    this.cache = this.#rooms.cache;
    this.replicas = this.#rooms.replicas;
    this.server = this.#rooms.server;
    this.metadata = this.#rooms.metadata;
    this.gauges = this.#rooms.gauges;
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
    await this.#rooms.membership.leave();
    await this.server.close(DRAIN_MS);
    this.#rooms.transactions.stop();
    this.#rooms.groups.stop();
    this.#rooms.deadlines.close();
    await this.#replication?.service.stop();
    await this.#logWork?.stop();
    await this.replicas.close();
    this.#directoryReports?.stop();
    this.#rooms.membership.stop();
    await new Promise<void>((done) => this.#rooms.client.stop(done));
    await this.#rooms.compute.close();
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
    await this.#orFailure(this.#rooms.membership.join(this.#listeners, internal));
    this.#replication?.service.registered(this.#rooms.membership.brokerEpoch);
    // Joining took every leadership away and gave it back: only now does the image say what this broker leads.
    this.cache.subscribeFromStart((delta, image) => this.replicas.apply(image, delta));
    this.replicas.setStraysAside();
    this.#reportDirectories();
    this.cache.subscribe(this.#rooms.groups.onMetadata);
    this.cache.subscribe(this.#rooms.connectionLimits.onMetadata);
    this.#rooms.connectionLimits.apply();
    this.#rooms.groups.start();
    this.cache.subscribe(this.#rooms.transactions.transactions.onMetadata);
    this.#rooms.transactions.transactions.start();
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
      brokerEpoch: () => this.#rooms.membership.brokerEpoch,
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
      layers: this.#rooms.layers,
      clusterId,
      replicas,
      cache,
      metadata,
      compute: this.#rooms.compute,
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
      compute: this.#rooms.compute,
      layers: this.#rooms.layers,
      random: () => randomBytes(4).readUInt32BE() / 2 ** 32,
      hasPeers: this.#replication !== null,
    });
    this.#logWork.start();
  }

  /** Resolves with the first committed image. */
  #subscribeToMetadata(): Promise<void> {
    this.#rooms.client.subscribe();
    return new Promise((resolve) => this.cache.whenApplied(1, resolve));
  }

  #openDirectories(): Promise<LogDirectory[]> {
    const parts = {
      config: this.config,
      files: this.#files,
      compute: this.#rooms.compute,
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
      creator: new TopicCreator(metadata, this.#rooms.layers),
      producerIds: this.#rooms.producerIds,
      groups: this.#rooms.groups,
      ...this.#rooms.transactions,
      deadlines: this.#rooms.deadlines,
      clock: systemClock,
      codecs: this.#codecs,
      loggers: this.#options.loggers,
      logger: this.#options.logger,
      layers: this.#rooms.layers,
      registry: this.#rooms.registry,
      features: brokerFeatures(cache, SUPPORTED_FEATURES),
    });
    for (const handler of handlers) this.#rooms.registry.add(handler);
  }

  #fatal(event: string, error: Error): void {
    this.#options.logger.error(event, { error });
    if (this.#failStart !== null) this.#failStart(error);
    else this.#options.onFatal(error);
  }
}
