/**
 * `npm run bench:peers`: the same loads on chronik and on Apache Kafka, in alternating rounds on this machine, as paired
 * ratios. See ../README.md for the options.
 */
import { writeFileSync } from 'node:fs';
import { positive, readCommandLine, words } from '../command-line.ts';
import { KINDS, type Kind, whyNot } from '../load/targets.ts';
import { newResultPath, thisMachine } from '../machine.ts';
import { room } from '../room.ts';
import { compare, comparisonPage, formatComparisons } from './report.ts';
import { ROWS, type RowName } from './rows.ts';
import { runPeers } from './run.ts';
import { TOOLS } from './tools.ts';

const PEERS: readonly Kind[] = KINDS.filter((kind) => kind !== 'floor');
const USAGE = `npm run bench:peers -- [options]
  --only a,b       rows, of ${ROWS.join(', ')}; all by default
  --targets a,b    of ${PEERS.join(', ')};
                   chronik, kafka and kafka-flush by default
  --tools a,b      of ${TOOLS.join(', ')}; all by default
  --rounds N       in each of which every target has its turn, 3 by default
  --seconds N      of each load, 8 by default
  --warm-up N      seconds of producing, and as many of consuming, on a fresh broker, 8 by default
  --cold           does not fill the page cache first
What is missing on this machine is skipped by name.`;

const { values } = readCommandLine(USAGE, {
  only: { type: 'string', default: ROWS.join(',') },
  targets: { type: 'string', default: 'chronik,kafka,kafka-flush' },
  tools: { type: 'string', default: TOOLS.join(',') },
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '8' },
  'warm-up': { type: 'string', default: '8' },
  cold: { type: 'boolean', default: false },
});

const say = (line: string): void => console.error(line);
const rows = words<RowName>('only', values.only, ROWS);
const kinds = words<Kind>('targets', values.targets, PEERS).filter((kind) => {
  const reason = whyNot(kind);
  if (reason !== null) say(`SKIPPED ${kind}: ${reason}`);
  return reason === null;
});
const figures = await runPeers({
  kinds,
  rows,
  tools: words('tools', values.tools, TOOLS),
  rounds: positive('rounds', values.rounds),
  seconds: positive('seconds', values.seconds),
  warmUpSeconds: positive('warm-up', values['warm-up']),
  fillsPageCache: !values.cold,
  say,
});
const comparisons = compare(figures, rows);
console.log(formatComparisons(comparisons, kinds));
if (figures.length > 0) {
  const path = newResultPath('peers-');
  const data = { ...thisMachine(), options: values, comparisons, figures };
  writeFileSync(`${path}.json`, `${JSON.stringify(data, null, 1)}\n`);
  const tools = {
    ...(await room<typeof import('../../src/core/report/page.ts')>('core/report/page.ts')),
    ...(await room<typeof import('../../src/core/report/bars.ts')>('core/report/bars.ts')),
    ...(await room<typeof import('../../src/core/report/table.ts')>('core/report/table.ts')),
    ...(await room<typeof import('../../src/core/report/html.ts')>('core/report/html.ts')),
  };
  const facts = Object.entries({ ...thisMachine(), rounds: values.rounds, seconds: values.seconds }).map(
    ([name, value]) => [name, String(value)] as const,
  );
  writeFileSync(`${path}.html`, comparisonPage(tools, comparisons, kinds, facts, data));
  console.log(`\nresults: ${path}.json and .html`);
}
