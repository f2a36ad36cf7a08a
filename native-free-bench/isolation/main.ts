/**
 * `npm run bench:isolation`: elections, lateness of raft's ticks and time of metadata commits under load, with raft on its own
 * thread and on the main loop. Prints a table; writes JSON and an HTML page. See README.md for the options.
 */
import { writeFileSync } from 'node:fs';
import { positive, readCommandLine, words } from '../command-line.ts';
import { loadNow, newResultPath, thisMachine } from '../machine.ts';
import { type IsolationRow, isolate, VARIANTS } from './isolate.ts';
import { formatIsolation, type IsolationResults, isolationPage } from './report.ts';

const USAGE = `npm run bench:isolation -- [options]
  --seconds N          under load, 60 by default
  --wedge-seconds N    with every request thread blocked, 5 by default
  --slice-ms N         for how long the busy threads do not come back to their loops, 120 by default
  --variants a,b       of ${Object.keys(VARIANTS).join(', ')}; all by default
  --output FILE        where the results go, without .json and .html`;

const { values } = readCommandLine(USAGE, {
  seconds: { type: 'string', default: '60' },
  'wedge-seconds': { type: 'string', default: '5' },
  'slice-ms': { type: 'string', default: '120' },
  variants: { type: 'string', default: Object.keys(VARIANTS).join(',') },
  output: { type: 'string' },
});
const loadBefore = loadNow();
const startedAt = new Date().toISOString();
const seconds = positive('seconds', values.seconds);
const wedgeSeconds = positive('wedge-seconds', values['wedge-seconds']);
const sliceMs = positive('slice-ms', values['slice-ms']);
const rows: IsolationRow[] = [];
for (const key of words('variants', values.variants, Object.keys(VARIANTS))) {
  rows.push(await isolate(VARIANTS[key]!, { seconds, wedgeSeconds, sliceMs, say: (line) => console.error(line) }));
}
const results: IsolationResults = {
  machine: thisMachine(),
  startedAt,
  loadBefore,
  seconds,
  wedgeSeconds,
  sliceMs,
  rows,
};
console.log(formatIsolation(results));
const path = values.output ?? newResultPath('isolation-');
writeFileSync(`${path}.json`, `${JSON.stringify(results, null, 2)}\n`);
writeFileSync(`${path}.html`, await isolationPage(results));
console.log(`\n${path}.json\n${path}.html`);
