/** The `--offset` grammar of `consume`: where to begin and, after a colon, where to end. */
import { EARLIEST, LATEST } from '../client/list-offsets.ts';
import { UsageError } from './command.ts';

export type OffsetPoint =
  | { readonly kind: 'offset'; readonly offset: number }
  /** From the partition's first offset, or its end; `distance` to be added. */
  | { readonly kind: 'start' | 'end'; readonly distance: number }
  /** The first record at or after this time, ms since 1970. */
  | { readonly kind: 'time'; readonly timestamp: number };

export interface OffsetRange {
  readonly from: OffsetPoint;
  /** Exclusive; null: go on for ever. */
  readonly to: OffsetPoint | null;
}

export const OFFSET_HELP = `
An offset is written as
  start, end        where the partition begins or ends
  1234              an offset
  -10               ten before the end
  +10               ten after the start
  @1735689600000    the first record at or after a time, in ms since 1970,
  @2025-01-01T00:00:00Z, @-1h   as a date, or that long ago (s, m, h, d)
Two with a colon between them, as in start:1000 or @-2h:@-1h, are a range whose end is left out. An offset to begin at
that a partition does not have (any more, or yet) is an error; the other points stay inside the log.`;

/** `now` in ms since 1970. Throws UsageError. */
export function parseOffsetRange(text: string, now: number): OffsetRange {
  const at = separator(text);
  if (at < 0) return { from: parsePoint(text, now), to: null };
  const from = text.slice(0, at);
  const to = text.slice(at + 1);
  const range: OffsetRange = {
    from: from === '' ? { kind: 'start', distance: 0 } : parsePoint(from, now),
    to: to === '' ? { kind: 'end', distance: 0 } : parsePoint(to, now),
  };
  if (endsBeforeItBegins(range)) throw new UsageError(`--offset ${text} ends before it begins`);
  return range;
}

/** As far as that can be told without the log. */
function endsBeforeItBegins({ from, to }: OffsetRange): boolean {
  if (from.kind === 'offset') return to?.kind === 'offset' && to.offset < from.offset;
  if (from.kind === 'time') return to?.kind === 'time' && to.timestamp < from.timestamp;
  return to?.kind === from.kind && to.distance < from.distance;
}

/** The colon between two points, and not one within a time of day. */
function separator(text: string): number {
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    const before = text.slice(0, at);
    const after = text.slice(at + 1);
    const isTimeOfDay = /T\d\d(:\d\d)?$/.test(before) && /^\d\d/.test(after);
    if (!isTimeOfDay) return at;
  }
  return -1;
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function parsePoint(text: string, now: number): OffsetPoint {
  if (text === 'start' || text === 'beginning' || text === 'earliest') return { kind: 'start', distance: 0 };
  if (text === 'end' || text === 'latest') return { kind: 'end', distance: 0 };
  if (/^\d{1,16}$/.test(text)) return { kind: 'offset', offset: Number(text) };
  if (/^-\d{1,16}$/.test(text)) return { kind: 'end', distance: Number(text) };
  if (/^\+\d{1,16}$/.test(text)) return { kind: 'start', distance: Number(text) };
  if (text.startsWith('@')) return { kind: 'time', timestamp: parseTime(text.slice(1), now) };
  throw new UsageError(`--offset does not understand '${text}'`);
}

function parseTime(text: string, now: number): number {
  if (/^\d{1,16}$/.test(text)) return Number(text);
  const ago = /^-(\d{1,9})([smhd])$/.exec(text);
  if (ago !== null) return now - Number(ago[1]) * UNITS[ago[2]!]!;
  const date = Date.parse(text);
  if (Number.isNaN(date)) throw new UsageError(`--offset does not understand the time '${text}'`);
  return date;
}

/** What to ask the broker for a point; null when it is known already. */
export function queryTimestamp(point: OffsetPoint): number | null {
  if (point.kind === 'offset') return null;
  if (point.kind === 'time') return point.timestamp;
  return point.kind === 'start' ? EARLIEST : LATEST;
}

/** `found` is the broker's answer to the query: -1 for a time after the last record. */
export function resolvePoint(point: OffsetPoint, found: number, start: number, end: number): number {
  if (point.kind === 'offset') return point.offset;
  if (point.kind === 'time') return found < 0 ? end : found;
  return Math.min(Math.max(found + point.distance, start), end);
}
