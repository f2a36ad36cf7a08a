/**
 * How far each compacted log is clean: in memory by log, on disk in Kafka's `cleaner-offset-checkpoint`, one per log
 * directory. A log that is not in it is dirty from its start. Main thread; the compute pool writes the files.
 */
import { readFileSync } from 'node:fs';
import { formatOffsetCheckpoint, parseOffsetCheckpoint } from '../../core/log/checkpoint-format.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ComputeClient } from '../../workers/compute/compute-client.ts';
import type { LogDirectory } from './log-directory.ts';
import type { PartitionLog } from './partition-log.ts';

export const CLEANER_OFFSET_CHECKPOINT = 'cleaner-offset-checkpoint';

export class CleanerCheckpoint {
  readonly #logger: Logger;
  readonly #cleanUpTo = new WeakMap<PartitionLog, number>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** At the start, when the logs are open: a topic that is created later under an old name is another log. */
  load(logs: Iterable<PartitionLog>): void {
    const byDirectory = new Map<LogDirectory, Map<string, number>>();
    for (const log of logs) {
      let entries = byDirectory.get(log.directory);
      if (entries === undefined) {
        entries = this.#read(log.directory);
        byDirectory.set(log.directory, entries);
      }
      const offset = entries.get(`${log.topic}-${log.partition}`);
      if (offset !== undefined) this.#cleanUpTo.set(log, offset);
    }
  }

  get(log: PartitionLog): number | null {
    return this.#cleanUpTo.get(log) ?? null;
  }

  set(log: PartitionLog, offset: number): void {
    this.#cleanUpTo.set(log, offset);
  }

  /** @param logs all that are open; those of the directory are written */
  async save(
    directory: LogDirectory,
    logs: Iterable<PartitionLog>,
    compute: Pick<ComputeClient, 'flush'>,
  ): Promise<void> {
    const entries = [];
    for (const log of logs) {
      const offset = log.directory === directory ? this.get(log) : null;
      if (offset !== null) entries.push({ topic: log.topic, partition: log.partition, offset });
    }
    const content = new TextEncoder().encode(formatOffsetCheckpoint(entries));
    const replacement = { directory: directory.path, name: CLEANER_OFFSET_CHECKPOINT, content };
    const outcome = await compute.flush({ files: [], directories: [], replacements: [replacement] });
    if (outcome === 'no space') throw new Error(`no space for ${CLEANER_OFFSET_CHECKPOINT} in ${directory.path}`);
  }

  #read(directory: LogDirectory): Map<string, number> {
    const offsets = new Map<string, number>();
    const path = `${directory.path}/${CLEANER_OFFSET_CHECKPOINT}`;
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      return offsets;
    }
    const entries = parseOffsetCheckpoint(text);
    if (typeof entries === 'string')
      this.#logger.warn('cleaner checkpoint is damaged: logs are cleaned from their start', { path, cause: entries });
    else for (const { topic, partition, offset } of entries) offsets.set(`${topic}-${partition}`, offset);
    return offsets;
  }
}
