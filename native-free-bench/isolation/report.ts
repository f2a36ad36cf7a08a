/** The results of `bench:isolation` for a terminal, and as a page. */
import type { Machine } from '../machine.ts';
import { room } from '../room.ts';
import type { IsolationRow, VoterTicks } from './isolate.ts';

export interface IsolationResults {
  readonly machine: Machine;
  readonly startedAt: string;
  /** Threads that wanted to run before anything was started: above one tenth of the cores the figures are not quiet. */
  readonly loadBefore: number;
  readonly seconds: number;
  readonly wedgeSeconds: number;
  readonly sliceMs: number;
  readonly rows: readonly IsolationRow[];
}

export const TARGETS = { elections: 0, tickP99Ms: 20, commitMs: 50 } as const;

/** Name, target and a cell for each row. */
type Line = readonly [name: string, target: string, ...cells: string[]];

function linesOf({ rows, wedgeSeconds }: IsolationResults): Line[] {
  const line = (name: string, target: string, cell: (row: IsolationRow) => string): Line => [
    name,
    target,
    ...rows.map(cell),
  ];
  const commits = (of: keyof IsolationRow['commits']) => (row: IsolationRow) => {
    const { count, failures, maxMs, p50Ms, p99Ms } = row.commits[of];
    const failed = failures === 0 ? '' : `, ${failures} failed`;
    return `${ms(p50Ms)} / ${ms(p99Ms)} / ${ms(maxMs)} of ${count}${failed}`;
  };
  return [
    line('ticks late, idle: p50 / p99 / max ms', '', ({ idle }) => worst(idle)),
    line('ticks late, loaded: p50 / p99 / max ms', `p99 ${TARGETS.tickP99Ms}`, ({ loaded }) => worst(loaded)),
    line('elections, loaded', String(TARGETS.elections), ({ elections }) => String(elections)),
    line('new leaders heard of, loaded', '0', ({ leaderChanges }) => String(leaderChanges)),
    line('metadata commit, idle: p50 / p99 / max ms', '', commits('idle')),
    line('metadata commit, loaded', '', commits('loaded')),
    line(`metadata commit, mains blocked ${wedgeSeconds} s`, `max ${TARGETS.commitMs}`, commits('blocked')),
    line(`metadata commit, mains computing ${wedgeSeconds} s`, '', commits('computing')),
    line('elections while blocked or computing', '0', ({ electionsWhileBlocked }) => String(electionsWhileBlocked)),
  ];
}

/** Of the three voters the one that is worst off. */
function worst(voters: readonly VoterTicks[]): string {
  const most = (figure: 'p50Ms' | 'p99Ms' | 'maxMs') => ms(Math.max(...voters.map((voter) => voter[figure])));
  return `${most('p50Ms')} / ${most('p99Ms')} / ${most('maxMs')}`;
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(value < 100 ? 1 : 0);
}

function headOf({ rows }: IsolationResults): string[] {
  return ['', 'target', ...rows.map(({ variant }) => variant)];
}

export function formatIsolation(results: IsolationResults): string {
  const table = [headOf(results), ...linesOf(results)];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)));
  const lines = table.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}

export async function isolationPage(results: IsolationResults): Promise<string> {
  const { renderPage } = await room<typeof import('../../src/core/report/page.ts')>('core/report/page.ts');
  const { figureTable } = await room<typeof import('../../src/core/report/table.ts')>('core/report/table.ts');
  const { cores, cpu, kernel, node, revision } = results.machine;
  const threads = results.rows.flatMap(({ variant, threads: voters }) =>
    voters.flatMap((figures, index) =>
      figures.map(({ gcPause, loopDelay, name, nice, sync, utilization }) => [
        variant,
        `${index + 1}`,
        name,
        String(nice),
        `${(utilization * 100).toFixed(1)} %`,
        ...[loopDelay, gcPause, sync].map((figure) =>
          figure === null || figure.count === 0
            ? ''
            : `${ms(figure.p50Ms)} / ${ms(figure.p99Ms)} / ${ms(figure.maxMs)}`,
        ),
      ]),
    ),
  );
  return renderPage({
    title: 'chronik, isolated',
    lead: 'What saturated request threads and a runaway data thread do to the quorum.',
    ...(results.loadBefore > cores / 10
      ? { warning: `The machine was not quiet before: load ${results.loadBefore.toFixed(2)}.` }
      : {}),
    facts: [
      ['processor', `${cores} × ${cpu}`],
      ['Node', node],
      ['kernel', kernel],
      ['revision', revision === '' ? 'unknown' : revision],
      ['began', `${results.startedAt.slice(0, 16).replace('T', ' ')} UTC`],
    ],
    sections: [
      {
        title: 'Elections, ticks, commits',
        text: `Three voters and a broker through which commands come. Loaded: every voter's main thread computes and makes garbage in slices of ${results.sliceMs} ms for ${results.seconds} s, beside a thread that never rests. Ticks of raft come every 10 ms; the voter that is worst off is shown. A commit is a CreateTopics, from the client and back.`,
        body: figureTable(
          headOf(results),
          linesOf(results).map((cells) => [...cells]),
        ),
      },
      {
        title: 'Threads under the load',
        text: 'Milliseconds as p50 / p99 / max.',
        body: figureTable(['', 'voter', 'thread', 'nice', 'busy', 'loop delay', 'GC pause', 'fdatasync'], threads),
      },
    ],
    data: results,
  });
}
