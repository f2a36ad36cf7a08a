/** A high watermark from a file counts only where it names a record that the log still holds. */
import { describe, expect, test } from 'vitest';
import { parseOffsetCheckpoint } from '../../src/core/log/checkpoint-format.ts';
import { LeaderEpochs } from '../../src/core/log/leader-epochs.ts';
import { NodeFileSystem } from '../../src/runtime/files/node-file-system.ts';
import {
  encodeHighWatermarks,
  HIGH_WATERMARK_CHECKPOINT,
  provenHighWatermark,
  readHighWatermarks,
} from '../../src/storage/high-watermark-checkpoint.ts';
import { TOPIC_ID, temporaryDirectory } from '../support/logs.ts';

const saved = [
  { topic: 'orders', topicId: TOPIC_ID, partition: 0, offset: 1200, epoch: 4 },
  { topic: 'orders', topicId: TOPIC_ID, partition: 11, offset: 0, epoch: -1 },
];

describe('the files', () => {
  test('one is as Kafka writes it, the other is read again', () => {
    const { path, remove } = temporaryDirectory();
    const files = new NodeFileSystem();
    for (const { name, content } of encodeHighWatermarks(saved)) {
      const file = files.open(`${path}/${name}`, 'create');
      files.write(file, content, 0, content.length, 0);
      files.close(file);
    }
    const text = new TextDecoder().decode(files.readFile(`${path}/${HIGH_WATERMARK_CHECKPOINT}`)!);
    expect(text).toBe('0\n2\norders 0 1200\norders 11 0\n');
    expect(parseOffsetCheckpoint(text)).toHaveLength(2);
    const problems: string[] = [];
    expect(readHighWatermarks(files, path, problems)).toEqual(
      new Map([
        [`${TOPIC_ID}:0`, { offset: 1200, epoch: 4 }],
        [`${TOPIC_ID}:11`, { offset: 0, epoch: -1 }],
      ]),
    );
    expect(problems).toEqual([]);
    const copy = `${path}/__chronik_high_watermarks`;
    const bytes = files.readFile(copy)!.slice();
    bytes[bytes.length - 5]! ^= 1;
    const file = files.open(copy, 'write');
    files.write(file, bytes, 0, bytes.length, 0);
    files.close(file);
    expect(readHighWatermarks(files, path, problems).size).toBe(0);
    expect(problems).toEqual([`${copy} is damaged and was not used`]);
    remove();
  });
});

describe('what it proves', () => {
  const epochs = new LeaderEpochs();
  epochs.assign(2, 0);
  epochs.assign(5, 100);

  test.each([
    ['a record that is still there', { offset: 90, epoch: 2 }, 90],
    ['the last record', { offset: 150, epoch: 5 }, 150],
    ['the last record of an epoch', { offset: 100, epoch: 2 }, 100],
    ['a record that another leader wrote anew', { offset: 110, epoch: 2 }, 10],
    ['a record of a leader that this log does not know', { offset: 90, epoch: 3 }, 10],
    ['more than the log holds', { offset: 151, epoch: 5 }, 10],
    ['less than the log begins with', { offset: 5, epoch: 2 }, 10],
    ['nothing', undefined, 10],
  ])('%s', (_, offset, expected) => expect(provenHighWatermark(offset, 10, 150, epochs)).toBe(expected));
});
