/** The options of `chronik bench`: what they come to, and the sentence for those that cannot be. */
import { describe, expect, test } from 'vitest';
import { benchSettings } from '../../../src/cli/bench/settings.ts';
import { ParsedOptions } from '../../../src/cli/command.ts';

function settings(mode: string, options: Record<string, string> = {}) {
  return benchSettings(mode, new ParsedOptions(options));
}

describe('chronik bench', () => {
  test('defaults', () => {
    expect(settings('produce')).toMatchObject({
      topic: null,
      partitions: 6,
      ratePerSecond: null,
      recordBytes: 1_000,
      recordsPerBatch: 65,
      acks: -1,
      codec: 'none',
      connections: 1,
      inFlight: 5,
      keyDistribution: 'none',
      durationMs: 10_000,
      warmUpMs: 2_000,
    });
  });

  test('end to end sends one record at a time, unless there is a rate', () => {
    expect(settings('end-to-end')).toMatchObject({ recordsPerBatch: 1, inFlight: 1 });
    expect(settings('end-to-end', { rate: '2MB/s', size: '500' })).toMatchObject({
      ratePerSecond: 4_000,
      recordsPerBatch: 131,
      inFlight: 5,
    });
  });

  test('a batch holds at least one record', () => {
    expect(settings('produce', { size: '2MB', 'batch-bytes': '1000' }).recordsPerBatch).toBe(1);
  });

  test.each([
    ['delete', {}, 'produce, consume, end-to-end'],
    ['produce', { rate: 'fast' }, '--rate'],
    ['produce', { rate: '0' }, '--rate'],
    ['consume', { rate: '5000' }, '--rate is for producing'],
    ['produce', { size: '0' }, '--size'],
    ['produce', { size: '1.5' }, '--size'],
    ['produce', { acks: '2' }, '--acks'],
    ['produce', { codec: 'rar' }, '--codec'],
    ['produce', { partitions: '0' }, '--partitions'],
    ['produce', { connections: 'many' }, '--connections'],
    ['produce', { duration: '0' }, '--duration'],
    ['produce', { 'key-distribution': 'normal' }, '--key-distribution'],
    ['produce', { 'replication-factor': '0' }, '--replication-factor'],
  ])('%s %j is refused', (mode, options, words) => {
    expect(() => settings(mode, options as Record<string, string>)).toThrow(words);
  });
});
