import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { resolve } from 'node:path';
import { missingOf } from '../../core/bench/bench-report.ts';
import { intervalLine, reportPage, reportText } from '../bench/output.ts';
import { runBench } from '../bench/run-bench.ts';
import { benchSettings } from '../bench/settings.ts';
import { CLUSTER_OPTIONS, CommandError, withClient } from '../cluster-options.ts';
import { type Command, EXIT_FAILURE, EXIT_OK, type Invocation } from '../command.ts';

export const bench: Command = {
  name: 'bench',
  summary: 'Put a load on a cluster and measure it',
  arguments: 'produce|consume|end-to-end',
  argumentCount: [1, 1],
  options: {
    ...CLUSTER_OPTIONS,
    topic: { type: 'string', value: 'name', description: 'An existing topic (one of its own, deleted at the end)' },
    partitions: { type: 'string', short: 'p', value: 'count', description: 'Of the topic of its own (6)' },
    'replication-factor': { type: 'string', value: 'count', description: "Of the topic of its own (the cluster's)" },
    rate: {
      type: 'string',
      short: 'r',
      value: 'rate',
      description: 'Open loop: records or bytes per second, as in 5000 or 20MB/s (as fast as answers come)',
    },
    size: { type: 'string', short: 's', value: 'bytes', description: 'Of the value of each record (1000)' },
    'batch-bytes': { type: 'string', value: 'bytes', description: 'Values in one batch at most (65536)' },
    linger: { type: 'string', value: 'ms', description: 'Open loop: how long a batch waits for more records (5)' },
    acks: { type: 'string', value: 'all|1|0', description: 'Who must have a record before it counts as written (all)' },
    codec: { type: 'string', short: 'z', value: 'codec', description: 'none, gzip, snappy, lz4 or zstd (none)' },
    connections: { type: 'string', short: 'c', value: 'count', description: 'To each broker (1)' },
    'in-flight': {
      type: 'string',
      value: 'count',
      description: 'Requests without an answer on each connection; end to end, batches not read yet (5, or 1)',
    },
    'key-distribution': {
      type: 'string',
      value: 'none|uniform|zipf',
      description: 'Keys of the records, and with them how partitions are chosen (none)',
    },
    keys: { type: 'string', value: 'count', description: 'How many different keys (10000)' },
    duration: { type: 'string', short: 'd', value: 'seconds', description: 'What is measured (10)' },
    'warm-up': { type: 'string', value: 'seconds', description: 'Before that (2)' },
    fill: { type: 'string', value: 'bytes', description: 'Written first to a topic of its own, to consume it (1GB)' },
    json: { type: 'string', value: 'file', description: 'Write the results as JSON; - is standard output' },
    html: { type: 'string', value: 'file', description: 'Write a page with plots' },
    quiet: { type: 'boolean', short: 'q', description: 'No progress on standard error' },
  },
  details: `
With --rate records fall due evenly whatever the broker does, and latency counts from the time at which a record was meant
to be sent: a broker that stalls is not asked less meanwhile. Without it, --in-flight requests are kept under way and
latency counts from sending; end to end then sends one record at a time. Only records that were read back are counted;
if any that were acknowledged are missing, the exit code is 1. 'consume' reads the topic again and again.`,
  async run(invocation) {
    const { options, io } = invocation;
    const settings = benchSettings(invocation.arguments[0]!, options);
    const tell = (line: string): void => {
      if (!options.has('quiet')) io.writeError(`${line}\n`);
    };
    // Asked for, so that a signal ends the run and not the process.
    void io.terminated;
    const report = await withClient(invocation, (client) =>
      runBench(client, settings, {
        onPhase: tell,
        onInterval: (interval) => tell(intervalLine(interval)),
        isInterrupted: () => io.isTerminating,
        chance: Math.random,
      }),
    );
    const json = options.text('json');
    const html = options.text('html');
    const environment = [
      ['node', process.version],
      ['kernel', release()],
      ['cpu', `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`],
    ] as const;
    const jsonText = `${JSON.stringify({ ...Object.fromEntries(environment), ...report }, null, 1)}\n`;
    if (json === '-') await io.write(jsonText);
    else await io.write(reportText(report));
    if (json !== null && json !== '-') save(invocation, 'json', json, jsonText);
    if (html !== null) save(invocation, 'html', html, reportPage(report, environment));
    return missingOf(report.counts) > 0 ? EXIT_FAILURE : EXIT_OK;
  },
};

function save({ io }: Invocation, option: string, file: string, text: string): void {
  try {
    writeFileSync(resolve(io.workingDirectory, file), text);
  } catch (error) {
    throw new CommandError(`--${option} ${file}: ${(error as Error).message}`);
  }
}
