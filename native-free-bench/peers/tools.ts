/** The load tools as commands: where each lies, why it may be missing, and the arguments for each kind of load. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chronikCommand, compatDirectory, kafkaScripts, whyNot } from '../load/targets.ts';
import type { ToolCommand } from './tool-process.ts';

export const TOOLS = ['java', 'rdkafka', 'chronik', 'frames'] as const;
export type ToolName = (typeof TOOLS)[number];

export interface ProduceLoad {
  readonly bootstrapServers: string;
  readonly topic: string;
  readonly acks: 1 | 'all';
  readonly recordBytes: number;
  readonly batchBytes: number;
  /** Between two lines of progress. */
  readonly intervalMs: number;
}

/** The compiler and collector that Kafka's own scripts give its tools, and their heap. */
const JAVA = {
  KAFKA_HEAP_OPTS: '-Xmx512M',
  KAFKA_JVM_PERFORMANCE_OPTS: '-XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35',
};
/** A batch waits so long for more records, in every tool. */
const LINGER_MS = 5;
/** More than any run sends: runs are ended by time. */
const ENDLESS = 2_000_000_000;

function rdkafkaPath(): string | null {
  const built = `${compatDirectory}/node-rdkafka/node_modules/node-rdkafka/deps/librdkafka/examples/rdkafka_performance`;
  if (existsSync(built)) return built;
  const found = spawnSync('sh', ['-c', 'command -v rdkafka_performance'], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : null;
}
const rdkafka = rdkafkaPath();

/** null when the tool can run here, else the reason why not. */
export function whyNoTool(tool: ToolName): string | null {
  if (tool === 'frames') return null;
  if (tool === 'chronik') return whyNot('chronik');
  if (tool === 'rdkafka')
    return rdkafka === null
      ? "no rdkafka_performance on the PATH: install it, or run 'npm run compat:fetch -- --rdkafka' (needs a C++ compiler)"
      : null;
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) return 'no java on the PATH (17 or newer)';
  return existsSync(`${compatDirectory}/kafka/libs`)
    ? null
    : "Apache Kafka's tools are not fetched: run 'npm run compat:fetch' (needs Java and Maven)";
}

function kafkaTool(name: string, args: readonly (string | number)[]): ToolCommand {
  return { program: `${kafkaScripts}/tool.sh`, args: [name, ...args.map(String)], env: JAVA };
}

export function javaProduce(load: ProduceLoad): ToolCommand {
  return kafkaTool('kafka-producer-perf-test', [
    ...javaProducer(load),
    ...['--num-records', ENDLESS, '--throughput', -1, '--reporting-interval', load.intervalMs],
  ]);
}

/** `ratePerSecond` records, for so many seconds after a warm-up, to the end: only there are percentiles. */
export function javaOpenLoop(
  load: ProduceLoad,
  ratePerSecond: number,
  warmUpSeconds: number,
  seconds: number,
): ToolCommand {
  return kafkaTool('kafka-producer-perf-test', [
    ...javaProducer(load),
    ...['--num-records', Math.round(ratePerSecond * (warmUpSeconds + seconds))],
    ...['--warmup-records', Math.round(ratePerSecond * warmUpSeconds)],
    ...['--throughput', ratePerSecond, '--reporting-interval', load.intervalMs],
  ]);
}

function javaProducer({ bootstrapServers, topic, acks, recordBytes, batchBytes }: ProduceLoad): (string | number)[] {
  return [
    ...['--bootstrap-server', bootstrapServers, '--topic', topic, '--record-size', recordBytes],
    ...['--command-property', `acks=${acks}`, `batch.size=${batchBytes}`, `linger.ms=${LINGER_MS}`],
  ];
}

export function javaConsume(bootstrapServers: string, topic: string, records: number, intervalMs: number): ToolCommand {
  return kafkaTool('kafka-consumer-perf-test', [
    ...['--bootstrap-server', bootstrapServers, '--topic', topic, '--num-records', records],
    ...['--show-detailed-stats', '--reporting-interval', intervalMs, '--timeout', 20_000],
  ]);
}

export function javaEndToEnd(
  bootstrapServers: string,
  topic: string,
  records: number,
  recordBytes: number,
): ToolCommand {
  return kafkaTool('kafka-e2e-latency', [
    ...['--bootstrap-server', bootstrapServers, '--topic', topic, '--num-records', records],
    ...['--producer-acks', 'all', '--record-size', recordBytes],
  ]);
}

/** A line must come when it is printed: what is measured beside the tool is begun and ended by its lines. */
function rdkafkaCommand(args: readonly (string | number)[]): ToolCommand {
  return { program: 'stdbuf', args: ['-oL', rdkafka!, ...args.map(String)] };
}

export function rdkafkaProduce(load: ProduceLoad): ToolCommand {
  const { bootstrapServers, topic, acks, recordBytes, batchBytes, intervalMs } = load;
  return rdkafkaCommand([
    ...['-P', '-b', bootstrapServers, '-t', topic, '-s', recordBytes, '-a', acks === 'all' ? -1 : acks],
    ...['-X', `batch.size=${batchBytes}`, '-X', `linger.ms=${LINGER_MS}`, '-u', '-i', intervalMs],
  ]);
}

export function rdkafkaConsume(
  bootstrapServers: string,
  topic: string,
  partitions: number,
  records: number,
  intervalMs: number,
): ToolCommand {
  const each = Array.from({ length: partitions }, (_, partition) => ['-p', partition]).flat();
  return rdkafkaCommand([
    ...['-C', '-b', bootstrapServers, '-t', topic, '-o', 'beginning', '-c', records, '-u', '-i', intervalMs],
    ...each,
  ]);
}

/** `chronik bench`, whose report is JSON on standard output. */
export function chronikBench(
  mode: 'produce' | 'consume' | 'end-to-end',
  load: Pick<ProduceLoad, 'bootstrapServers' | 'topic'>,
  warmUpSeconds: number,
  seconds: number,
  options: readonly (string | number)[] = [],
): ToolCommand {
  return {
    program: process.execPath,
    args: [
      ...[chronikCommand, 'bench', mode, '-b', load.bootstrapServers, '--topic', load.topic, '--json', '-'],
      ...['--duration', seconds, '--warm-up', warmUpSeconds, ...options],
    ].map(String),
  };
}

export function chronikProduce({ acks, recordBytes, batchBytes }: ProduceLoad): (string | number)[] {
  return ['--acks', acks, '--size', recordBytes, '--batch-bytes', batchBytes, '--linger', LINGER_MS];
}
