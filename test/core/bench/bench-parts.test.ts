/** Rates as people write them, keys by their distribution, batches counted by headers, and what a report counts. */
import { describe, expect, test } from 'vitest';
import { benchReport, missingOf } from '../../../src/core/bench/bench-report.ts';
import { KeyChoice } from '../../../src/core/bench/partition-choice.ts';
import { parseBytes, parseRate } from '../../../src/core/bench/rate.ts';
import { RunRecord } from '../../../src/core/bench/run-record.ts';
import { scanBatches } from '../../../src/core/bench/scan-batches.ts';
import { BatchBuilder } from '../../../src/core/records/batch-builder.ts';

test('amounts', () => {
  expect(['64KB', '1000', '1.5M', '2GB', '7b'].map(parseBytes)).toEqual([64_000, 1_000, 1_500_000, 2e9, 7]);
  expect(['', '0', '-1', '64 parsecs', '1e3', 'KB'].map(parseBytes)).toEqual([null, null, null, null, null, null]);
  expect(['5000', '5K/s', '20MB/s', '20MB', '2.5/s'].map((text) => parseRate(text, 1_000))).toEqual([
    5_000, 5_000, 20_000, 20_000, 2.5,
  ]);
  expect(['fast', '/s', '0/s', 'MB/s'].map((text) => parseRate(text, 1_000))).toEqual([null, null, null, null]);
});

describe('keys', () => {
  function evenly(): () => number {
    let turn = 0;
    return () => (turn++ % 10_000) / 10_000;
  }
  function counts(choice: KeyChoice, keys: number): number[] {
    const found = new Array<number>(keys).fill(0);
    for (let turn = 0; turn < 10_000; turn++) found[choice.nextKey()]!++;
    return found;
  }

  test('uniform: each as often as any other', () => {
    expect(counts(new KeyChoice('uniform', 10, (key) => key, evenly()), 10)).toEqual(new Array(10).fill(1_000));
  });

  test('zipf: the n-th 1/n^0.99 as often as the first', () => {
    const found = counts(new KeyChoice('zipf', 10, (key) => key, evenly()), 10);
    for (let key = 1; key < 10; key++) expect(found[0]! / found[key]!).toBeCloseTo((key + 1) ** 0.99, 1);
  });

  test('lead to the partitions that the hash gives them', () => {
    const choice = new KeyChoice(
      'uniform',
      10,
      (key) => key % 3,
      () => 0.999,
    );
    expect(choice.nextKey()).toBe(9);
    expect(choice.partitionOf(9)).toBe(0);
    expect([0, 1, 2, 3].map((partition) => choice.keysOf(partition))).toEqual([[0, 3, 6, 9], [1, 4, 7], [2, 5, 8], []]);
  });
});

describe('scan', () => {
  function batch(baseOffset: number, records: number): Uint8Array {
    const builder = new BatchBuilder({ baseOffset });
    for (let n = 0; n < records; n++) builder.append(1_000, null, new Uint8Array(20));
    return builder.build()!;
  }
  function scan(bytes: Uint8Array, from: number) {
    const found: [number, number][] = [];
    const next = scanBatches(bytes, from, ({ baseOffset, recordCount }) => found.push([baseOffset, recordCount]));
    return { found, next };
  }

  test('counts whole batches and leaves out the one that is cut short', () => {
    const bytes = Buffer.concat([batch(5, 3), batch(8, 1), batch(9, 4)]);
    expect(scan(bytes, 5)).toEqual({
      found: [
        [5, 3],
        [8, 1],
        [9, 4],
      ],
      next: 13,
    });
    expect(scan(bytes.subarray(0, bytes.length - 1), 5)).toEqual({
      found: [
        [5, 3],
        [8, 1],
      ],
      next: 9,
    });
    expect(scan(bytes.subarray(0, 60), 5)).toEqual({ found: [], next: 5 });
  });

  test('knows bytes that are no batches', () => {
    const bytes = Buffer.from(batch(0, 2));
    bytes[16] = 1;
    expect(scan(bytes, 0).next).toBeNull();
    expect(scan(Buffer.alloc(100), 0).next).toBeNull();
  });
});

test('what was acknowledged and could not be read is not counted', () => {
  const run = new RunRecord(0, 2_000);
  run.done(1_000, 100, 1_000);
  run.took(500, 502);
  const counts = { sent: 120, acknowledged: 110, readBack: 90, notSent: 0, failed: { NOT_LEADER_OR_FOLLOWER: 10 } };
  expect(missingOf(counts)).toBe(20);
  const report = benchReport(run, { mode: 'produce', settings: {}, counts, of: 'records', from: 'intended' });
  expect([report.records, report.bytes, report.recordsPerSecond]).toEqual([80, 800, 40]);
  expect(report.latency).toMatchObject({ count: 1, max: 2, mean: 2 });
  expect(missingOf({ ...counts, readBack: 111 })).toBe(0);
});
