/**
 * All partitions on this broker: opens, changes and removes them as the committed metadata says, and finds them for
 * handlers. Main thread; owns the log directories and the gate that pauses producers while a ring is full.
 */
import type { TopicConfig } from '../core/config/topic-config.ts';
import { retiredDirectoryName } from '../core/log/segment-names.ts';
import type { ClusterImage } from '../core/metadata/cluster-image.ts';
import type { ImageDelta } from '../core/metadata/image-delta.ts';
import type { PartitionRegistration, TopicImage } from '../core/metadata/topics-image.ts';
import { ErrorCode } from '../core/protocol/error-codes.ts';
import type { Clock } from '../runtime/clock/clock.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import type { LoadedPartition } from '../storage/partition-loader.ts';
import { uuidToHex } from '../storage/segments/directory-writer.ts';
import { type ComputeClient, InThreadCompute } from '../workers/compute/compute-client.ts';
import { DirectoryPlacement } from './log/directory-placement.ts';
import { FileReader } from './log/file-reader.ts';
import type { LogDirectory, LogDirectoryEvents } from './log/log-directory.ts';
import { LogReader } from './log/log-reader.ts';
import { PartitionLog, type PartitionLogOptions } from './log/partition-log.ts';
import { SideFiles } from './log/side-files.ts';
import { HostedPartition } from './partition/hosted-partition.ts';
import { LeadershipLease } from './partition/leadership-lease.ts';
import type { PartitionListener } from './partition/partition-listener.ts';
import type { RecompressionPort } from './partition/recompression.ts';

/** Batches on their way through recompression, of all partitions; above it no more produce requests are taken in. */
const MAX_PARKED_BYTES = 64 * 1024 * 1024;

export interface ReplicaManagerOptions {
  readonly brokerId: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** In [0, 1). */
  readonly random: () => number;
  readonly producerExpirationMs: number;
  /** The effective configuration of a topic, at the moment of asking. */
  readonly topicConfig: (topic: string) => TopicConfig;
  /** This broker leads only while it has leave to (`onLease`); not so a broker by itself. */
  readonly needsLease?: boolean;
  /** Recompresses where `compression.type` asks for it; without it that is done on this thread. */
  readonly compute?: ComputeClient;
}

export class ReplicaManager implements LogDirectoryEvents {
  readonly files = new FileReader();
  readonly reader = new LogReader(this.files);
  readonly sideFiles: SideFiles;
  readonly #options: ReplicaManagerOptions;
  #directories: readonly LogDirectory[] = [];
  readonly #byName = new Map<string, HostedPartition[]>();
  readonly #byId = new Map<string, HostedPartition[]>();
  /** Work that found a ring full, in order; tried again when space came free. */
  #stalled: (() => boolean)[] = [];
  readonly #placement: DirectoryPlacement;
  readonly #gateListeners: (() => void)[] = [];
  #gateWasClosed = false;
  readonly #recompression: RecompressionPort;
  #parkedBytes = 0;
  #wakeScheduled = false;
  #listener: PartitionListener | null = null;
  readonly #lease: LeadershipLease;
  /** Until every partition of the first image has been opened: what is applied now existed before. */
  #isStarting = true;

  constructor(options: ReplicaManagerOptions) {
    this.#options = options;
    this.#lease = new LeadershipLease(options.clock);
    const { brokerId, logger } = options;
    this.#placement = new DirectoryPlacement({ brokerId, logger, directories: () => this.#directories });
    this.sideFiles = new SideFiles(options.clock, options.logger);
    this.#recompression = {
      compute: options.compute ?? new InThreadCompute(),
      stall: (work) => this.stall(work),
      onParkedBytes: (change) => {
        this.#parkedBytes += change;
      },
      onProgress: () => this.onProgress(),
    };
  }

  /** Before the first `apply`. */
  useDirectories(directories: readonly LogDirectory[]): void {
    this.#directories = directories;
  }

  /** Replication takes part from now on. Before the first `apply`. */
  useListener(listener: PartitionListener): void {
    this.#listener = listener;
  }

  get directories(): readonly LogDirectory[] {
    return this.#directories;
  }

  get(topic: string, partition: number): HostedPartition | undefined {
    return this.#byName.get(topic)?.[partition];
  }

  getById(topicId: string, partition: number): HostedPartition | undefined {
    return this.#byId.get(topicId)?.[partition];
  }

  *partitions(): Iterable<HostedPartition> {
    for (const partitions of this.#byId.values()) for (const each of partitions) if (each !== undefined) yield each;
  }

  /**
   * Calls back exactly once: when every partition of these topics that this broker hosts takes appends, and at `deadline`
   * (monotonic milliseconds) at the latest. The image that names them has been applied: only a full ring can be in the way.
   */
  whenReady(_topicIds: readonly string[], deadline: number, callback: () => void): void {
    if (this.#stalled.length === 0) return callback();
    let isCalled = false;
    const call = (): boolean => {
      if (!isCalled) {
        isCalled = true;
        cancelTimer();
        callback();
      }
      return true;
    };
    const { clock } = this.#options;
    const cancelTimer = clock.setTimer(Math.max(0, deadline - clock.monotonicMs()), call);
    this.stall(call);
  }

  /** Brings what is hosted in line with the committed image. Called in order of the metadata log. */
  apply(image: ClusterImage, delta: ImageDelta): void {
    for (const topic of delta.deletedTopics.values()) this.#removeTopic(topic);
    for (const [topicId, partitions] of delta.changedPartitions) {
      const topic = image.topics.byId(topicId);
      if (topic === undefined) continue;
      for (const partition of partitions) this.#applyPartition(topic, topic.partitions[partition]!);
    }
    for (const topic of delta.createdTopics.values()) {
      for (const registration of topic.partitions) this.#applyPartition(topic, registration);
    }
    for (const { name } of delta.changedConfigs()) this.#reconfigure(name);
    this.wakeSoon();
  }

  /** After the image of the start has been applied: directories of topics that it does not know are set aside. */
  setStraysAside(): void {
    this.#isStarting = false;
    for (const directory of this.#directories) {
      for (const [key, loaded] of directory.loaded) {
        // Damaged: it is not served, and nobody touches it. Forgotten, it would be taken for a log that is yet to begin.
        if (loaded.problem !== null) continue;
        directory.loaded.delete(key);
        this.#options.logger.warn('partition directory of an unknown topic is set aside', {
          directory: directory.path,
          topic: loaded.topic,
          partition: loaded.partition,
          topicId: loaded.topicId,
        });
        const log = PartitionLog.open(
          this.#logOptions(loaded, this.#options.topicConfig(loaded.topic), directory, { onDurable() {} }),
          null,
        );
        if (log !== null) directory.wal.setAside(log);
      }
    }
  }

  /** Wakes the WAL threads once this turn's appends are in their rings. */
  wakeSoon(): void {
    if (this.#wakeScheduled) return;
    this.#wakeScheduled = true;
    queueMicrotask(this.#wake);
  }

  /** Keeps work that found a ring full; it is tried again, in order, and returns true when it is done. */
  stall(work: () => boolean): void {
    this.#stalled.push(work);
    this.#gateWasClosed = true;
  }

  // AppendGate: closed while a ring is more than half full, work is stalled or much waits for recompression, so that
  // sockets pause before there is no more room.

  isOpen(): boolean {
    let open = this.#stalled.length === 0 && this.#parkedBytes < MAX_PARKED_BYTES;
    for (const directory of this.#directories) if (directory.isOnline && !directory.wal.hasRoom()) open = false;
    if (!open) this.#gateWasClosed = true;
    return open;
  }

  onOpen(listener: () => void): void {
    this.#gateListeners.push(listener);
  }

  onProgress(): void {
    this.#retryStalled();
    if (!this.#gateWasClosed || !this.isOpen()) return;
    this.#gateWasClosed = false;
    for (const listener of this.#gateListeners) listener();
  }

  onFailed(directory: LogDirectory): void {
    for (const partition of this.partitions()) if (partition.log?.directory === directory) partition.onStorageLost();
    this.onProgress();
  }

  /** Until when this broker may lead (monotonic milliseconds); null: it may not. */
  onLease(end: number | null): void {
    this.#lease.renew(end);
    if (end === null) for (const partition of this.partitions()) partition.onLeaseLost();
  }

  /** Flushes and closes every log. Nothing may be appended any more. */
  async close(): Promise<void> {
    for (const partition of this.partitions()) if (partition.log?.directory.isOnline) partition.log.saveState();
    await this.sideFiles.close();
    const closed = await Promise.allSettled(this.#directories.map((directory) => directory.close()));
    this.files.close();
    for (const result of closed) {
      if (result.status === 'rejected')
        this.#options.logger.error('log directory did not close in order', { error: result.reason });
    }
  }

  readonly #wake = (): void => {
    this.#wakeScheduled = false;
    for (const directory of this.#directories) if (directory.isOnline) directory.wake();
  };

  #retryStalled(): void {
    while (this.#stalled.length > 0 && this.#stalled[0]!()) this.#stalled.shift();
    this.wakeSoon();
  }

  #applyPartition(topic: TopicImage, registration: PartitionRegistration): void {
    const { brokerId } = this.#options;
    const hosted = this.getById(topic.id, registration.partition);
    if (!registration.replicas.includes(brokerId)) {
      if (hosted !== undefined) this.#removePartition(hosted, ErrorCode.NOT_LEADER_OR_FOLLOWER);
      return;
    }
    if (hosted !== undefined) return hosted.update(registration, this.#options.clock.monotonicMs());
    const config = this.#options.topicConfig(topic.name);
    const partition = new HostedPartition(topic.name, registration, brokerId, config, this.#recompression);
    partition.listener = this.#listener;
    partition.lease = this.#options.needsLease === true ? this.#lease : null;
    this.#listed(this.#byId, topic.id)[registration.partition] = partition;
    this.#listed(this.#byName, topic.name)[registration.partition] = partition;
    if (!this.#openLog(partition)) this.stall(() => this.#openLog(partition));
  }

  /** False when the ring is full. A partition whose files cannot be served stays without a log. */
  #openLog(partition: HostedPartition): boolean {
    const { topicId } = partition;
    const directory = this.#placement.directoryFor(partition, this.#isStarting);
    if (directory === null || !directory.isOnline) return true;
    const key = `${topicId}:${partition.partition}`;
    const loaded = directory.loaded.get(key) ?? null;
    if (loaded !== null && loaded.problem !== null) return true;
    const log = PartitionLog.open(this.#logOptions(partition, partition.config, directory, partition), loaded);
    if (log === null) return false;
    directory.loaded.delete(key);
    directory.partitionCount++;
    partition.openLog(log, this.#options.clock.monotonicMs(), loaded?.highWatermark);
    return true;
  }

  /** A log that was cut is served again, as its files are now. False when the ring is full. */
  reopen(partition: HostedPartition, before: PartitionLog, loaded: LoadedPartition): boolean {
    const { directory } = before;
    const options = this.#logOptions(partition, partition.config, directory, partition);
    const firstFrameLsn = directory.wal.nextLsn;
    const log = PartitionLog.open(options, loaded);
    if (log === null) return false;
    // The journal knows batches of these segments by their place until a checkpoint has passed.
    for (const segment of log.segments) segment.firstFrameLsn = firstFrameLsn;
    const kept = new Set(log.segments.map(({ baseOffset }) => baseOffset));
    const gone = before.segments.filter(({ baseOffset }) => !kept.has(baseOffset));
    for (const { logPath } of gone) this.files.forget(logPath);
    if (gone.length > 0) this.sideFiles.removeLater(before.path, gone, before.config.fileDeleteDelayMs);
    partition.reopenLog(log, this.#options.clock.monotonicMs());
    return true;
  }

  #logOptions(
    { topic, topicId, partition }: Pick<PartitionLogOptions, 'topic' | 'topicId' | 'partition'>,
    config: TopicConfig,
    directory: LogDirectory,
    sink: PartitionLogOptions['sink'],
  ): PartitionLogOptions {
    const { clock, producerExpirationMs, random } = this.#options;
    const { sideFiles } = this;
    return {
      topic,
      topicId,
      partition,
      directory,
      config,
      sideFiles,
      sink,
      nowMs: clock.wallMs(),
      producerExpirationMs,
      random,
    };
  }

  #removeTopic(topic: TopicImage): void {
    const partitions = this.#byId.get(topic.id);
    this.#byId.delete(topic.id);
    if (partitions === undefined) return;
    if (this.#byName.get(topic.name)?.find((each) => each !== undefined)?.topicId === topic.id)
      this.#byName.delete(topic.name);
    for (const partition of partitions)
      if (partition !== undefined) this.#retire(partition, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  /** Another broker has its place now; the topic goes on. */
  #removePartition(hosted: HostedPartition, errorCode: number): void {
    const { topic, topicId, partition } = hosted;
    for (const list of [this.#byId.get(topicId), this.#byName.get(topic)])
      if (list?.[partition] === hosted) delete list[partition];
    this.#retire(hosted, errorCode);
  }

  #retire(hosted: HostedPartition, errorCode: number): void {
    const { log } = hosted;
    hosted.onRemoved(errorCode);
    if (log !== null) this.#removeLog(log);
  }

  #removeLog(log: PartitionLog): void {
    const { directory } = log;
    if (!directory.wal.remove(log)) return this.stall(() => this.#tryRemove(log));
    this.#forgetFiles(log);
  }

  #tryRemove(log: PartitionLog): boolean {
    if (!log.directory.wal.remove(log)) return false;
    this.#forgetFiles(log);
    return true;
  }

  #forgetFiles(log: PartitionLog): void {
    log.directory.partitionCount--;
    this.files.forget(`${log.path}/`);
    const retired = retiredDirectoryName(log.topic, log.partition, uuidToHex(log.topicId), 'deleted');
    this.sideFiles.removeDirectoryLater(`${log.directory.path}/${retired}`, log.config.fileDeleteDelayMs);
  }

  /** @param name a topic, or a broker id or nothing for what topics inherit */
  #reconfigure(name: string): void {
    const own = this.#byName.get(name);
    if (own !== undefined) for (const partition of own) partition?.configure(this.#options.topicConfig(name));
    else for (const partition of this.partitions()) partition.configure(this.#options.topicConfig(partition.topic));
  }

  #listed(map: Map<string, HostedPartition[]>, key: string): HostedPartition[] {
    let list = map.get(key);
    if (list === undefined) {
      list = [];
      map.set(key, list);
    }
    return list;
  }
}
