/**
 * The micro cases in both modes, each section in processes of its own, in rounds: `node` and `node --no-addons` take
 * turns, so that a machine that grows slower does so for both. A figure is the median of its rounds, and its band what
 * lies between the lowest and the highest.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Column, SECTIONS } from './corpus.ts';
import type { Measured } from './measure.ts';
import { median } from './statistics.ts';

export const MODES = ['node', 'no-addons'] as const;
export type Mode = (typeof MODES)[number];

/** What a measuring process is told. */
export interface MicroOrder {
  readonly sections: readonly string[];
  /** A regular expression over names of cases. */
  readonly filter: string;
  readonly timeMs: number;
  /** Only this column; null for all. */
  readonly column: Column | null;
  readonly tiny: boolean;
  /** Answer the names only. */
  readonly list: boolean;
}

export type MicroMessage =
  | { readonly type: 'result'; readonly result: Measured; readonly window: TimeWindow }
  | { readonly type: 'names'; readonly names: readonly string[] }
  | { readonly type: 'loaded'; readonly addons: readonly string[]; readonly missing: readonly string[] };

/** Beginning and end, µs of the monotonic clock. */
export type TimeWindow = readonly [from: number, to: number];

/** Of all rounds: times, rates and shares are the medians of theirs, samples their sum. */
export interface MicroRow extends Measured {
  readonly mode: Mode;
  /** `p50` of the lowest round and of the highest, nanoseconds. */
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
}

export interface MicroOptions {
  readonly filter: string;
  /** For each column of each case in each mode, over all rounds. */
  readonly timeMs: number;
  readonly rounds: number;
  readonly modes: readonly Mode[];
  readonly tiny: boolean;
  readonly say: (line: string) => void;
}

export interface MicroResults {
  readonly rows: MicroRow[];
  /** Compiled addons that the processes of a mode had loaded. */
  readonly addons: Readonly<Record<string, readonly string[]>>;
  /** Packages that are not installed: their columns are blank. */
  readonly missing: readonly string[];
}

/** A process that says nothing for so long is hung: whatever it measures is not longer than its time. */
const LEAST_SILENCE_MS = 120_000;

/** @throws when nothing matches, when a process fails, or when results differ between columns, modes or rounds */
export async function runMicro(options: MicroOptions): Promise<MicroResults> {
  const found = new Map<string, { mode: Mode; results: Measured[] }>();
  const addons: Record<string, readonly string[]> = {};
  const missing = new Set<string>();
  const timeMs = options.timeMs / options.rounds;
  const names = Object.keys(SECTIONS);
  // A smoke test has no figures to keep pure, and starting processes is most of its time.
  const groups = options.tiny ? [names] : names.map((name) => [name]);
  for (let round = 0; round < options.rounds; round++) {
    for (const sections of groups) {
      const modes = round % 2 === 0 ? options.modes : options.modes.toReversed();
      for (const mode of modes) {
        const order = { sections, filter: options.filter, timeMs, column: null, tiny: options.tiny, list: false };
        await runProcess(order, mode, [], (message) => {
          if (message.type === 'loaded') {
            addons[mode] = [...new Set([...(addons[mode] ?? []), ...message.addons])];
            for (const name of message.missing) missing.add(name);
          }
          if (message.type !== 'result') return;
          const { result } = message;
          const key = JSON.stringify([result.name, result.column, mode]);
          const entry = found.get(key) ?? { mode, results: [] };
          entry.results.push(result);
          found.set(key, entry);
          options.say(`round ${round + 1} of ${options.rounds}: ${result.name}, ${result.column}, ${mode}`);
        });
      }
    }
  }
  if (found.size === 0) throw new Error(`no case matches ${options.filter}`);
  const rows = inOrder([...found.values()].map(({ mode, results }) => summarize(mode, results)));
  assertAgreement(
    rows,
    [...found.values()].flatMap(({ results }) => results),
  );
  return { rows, addons, missing: [...missing].sort() };
}

/** Names of the cases that a filter lets through. */
export async function caseNames(filter: string): Promise<readonly string[]> {
  let names: readonly string[] = [];
  const order = { sections: [], filter, timeMs: 0, column: null, tiny: false, list: true };
  await runProcess(order, 'no-addons', [], (message) => {
    if (message.type === 'names') names = message.names;
  });
  return names;
}

/** @param nodeOptions of the measuring process, before its file */
export function runProcess(
  order: MicroOrder,
  mode: Mode,
  nodeOptions: readonly string[],
  onMessage: (message: MicroMessage) => void,
): Promise<void> {
  const execArgv = ['--no-warnings', ...(mode === 'no-addons' ? ['--no-addons'] : []), ...nodeOptions];
  const child = fork(fileURLToPath(new URL('./micro-process.js', import.meta.url)), [JSON.stringify(order)], {
    execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const silence = Math.max(LEAST_SILENCE_MS, order.timeMs * 20);
  const what = `${order.sections.join(', ')} (${mode})`;
  return new Promise((resolve, reject) => {
    let isHung = false;
    const limit = setTimeout(() => {
      isHung = true;
      child.kill('SIGKILL');
    }, silence);
    child.on('message', (message) => {
      limit.refresh();
      onMessage(message as MicroMessage);
    });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(limit);
      if (isHung) reject(new Error(`${what}: silent for ${silence / 1_000} s`));
      else if (code === 0) resolve();
      else reject(new Error(`${what}: ended with ${signal ?? `code ${code}`}`));
    });
  });
}

function summarize(mode: Mode, results: readonly Measured[]): MicroRow {
  const { section, name, column, checksum } = results[0]!;
  const of = (field: (result: Measured) => number): number => median(results.map(field));
  const p50s = results.map(({ p50 }) => p50);
  return {
    section,
    name,
    column,
    mode,
    p50: median(p50s),
    low: Math.min(...p50s),
    high: Math.max(...p50s),
    p99: of(({ p99 }) => p99),
    margin: of(({ margin }) => margin),
    mbPerSecond: of(({ mbPerSecond }) => mbPerSecond),
    gcShare: of(({ gcShare }) => gcShare),
    checksum,
    samples: results.reduce((total, { samples }) => total + samples, 0),
    callsPerSample: Math.max(...results.map(({ callsPerSample }) => callsPerSample)),
    rounds: results.length,
  };
}

/** By section, then in the order in which a process measured them; the modes of a column side by side. */
function inOrder(rows: readonly MicroRow[]): MicroRow[] {
  const names = [...new Set(rows.map(({ name }) => name))];
  const sections = Object.keys(SECTIONS);
  const place = new Map(names.map((name, index) => [name, index]));
  return rows.toSorted(
    (a, b) =>
      sections.indexOf(a.section) - sections.indexOf(b.section) ||
      place.get(a.name)! - place.get(b.name)! ||
      MODES.indexOf(a.mode) - MODES.indexOf(b.mode),
  );
}

/** Seeded inputs give the same bytes in every process. */
function assertAgreement(rows: readonly MicroRow[], results: readonly Measured[]): void {
  const checksums = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  for (const { name, column, checksum } of results)
    if (checksums.get(name) !== checksum)
      throw new Error(`${name}, ${column}: result ${checksum} differs from ${checksums.get(name)}`);
}
