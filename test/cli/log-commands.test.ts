import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatCheckpoint } from '../../src/core/log/checkpoint-format.ts';
import { OffsetIndex } from '../../src/core/log/offset-index.ts';
import { formatPartitionMetadata } from '../../src/core/log/partition-metadata.ts';
import { BatchBuilder } from '../../src/core/records/batch-builder.ts';
import { Compression } from '../../src/core/records/batch-format.ts';
import { loadCodecs } from '../../src/runtime/compression/codecs.ts';
import {
  FRAME_IDLE,
  FRAME_OPEN,
  type FrameType,
  sealFrame,
  writeFrameHeader,
} from '../../src/storage/journal/frame-format.ts';
import {
  encodeCheckpoint,
  encodeFileHeader,
  frameSeed,
  JOURNAL_DIRECTORY,
  journalFileName,
} from '../../src/storage/journal/journal-file.ts';
import { run } from './support/run.ts';

const codecs = await loadCodecs();
const FIRST = '00000000000000000000';
const SECOND = '00000000000000000020';
let directory: string;
let partition: string;

/** Ten batches of two records; answers where each begins. */
function writeSegment(name: string, baseOffset: number): number[] {
  const batches: Uint8Array[] = [];
  const positions: number[] = [];
  let position = 0;
  for (let at = 0; at < 10; at += 1) {
    const compression = at % 2 === 0 ? Compression.None : Compression.Gzip;
    const builder = new BatchBuilder({ baseOffset: baseOffset + at * 2, compression, partitionLeaderEpoch: 1 });
    for (const part of ['a', 'b']) builder.append(1000 + at, Buffer.from(`k${at}`), Buffer.from(`${part}${at}`));
    const batch = builder.build(codecs)!;
    positions.push(position);
    position += batch.length;
    batches.push(batch);
  }
  writeFileSync(join(partition, `${name}.log`), Buffer.concat(batches));
  return positions;
}

function damage(file: string, change: (bytes: Buffer) => Buffer): void {
  const path = join(partition, file);
  const bytes = readFileSync(path);
  writeFileSync(path, change(bytes));
}

const flip = (at: number) => (bytes: Buffer) => {
  bytes[at] = bytes[at]! ^ 1;
  return bytes;
};

function patch(bytes: Buffer, at: number, value: number): Buffer {
  bytes.writeInt32BE(value, at);
  return bytes;
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chronik-log-'));
  partition = join(directory, 'orders-0');
  mkdirSync(partition);
  const positions = writeSegment(FIRST, 0);
  writeSegment(SECOND, 20);
  const index = new OffsetIndex(0, 100);
  index.append(7, positions[3]!);
  index.append(13, positions[6]!);
  // As a crash leaves a preallocated file.
  writeFileSync(join(partition, `${FIRST}.index`), Buffer.concat([index.encode(), Buffer.alloc(16)]));
  writeFileSync(join(partition, 'partition.metadata'), formatPartitionMetadata('6bGXvfdfSWqGZLu5i0PNxQ'));
  writeFileSync(join(partition, 'leader-epoch-checkpoint'), formatCheckpoint([[1, 0]]));
  writeFileSync(join(directory, 'recovery-point-offset-checkpoint'), formatCheckpoint([['orders', 0, 40]]));
  writeFileSync(join(directory, 'meta.properties'), 'version=1\nnode.id=1\n');
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('verify', () => {
  test('a sound directory', async () => {
    const { code, stdout } = await run(['log', 'verify', directory, '--records']);
    expect([code, stdout]).toEqual([0, '7 files with 20 batches and 40 records: 0 damaged, 0 incomplete\n']);
  });

  test('finds a changed byte anywhere in the records of the log, and names file and place', async () => {
    const size = readFileSync(join(partition, `${FIRST}.log`)).length;
    for (let at = 17; at < size; at += 97) {
      damage(`${FIRST}.log`, flip(at));
      const { code, stdout } = await run(['log', 'verify', directory]);
      expect([at, code]).toEqual([at, 1]);
      expect(stdout).toContain(`${FIRST}.log`);
      damage(`${FIRST}.log`, flip(at));
    }
  });

  test('a batch cut short is what a crash leaves at the end, and damage before it', async () => {
    damage(`${SECOND}.log`, (bytes) => bytes.subarray(0, bytes.length - 3));
    const last = await run(['log', 'verify', directory]);
    expect(last.code).toBe(0);
    expect(last.stdout).toContain('0 damaged, 1 incomplete');
    damage(`${FIRST}.log`, (bytes) => bytes.subarray(0, bytes.length - 3));
    const first = await run(['log', 'verify', directory]);
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('1 damaged, 1 incomplete');
  });

  test.each<[string, string, (bytes: Buffer) => Buffer, string]>([
    [
      'an index entry inside a batch',
      `${FIRST}.index`,
      (bytes) => patch(bytes, 4, bytes.readInt32BE(4) + 1),
      'where no batch begins',
    ],
    ['an index entry with another offset', `${FIRST}.index`, (bytes) => patch(bytes, 0, 6), 'names offset 6'],
    ['an index of half an entry', `${FIRST}.index`, (bytes) => bytes.subarray(0, 5), 'not a multiple of 8'],
    ['a topic id that is none', 'partition.metadata', () => Buffer.from('version: 0\ntopic_id: x'), 'Malformed line'],
    ['epochs with a line missing', 'leader-epoch-checkpoint', () => Buffer.from('0\n2\n1 0\n'), 'Expected 2 entries'],
    [
      'a checkpoint of the directory',
      '../recovery-point-offset-checkpoint',
      () => Buffer.from('9\n0\n'),
      'Unrecognized version',
    ],
    ['no batches at all', `${SECOND}.log`, () => Buffer.alloc(500, 1), 'incomplete'],
  ])('%s', async (_name, file, change, message) => {
    damage(file, change);
    const { code, stdout } = await run(['log', 'verify', directory]);
    expect(stdout).toContain(message);
    expect(code).toBe(message === 'incomplete' ? 0 : 1);
  });

  test('a segment that overlaps the one before it', async () => {
    writeSegment('00000000000000000010', 10);
    const { code, stdout } = await run(['log', 'verify', partition, '--json']);
    expect(code).toBe(1);
    const { files, damaged } = JSON.parse(stdout) as { files: { path: string; message: string }[]; damaged: number };
    expect(damaged).toBe(2);
    expect(files.find(({ path }) => path.includes('010.log'))!.message).toContain('the segment before it reaches 20');
  });

  test('a path that is not there ends with 1', async () => {
    const { code, stderr } = await run(['log', 'verify', join(directory, 'nothing')]);
    expect(code).toBe(1);
    expect(stderr).toContain('no such file');
  });
});

describe('dump', () => {
  test('batches, records and small files as JSON lines', async () => {
    const { code, stdout } = await run(['log', 'dump', directory, '--records', '--json']);
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const batches = lines.filter((line) => line['baseOffset'] !== undefined);
    expect(batches.map((batch) => batch['baseOffset'])).toEqual(Array.from({ length: 20 }, (_, at) => at * 2));
    expect(batches[1]).toMatchObject({
      lastOffset: 3,
      records: 2,
      compression: 'gzip',
      leaderEpoch: 1,
      maxTimestamp: 1001,
      producerId: null,
    });
    const records = lines.filter((line) => line['value'] !== undefined && line['key'] !== undefined);
    expect(records.map(({ offset }) => offset)).toEqual(Array.from({ length: 40 }, (_, at) => at));
    expect(records[3]).toEqual({ offset: 3, timestamp: 1001, key: 'k1', value: 'b1', headers: [] });
    expect(lines.filter((line) => line['position'] !== undefined && line['offset'] === 13)).toHaveLength(1);
    expect(lines.find((line) => line['topic'] === 'orders')).toMatchObject({ partition: 0, offset: 40 });
  });

  test('as text, up to where a file is damaged', async () => {
    damage(`${FIRST}.log`, (bytes) => flip(bytes.length - 1)(bytes));
    const { code, stdout } = await run(['log', 'dump', join(partition, `${FIRST}.log`)]);
    expect(code).toBe(1);
    expect(stdout).toContain('baseOffset=16 lastOffset=17');
    expect(stdout).not.toContain('baseOffset=18');
    expect(stdout).toContain('! checksum of the batch at offset 18 does not match');
  });
});

describe('the journal', () => {
  const position = { journalId: Buffer.alloc(16, 7), incarnation: 3, sequence: 5, lsn: 0 };
  const target = { slot: 0, topicIdBytes: Buffer.alloc(16, 9), partition: 4 };
  let file: string;

  /** A frame with `payload`, at the lsn that follows those before it. */
  function frame(type: FrameType, payload: string, lsn: number, durableUpTo: number): Buffer {
    const length = 80 + payload.length;
    const bytes = Buffer.alloc(Math.ceil(length / 8) * 8);
    bytes.write(payload, 80);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    writeFrameHeader(view, bytes, 0, type, target, length, lsn, durableUpTo, 0, 0, 0);
    sealFrame(view, bytes, 0, frameSeed(position.journalId, position.incarnation));
    return bytes;
  }

  beforeEach(() => {
    const journal = join(directory, JOURNAL_DIRECTORY);
    mkdirSync(journal);
    writeFileSync(join(journal, 'checkpoint'), encodeCheckpoint(position));
    file = join(journal, journalFileName(5));
    const frames = [frame(FRAME_OPEN, 'orders-4', 0, 0), frame(FRAME_IDLE, '', 88, 88)];
    writeFileSync(file, Buffer.concat([encodeFileHeader(position), ...frames, Buffer.alloc(4096)]));
  });

  test('is dumped frame by frame, up to where writing stopped', async () => {
    const { code, stdout } = await run(['log', 'dump', join(directory, JOURNAL_DIRECTORY), '--json']);
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { lsn: 0, frame: 'open', bytes: 88, topicId: 'CQkJCQkJCQkJCQkJCQkJCQ', partition: 4, durableUpTo: 0 },
      { lsn: 88, frame: 'idle', durableUpTo: 88 },
    ]);
  });

  test('is verified with its directory: damage below what was durable is told', async () => {
    expect((await run(['log', 'verify', directory])).stdout).toContain('8 files with 20 batches');
    const bytes = readFileSync(file);
    bytes[4096 + 82] = bytes[4096 + 82]! ^ 1;
    writeFileSync(file, bytes);
    const { code, stdout } = await run(['log', 'verify', directory]);
    expect(code).toBe(1);
    expect(stdout).toContain('says that this was durable');
  });

  test('without its checkpoint nobody knows where it begins', async () => {
    rmSync(join(directory, JOURNAL_DIRECTORY, 'checkpoint'));
    const { code, stdout } = await run(['log', 'verify', directory]);
    expect([code, stdout]).toEqual([1, expect.stringContaining('there is no checkpoint')]);
  });
});
