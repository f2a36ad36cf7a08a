/** Builders for tests that need a log directory and partitions in it, without a broker around. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { staticLayers } from '../../src/core/config/layers.ts';
import { resolveTopicConfig, type TopicConfig } from '../../src/core/config/topic-config.ts';
import { BatchBuilder, type BatchSettings } from '../../src/core/records/batch-builder.ts';
import { TimestampType } from '../../src/core/records/batch-format.ts';
import { BatchView } from '../../src/core/records/batch-view.ts';
import { systemClock } from '../../src/runtime/clock/system-clock.ts';
import type { FileSystem } from '../../src/runtime/files/file-system.ts';
import { NodeFileSystem } from '../../src/runtime/files/node-file-system.ts';
import { type Logger, silentLogger } from '../../src/runtime/logging/logger.ts';
import { LogDirectory } from '../../src/services/log/log-directory.ts';
import { PartitionLog, RING_FULL } from '../../src/services/log/partition-log.ts';
import { SideFiles } from '../../src/services/log/side-files.ts';
import type { LoadedPartition } from '../../src/storage/partition-loader.ts';
import { InThreadCompute } from '../../src/workers/compute/compute-client.ts';

export const TOPIC_ID = 'AbCdEfGhIjKlMnOpQrStUg';

export function temporaryDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'chronik-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export interface DirectorySettings {
  readonly threads?: 'dedicated' | 'in-thread';
  readonly flush?: 'fsync' | 'os';
  readonly ringBytes?: number;
  readonly journalFileBytes?: number;
  readonly files?: FileSystem;
  readonly logger?: Logger;
}

export class TestDirectory {
  readonly directory: LogDirectory;
  readonly sideFiles = new SideFiles(systemClock, silentLogger);
  durable = new Map<string, number>();
  failed = false;
  #waiting: (() => void)[] = [];

  private constructor(directory: LogDirectory) {
    this.directory = directory;
  }

  static async open(path: string, settings: DirectorySettings = {}): Promise<TestDirectory> {
    const holder: { test?: TestDirectory } = {};
    const directory = await LogDirectory.open(
      {
        index: 0,
        path,
        directoryId: TOPIC_ID,
        ringBytes: settings.ringBytes ?? 1024 * 1024,
        journalFileBytes: settings.journalFileBytes ?? 1024 * 1024,
        reserveBytes: 0,
        flush: settings.flush ?? 'fsync',
        threads: settings.threads ?? 'in-thread',
        files: settings.files ?? new NodeFileSystem(),
        compute: new InThreadCompute(settings.files),
        logger: settings.logger ?? silentLogger,
      },
      {
        onProgress: () => holder.test?.wakeWaiting(),
        onFailed: () => {
          if (holder.test !== undefined) holder.test.failed = true;
          holder.test?.wakeWaiting();
        },
      },
    );
    holder.test = new TestDirectory(directory);
    return holder.test;
  }

  log(topic: string, partition = 0, overrides: Record<string, string> = {}, topicId = TOPIC_ID): PartitionLog {
    const name = `${topic}-${partition}`;
    const key = `${topicId}:${partition}`;
    const isThis = (each: LoadedPartition): boolean =>
      each.topic === topic && each.partition === partition && each.topicId === topicId;
    const loaded = [...this.directory.loaded.values()].find(isThis) ?? null;
    this.directory.loaded.delete(key);
    const log = PartitionLog.open(
      {
        topic,
        partition,
        topicId,
        directory: this.directory,
        config: topicConfig(overrides),
        sideFiles: this.sideFiles,
        sink: { onDurable: (endOffset) => this.durable.set(name, endOffset) },
        nowMs: Date.now(),
        producerExpirationMs: 86_400_000,
        random: () => 0,
      },
      loaded,
    );
    if (log === null) throw new Error('the ring is full');
    this.durable.set(name, log.logEndOffset);
    return log;
  }

  async untilDurable(log: PartitionLog, endOffset = log.logEndOffset): Promise<void> {
    this.directory.wake();
    while ((this.durable.get(`${log.topic}-${log.partition}`) ?? 0) < endOffset && !this.failed)
      await this.nextProgress();
  }

  async append(log: PartitionLog, batch: Uint8Array, leaderEpoch = 0): Promise<number> {
    for (;;) {
      const offset = appendTo(log, batch, leaderEpoch);
      if (offset !== RING_FULL) return offset;
      await this.nextProgress();
    }
  }

  nextProgress(): Promise<void> {
    this.directory.wake();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  wakeWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  async close(): Promise<void> {
    await this.sideFiles.close();
    await this.directory.close();
  }
}

export function topicConfig(overrides: Record<string, string> = {}): TopicConfig {
  return resolveTopicConfig(new Map(Object.entries(overrides)), staticLayers());
}

const encoder = new TextEncoder();

export function batchOf(values: string[], settings: BatchSettings = {}, timestamp = Date.now()): Uint8Array {
  const builder = new BatchBuilder(settings);
  for (const value of values) builder.append(timestamp, encoder.encode(`key-${value}`), encoder.encode(value));
  // Null only for a codec that is not loaded.
  return builder.build()!;
}

export function viewOf(batch: Uint8Array): BatchView {
  return new BatchView().wrap(batch, new DataView(batch.buffer, batch.byteOffset, batch.byteLength), 0);
}

export function appendTo(log: PartitionLog, batch: Uint8Array, leaderEpoch = 0): number {
  const view = viewOf(batch);
  return log.append(view, leaderEpoch, TimestampType.CreateTime, view.maxTimestamp, Date.now());
}
