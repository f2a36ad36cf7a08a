/** What the instrument refuses to time, and what it says of what it timed. */
import { expect, test } from 'vitest';
import type { Case, Columns, Run } from '../../native-free-bench/corpus.ts';
import { type Measured, measureCase } from '../../native-free-bench/measure.ts';

const options = { filter: /./, column: null, timeMs: 20, sections: [], onBegin: () => {} };

async function measured(columns: Columns, sizes: Partial<Case> = {}, tiny = true): Promise<Measured[]> {
  const found: Measured[] = [];
  const one: Case = { name: 'case', bytes: 0, batch: 1, ...sizes, columns };
  await measureCase('bytes', one, { ...options, tiny, onResult: (result) => void found.push(result) });
  return found;
}

const giving = (bytes: readonly number[]) => ({ run: () => bytes.length, result: () => new Uint8Array(bytes) });

/** Keeps the thread for so long. */
function spin(ms: number): number {
  for (const until = performance.now() + ms; performance.now() < until; );
  return 1;
}

test('columns that give different bytes are not timed', async () => {
  await expect(measured({ native: giving([1, 2, 3]), js: giving([1, 2, 4]) })).rejects.toThrow(
    'case: native and js do not give the same bytes',
  );
  const rows = await measured({ native: giving([1, 2, 3]), js: giving([1, 2, 3]) });
  // CRC-32C of 01 02 03, by another implementation.
  expect(rows.map(({ column, checksum }) => [column, checksum])).toEqual([
    ['native', 'f130f21e'],
    ['js', 'f130f21e'],
  ]);
});

test('a column that gives another result under load is no result', async () => {
  // Once for its bytes, once for what is expected from then on.
  let calls = 0;
  const wearsOut: Run = () => (++calls <= 2 ? 1 : 2);
  await expect(measured({ js: wearsOut })).rejects.toThrow('case, js: gave 1 at first, and 2 under load');
  let waits = 0;
  const asynchronous: Run = async () => (++waits <= 2 ? 1 : 2);
  await expect(measured({ js: asynchronous })).rejects.toThrow('case, js: gave 1 at first, and 2 under load');
});

test('what fails under load fails the run, and what was opened is closed', async () => {
  let calls = 0;
  let isClosed = false;
  const fails: Run = () => {
    if (++calls > 2) throw new Error('worn out');
    return 1;
  };
  const close = (): void => {
    isClosed = true;
  };
  await expect(measured({ js: fails }, { close })).rejects.toThrow('worn out');
  expect(isClosed).toBe(true);
});

test('figures are of one operation, whatever is done in a call and however many calls make a sample', async () => {
  const took: number[] = [];
  const timed: Run = () => {
    const began = performance.now();
    spin(2);
    took.push(performance.now() - began);
    return 1;
  };
  const [slow] = await measured({ js: timed }, { batch: 4, bytes: 1_000_000 });
  expect(slow!.callsPerSample).toBe(1);
  expect(slow!.p50).toBeGreaterThanOrEqual((Math.min(...took) / 4) * 1e6);
  expect(slow!.p50).toBeLessThanOrEqual((Math.max(...took) / 4 + 1) * 1e6);
  // A megabyte in the four operations of one call.
  expect(slow!.mbPerSecond).toBeCloseTo(1e9 / (slow!.p50 * 4), 3);

  const [fast] = await measured({ js: () => spin(0.001) }, { bytes: 1_000 });
  expect(fast!.callsPerSample).toBeGreaterThan(1);
  expect(fast!.p50).toBeGreaterThanOrEqual(1_000);
  expect(fast!.mbPerSecond).toBeCloseTo(1e6 / fast!.p50, 3);
});

test('the garbage of a case is in its figures', async () => {
  let kept: unknown[] = [];
  const litters: Run = () => {
    kept = Array.from({ length: 200_000 }, (_, n) => ({ n }));
    return kept.length;
  };
  // Not tiny: ten calls at least.
  const [row] = await measured({ js: litters }, {}, false);
  // Megabytes a call: however few calls there was time for, some collection was among them.
  expect(row!.gcShare).toBeGreaterThan(0);
  expect(row!.gcShare).toBeLessThan(100);
});
