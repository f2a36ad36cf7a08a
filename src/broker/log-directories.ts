/**
 * Opens the log directories that this broker has claimed: those that cannot be served are offline until restart, as long
 * as one can. Runs once, at start, on the main thread.
 */
import { ZERO_UUID } from '../core/bytes/uuid.ts';
import type { BrokerConfig } from '../core/config/broker-config.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';
import { openFileLimit } from '../runtime/files/open-file-limit.ts';
import type { Logger } from '../runtime/logging/logger.ts';
import { LogDirectory, type LogDirectoryEvents, type LogDirectoryOptions } from '../services/log/log-directory.ts';
import type { ComputeClient } from '../workers/compute/compute-client.ts';
import type { BrokerGauges } from './broker-gauges.ts';
import { type ClaimedDirectories, type FailedDirectory, unusable } from './directories.ts';

/** Free space below which appends are refused: room for journal files and for what is on its way to segments. */
const RESERVED_JOURNAL_FILES = 4;
/** Of the files that the process may have open: readers of logs and connections need the rest. A log may have two. */
const OPEN_LOGS_SHARE = 1 / 4;
const OPEN_LOGS_MIN = 100;
const OPEN_LOGS_MAX = 10_000;

export interface LogDirectoryParts {
  readonly config: BrokerConfig;
  readonly files: FileSystem;
  readonly compute: ComputeClient;
  readonly logger: Logger;
  readonly gauges: BrokerGauges;
}

/** Rejects, with a message for the operator, where none can be served. */
export async function openLogDirectories(
  { directories, failed }: ClaimedDirectories,
  parts: LogDirectoryParts,
  events: LogDirectoryEvents,
): Promise<LogDirectory[]> {
  const openLogsMax = openLogsOfEach(directories.length);
  const options = (index: number, path: string, directoryId: string): LogDirectoryOptions => ({
    ...optionsOf(parts, index, path, directoryId),
    openLogsMax,
  });
  const outcomes = await Promise.allSettled(
    directories.map(({ path, directoryId }, index) => LogDirectory.open(options(index, path, directoryId), events)),
  );
  const unopened: FailedDirectory[] = [];
  const opened = outcomes.map((outcome, index) => {
    if (outcome.status === 'fulfilled') return outcome.value;
    const { path, directoryId } = directories[index]!;
    const error = outcome.reason as Error;
    unopened.push({ path, error });
    parts.logger.error('log directory is offline until restart', { directory: path, error });
    return LogDirectory.offline(options(index, path, directoryId), events);
  });
  if (unopened.length === directories.length) throw unusable(unopened[0]!);
  const missing = failed.map(({ path }, at) => {
    return LogDirectory.offline(options(directories.length + at, path, ZERO_UUID), events);
  });
  return [...opened, ...missing];
}

function optionsOf(parts: LogDirectoryParts, index: number, path: string, directoryId: string): LogDirectoryOptions {
  const { compute, config, files, gauges, logger } = parts;
  return {
    index,
    path,
    directoryId,
    ringBytes: config.ringBytes,
    journalFileBytes: config.journalBytes,
    reserveBytes: RESERVED_JOURNAL_FILES * config.journalBytes,
    flush: config.flush,
    threads: config.threads,
    files,
    compute,
    logger,
    counters: gauges.shared.wal(index),
  };
}

function openLogsOfEach(directories: number): number {
  const share = Math.floor((openFileLimit() * OPEN_LOGS_SHARE) / directories);
  return Math.max(OPEN_LOGS_MIN, Math.min(OPEN_LOGS_MAX, share));
}
