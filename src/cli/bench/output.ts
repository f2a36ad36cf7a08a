/** What `chronik bench` prints, and the page it writes. */
import { type BenchReport, type LatencyReport, missingOf } from '../../core/bench/bench-report.ts';
import type { Interval } from '../../core/bench/run-record.ts';
import { linePlot } from '../../core/report/line-plot.ts';
import { renderPage } from '../../core/report/page.ts';
import { percentilePlot } from '../../core/report/percentile-plot.ts';
import { figureTable } from '../../core/report/table.ts';
import { formatBytesPerSecond, formatMilliseconds, formatNumber } from '../../core/report/units.ts';
import { formatFacts } from '../table.ts';

export function intervalLine({ second, records, bytes, p50, p99, max }: Interval): string {
  const latency = max === 0 ? '' : `, p50 ${p50.toFixed(2)} p99 ${p99.toFixed(2)} max ${max.toFixed(2)} ms`;
  return `${second.toFixed(0)} s: ${records} records, ${(bytes / 1e6).toFixed(1)} MB${latency}`;
}

export function reportText(report: BenchReport): string {
  const { latency, counts, seconds } = report;
  const facts: [string, string][] = [
    ['Measured', `${seconds.toFixed(1)} s, ${report.records} records, read back`],
    ['Throughput', `${report.recordsPerSecond.toFixed(0)} records/s, ${report.mbPerSecond.toFixed(2)} MB/s`],
  ];
  if (report.mode !== 'consume')
    facts.push([
      'Whole run',
      `${counts.sent} sent, ${counts.acknowledged} acknowledged, ${counts.readBack} read back${troubles(report)}`,
    ]);
  const percentiles = latency.percentiles.map(({ percentile, ms }) => `p${percentile} ${ms.toFixed(3)}`);
  facts.push([
    'Latency',
    `${latencySentence(latency)}, ms: ${percentiles.join('  ')}  max ${latency.max.toFixed(3)}  mean ${latency.mean.toFixed(3)}`,
  ]);
  return formatFacts(facts);
}

function troubles({ counts }: BenchReport): string {
  const failed = Object.entries(counts.failed);
  const parts = failed.map(([name, records]) => `${records} failed (${name})`);
  const answered = failed.reduce((sum, [, records]) => sum + records, counts.acknowledged);
  if (answered < counts.sent) parts.push(`${counts.sent - answered} NOT ANSWERED`);
  if (counts.notSent > 0) parts.push(`${counts.notSent} NOT SENT: the broker did not keep up`);
  const missing = missingOf(counts);
  if (missing > 0) parts.push(`${missing} MISSING`);
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}

function latencySentence({ of, from }: LatencyReport): string {
  return `of ${of} from the ${from === 'intended' ? 'intended' : 'actual'} time of sending`;
}

/** @param environment where it was measured, for the head of the page */
export function reportPage(report: BenchReport, environment: readonly (readonly [string, string])[]): string {
  const { latency, intervals } = report;
  const at = (percentile: number): string =>
    formatMilliseconds(latency.percentiles.find((point) => point.percentile === percentile)?.ms ?? Number.NaN);
  const overTime = { xTitle: 'seconds', formatX: formatNumber };
  return renderPage({
    title: `chronik bench ${report.mode}`,
    lead: `${formatNumber(report.records)} records in ${report.seconds.toFixed(1)} s, counted as they were read back.`,
    facts: [
      ...environment,
      ...Object.entries(report.settings).map(([name, value]) => [name, String(value)] as const),
      ['whole run', `${report.counts.sent} sent, ${report.counts.readBack} read back${troubles(report)}`],
    ],
    highlights: [
      [formatBytesPerSecond(report.mbPerSecond * 1e6), 'throughput'],
      [at(50), 'p50'],
      [at(99), 'p99'],
      [at(99.9), 'p99.9'],
    ],
    sections: [
      {
        title: 'Latency by percentile',
        text: `Latency ${latencySentence(latency)}. Lower is better.`,
        body: percentilePlot(
          [
            {
              name: report.mode,
              points: latency.percentiles.map(({ percentile, ms }) => ({ percentile, value: ms })),
            },
          ],
          { title: 'Latency', format: formatMilliseconds },
        ),
      },
      {
        title: 'Latency over time',
        text: 'The median of each second, shaded up to its p99.',
        body: linePlot(
          [
            {
              name: report.mode,
              points: intervals.map(({ second, p50, p99 }) => ({ x: second, y: p50, low: p50, high: p99 })),
            },
          ],
          { ...overTime, yTitle: 'latency', formatY: formatMilliseconds },
        ),
      },
      {
        title: 'Throughput over time',
        text: 'Higher is better, up to the rate that was asked for.',
        body: linePlot([{ name: report.mode, points: throughputOf(intervals) }], {
          ...overTime,
          yTitle: 'throughput',
          formatY: formatBytesPerSecond,
        }),
      },
      {
        title: 'Figures',
        body: figureTable(
          ['percentile', 'latency'],
          [
            ...latency.percentiles.map(({ percentile, ms }) => [`p${percentile}`, formatMilliseconds(ms)]),
            ['max', formatMilliseconds(latency.max)],
            ['mean', formatMilliseconds(latency.mean)],
          ],
        ),
      },
    ],
    data: report,
  });
}

function throughputOf(intervals: readonly Interval[]): { x: number; y: number }[] {
  return intervals.map(({ second, bytes }, index) => {
    const length = second - (intervals[index - 1]?.second ?? Math.max(0, second - 1));
    return { x: second, y: length > 0 ? bytes / length : 0 };
  });
}
