/**
 * `npm run bench:peers`: the same loads on chronik and on Apache Kafka, in alternating rounds on this machine, as paired
 * ratios. See ../README.md for the options.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { KINDS, type Kind, whyNot } from '../load/targets.ts';
import { newResultPath, thisMachine } from '../machine.ts';
import { room } from '../room.ts';
import { compare, comparisonPage, formatComparisons } from './report.ts';
import { ROWS, type RowName } from './rows.ts';
import { runPeers } from './run.ts';
import { TOOLS } from './tools.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: ROWS.join(',') },
    targets: { type: 'string', default: 'chronik,kafka,kafka-flush' },
    tools: { type: 'string', default: TOOLS.join(',') },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '8' },
    'warm-up': { type: 'string', default: '8' },
    cold: { type: 'boolean', default: false },
  },
});

function list<Word extends string>(option: string, text: string, words: readonly Word[]): Word[] {
  const found = text.split(',').filter((word) => word !== '');
  for (const word of found)
    if (!words.includes(word as Word)) throw new Error(`--${option} ${word}: one of ${words.join(', ')}`);
  return found as Word[];
}

function amount(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${option} takes a number above 0, not '${text}'`);
  return number;
}

const say = (line: string): void => console.error(line);
const rows = list<RowName>('only', values.only, ROWS);
const peers: readonly Kind[] = KINDS.filter((kind) => kind !== 'floor');
const kinds = list<Kind>('targets', values.targets, peers).filter((kind) => {
  const reason = whyNot(kind);
  if (reason !== null) say(`SKIPPED ${kind}: ${reason}`);
  return reason === null;
});
const figures = await runPeers({
  kinds,
  rows,
  tools: list('tools', values.tools, TOOLS),
  rounds: amount('rounds', values.rounds),
  seconds: amount('seconds', values.seconds),
  warmUpSeconds: amount('warm-up', values['warm-up']),
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
