/** What a run of `chronik bench` is asked to do, from its options. Refuses what cannot be, by the option's name. */
import { compressionByName } from '../../client/producer-batch.ts';
import { KEY_DISTRIBUTIONS, type KeyDistribution } from '../../core/bench/partition-choice.ts';
import { parseBytes, parseRate } from '../../core/bench/rate.ts';
import { COMPRESSION_NAMES } from '../../core/records/batch-format.ts';
import { type ParsedOptions, UsageError } from '../command.ts';

export const MODES = ['produce', 'consume', 'end-to-end'] as const;
export type Mode = (typeof MODES)[number];

export interface BenchSettings {
  readonly mode: Mode;
  /** null: a topic of its own, deleted at the end. */
  readonly topic: string | null;
  readonly partitions: number;
  /** -1: the cluster's default. */
  readonly replicationFactor: number;
  /** Records; null: as fast as answers come. */
  readonly ratePerSecond: number | null;
  readonly recordBytes: number;
  readonly recordsPerBatch: number;
  readonly lingerMs: number;
  readonly acks: -1 | 0 | 1;
  readonly codec: string;
  readonly compression: number;
  readonly connections: number;
  readonly inFlight: number;
  readonly keyDistribution: KeyDistribution;
  readonly keys: number;
  readonly durationMs: number;
  readonly warmUpMs: number;
  readonly fillBytes: number;
}

/** A batch at least holds one record, whatever its size. */
const DEFAULT_BATCH_BYTES = 65_536;
const MOST_CONNECTIONS = 1_000;
const MOST_PARTITIONS = 100_000;
const LARGEST_RECORD = 64 * 1024 * 1024;
/** A batch's buffer is kept for reuse: more records in one than this gain nothing. */
const MOST_RECORDS_PER_BATCH = 1_000_000;
const MOST_RATE = 100_000_000;

export function benchSettings(mode: string, options: ParsedOptions): BenchSettings {
  const found = MODES.find((word) => word === mode);
  if (found === undefined) throw new UsageError(`the mode is one of ${MODES.join(', ')}, not '${mode}'`);
  const isClosedEndToEnd = found === 'end-to-end' && options.text('rate') === null;
  const recordBytes = bytes(options, 'size', 1_000, LARGEST_RECORD);
  const batchBytes = bytes(options, 'batch-bytes', DEFAULT_BATCH_BYTES, 2 ** 30);
  // One record at a time, where its own way is all that is measured.
  const recordsPerBatch = isClosedEndToEnd
    ? 1
    : Math.min(MOST_RECORDS_PER_BATCH, Math.max(1, Math.floor(batchBytes / recordBytes)));
  const rateText = options.text('rate');
  const ratePerSecond = rateText === null ? null : parseRate(rateText, recordBytes);
  if (rateText !== null && (ratePerSecond === null || ratePerSecond > MOST_RATE))
    throw new UsageError(`--rate takes records or bytes per second, as in 5000 or 20MB/s, not '${rateText}'`);
  if (rateText !== null && found === 'consume')
    throw new UsageError('--rate is for producing: a consumer takes what it gets');
  const codec = options.oneOf('codec', COMPRESSION_NAMES, 'none');
  const acks = ({ all: -1, '-1': -1, 1: 1, 0: 0 } as const)[options.oneOf('acks', ['all', '-1', '1', '0'], 'all')];
  const replicationFactor = options.integer('replication-factor', -1, -1, 32_767);
  if (replicationFactor === 0) throw new UsageError('--replication-factor takes a number of at least 1');
  return {
    mode: found,
    topic: options.text('topic'),
    partitions: options.integer('partitions', 6, 1, MOST_PARTITIONS),
    replicationFactor,
    ratePerSecond,
    recordBytes,
    recordsPerBatch,
    lingerMs: options.integer('linger', 5, 0, 60_000),
    acks,
    codec,
    compression: compressionByName(codec)!,
    connections: options.integer('connections', 1, 1, MOST_CONNECTIONS),
    inFlight: options.integer('in-flight', isClosedEndToEnd ? 1 : 5, 1, 10_000),
    keyDistribution: options.oneOf('key-distribution', KEY_DISTRIBUTIONS, 'none'),
    keys: options.integer('keys', 10_000, 1, 10_000_000),
    durationMs: seconds(options, 'duration', 10, 0.1, 7 * 24 * 3_600) * 1_000,
    warmUpMs: seconds(options, 'warm-up', 2, 0, 3_600) * 1_000,
    fillBytes: bytes(options, 'fill', 1_000_000_000, 2 ** 50),
  };
}

function seconds(options: ParsedOptions, name: string, defaultValue: number, min: number, max: number): number {
  const text = options.text(name);
  if (text === null) return defaultValue;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new UsageError(`--${name} takes seconds from ${min} to ${max}, not '${text}'`);
  return value;
}

function bytes(options: ParsedOptions, name: string, defaultValue: number, max: number): number {
  const text = options.text(name);
  if (text === null) return defaultValue;
  const value = parseBytes(text);
  if (value === null || !Number.isInteger(value) || value > max)
    throw new UsageError(`--${name} takes a number of bytes up to ${max}, as in 1000 or 64KB, not '${text}'`);
  return value;
}
