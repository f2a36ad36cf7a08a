/**
 * One run of `chronik bench` against a cluster: makes a topic where none is named, produces, consumes or both, reads back
 * what was acknowledged, and gives the report. What was acknowledged and cannot be read is not counted.
 */
import { createTopic, deleteTopic } from '../../client/admin.ts';
import { usableTopic } from '../../client/cluster-metadata.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { isRetriableError, KafkaError } from '../../client/kafka-error.ts';
import { EARLIEST, LATEST, listOffsets } from '../../client/list-offsets.ts';
import { retrying } from '../../client/retry.ts';
import { type BenchReport, benchReport, type Counts } from '../../core/bench/bench-report.ts';
import { type Interval, RunRecord } from '../../core/bench/run-record.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { type Codecs, loadCodecs } from '../../runtime/compression/codecs.ts';
import { CommandError } from '../cluster-options.ts';
import { FetchLoop, type Place } from './fetch-loop.ts';
import { Producing, type ProducingOptions } from './producing.ts';
import type { BenchSettings } from './settings.ts';

/** After the end of the run, for answers and for what is still to be read; without anything coming meanwhile. */
const PATIENCE_MS = 60_000;
const NOTHING_COMES_MS = 5_000;
const LONGEST_FILL_MS = 24 * 3_600_000;
const TICK_MS = 1_000;
const MAX_WAIT_MS = 500;

export interface BenchHooks {
  /** What the run does now: 'measuring', 'reading back'. */
  onPhase(phase: string): void;
  onInterval(interval: Interval): void;
  readonly isInterrupted: () => boolean;
  readonly chance: () => number;
}

interface Bench {
  readonly client: KafkaClient;
  readonly settings: BenchSettings;
  readonly hooks: BenchHooks;
  readonly codecs: Codecs;
  readonly topic: string;
  readonly partitions: number;
}

export async function runBench(client: KafkaClient, settings: BenchSettings, hooks: BenchHooks): Promise<BenchReport> {
  const codecs = await loadCodecs();
  const topic = settings.topic ?? `chronik-bench-${Date.now().toString(36)}`;
  if (settings.topic === null) {
    const { partitions, replicationFactor } = settings;
    await createTopic(client, { name: topic, partitions, replicationFactor, configs: new Map() });
  }
  try {
    // A topic made just now is known everywhere in a moment; one that was named is there, or is a mistake.
    const mayCome = (error: unknown): boolean =>
      isRetriableError(error) && (settings.topic === null || !isUnknownTopic(error));
    const { partitions: found } = await retrying(
      client.retry,
      async () => usableTopic(await client.metadata([topic]), topic),
      mayCome,
    );
    const partitions = found.length;
    const bench: Bench = { client, settings, hooks, codecs, topic, partitions };
    // A partition's first batch makes its files, here and on its followers: that is not what is measured.
    if (settings.topic === null) await fill(bench, partitions, 1);
    if (settings.mode === 'produce') return await produce(bench);
    return await (settings.mode === 'consume' ? consume(bench) : endToEnd(bench));
  } finally {
    if (settings.topic === null) await deleteTopic(client, topic);
  }
}

function isUnknownTopic(error: unknown): boolean {
  return error instanceof KafkaError && error.code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
}

async function produce(bench: Bench): Promise<BenchReport> {
  const { client, topic, hooks } = bench;
  const from = await places(bench, LATEST);
  const timestamp = Date.now();
  const { run, startMs } = runOf(bench);
  const producing = new Producing(client, producingOptions(bench, run, startMs, timestamp));
  await producing.open();
  await watched(bench, run, () => producing.run(PATIENCE_MS));
  hooks.onPhase('reading back');
  let readBack = 0;
  let movedAt = performance.now();
  const loop = new FetchLoop(
    client,
    {
      topic,
      connections: 1,
      maxWaitMs: MAX_WAIT_MS,
      onBatch(_partition, batch, now) {
        if (!producing.templates.isUnstamped(batch)) return;
        readBack += batch.recordCount;
        movedAt = now;
      },
      onFetched(_sentAt, now) {
        if (readBack >= producing.acknowledged || now - movedAt > NOTHING_COMES_MS) loop.stop();
      },
      next: ({ offset }) => offset,
    },
    from,
  );
  if (producing.acknowledged > 0) await loop.run();
  return report(bench, run, producing, readBack);
}

async function endToEnd(bench: Bench): Promise<BenchReport> {
  const { client, topic, settings, hooks } = bench;
  const from = await places(bench, LATEST);
  const { run, startMs } = runOf(bench);
  const producing = new Producing(client, producingOptions(bench, run, startMs, Date.now()));
  await producing.open();
  let readBack = 0;
  let readAt = performance.now();
  const loop = new FetchLoop(
    client,
    {
      topic,
      connections: settings.connections,
      maxWaitMs: MAX_WAIT_MS,
      onBatch(_partition, batch, now) {
        const stamp = producing.templates.stampOf(batch);
        const count = stamp === null ? null : producing.onRead(stamp, now);
        if (count === null) return;
        readBack += count;
        readAt = now;
        run.done(now, count, count * settings.recordBytes);
      },
      onFetched: () => {},
      next: ({ offset }) => offset,
    },
    from,
  );
  const reading = loop.run();
  let readingFailure: unknown = null;
  reading.catch((error: unknown) => {
    readingFailure = error;
  });
  try {
    await watched(bench, run, () => producing.run(PATIENCE_MS));
    hooks.onPhase('reading the rest');
    while (
      producing.unread > 0 &&
      readingFailure === null &&
      performance.now() - Math.max(readAt, startMs) < NOTHING_COMES_MS
    )
      await new Promise((resolve) => setTimeout(resolve, 5));
  } finally {
    loop.stop();
  }
  await reading;
  return report(bench, run, producing, readBack);
}

async function consume(bench: Bench): Promise<BenchReport> {
  const { client, topic, settings, hooks } = bench;
  if (settings.topic === null) {
    hooks.onPhase(`filling ${topic}`);
    await fill(bench, Math.ceil(settings.fillBytes / settings.recordBytes), settings.recordsPerBatch);
  }
  const starts = await places(bench, EARLIEST);
  const ends = new Map((await places(bench, LATEST)).map(({ partition, offset }) => [partition, offset]));
  const filled = starts.filter(({ partition, offset }) => offset < ends.get(partition)!);
  if (filled.length === 0)
    throw new CommandError(`there is nothing to consume in ${topic}: 'chronik bench produce' it`);
  const startOf = new Map(filled.map(({ partition, offset }) => [partition, offset]));
  const { run, startMs } = runOf(bench);
  const endMs = startMs + settings.warmUpMs + settings.durationMs;
  let readBack = 0;
  const loop = new FetchLoop(
    client,
    {
      topic,
      connections: settings.connections,
      maxWaitMs: MAX_WAIT_MS,
      onBatch(_partition, batch, now) {
        readBack += batch.recordCount;
        run.done(now, batch.recordCount, batch.sizeInBytes);
      },
      onFetched(sentAt, now) {
        run.took(sentAt, now);
        if (now >= endMs || hooks.isInterrupted()) loop.stop();
      },
      // The end as it was at the beginning; then again from the start.
      next: ({ partition, offset }) => (offset >= ends.get(partition)! ? startOf.get(partition)! : offset),
    },
    filled,
  );
  await watched(bench, run, () => loop.run());
  const counts: Counts = { sent: 0, acknowledged: 0, readBack, notSent: 0, failed: {} };
  return benchReport(run, { mode: 'consume', settings: settingsOf(bench), counts, of: 'fetches', from: 'sent' });
}

/** Writes so many records, all partitions in turn. */
async function fill(bench: Bench, recordsMax: number, recordsPerBatch: number): Promise<void> {
  const { client, settings } = bench;
  const filling: BenchSettings = {
    ...settings,
    mode: 'produce',
    ratePerSecond: null,
    recordsPerBatch,
    keyDistribution: 'none',
    // Who sends without waiting for answers does not know when all is there.
    acks: settings.acks === 0 ? 1 : settings.acks,
    durationMs: LONGEST_FILL_MS,
  };
  const unmeasured = new RunRecord(0, 0);
  const options = producingOptions({ ...bench, settings: filling }, unmeasured, performance.now(), Date.now());
  const producing = new Producing(client, { ...options, recordsMax });
  await producing.open();
  await producing.run(PATIENCE_MS);
}

/** Ticks while `work` runs. */
async function watched(bench: Bench, run: RunRecord, work: () => Promise<void>): Promise<void> {
  const { settings, hooks } = bench;
  let ticking: NodeJS.Timeout | undefined;
  const measure = (): void => {
    hooks.onPhase('measuring');
    ticking = setInterval(() => {
      const interval = run.tick(performance.now());
      if (interval !== null) hooks.onInterval(interval);
    }, TICK_MS);
  };
  if (settings.warmUpMs > 0) hooks.onPhase('warming up');
  const warming = setTimeout(measure, settings.warmUpMs);
  try {
    await work();
  } finally {
    clearTimeout(warming);
    clearInterval(ticking);
    if (hooks.isInterrupted()) run.cut(performance.now());
  }
}

function runOf({ settings }: Bench): { run: RunRecord; startMs: number } {
  const startMs = performance.now();
  const from = startMs + settings.warmUpMs;
  return { run: new RunRecord(from, from + settings.durationMs), startMs };
}

function producingOptions(bench: Bench, run: RunRecord, startMs: number, timestamp: number): ProducingOptions {
  const { settings, topic, partitions, codecs, hooks } = bench;
  const { chance, isInterrupted } = hooks;
  return { settings, topic, partitions, codecs, run, startMs, timestamp, chance, isInterrupted };
}

async function places({ client, topic, partitions }: Bench, timestamp: number): Promise<Place[]> {
  const queries = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, timestamp }));
  return (await listOffsets(client, queries)).map(({ partition, offset }) => ({ partition, offset }));
}

function report(bench: Bench, run: RunRecord, producing: Producing, readBack: number): BenchReport {
  const { sent, acknowledged, notSent, failed } = producing;
  const { mode, ratePerSecond } = bench.settings;
  const counts: Counts = { sent, acknowledged, readBack, notSent, failed };
  const from = ratePerSecond === null ? 'sent' : 'intended';
  return benchReport(run, { mode, settings: settingsOf(bench), counts, of: 'records', from });
}

function settingsOf({ settings, topic, partitions }: Bench): Record<string, string | number> {
  const { acks, codec, connections, inFlight, keyDistribution, lingerMs, ratePerSecond, recordBytes } = settings;
  const common = { topic, partitions, connections };
  if (settings.mode === 'consume') return common;
  return {
    ...common,
    rate: ratePerSecond === null ? 'closed loop' : ratePerSecond,
    recordBytes,
    recordsPerBatch: settings.recordsPerBatch,
    lingerMs,
    acks: acks === -1 ? 'all' : acks,
    codec,
    inFlight,
    keyDistribution,
  };
}
