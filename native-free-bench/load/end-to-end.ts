/**
 * Produce and consume through a whole broker, as a share of the floor measured in the same run. Targets alternate
 * within each round, so that a machine that grows slower does so for all of them; the table shows medians.
 */
import { median } from '../statistics.ts';
import { client } from './client-process.ts';
import { type LoadResult, WARM_UP_SHARE } from './load-result.ts';
import { fillPageCache } from './page-cache.ts';
import { usageOf } from './process-usage.ts';
import { type Kind, start, type Target, whyNot } from './targets.ts';

interface Load {
  readonly name: string;
  /** What the share is taken of. */
  readonly figure: 'mbPerSecond' | 'requestsPerSecond' | 'p50';
  readonly batchBytes: number;
  readonly recordBytes: number;
  readonly inFlight: number;
  readonly acks: number;
}

export const LOADS: readonly Load[] = [
  {
    name: 'produce 1 MB x 5 in flight',
    figure: 'mbPerSecond',
    batchBytes: 1_000_000,
    recordBytes: 1_000,
    inFlight: 5,
    acks: -1,
  },
  {
    name: 'produce 16 KB x 64 in flight',
    figure: 'mbPerSecond',
    batchBytes: 16_384,
    recordBytes: 1_000,
    inFlight: 64,
    acks: -1,
  },
  {
    name: 'produce 1 KB x 64 in flight',
    figure: 'requestsPerSecond',
    batchBytes: 1_024,
    recordBytes: 900,
    inFlight: 64,
    acks: -1,
  },
  { name: 'produce 1 KB x 1 in flight', figure: 'p50', batchBytes: 1_024, recordBytes: 900, inFlight: 1, acks: -1 },
];

export interface EndToEndOptions {
  readonly rounds: number;
  readonly seconds: number;
  /** The floor is always among them. */
  readonly targets: readonly Kind[];
  /** Whether the machine's free memory is used once before anything is measured. */
  readonly fillsPageCache: boolean;
  readonly say: (line: string) => void;
}

export interface EndToEndRow {
  readonly load: string;
  readonly target: string;
  readonly figure: string;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the floor: throughput as part of it, latency as a multiple. */
  readonly share: number;
  readonly clientCpu: number;
  /** CPU seconds of the target for each GB that it took or gave. */
  readonly cpuPerGb: number;
  /** Resident memory of the target after the load, MB. */
  readonly rssMb: number;
}

const PARTITIONS = 2;
/** Streamed by the floor. */
const STREAM_BYTES_PER_SECOND = 1_000_000_000;
/** Written to each partition before the rounds, and read again and again by the consumers: small enough to stay in the page cache. */
const READ_BYTES = 256_000_000;
const CONSUME = 'consume from page cache';

interface Run extends LoadResult {
  readonly cpuPerGb: number;
  readonly rssMb: number;
}

export async function endToEnd(options: EndToEndOptions): Promise<EndToEndRow[]> {
  const kinds = new Set<Kind>(['floor', ...options.targets]);
  const usable = [...kinds].filter((kind) => {
    const reason = whyNot(kind);
    if (reason !== null) options.say(`SKIPPED ${kind}: ${reason}`);
    return reason === null;
  });
  const targets: Target[] = [];
  if (options.fillsPageCache)
    options.say('filling the page cache, so that nobody is measured by the first use of memory');
  const pages = options.fillsPageCache ? fillPageCache() : null;
  const results = new Map<string, Run[]>();
  const keep = async (load: string, target: Target, run: () => Promise<LoadResult>): Promise<void> => {
    const before = usageOf(target.pids);
    const result = await run();
    const after = usageOf(target.pids);
    const key = `${load}\n${target.name}`;
    // The usage spans the warm-up as well, so the bytes must.
    const gigabytes = (result.bytes * (1 + WARM_UP_SHARE)) / 1e9;
    results.set(key, [
      ...(results.get(key) ?? []),
      { ...result, cpuPerGb: (after.cpuSeconds - before.cpuSeconds) / gigabytes, rssMb: after.rssMb },
    ]);
  };
  try {
    for (const kind of usable) {
      const target = await start(kind);
      targets.push(target);
      if (kind === 'floor') continue;
      await client('prepare', target.port, PARTITIONS);
      await client('fill', target.port, PARTITIONS, READ_BYTES);
    }
    for (let round = 1; round <= options.rounds; round++) {
      for (const load of LOADS) {
        for (const target of targets) {
          options.say(`round ${round} of ${options.rounds}: ${load.name}, ${target.name}`);
          const { batchBytes, recordBytes, inFlight, acks } = load;
          await keep(load.name, target, () =>
            client('produce', target.port, options.seconds, batchBytes, recordBytes, inFlight, acks, PARTITIONS),
          );
        }
      }
      for (const target of targets) {
        options.say(`round ${round} of ${options.rounds}: consume, ${target.name}`);
        await keep(CONSUME, target, () =>
          target.name === 'floor'
            ? client('stream', target.port, STREAM_BYTES_PER_SECOND * options.seconds)
            : client('consume', target.port, options.seconds, PARTITIONS, READ_BYTES),
        );
      }
    }
  } finally {
    for (const target of targets) await target.stop();
    pages?.release();
  }
  return rows(results);
}

function rows(results: ReadonlyMap<string, readonly Run[]>): EndToEndRow[] {
  const figures = new Map<string, Load['figure']>([
    ...LOADS.map((load) => [load.name, load.figure] as const),
    [CONSUME, 'mbPerSecond'],
  ]);
  const found: EndToEndRow[] = [];
  for (const [key, runs] of results) {
    const [load, target] = key.split('\n') as [string, string];
    const figure = figures.get(load)!;
    const values = runs.map((run) => run[figure]);
    const floor = median((results.get(`${load}\nfloor`) ?? []).map((run) => run[figure]));
    found.push({
      load,
      target,
      figure,
      median: median(values),
      lowest: Math.min(...values),
      highest: Math.max(...values),
      p50: median(runs.map((run) => run.p50)),
      p99: median(runs.map((run) => run.p99)),
      share: median(values) / floor,
      clientCpu: median(runs.map((run) => run.clientCpu)),
      cpuPerGb: median(runs.map((run) => run.cpuPerGb)),
      rssMb: median(runs.map((run) => run.rssMb)),
    });
  }
  return found;
}

/** A table for a person. */
export function formatRows(found: readonly EndToEndRow[]): string {
  const units = { mbPerSecond: 'MB/s', requestsPerSecond: 'req/s', p50: 'ms p50' } as Record<string, string>;
  const lines = found.map((row) => {
    const digits = row.figure === 'p50' ? 3 : 0;
    const share =
      row.figure === 'p50' ? `${row.share.toFixed(2)} x floor` : `${(row.share * 100).toFixed(0)} % of floor`;
    const spread = `${row.lowest.toFixed(digits)}..${row.highest.toFixed(digits)}`;
    return [
      row.load,
      row.target,
      `${row.median.toFixed(digits)} ${units[row.figure]}`,
      spread,
      share,
      `p50 ${row.p50.toFixed(2)} p99 ${row.p99.toFixed(2)} ms`,
      `client ${(row.clientCpu * 100).toFixed(0)} %`,
      `${row.cpuPerGb.toFixed(2)} CPU s/GB`,
      `${row.rssMb.toFixed(0)} MB`,
    ];
  });
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]!.length))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
