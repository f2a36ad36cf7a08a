import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IndexCadence, maxIndexEntries } from '../../../src/core/log/index-cadence.ts';
import { decodeOffsetIndex, OffsetIndex } from '../../../src/core/log/offset-index.ts';
import { decodeTimeIndex, TimeIndex } from '../../../src/core/log/time-index.ts';
import { decodeTransactionIndex, TransactionIndex } from '../../../src/core/log/transaction-index.ts';

const BASE = 5_000_000_000;
const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 5000 })), {
  maxLength: 200,
});

function offsetIndexOf(pairs: [number, number][]): {
  index: OffsetIndex;
  list: { offset: number; position: number }[];
} {
  const index = new OffsetIndex(BASE, 10_000);
  const list: { offset: number; position: number }[] = [];
  let offset = BASE;
  let position = 0;
  for (const [deltaOffset, deltaPosition] of pairs) {
    offset += deltaOffset;
    position += deltaPosition;
    expect(index.append(offset, position)).toBe(true);
    list.push({ offset, position });
  }
  return { index, list };
}

describe('offset index', () => {
  test('lookup is what a linear search finds', () => {
    fc.assert(
      fc.property(steps, fc.array(fc.integer({ min: -10, max: 100_000 }), { maxLength: 20 }), (pairs, targets) => {
        const { index, list } = offsetIndexOf(pairs);
        for (const target of [...targets, ...list.flatMap(({ offset }) => [offset - BASE, offset - BASE - 1])]) {
          const expected = list.findLast((entry) => entry.offset <= BASE + target);
          const slot = index.lookup(BASE + target);
          expect(slot < 0 ? undefined : index.offsetAt(slot)).toBe(expected?.offset);
          expect(index.positionFor(BASE + target)).toBe(expected?.position ?? 0);
          const after = list.find((entry) => entry.position >= target);
          expect(index.positionAfter(target)).toBe(after?.position ?? -1);
        }
      }),
    );
  });

  test('encode and decode, whole and in part', () => {
    fc.assert(
      fc.property(steps, fc.nat(200), (pairs, from) => {
        const { index, list } = offsetIndexOf(pairs);
        const bytes = index.encode();
        const decoded = decodeOffsetIndex(bytes, BASE, 10_000, 1 << 30) as OffsetIndex;
        expect(decoded.encode()).toEqual(bytes);
        const slot = Math.min(from, list.length);
        expect(index.encode(slot)).toEqual(bytes.slice(slot * 8));
        // A file that was preallocated and never trimmed
        const padded = new Uint8Array(bytes.length + 80);
        padded.set(bytes);
        expect((decodeOffsetIndex(padded, BASE, 10_000, 1 << 30) as OffsetIndex).entries).toBe(list.length);
      }),
    );
  });

  test('bytes as Kafka writes them: relative offset, position', () => {
    const index = new OffsetIndex(100, 10);
    index.append(127, 4158);
    expect(Buffer.from(index.encode()).toString('hex')).toBe('0000001b0000103e');
  });

  test('truncation keeps what lies below', () => {
    fc.assert(
      fc.property(steps, fc.nat(100_000), (pairs, target) => {
        const { index, list } = offsetIndexOf(pairs);
        index.truncateTo(BASE + target);
        expect(index.entries).toBe(list.filter((entry) => entry.offset < BASE + target).length);
      }),
    );
  });

  test('refuses what does not ascend, overflows or finds it full', () => {
    const index = new OffsetIndex(BASE, 2);
    expect(index.append(BASE + 5, 10)).toBe(true);
    expect(index.append(BASE + 5, 20)).toBe(false);
    expect(index.canAppend(BASE + 2 ** 31 - 1)).toBe(true);
    expect(index.canAppend(BASE + 2 ** 31)).toBe(false);
    expect(index.canAppend(BASE - 1)).toBe(false);
    expect(index.append(BASE + 2 ** 31 - 1, 20)).toBe(true);
    expect(index.isFull).toBe(true);
  });

  test.each<[string, string, number, RegExp]>([
    ['a size that is no multiple', '00000001000000', 100, /multiple of 8/],
    ['a negative offset', 'ffffffff00000001', 100, /does not fit/],
    ['a position beyond the log', '0000000100000064', 100, /does not fit a log of 100/],
    ['descending offsets', '00000005000000010000000500000002', 100, /does not ascend/],
    ['descending positions', '00000005000000020000000600000001', 100, /does not fit/],
    ['zeros in the middle', '00000000000000000000000500000002', 100, /more entries follow/],
  ])('%s is no index', (_name, hex, logSize, message) => {
    expect(decodeOffsetIndex(Buffer.from(hex, 'hex'), BASE, 10, logSize)).toMatch(message);
  });
});

describe('time index', () => {
  const times = fc.array(fc.tuple(fc.integer({ min: -5, max: 1000 }), fc.integer({ min: 0, max: 50 })), {
    maxLength: 100,
  });

  test('lookup is what a linear search finds, and only later times are entered', () => {
    fc.assert(
      fc.property(times, fc.array(fc.integer({ min: 0, max: 50_000 }), { maxLength: 20 }), (pairs, targets) => {
        const index = new TimeIndex(BASE, 10_000);
        const list: [number, number][] = [];
        let time = 1_000;
        let offset = BASE;
        for (const [dt, dOffset] of pairs) {
          time += dt;
          offset += dOffset;
          const isLater = list.length === 0 || time > list.at(-1)![0];
          expect(index.maybeAppend(time, offset)).toBe(isLater);
          if (isLater) list.push([time, offset]);
        }
        for (const target of targets) {
          expect(index.offsetFor(target)).toBe(list.findLast(([t]) => t <= target)?.[1] ?? BASE);
        }
        expect((decodeTimeIndex(index.encode(), BASE, 10_000) as TimeIndex).encode()).toEqual(index.encode());
      }),
    );
  });

  test('keeps its last entry for the roll', () => {
    const index = new TimeIndex(0, 3);
    expect([index.maybeAppend(1, 1), index.maybeAppend(2, 2), index.maybeAppend(3, 3)]).toEqual([true, true, false]);
    expect(index.isFull).toBe(true);
    expect(index.maybeAppend(3, 3, true)).toBe(true);
    expect(index.maybeAppend(4, 4, true)).toBe(false);
  });

  test.each([
    ['a cut', '0000000000000001000000', /multiple of 12/],
    ['times that do not ascend', '000000000000000500000001000000000000000500000002', /does not ascend/],
    ['a negative offset', '0000000000000005ffffffff', /negative relative offset/],
  ])('%s is no index', (_name, hex, message) => {
    expect(decodeTimeIndex(Buffer.from(hex, 'hex'), 0, 10)).toMatch(message);
  });
});

describe('cadence', () => {
  test('the batch after more than the interval is indexed, with the latest time so far', () => {
    const offsets = new OffsetIndex(0, maxIndexEntries(80, 8));
    const times = new TimeIndex(0, maxIndexEntries(120, 12));
    const cadence = new IndexCadence(offsets, times, 100);
    // last offset, size, time
    const batches: [number, number, number][] = [
      [0, 100, 50],
      [1, 1, 90],
      [4, 60, 70],
      [5, 50, 60],
      [9, 10, 95],
      [12, 400, 40],
    ];
    let position = 0;
    const indexed: number[] = [];
    for (const [lastOffset, size, time] of batches) {
      if (cadence.onAppend(lastOffset, position, size, time)) indexed.push(lastOffset);
      position += size;
    }
    // 100 is not more than 100; 101 is; then 60 + 50 is.
    expect(indexed).toEqual([4, 9]);
    expect([0, 1].map((slot) => [offsets.offsetAt(slot), offsets.positionAt(slot)])).toEqual([
      [4, 101],
      [9, 211],
    ]);
    expect([times.entries, times.timestampAt(0), times.offsetAt(0)]).toEqual([2, 90, 1]);
    expect([times.timestampAt(1), times.offsetAt(1)]).toEqual([95, 9]);
    cadence.onClose();
    expect(times.entries).toBe(2);
  });

  test('after truncation, the latest time is found again in the batches behind the last entry', () => {
    const offsets = new OffsetIndex(0, 10);
    const times = new TimeIndex(0, 10);
    const before = new IndexCadence(offsets, times, 100);
    before.onAppend(0, 0, 101, 50);
    before.onAppend(1, 101, 60, 70);
    before.onAppend(2, 161, 60, 95);
    times.truncateTo(2);
    const cadence = new IndexCadence(offsets, times, 100);
    expect([cadence.maxTimestamp, cadence.offsetOfMaxTimestamp]).toEqual([70, 1]);
    cadence.observe(1, 70);
    cadence.observe(2, 95);
    cadence.observe(3, 80);
    cadence.onClose();
    expect([times.entries, times.lastTimestamp, times.lastOffset]).toEqual([2, 95, 2]);
  });

  test('closing enters the latest time', () => {
    const times = new TimeIndex(0, 10);
    const cadence = new IndexCadence(new OffsetIndex(0, 10), times, 4096);
    cadence.onAppend(7, 0, 10, 1234);
    cadence.onClose();
    expect([times.entries, times.lastTimestamp, times.lastOffset]).toEqual([1, 1234, 7]);
  });
});

describe('transaction index', () => {
  const txn = (producerId: number, firstOffset: number, lastOffset: number, lastStableOffset: number) => ({
    producerId,
    firstOffset,
    lastOffset,
    lastStableOffset,
  });
  const entries = [txn(1, 0, 10, 2), txn(2, 2, 14, 12), txn(3, 12, 20, 21)];
  const full = () => {
    const index = new TransactionIndex();
    for (const entry of entries) expect(index.append(entry)).toBe(true);
    return index;
  };

  test('collects what overlaps, and says when to stop', () => {
    const collect = (from: number, to: number) => {
      const found: typeof entries = [];
      return [full().collect(from, to, found), found.map((t) => t.producerId)];
    };
    expect(collect(0, 100)).toEqual([false, [1, 2, 3]]);
    expect(collect(0, 12)).toEqual([true, [1, 2]]);
    expect(collect(11, 13)).toEqual([true, [2, 3]]);
    expect(collect(15, 100)).toEqual([false, [3]]);
    expect(collect(0, 1)).toEqual([true, [1]]);
    // Both bounds: the marker counts as part of the range, the upper bound does not.
    expect(collect(20, 30)).toEqual([false, [3]]);
    const late = new TransactionIndex();
    late.append(txn(9, 5, 10, 3));
    const found: typeof entries = [];
    expect([late.collect(0, 5, found), found]).toEqual([false, []]);
  });

  test('34 bytes an entry, there and back', () => {
    const bytes = full().encode();
    expect(Buffer.from(bytes.slice(0, 34)).toString('hex')).toBe(
      `0000${'0000000000000001'}${'0000000000000000'}${'000000000000000a'}${'0000000000000002'}`,
    );
    expect((decodeTransactionIndex(bytes, 0) as TransactionIndex).entries).toEqual(entries);
    expect(full().encode(2)).toEqual(bytes.slice(68));
  });

  test('truncation, order, damage', () => {
    const index = full();
    expect(index.append(txn(4, 0, 20, 21))).toBe(false);
    index.truncateTo(14);
    expect(index.entries).toEqual([entries[0]]);
    const bytes = full().encode();
    expect(decodeTransactionIndex(bytes.slice(1), 0)).toMatch(/multiple of 34/);
    expect(decodeTransactionIndex(bytes, 11)).toMatch(/less than the base offset/);
    bytes[1] = 9;
    expect(decodeTransactionIndex(bytes, 0)).toMatch(/version 9/);
  });
});
