/**
 * `npm run bench:profile -- CASE`: each matching case by itself, every column in a process of its own, so that code sees
 * only the shapes of that case; a CPU profile per thread in results/profile/, and which thread is the limit.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCommandLine, refuse } from './command-line.ts';
import { COLUMNS, type Column, SECTIONS } from './corpus.ts';
import type { Measured } from './measure.ts';
import { caseNames, type MicroOrder, MODES, type Mode, runProcess, type TimeWindow } from './micro.ts';
import { limitOf, percent, type ThreadReport } from './profile/cpu-profile.ts';
import { readThreads } from './profile/read-profiles.ts';
import { room } from './room.ts';

const USAGE = `npm run bench:profile -- CASE [MILLISECONDS] [--mode ${MODES.join('|')}] [--column ${COLUMNS.join('|')}]`;
/** Shorter than V8's own 1 ms: a case of a second shall have thousands of samples. */
const INTERVAL_US = 250;

const { values, positionals } = readCommandLine(
  USAGE,
  { mode: { type: 'string', default: 'node' }, column: { type: 'string', default: '' } },
  true,
);
const [wanted, time = '3000'] = positionals;
const mode = MODES.find((known) => known === values.mode);
const column = COLUMNS.find((known) => known === values.column) ?? null;
if (wanted === undefined || !(Number(time) > 0) || mode === undefined || (values.column !== '' && column === null)) {
  refuse(USAGE);
}
const root = fileURLToPath(new URL('../../native-free-bench/results/profile/', import.meta.url));

const names = await matching(wanted);
if (names.length === 0) {
  console.error(`no case matches ${wanted}`);
  process.exit(1);
}
for (const name of names)
  for (const each of column === null ? await columnsOf(name, mode) : [column])
    await profileOne(name, each, mode, Number(time));

/** The one of exactly this name, else all that match it as a regular expression. */
async function matching(text: string): Promise<readonly string[]> {
  const all = await caseNames('');
  return all.includes(text) ? [text] : await caseNames(text);
}

function orderOf(name: string, only: Column | null, timeMs: number): MicroOrder {
  const filter = `^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
  return { sections: Object.keys(SECTIONS), filter, timeMs, column: only, tiny: false, list: false };
}

/** Known only once the case is open. */
async function columnsOf(name: string, under: Mode): Promise<Column[]> {
  const found: Column[] = [];
  await runProcess(orderOf(name, null, 1), under, [], (message) => {
    if (message.type === 'result') found.push(message.result.column);
  });
  return found;
}

async function profileOne(name: string, only: Column, under: Mode, timeMs: number): Promise<void> {
  const folder = join(root, `${name.replace(/[^a-z0-9]+/gi, '-')}-${only}-${under}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  process.env['BENCH_PROFILE_FOLDER'] = folder;
  const hook = new URL('./profile/name-thread.js', import.meta.url).href;
  const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${INTERVAL_US}`, '--import', hook];
  let measured: { result: Measured; window: TimeWindow } | null = null;
  await runProcess(orderOf(name, only, timeMs), under, flags, (message) => {
    if (message.type === 'result') measured = message;
  });
  if (measured === null) {
    console.log(`${name}: has no column ${only} under ${under}`);
    return;
  }
  await print(measured, under, folder);
}

async function print(
  { result, window }: { result: Measured; window: TimeWindow },
  under: Mode,
  folder: string,
): Promise<void> {
  const { formatNanoseconds } = await room<typeof import('../src/core/report/units.ts')>('core/report/units.ts');
  const threads = readThreads(folder, window);
  const figures = `${formatNanoseconds(result.p50)} p50, ${formatNanoseconds(result.p99)} p99`;
  console.log(`\n${result.name} [${result.column}, ${under}]: ${figures}, profiler included`);
  const width = Math.max(...threads.map(({ name }) => name.length));
  for (const thread of threads) console.log(`  ${threadLine(thread, width)}`);
  console.log(`  ${limitOf(threads)}\n  ${folder}`);
}

function threadLine({ name, running, gc, files, waiting, top }: ThreadReport, width: number): string {
  const shares = `running ${percent(running)}, files ${percent(files)}, gc ${percent(gc)}, waiting ${percent(waiting)}`;
  const functions = top.map((each) => `${each.name} ${percent(each.share)}`).join(', ');
  return `${name.padEnd(width)}  ${shares}${functions === '' ? '' : `\n    ${functions}`}`;
}
