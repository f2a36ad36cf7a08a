/** Where `reset-offsets` moves a group to: exactly one of Kafka's options says it. */
import { type OptionSpec, type ParsedOptions, UsageError } from '../command.ts';

export type ResetStrategy =
  | { readonly kind: 'earliest' | 'latest' | 'current' }
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'shift'; readonly by: number }
  /** The first record at or after it, ms since 1970. */
  | { readonly kind: 'time'; readonly timestamp: number }
  | { readonly kind: 'file'; readonly path: string };

export const STRATEGY_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  'to-earliest': { type: 'boolean', description: 'To the first offset of each partition' },
  'to-latest': { type: 'boolean', description: 'To the end of each partition' },
  'to-current': { type: 'boolean', description: 'To what is committed, or the end where nothing is' },
  'to-offset': { type: 'string', value: 'offset', description: 'To this offset' },
  'shift-by': { type: 'string', value: 'count', description: 'So many records on, or back if negative' },
  'to-datetime': {
    type: 'string',
    value: 'time',
    description: 'To the first record at or after 2026-01-31T12:00:00.000, in UTC unless it says otherwise',
  },
  'by-duration': { type: 'string', value: 'PnDTnHnMnS', description: 'To the first record not older than this' },
  'from-file': { type: 'string', value: 'file', description: 'To what the lines of an exported file say' },
};

/** `now` in ms since 1970. Throws UsageError. */
export function parseStrategy(options: ParsedOptions, now: number): ResetStrategy {
  const names = Object.keys(STRATEGY_OPTIONS);
  const given = names.filter((name) => options.has(name));
  const [name] = given;
  if (name === undefined || given.length > 1) {
    const chosen = given.length > 1 ? `, not ${given.map((each) => `--${each}`).join(' and ')}` : '';
    throw new UsageError(`give one of ${names.map((each) => `--${each}`).join(', ')}${chosen}`);
  }
  const text = options.text(name) ?? '';
  switch (name) {
    case 'to-earliest':
      return { kind: 'earliest' };
    case 'to-latest':
      return { kind: 'latest' };
    case 'to-current':
      return { kind: 'current' };
    case 'to-offset':
      return { kind: 'offset', offset: options.integer(name, 0, 0) };
    case 'shift-by':
      return { kind: 'shift', by: options.integer(name, 0, Number.MIN_SAFE_INTEGER) };
    case 'to-datetime':
      return { kind: 'time', timestamp: parseDateTime(text) };
    case 'by-duration':
      return { kind: 'time', timestamp: now - parseDuration(text) };
    default:
      return { kind: 'file', path: text };
  }
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** ISO 8601, in UTC where no zone is given, whatever the zone of this machine. */
function parseDateTime(text: string): number {
  const zone = DATE_TIME.exec(text)?.[1] ?? '';
  const local = text.slice(0, text.length - zone.length);
  const digits = zone.replace(':', '').padEnd(5, '0');
  const canonical = zone === '' || zone === 'Z' ? 'Z' : `${digits.slice(0, 3)}:${digits.slice(3)}`;
  const time = DATE_TIME.test(text) ? Date.parse(`${local}${canonical}`) : Number.NaN;
  // Date.parse takes 31 February for 3 March.
  const isReal = !Number.isNaN(time) && new Date(Date.parse(`${local}Z`)).toISOString().startsWith(local.slice(0, 10));
  if (!isReal) throw new UsageError(`--to-datetime takes a time as 2026-01-31T12:00:00.000+01:00, not '${text}'`);
  return time;
}

const DURATION = /^P(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:[.,]\d{1,9})?)S)?)?$/i;

/** In milliseconds. */
function parseDuration(text: string): number {
  const match = DURATION.exec(text);
  if (match === null || text.length < 3) {
    throw new UsageError(`--by-duration takes a duration as P7D, PT1H or P1DT2H30M, not '${text}'`);
  }
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number((part ?? '0').replace(',', '.')));
  return Math.round((((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1000);
}
