/**
 * `npm run bench`: the micro cases in both modes, then produce and consume through whole brokers as a share of the floor.
 * Prints tables, and writes results/<time>.json and .html. See README.md for the options.
 */
import { writeFileSync } from 'node:fs';
import { positive, readCommandLine, refuse, words } from './command-line.ts';
import { compare, formatComparison, readResults } from './compare.ts';
import { formatMicro } from './format.ts';
import { type EndToEndRow, endToEnd, formatRows } from './load/end-to-end.ts';
import { formatGroupRows, type GroupRow, groupLoads } from './load/groups.ts';
import { KINDS, type Kind } from './load/targets.ts';
import { loadNow, newResultPath, thisMachine } from './machine.ts';
import { type MicroResults, MODES, type Mode, runMicro } from './micro.ts';
import { resultsPage } from './report/results-page.ts';
import { doubtOf, type Results } from './results.ts';

const PARTS = ['micro', 'load', 'groups'] as const;

const USAGE = `npm run bench -- [options]
  --only PART          ${PARTS.join(', ')}; by default the micro cases and the loads
  --filter TEXT        the cases whose names contain it, and no loads
  --modes a,b          of ${MODES.join(', ')}; all by default
  --time MS            of each case, 600 by default
  --targets a,b        of the loads: ${KINDS.join(', ')}; chronik and chronik-no-addons by default
  --rounds N           3 by default
  --seconds N          of each load, 3 by default
  --fill-page-cache    first, so that nobody is measured by the first use of memory
  --smoke              everything, tiny: does it run at all
  --output FILE        where the results go, without .json and .html
  --compare A B        the differences of two results, with their noise`;

const { values, positionals } = readCommandLine(
  USAGE,
  {
    filter: { type: 'string', default: '' },
    time: { type: 'string', default: '600' },
    modes: { type: 'string', default: MODES.join(',') },
    only: { type: 'string', default: '' },
    targets: { type: 'string', default: 'chronik,chronik-no-addons' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    smoke: { type: 'boolean', default: false },
    'fill-page-cache': { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    output: { type: 'string', default: '' },
  },
  true,
);

const rounds = positive('rounds', values.rounds);
const seconds = positive('seconds', values.seconds);
const say = (line: string): void => console.error(line);

async function micro(modes: readonly Mode[]): Promise<MicroResults> {
  const timeMs = values.smoke ? 5 : positive('time', values.time);
  const { filter, smoke: tiny } = values;
  const found = await runMicro({ filter, timeMs, rounds: tiny ? 1 : rounds, modes, tiny, say });
  console.log(await formatMicro(found.rows));
  for (const mode of modes) {
    const addons = found.addons[mode] ?? [];
    console.log(`addons in ${mode}: ${addons.length === 0 ? 'none' : addons.join(', ')}`);
  }
  for (const name of found.missing) console.log(`SKIPPED the column of ${name}: not installed (README.md says how)`);
  return found;
}

async function loads(targets: readonly Kind[]): Promise<EndToEndRow[]> {
  const found = await endToEnd({
    rounds: values.smoke ? 1 : rounds,
    seconds: values.smoke ? 0.5 : seconds,
    targets,
    fillsPageCache: values['fill-page-cache'],
    say,
  });
  console.log(formatRows(found));
  return found;
}

async function groups(): Promise<GroupRow[]> {
  const size = values.smoke
    ? { rounds: 1, seconds: 0.2, members: 3, crowd: 5, groups: 10 }
    : { rounds, seconds, members: 100, crowd: 500, groups: 5_000 };
  const found = await groupLoads({ ...size, say });
  console.log(formatGroupRows(found));
  return found;
}

async function measureAll(): Promise<Results> {
  const [only] = words('only', values.only, PARTS);
  const modes = words('modes', values.modes, MODES);
  const targets = words('targets', values.targets, KINDS);
  const startedAt = new Date().toISOString();
  const loadBefore = loadNow();
  const found = only === undefined || only === 'micro' ? await micro(modes) : { rows: [], addons: {}, missing: [] };
  // A filter asks for some cases, not for brokers as well.
  const endToEndRows = only === 'load' || (only === undefined && values.filter === '') ? await loads(targets) : [];
  return {
    version: 2,
    startedAt,
    machine: thisMachine(),
    loadBefore,
    addons: found.addons,
    missing: found.missing,
    micro: found.rows,
    endToEnd: endToEndRows,
    groups: only === 'groups' ? await groups() : [],
    loadAfter: loadNow(),
  };
}

if (values.compare) {
  const [before, after] = positionals;
  if (before === undefined || after === undefined) refuse('--compare takes two results: A.json B.json');
  console.log(await formatComparison(compare(readResults(before), readResults(after))));
} else {
  const results = await measureAll();
  const doubt = doubtOf(results);
  if (doubt !== null) console.log(doubt);
  if (!values.smoke || values.output !== '') {
    const path = values.output === '' ? newResultPath() : values.output.replace(/\.(json|html)$/, '');
    writeFileSync(`${path}.json`, `${JSON.stringify(results, null, 1)}\n`);
    writeFileSync(`${path}.html`, await resultsPage(results));
    console.log(`results: ${path}.json\nplots:   ${path}.html`);
  }
}
