/**
 * `npm run bench`: the micro cases, then produce and consume through whole brokers as a share of the floor. Prints a
 * table, and writes results/<time>.json. See README.md for the options.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compareFiles } from './compare.ts';
import { type EndToEndRow, endToEnd, formatRows } from './load/end-to-end.ts';
import { formatGroupRows, type GroupRow, groupLoads } from './load/groups.ts';
import { KINDS, type Kind } from './load/targets.ts';
import { type Machine, newResultPath, thisMachine } from './machine.ts';
import { type Measured, measure } from './measure.ts';
import { loadedAddons } from './native.ts';

export interface Results extends Machine {
  /** Empty in an honest run without addons. */
  readonly addons: readonly string[];
  readonly micro: readonly Measured[];
  readonly endToEnd: readonly EndToEndRow[];
  readonly groups: readonly GroupRow[];
}

function formatMicro(row: Measured): string {
  const figures = [`${nanoseconds(row.p50)} p50`, `${nanoseconds(row.p99)} p99`];
  if (row.mbPerSecond > 0) figures.push(`${row.mbPerSecond.toFixed(0)} MB/s`);
  figures.push(`±${row.margin.toFixed(1)} %`, `gc ${row.gcShare.toFixed(1)} %`, `check ${row.checksum}`);
  return `${row.name.padEnd(52)} ${row.column.padEnd(6)} ${figures.join('  ')}`;
}

function nanoseconds(value: number): string {
  if (value < 1_000) return `${value.toFixed(1)} ns`;
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} us` : `${(value / 1e6).toFixed(2)} ms`;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      filter: { type: 'string', default: '' },
      time: { type: 'string', default: '500' },
      only: { type: 'string', default: '' },
      targets: { type: 'string', default: 'chronik' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '3' },
      smoke: { type: 'boolean', default: false },
      cold: { type: 'boolean', default: false },
      compare: { type: 'boolean', default: false },
    },
  });
  if (values.compare) {
    const [before, after] = positionals;
    if (before === undefined || after === undefined) throw new Error('--compare A.json B.json');
    console.log(compareFiles(before, after));
    return;
  }
  const micro =
    values.only === 'load' || values.only === 'groups'
      ? []
      : await measure({
          filter: new RegExp(values.filter),
          timeMs: values.smoke ? 5 : Number(values.time),
          tiny: values.smoke,
          onResult: (row) => console.log(formatMicro(row)),
        });
  let loads: EndToEndRow[] = [];
  if (values.only !== 'micro' && values.only !== 'groups' && values.filter === '') {
    const targets = values.targets.split(',').filter((name) => name !== '') as Kind[];
    for (const target of targets)
      if (!KINDS.includes(target)) throw new Error(`--targets ${target}: one of ${KINDS.join(', ')}`);
    loads = await endToEnd({
      rounds: values.smoke ? 1 : Number(values.rounds),
      seconds: values.smoke ? 0.5 : Number(values.seconds),
      targets,
      fillsPageCache: !values.smoke && !values.cold,
      say: (line) => console.error(line),
    });
    console.log(formatRows(loads));
  }
  let groups: GroupRow[] = [];
  if (values.only === 'groups') {
    const size = values.smoke
      ? { rounds: 1, seconds: 0.2, members: 3, crowd: 5, groups: 10 }
      : { rounds: Number(values.rounds), seconds: Number(values.seconds), members: 100, crowd: 500, groups: 5_000 };
    groups = await groupLoads({ ...size, say: (line) => console.error(line) });
    console.log(formatGroupRows(groups));
  }
  if (values.smoke) return;
  const results: Results = {
    ...thisMachine(),
    addons: loadedAddons().map((path) => path.replace(/^.*node_modules\//, '')),
    micro,
    endToEnd: loads,
    groups,
  };
  const file = `${newResultPath()}.json`;
  writeFileSync(file, `${JSON.stringify(results, null, 1)}\n`);
  console.log(
    `addons in this process: ${results.addons.length === 0 ? 'none' : results.addons.join(', ')}\nresults: ${file}`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
