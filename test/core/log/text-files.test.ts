import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatOffsetCheckpoint, parseOffsetCheckpoint } from '../../../src/core/log/checkpoint-format.ts';
import { LeaderEpochs, parseLeaderEpochs } from '../../../src/core/log/leader-epochs.ts';
import { formatPartitionMetadata, parsePartitionMetadata } from '../../../src/core/log/partition-metadata.ts';
import {
  parsePartitionDirectory,
  parseSegmentFileName,
  partitionDirectoryName,
  retiredDirectoryName,
  segmentFileName,
} from '../../../src/core/log/segment-names.ts';

const topicName = fc.stringMatching(/^[a-zA-Z0-9._-]{1,60}$/);

describe('offset checkpoints', () => {
  test('there and back', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ topic: topicName, partition: fc.nat(2 ** 31 - 1), offset: fc.nat(Number.MAX_SAFE_INTEGER) }),
        ),
        (entries) => {
          expect(parseOffsetCheckpoint(formatOffsetCheckpoint(entries))).toEqual(entries);
        },
      ),
    );
  });
  test('as Kafka writes it', () => {
    expect(formatOffsetCheckpoint([{ topic: 'orders', partition: 2, offset: 12 }])).toBe('0\n1\norders 2 12\n');
    expect(parseOffsetCheckpoint('0\n0\n')).toEqual([]);
  });
  test.each([
    ['nothing', ''],
    ['an unknown version', '1\n0\n'],
    ['no count', '0\n'],
    ['a negative count', '0\n-1\n'],
    ['a row too few', '0\n2\na 0 1\n'],
    ['a row too many', '0\n1\na 0 1\nb 0 1\n'],
    ['a huge count', '0\n9999999999\na 0 1\n'],
    ['a column too few', '0\n1\na 0\n'],
    ['a column too many', '0\n1\na 0 1 2\n'],
    ['a word for a number', '0\n1\na 0 x\n'],
    ['a number that is not exact', '0\n1\na 0 99999999999999999\n'],
    ['a negative partition', '0\n1\na -1 5\n'],
    ['a torn last line', '0\n1\na 0'],
    ['zeros', '\0\0\0\0\0\0'],
  ])('%s is refused', (_name, text) => {
    expect(typeof parseOffsetCheckpoint(text)).toBe('string');
  });
});

describe('leader epochs', () => {
  const cache = (...pairs: [number, number][]) => {
    const epochs = new LeaderEpochs();
    for (const [epoch, start] of pairs) epochs.assign(epoch, start);
    return epochs;
  };
  const pairs = (epochs: LeaderEpochs) => epochs.entries.map((e) => [e.epoch, e.startOffset]);

  test('the end of an epoch is where the next known one begins', () => {
    const epochs = cache([2, 5], [3, 9], [6, 20]);
    const end = (epoch: number) => Object.values(epochs.endOffsetFor(epoch, 33));
    expect(end(-1)).toEqual([-1, -1]);
    expect(end(1)).toEqual([1, 5]);
    expect(end(2)).toEqual([2, 9]);
    expect(end(3)).toEqual([3, 20]);
    expect(end(4)).toEqual([3, 20]);
    expect(end(5)).toEqual([3, 20]);
    expect(end(6)).toEqual([6, 33]);
    expect(end(7)).toEqual([-1, -1]);
    expect(Object.values(new LeaderEpochs().endOffsetFor(0, 10))).toEqual([-1, -1]);
  });

  test('assigning says whether anything changed, and drops what contradicts it', () => {
    const epochs = cache([1, 0], [3, 10], [5, 20]);
    expect(epochs.assign(5, 25)).toBe(false);
    expect(epochs.assign(5, 15)).toBe(true);
    expect(pairs(epochs)).toEqual([
      [1, 0],
      [3, 10],
      [5, 15],
    ]);
    expect(epochs.assign(6, 10)).toBe(true);
    expect(pairs(epochs)).toEqual([
      [1, 0],
      [6, 10],
    ]);
    expect(epochs.assign(2, 30)).toBe(true);
    expect(pairs(epochs)).toEqual([
      [1, 0],
      [2, 30],
    ]);
    expect(epochs.assign(-1, 30)).toBe(false);
  });

  test('truncation from either end', () => {
    const epochs = cache([1, 0], [3, 10], [5, 20]);
    expect(epochs.truncateFromEnd(21)).toBe(false);
    expect(epochs.truncateFromEnd(20)).toBe(true);
    expect(pairs(epochs)).toEqual([
      [1, 0],
      [3, 10],
    ]);
    expect(epochs.truncateFromStart(0)).toBe(false);
    expect(epochs.truncateFromStart(4)).toBe(true);
    expect(pairs(epochs)).toEqual([
      [1, 4],
      [3, 10],
    ]);
    expect(epochs.truncateFromStart(12)).toBe(true);
    expect(pairs(epochs)).toEqual([[3, 12]]);
  });

  test('who wrote an offset', () => {
    const epochs = cache([1, 3], [3, 10]);
    expect([2, 3, 9, 10, 99].map((offset) => epochs.epochForOffset(offset))).toEqual([-1, 1, 1, 3, 3]);
    expect([0, 1, 2, 3, 4].map((epoch) => epochs.previousEpoch(epoch))).toEqual([-1, -1, 1, 1, 3]);
    expect([1, 2, 3].map((epoch) => epochs.startOffsetOf(epoch))).toEqual([3, -1, 10]);
  });

  test('stays ordered, and agrees with a naive search, whatever is assigned', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), fc.nat(100))),
        fc.integer({ min: -1, max: 22 }),
        (assignments, asked) => {
          const epochs = cache(...assignments);
          const list = epochs.entries;
          for (let i = 1; i < list.length; i++) {
            expect(list[i]!.epoch).toBeGreaterThan(list[i - 1]!.epoch);
            expect(list[i]!.startOffset).toBeGreaterThan(list[i - 1]!.startOffset);
          }
          const above = list.find((entry) => entry.epoch > asked);
          const at = list.findLast((entry) => entry.epoch <= asked);
          const { leaderEpoch, endOffset } = epochs.endOffsetFor(asked, 500);
          if (asked === -1 || (above === undefined && at?.epoch !== asked))
            expect([leaderEpoch, endOffset]).toEqual([-1, -1]);
          else expect([leaderEpoch, endOffset]).toEqual([at?.epoch ?? asked, above?.startOffset ?? 500]);
          const reread = parseLeaderEpochs(epochs.format()) as LeaderEpochs;
          expect(reread.entries).toEqual(list);
        },
      ),
    );
  });

  test('its checkpoint, and what is none', () => {
    expect(cache([0, 0], [2, 17]).format()).toBe('0\n2\n0 0\n2 17\n');
    for (const text of ['0\n2\n0 0\n', '0\n2\n2 0\n1 5\n', '0\n2\n1 5\n2 5\n', '0\n1\n-1 5\n', '0\n1\nx 5\n']) {
      expect(typeof parseLeaderEpochs(text)).toBe('string');
    }
  });
});

describe('names', () => {
  test('segment files', () => {
    expect(segmentFileName(0, '.log')).toBe('00000000000000000000.log');
    expect(segmentFileName(123456789, '.timeindex', '.swap')).toBe('00000000000123456789.timeindex.swap');
    fc.assert(
      fc.property(
        fc.nat(Number.MAX_SAFE_INTEGER),
        fc.constantFrom('.log', '.index', '.timeindex', '.txnindex', '.snapshot' as const),
        fc.constantFrom('', '.deleted', '.cleaned', '.swap' as const),
        (baseOffset, suffix, state) => {
          const name = segmentFileName(baseOffset, suffix as '.log', state as '.swap');
          expect(parseSegmentFileName(name)).toEqual({ baseOffset, suffix, state: state === '' ? null : state });
        },
      ),
    );
    for (const name of [
      '1.log',
      '00000000000000000000',
      '00000000000000000000.tmp',
      'leader-epoch-checkpoint',
      '99999999999999999999.log',
    ]) {
      expect(parseSegmentFileName(name)).toBeNull();
    }
  });

  test('partition directories: the partition follows the last dash', () => {
    fc.assert(
      fc.property(topicName, fc.nat(2 ** 31 - 1), (topic, partition) => {
        const live = { topic, partition, state: 'live' };
        expect(parsePartitionDirectory(partitionDirectoryName(topic, partition))).toEqual(live);
        for (const state of ['deleted', 'future', 'stray'] as const) {
          const name = retiredDirectoryName(topic, partition, 'a'.repeat(32), state);
          expect(parsePartitionDirectory(name)).toEqual({ topic, partition, state });
        }
      }),
    );
    expect(parsePartitionDirectory('my-topic-with-dashes-12')).toMatchObject({
      topic: 'my-topic-with-dashes',
      partition: 12,
    });
    for (const name of ['topic', 'topic-', '-1', 'topic-x', 'topic-99999999999', 'topic-4294967296']) {
      expect(parsePartitionDirectory(name)).toBeNull();
    }
  });

  test('a retired name fits a file name, however long the topic', () => {
    const name = retiredDirectoryName('t'.repeat(249), 2_000_000_000, 'f'.repeat(32), 'deleted');
    expect(name).toHaveLength(255);
    expect(parsePartitionDirectory(name)).toMatchObject({ partition: 2_000_000_000, state: 'deleted' });
  });
});

describe('partition.metadata', () => {
  test('there and back', () => {
    expect(formatPartitionMetadata('6bGXvfdfSWqGZLu5i0PNxQ')).toBe('version: 0\ntopic_id: 6bGXvfdfSWqGZLu5i0PNxQ');
    expect(parsePartitionMetadata('version: 0\ntopic_id: 6bGXvfdfSWqGZLu5i0PNxQ\n')).toEqual({
      topicId: '6bGXvfdfSWqGZLu5i0PNxQ',
    });
  });
  test.each([
    '',
    'version: 1\ntopic_id: 6bGXvfdfSWqGZLu5i0PNxQ',
    'version: 0',
    'version: 0\ntopic_id: short',
    'version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAA',
  ])('%j is refused', (text) => expect(typeof parsePartitionMetadata(text)).toBe('string'));
});
