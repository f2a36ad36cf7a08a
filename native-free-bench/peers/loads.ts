/** The loads behind the rows, as functions of a running target. Each gives figures to one or more rows. */
import { spawnSync } from 'node:child_process';
import { client } from '../load/client-process.ts';
import { TOPIC } from '../load/frames.ts';
import type { Target } from '../load/targets.ts';
import { BrokerGauge } from './broker-gauge.ts';
import type { RowName } from './rows.ts';
import {
  consumerPerfPoints,
  endToEndSummary,
  type PointReader,
  producerPerfPoints,
  producerPerfSummary,
  rdkafkaPoints,
} from './tool-output.ts';
import { type Gauge, measureTool, runTool, type SpanOptions, type ToolCommand } from './tool-process.ts';
import {
  chronikBench,
  chronikProduce,
  javaConsume,
  javaEndToEnd,
  javaOpenLoop,
  javaProduce,
  type ProduceLoad,
  rdkafkaConsume,
  rdkafkaProduce,
  type ToolName,
} from './tools.ts';
import { newTopic } from './topics.ts';

type BenchReport = import('../../src/core/bench/bench-report.ts').BenchReport;

export interface LoadContext {
  readonly target: Target;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface Figure {
  readonly row: RowName;
  readonly name: string;
  readonly value: number;
}

export interface Load {
  readonly name: string;
  readonly tool: ToolName;
  readonly nodes: 1 | 3;
  readonly rows: readonly RowName[];
  run(context: LoadContext): Promise<Figure[]>;
}

const RECORD_BYTES = 1_000;
const BATCH_BYTES = 65_536;
/** A producer's default, as its linger is: with more, a record's latency is how long its batch takes to fill. */
const OPEN_LOOP_BATCH_BYTES = 16_384;
const PARTITIONS = 6;
const MANY_PARTITIONS = 1_000;
const MANY_BATCH_BYTES = 4_096;
const OPEN_LOOP_BYTES_PER_SECOND = 20_000_000;
const INTERVAL_MS = 250;
/** A consumer is quick: its span must hold many points. */
const CONSUME_INTERVAL_MS = 50;
/** Of each partition; small enough that all of it stays in the page cache. */
const FILL_BYTES = 350_000_000;
/** What the load client writes for a record of 1,000 bytes is not quite 1,000 bytes of value. */
const FILL_RECORD_BYTES = 1_000;
const ROUND_TRIPS_PER_SECOND = 200;
const SHOWN_PERCENTILES: readonly number[] = [50, 99, 99.9];

function produceLoad(context: LoadContext, topic: string, acks: 1 | 'all', batchBytes = BATCH_BYTES): ProduceLoad {
  const { bootstrapServers } = context.target;
  return { bootstrapServers, topic, acks, recordBytes: RECORD_BYTES, batchBytes, intervalMs: INTERVAL_MS };
}

const PRODUCERS: Readonly<
  Record<'java' | 'rdkafka', { command: (load: ProduceLoad) => ToolCommand; points: () => PointReader }>
> = {
  java: { command: javaProduce, points: () => producerPerfPoints(RECORD_BYTES) },
  rdkafka: { command: rdkafkaProduce, points: () => rdkafkaPoints(RECORD_BYTES) },
};

/** What is dirty in the page cache is written before the next load begins, so that nobody pays for another's. */
export function settle(): void {
  spawnSync('sync');
}

type ProduceRow = 'produce-1' | 'produce-all' | 'produce-all-3' | 'many';

/** Throughput is measured alike by every tool: MB/s, and the broker's CPU seconds and memory over the same span. */
function produce(row: ProduceRow, tool: 'java' | 'rdkafka' | 'chronik', acks: 1 | 'all'): Load {
  const isMany = row === 'many';
  const nodes = row === 'produce-all-3' ? 3 : 1;
  return {
    name: row,
    tool,
    nodes,
    rows: row === 'produce-all' ? [row, 'cpu', 'rss'] : [row],
    async run(context) {
      const { target, seconds, warmUpSeconds } = context;
      const topic = await newTopic(target, isMany ? MANY_PARTITIONS : PARTITIONS, nodes);
      settle();
      const gauge = new BrokerGauge(target.pids);
      const load = produceLoad(context, topic, acks, isMany ? MANY_BATCH_BYTES : BATCH_BYTES);
      const { mbPerSecond, bytes } =
        tool === 'chronik'
          ? await benchTool('produce', context, load, gauge, chronikProduce(load))
          : await measureTool(PRODUCERS[tool].command(load), {
              read: PRODUCERS[tool].points(),
              warmUpMs: warmUpSeconds * 1_000,
              lengthMs: seconds * 1_000,
              gauge,
            });
      const figures: Figure[] = [
        { row, name: 'MB/s', value: mbPerSecond },
        { row, name: 'CPU s/GB', value: gauge.cpuSeconds / (bytes / 1e9) },
      ];
      if (row === 'produce-all')
        figures.push(
          { row: 'cpu', name: 's/GB produced', value: gauge.cpuSeconds / (bytes / 1e9) },
          { row: 'rss', name: 'MB', value: gauge.rssMb },
        );
      return figures;
    },
  };
}

function consume(tool: 'java' | 'rdkafka' | 'chronik'): Load {
  return {
    name: 'consume',
    tool,
    nodes: 1,
    rows: ['consume', 'cpu'],
    async run(context) {
      const { target } = context;
      settle();
      const gauge = new BrokerGauge(target.pids);
      const load = { bootstrapServers: target.bootstrapServers, topic: TOPIC };
      const span =
        tool === 'chronik'
          ? await benchTool('consume', context, load, gauge)
          : // To the end of the data: what there is, is the length.
            await measureTool(...consumerOf(tool, target, gauge));
      return [
        { row: 'consume', name: 'MB/s', value: span.mbPerSecond },
        { row: 'cpu', name: 's/GB consumed', value: gauge.cpuSeconds / (span.bytes / 1e9) },
      ];
    },
  };
}

function consumerOf(tool: 'java' | 'rdkafka', { bootstrapServers }: Target, gauge: Gauge): [ToolCommand, SpanOptions] {
  const records = Math.floor((FILL_BYTES / FILL_RECORD_BYTES) * PARTITIONS * 0.97);
  const span = { warmUpMs: 300, lengthMs: 600_000, gauge };
  return tool === 'java'
    ? [
        javaConsume(bootstrapServers, TOPIC, records, CONSUME_INTERVAL_MS),
        { ...span, read: consumerPerfPoints(FILL_RECORD_BYTES) },
      ]
    : [
        rdkafkaConsume(bootstrapServers, TOPIC, PARTITIONS, records, CONSUME_INTERVAL_MS),
        { ...span, read: rdkafkaPoints(FILL_RECORD_BYTES) },
      ];
}

/** Runs `chronik bench`; what it says on stderr begins and ends what is measured beside it. */
async function benchTool(
  mode: 'produce' | 'consume' | 'end-to-end',
  { warmUpSeconds, seconds }: LoadContext,
  load: Pick<ProduceLoad, 'bootstrapServers' | 'topic'>,
  gauge: Gauge,
  options: readonly (string | number)[] = [],
): Promise<BenchReport> {
  const command = chronikBench(mode, load, warmUpSeconds, seconds, options);
  const output = await runTool(command, 180_000 + 3_000 * (warmUpSeconds + seconds), (line) => {
    if (line === 'measuring') gauge.begin();
    if (line.startsWith('reading')) gauge.end();
  });
  gauge.end();
  const report = JSON.parse(output) as BenchReport;
  if (report.records === 0) throw new Error('nothing was answered within the time that is measured');
  return report;
}

/** A row of latencies by `chronik bench`. */
function latencies(
  row: 'single' | 'open-loop' | 'end-to-end',
  partitions: number,
  options: readonly (string | number)[],
): Load {
  return {
    name: row,
    tool: 'chronik',
    nodes: 1,
    rows: [row],
    async run(context) {
      const { target } = context;
      const topic = await newTopic(target, partitions, 1);
      settle();
      const load = produceLoad(context, topic, 'all');
      const mode = row === 'end-to-end' ? row : 'produce';
      const gauge = new BrokerGauge(target.pids);
      const report = await benchTool(mode, context, load, gauge, [...chronikProduce(load), ...options]);
      const figures: Figure[] = [{ row, name: 'MB/s', value: report.mbPerSecond }];
      for (const { percentile, ms } of report.latency.percentiles)
        if (SHOWN_PERCENTILES.includes(percentile)) figures.push({ row, name: `p${percentile} ms`, value: ms });
      return figures;
    },
  };
}

const single: Load = {
  name: 'single',
  tool: 'frames',
  nodes: 1,
  rows: ['single'],
  async run({ target, seconds }) {
    settle();
    const { p50, p99 } = await client('produce', target.port, seconds, 1_100, RECORD_BYTES, 1, -1, PARTITIONS);
    return [
      { row: 'single', name: 'p50 ms', value: p50 },
      { row: 'single', name: 'p99 ms', value: p99 },
    ];
  },
};

const openLoop: Load = {
  name: 'open-loop',
  tool: 'java',
  nodes: 1,
  rows: ['open-loop'],
  async run(context) {
    const topic = await newTopic(context.target, PARTITIONS, 1);
    settle();
    const load = { ...produceLoad(context, topic, 'all', OPEN_LOOP_BATCH_BYTES), intervalMs: 5_000 };
    const rate = OPEN_LOOP_BYTES_PER_SECOND / RECORD_BYTES;
    const command = javaOpenLoop(load, rate, context.warmUpSeconds, context.seconds);
    const output = await runTool(command, 60_000 + 5_000 * (context.warmUpSeconds + context.seconds));
    const found = producerPerfSummary(output, RECORD_BYTES);
    return [
      { row: 'open-loop', name: 'MB/s', value: found.mbPerSecond },
      { row: 'open-loop', name: 'p50 ms', value: found.p50 },
      { row: 'open-loop', name: 'p99 ms', value: found.p99 },
      { row: 'open-loop', name: 'p99.9 ms', value: found.p999 },
    ];
  },
};

const endToEnd: Load = {
  name: 'end-to-end',
  tool: 'java',
  nodes: 1,
  rows: ['end-to-end'],
  async run({ target, seconds }) {
    const topic = await newTopic(target, 1, 1);
    settle();
    const records = Math.max(100, ROUND_TRIPS_PER_SECOND * seconds);
    const found = endToEndSummary(
      await runTool(javaEndToEnd(target.bootstrapServers, topic, records, RECORD_BYTES), 120_000),
    );
    return [
      { row: 'end-to-end', name: 'average ms', value: found.average },
      { row: 'end-to-end', name: 'p50 ms', value: found.p50 },
      { row: 'end-to-end', name: 'p99 ms', value: found.p99 },
    ];
  },
};

/** In the order of running: what reads from the page cache comes before what fills it with other things. */
export const LOADS: readonly Load[] = [
  consume('java'),
  consume('rdkafka'),
  consume('chronik'),
  single,
  // Of one partition: a request takes a batch of each.
  latencies('single', 1, ['--in-flight', 1, '--batch-bytes', RECORD_BYTES]),
  endToEnd,
  latencies('end-to-end', 1, []),
  openLoop,
  latencies('open-loop', PARTITIONS, [
    ...['--rate', OPEN_LOOP_BYTES_PER_SECOND / RECORD_BYTES],
    ...['--batch-bytes', OPEN_LOOP_BATCH_BYTES],
  ]),
  produce('produce-1', 'java', 1),
  produce('produce-1', 'rdkafka', 1),
  produce('produce-1', 'chronik', 1),
  produce('produce-all', 'java', 'all'),
  produce('produce-all', 'rdkafka', 'all'),
  produce('produce-all', 'chronik', 'all'),
  produce('many', 'java', 'all'),
  produce('many', 'rdkafka', 'all'),
  produce('many', 'chronik', 'all'),
  produce('produce-all-3', 'java', 'all'),
  produce('produce-all-3', 'rdkafka', 'all'),
  produce('produce-all-3', 'chronik', 'all'),
];

/** A fresh broker is warmed up alike, whatever it is written in: so many seconds of producing, then of consuming. */
export async function warmUp(context: LoadContext, nodes: 1 | 3): Promise<void> {
  const { target, warmUpSeconds } = context;
  const topic = await newTopic(target, PARTITIONS, nodes);
  const quiet = { begin: () => {}, end: () => {} };
  const lengthMs = warmUpSeconds * 1_000;
  const { bytes } = await measureTool(javaProduce(produceLoad(context, topic, 'all')), {
    read: producerPerfPoints(RECORD_BYTES),
    warmUpMs: 0,
    lengthMs,
    gauge: quiet,
  });
  if (nodes === 3) return;
  const records = Math.floor(bytes / RECORD_BYTES);
  await measureTool(javaConsume(target.bootstrapServers, topic, records, CONSUME_INTERVAL_MS), {
    read: consumerPerfPoints(RECORD_BYTES),
    warmUpMs: 0,
    lengthMs,
    gauge: quiet,
  });
}

/** What the consumers read. */
export async function fill(target: Target): Promise<void> {
  await client('fill', target.port, PARTITIONS, FILL_BYTES);
}

export { PARTITIONS as FILLED_PARTITIONS };
