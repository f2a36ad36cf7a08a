import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RecoveryLimits, RecoveryScan, scanSegment } from '../../../src/core/log/recovery-scan.ts';
import { batchViewOf, build, concat, text, viewOf } from '../records/batches.ts';

const limits: RecoveryLimits = { maxBatchBytes: 1 << 20, baseOffset: 1000, maxRelativeOffset: 2 ** 31 - 1 };

function segment(...sizes: number[]): { bytes: Uint8Array; starts: number[]; end: number } {
  const starts: number[] = [];
  let offset = limits.baseOffset;
  let position = 0;
  const parts = sizes.map((size) => {
    const batch = build([{ value: new Uint8Array(size).fill(size) }, { value: text('x') }], { baseOffset: offset });
    starts.push(position);
    position += batch.length;
    offset += 2;
    return batch;
  });
  return { bytes: concat(...parts), starts, end: offset };
}

function scan(bytes: Uint8Array) {
  const seen: [number, number][] = [];
  const result = scanSegment(bytes, limits, (batch, position) => seen.push([batch.baseOffset, position]));
  return { position: result.position, nextOffset: result.nextOffset, verdict: result.verdict(), seen };
}

const sizes = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 8 });

test('a sound segment is sound to its end', () => {
  fc.assert(
    fc.property(sizes, (list) => {
      const { bytes, starts, end } = segment(...list);
      const result = scan(bytes);
      expect(result.verdict).toEqual({ kind: 'sound' });
      expect(result.position).toBe(bytes.length);
      expect(result.nextOffset).toBe(end);
      expect(result.seen).toEqual(starts.map((start, index) => [1000 + index * 2, start]));
    }),
  );
  expect(scan(new Uint8Array(0)).verdict).toEqual({ kind: 'sound' });
});

test('any cut is a torn tail at the last whole batch', () => {
  const { bytes, starts } = segment(30, 0, 200);
  for (let end = 0; end < bytes.length; end++) {
    const result = scan(bytes.slice(0, end));
    const whole = [...starts, bytes.length].findLast((start) => start <= end)!;
    expect(result.position).toBe(whole);
    expect(result.verdict.kind).toBe(end === whole ? 'sound' : 'torn tail');
  }
});

test('zeros or noise after the last batch are a torn tail', () => {
  fc.assert(
    fc.property(sizes, fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.boolean(), (list, noise, zero) => {
      const { bytes } = segment(...list);
      const result = scan(concat(bytes, zero ? noise.fill(0) : noise));
      expect(result.position).toBe(bytes.length);
      expect(result.verdict.kind).toBe('torn tail');
    }),
  );
});

test('damage before the last batch is corruption, with the place where sense returns', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 2, maxLength: 6 }),
      fc.nat(1e6),
      fc.nat(1e6),
      fc.integer({ min: 1, max: 255 }),
      (list, which, where, xor) => {
        const { bytes, starts } = segment(...list);
        const damaged = which % (starts.length - 1);
        const size = starts[damaged + 1]! - starts[damaged]!;
        const at = where % size;
        fc.pre(at < 12 || at >= 16); // the leader epoch is not covered by anything
        bytes[starts[damaged]! + at]! ^= xor;
        const result = scan(bytes);
        // A base offset that moved up is still in order for this batch; then the next one is not.
        if (at < 8 && result.position !== starts[damaged]) {
          expect(result.position).toBe(starts[damaged + 1]);
          return;
        }
        expect(result.position).toBe(starts[damaged]);
        expect(result.verdict).toMatchObject({
          kind: 'corruption',
          nextPosition: starts[damaged + 1],
          nextOffset: 1000 + (damaged + 1) * 2,
        });
      },
    ),
    { numRuns: 300 },
  );
});

test('damage in the last batch is a torn tail', () => {
  const { bytes, starts } = segment(10, 20);
  bytes[bytes.length - 1]! ^= 1;
  const result = scan(bytes);
  expect(result.position).toBe(starts[1]);
  expect(result.verdict).toMatchObject({ kind: 'torn tail', reason: expect.stringMatching(/checksum/) });
});

test('valid batches of an older life of the file do not count as following', () => {
  const { bytes } = segment(10, 20, 30);
  const stale = build([{ value: text('stale') }], { baseOffset: 1001 });
  const result = scan(concat(bytes, new Uint8Array(9), stale));
  expect(result.verdict.kind).toBe('torn tail');
});

test.each<[string, (view: DataView) => void, RegExp]>([
  ['a length that is too small', (v) => v.setInt32(8, 20), /too small/],
  ['a negative length', (v) => v.setInt32(8, -5), /too small/],
  ['a length beyond any batch', (v) => v.setInt32(8, 2 ** 31 - 1), /too large/],
  ['an old magic', (v) => v.setInt8(16, 1), /magic is 1/],
  ['an offset that goes back', (v) => v.setInt32(4, 5), /is below/],
])('%s is named', (_name, change, message) => {
  const { bytes } = segment(10);
  change(viewOf(bytes));
  const { verdict } = scan(bytes);
  expect(verdict).toMatchObject({ kind: 'torn tail', reason: expect.stringMatching(message) });
});

test('offsets beyond the segment are damage, though the checksum fits', () => {
  const { bytes } = segment(10);
  const far = build([{}], { baseOffset: 1000 + 2 ** 31 });
  expect(batchViewOf(far).isValid).toBe(true);
  expect(scan(concat(bytes, far)).verdict).toMatchObject({ reason: expect.stringMatching(/do not fit the segment/) });
});

describe('piece by piece', () => {
  test('gives what the whole gives, whatever the pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 6 }),
        fc.option(fc.nat(2000), { nil: null }),
        fc.integer({ min: 400, max: 900 }),
        fc.uint8Array({ maxLength: 100 }),
        (list, flip, pieceSize, tail) => {
          const bytes = concat(segment(...list).bytes, tail);
          if (flip !== null && flip < bytes.length) bytes[flip]! ^= 0x55;
          const small = { ...limits, maxBatchBytes: 400 };
          const whole = scanSegment(bytes, small, () => {});
          const seen: number[] = [];
          const pieces = new RecoveryScan(small, 0, 1000, (batch) => seen.push(batch.baseOffset));
          for (let turns = 0; ; turns++) {
            expect(turns).toBeLessThan(1000);
            const from = pieces.neededFrom;
            const piece = bytes.slice(from, from + pieceSize);
            const isLast = from + piece.length === bytes.length;
            const moved = pieces.advance(piece, viewOf(piece), 0, piece.length, isLast);
            if (isLast || pieces.isDone) break;
            expect(moved).toBe(true);
          }
          expect(pieces.position).toBe(whole.position);
          expect(pieces.nextOffset).toBe(whole.nextOffset);
          expect(pieces.verdict()).toEqual(whole.verdict());
        },
      ),
      { numRuns: 300 },
    );
  });
});
