/**
 * Reads the text tables in tables/: one property per line, columns parted by `|`. Text, because three hundred rows are
 * read and compared by people; strict, because a misspelt column is a programmer error found by the first test.
 *
 *   name | type | default | accepts | update | effect | sentence
 *
 * default: `null` (absent), `''` (empty text) or the value. accepts: `any`, `>=1`, `1..9`, `1..9 or -1`, `one of a b`,
 * `one of any case A B`, `list`, `list, not empty`, `list of a b`, `list of a b, not empty`, `non-empty`, `replica list`,
 * `share offset reset`.
 * effect: `yes`, or the short name of the reason it has none (ignored-reasons.ts); a leading `~` marks internal properties.
 */
import { assert } from '../base/assert.ts';
import { IGNORED_REASONS } from './ignored-reasons.ts';
import type { Constraint, PropertyDefinition, PropertyType, UpdateMode } from './property.ts';

const TYPES: ReadonlySet<string> = new Set([
  'boolean',
  'int',
  'long',
  'short',
  'double',
  'string',
  'list',
  'class',
  'password',
]);
const UPDATE_MODES: ReadonlySet<string> = new Set(['read-only', 'per-broker', 'cluster-wide']);
const COLUMNS = 7;

export function readPropertyTable(table: string): PropertyDefinition[] {
  return table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(readRow);
}

function readRow(line: string): PropertyDefinition {
  const cells = line.split('|').map((cell) => cell.trim());
  assert(cells.length === COLUMNS, `a property row has ${COLUMNS} columns: ${line}`);
  const [name, type, defaultText, accepts, update, effectText, sentence] = cells as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  assert(TYPES.has(type), `unknown type in: ${line}`);
  assert(UPDATE_MODES.has(update), `unknown update mode in: ${line}`);
  const internal = effectText.startsWith('~');
  const effect = internal ? effectText.slice(1) : effectText;
  const reason = effect === 'yes' ? null : IGNORED_REASONS[effect];
  assert(reason !== undefined, `unknown effect in: ${line}`);
  return {
    name,
    type: type as PropertyType,
    defaultValue: defaultText === 'null' ? null : defaultText === "''" ? '' : defaultText,
    constraint: readConstraint(accepts),
    updateMode: update as UpdateMode,
    internal,
    ignoredBecause: reason,
    sentence,
  };
}

function readListConstraint(text: string): Constraint {
  const parts = /^list(?: of (.*?))?(, not empty)?$/.exec(text);
  assert(parts !== null, `unknown constraint: ${text}`);
  return { kind: 'list', values: parts[1]?.split(' ') ?? null, mayBeEmpty: parts[2] === undefined };
}

function readConstraint(text: string): Constraint {
  if (text === 'any') return { kind: 'any' };
  if (text === 'non-empty') return { kind: 'non-empty' };
  if (text === 'replica list') return { kind: 'replica-list' };
  if (text === 'share offset reset') return { kind: 'share-offset-reset' };
  if (text.startsWith('one of any case ')) {
    return { kind: 'one-of', values: text.slice('one of any case '.length).split(' '), ignoreCase: true };
  }
  if (text.startsWith('one of ')) {
    return { kind: 'one-of', values: text.slice('one of '.length).split(' '), ignoreCase: false };
  }
  if (text.startsWith('list')) return readListConstraint(text);
  if (text.startsWith('>=')) return { kind: 'range', min: Number(text.slice(2)), max: null };
  const range = /^(-?[\d.]+?)\.\.([\d.]+)( or -1)?$/.exec(text);
  assert(range !== null, `unknown constraint: ${text}`);
  const bounds = { min: Number(range[1]), max: Number(range[2]) };
  return range[3] === undefined ? { kind: 'range', ...bounds } : { kind: 'range-or-default', ...bounds };
}
