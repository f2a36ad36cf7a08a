/** Figures for people: three digits, and the unit that makes them so. */

const TIMES: readonly Unit[] = [
  [1, 'ns'],
  [1e3, 'µs'],
  [1e6, 'ms'],
  [1e9, 's'],
];
const SIZES: readonly Unit[] = [
  [1, 'B'],
  [1e3, 'KB'],
  [1e6, 'MB'],
  [1e9, 'GB'],
  [1e12, 'TB'],
];
const COUNTS: readonly Unit[] = [
  [1, ''],
  [1e3, 'k'],
  [1e6, 'M'],
  [1e9, 'G'],
];

type Unit = readonly [size: number, name: string];

export function formatNanoseconds(value: number): string {
  return inUnits(value, TIMES);
}

export function formatMilliseconds(value: number): string {
  return inUnits(value * 1e6, TIMES);
}

/** Decimal units, as disks and networks are sold. */
export function formatBytes(value: number): string {
  return inUnits(value, SIZES);
}

export function formatBytesPerSecond(value: number): string {
  return `${inUnits(value, SIZES)}/s`;
}

export function formatCount(value: number): string {
  return inUnits(value, COUNTS);
}

/** Three significant digits without an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1_000) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return String(Number(value.toPrecision(3)));
}

function inUnits(value: number, units: readonly Unit[]): string {
  if (!Number.isFinite(value)) return '–';
  let [size, name] = units[0]!;
  // 999.6 would be shown as 1000: it belongs to the next unit.
  for (const unit of units) if (Math.abs(value) >= unit[0] * 0.9995) [size, name] = unit;
  const figure = formatNumber(value / size);
  return name === '' ? figure : name.length === 1 && units === COUNTS ? `${figure}${name}` : `${figure} ${name}`;
}
