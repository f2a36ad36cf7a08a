import { afterEach, expect, test, vi } from 'vitest';
import { RingMemory, RingWriter } from '../../../src/runtime/rings/append-ring.ts';
import { readerCursor, STOPPING } from '../../../src/runtime/rings/ring-layout.ts';
import { readLastIncarnation, writeIncarnation } from '../../../src/storage/broker-epoch.ts';
import {
  FRAME_HEADER_BYTES,
  FRAME_IDLE,
  FRAME_OPEN,
  type FrameType,
  frameSize,
  sealFrame,
  writeFrameHeader,
} from '../../../src/storage/journal/frame-format.ts';
import { WalAgent } from '../../../src/workers/wal/wal-agent.ts';
import type { FromWal } from '../../../src/workers/wal/wal-messages.ts';
import { MemoryDisk } from '../../support/memory-disk.ts';

const TARGET = { slot: 0, topicIdBytes: new Uint8Array(16), partition: 0 };

class Bench {
  readonly disk = new MemoryDisk();
  readonly memory = RingMemory.allocate(64 * 1024, 1);
  readonly writer = new RingWriter(this.memory);
  readonly messages: FromWal[] = [];
  now = 0;
  #lsn: number;
  readonly #seed: number;
  readonly agent: WalAgent;

  constructor(flush: 'fsync' | 'os' = 'fsync') {
    this.agent = new WalAgent(
      {
        index: 0,
        ring: this.memory.buffer,
        logDirectory: '/data',
        flush,
        journalFileBytes: 1024 * 1024,
        random: new Uint8Array(16).fill(7),
        now: 0,
        reserveBytes: 0,
      },
      this.disk,
      { send: (message) => this.messages.push(message), pollFlushed: () => null },
      () => this.now,
    );
    this.agent.onStart();
    const recovered = this.messages[0]!;
    if (recovered.type !== 'recovered') throw new Error('recovery comes first');
    this.#lsn = recovered.frames.lsn;
    this.#seed = recovered.frames.seed;
    while (this.agent.doWork() > 0);
  }

  append(): void {
    this.#put(FRAME_IDLE, TARGET, '');
  }

  open(topic: string, slot: number): void {
    this.#put(FRAME_OPEN, { slot, topicIdBytes: new Uint8Array(16).fill(slot), partition: 0 }, topic);
  }

  #put(type: FrameType, target: typeof TARGET, text: string): void {
    const { view, bytes } = this.memory;
    const length = FRAME_HEADER_BYTES + text.length;
    const at = this.writer.claim(length);
    bytes.set(new TextEncoder().encode(text), at + FRAME_HEADER_BYTES);
    writeFrameHeader(view, bytes, at, type, target, length, this.#lsn, 0, 0, 0, 0);
    sealFrame(view, bytes, at, this.#seed);
    this.#lsn += frameSize(view, at);
    this.writer.commit();
  }
}

afterEach(() => vi.restoreAllMocks());

test('a frame that comes between the last look and the parking is not slept over', () => {
  const bench = new Bench();
  expect(bench.agent.doWork()).toBe(0);
  bench.append();
  const wait = vi.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
  bench.agent.park(100);
  expect(wait).not.toHaveBeenCalled();
  expect(bench.agent.doWork()).toBeGreaterThan(0);
});

test.each(['fsync', 'os'] as const)('many partitions are opened a few at a time, flush=%s', (flush) => {
  const bench = new Bench(flush);
  for (let slot = 0; slot < 100; slot++) bench.open(`topic-${slot}`, slot);
  const opened = (): number => bench.disk.list('/data').filter((name) => name.startsWith('topic-')).length;
  for (let before = 0, turns = 0; before < 100; turns++) {
    const position = Atomics.load(bench.memory.control, readerCursor(0));
    expect(bench.agent.doWork()).toBeGreaterThan(0);
    expect(opened() - before).toBeLessThanOrEqual(8);
    // Whoever watches the thread sees that it gets on.
    if (opened() > before) expect(Atomics.load(bench.memory.control, readerCursor(0))).not.toBe(position);
    before = opened();
    expect(turns).toBeLessThan(20);
  }
});

test('a full disk is waited for, frames or not, and no longer than until it is tried again', () => {
  const bench = new Bench();
  bench.disk.onCall = (call) => {
    if (call === 'write') throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
  };
  bench.append();
  expect(bench.agent.doWork()).toBe(0);
  bench.now += 30;
  const wait = vi.spyOn(Atomics, 'wait').mockReturnValue('timed-out');
  bench.agent.park(1_000);
  expect(wait).toHaveBeenCalledExactlyOnceWith(bench.memory.control, STOPPING, 0, 70);
  bench.disk.onCall = () => {};
  bench.now += 70;
  expect(bench.agent.doWork()).toBeGreaterThan(0);
});

test.each(['write', 'sync'] as const)('after a %s that failed no start vouches for the directory', (failing) => {
  const bench = new Bench();
  writeIncarnation(bench.disk, '/data', 41, 'fsync');
  expect(readLastIncarnation(bench.disk, '/data').completeEpoch).toBe(41);
  bench.disk.onCall = (call, path) => {
    if (call === failing && path.includes('.wal')) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  };
  bench.append();
  bench.agent.doWork();
  expect(bench.messages.at(-1)).toMatchObject({ type: 'failed', message: expect.stringMatching(/EIO: i\/o error$/) });
  expect(readLastIncarnation(bench.disk, '/data').completeEpoch).toBe(-1);
  // Whatever of it came to the disk.
  for (let i = 0; i < 10; i++)
    expect(
      readLastIncarnation(
        bench.disk.powerLoss(() => Math.random() < 0.5),
        '/data',
      ).completeEpoch,
    ).toBe(-1);
});

test('where the disk takes nothing more, the log says that it may vouch for too much', () => {
  const bench = new Bench();
  writeIncarnation(bench.disk, '/data', 41, 'fsync');
  bench.disk.onCall = () => {
    throw Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' });
  };
  bench.append();
  bench.agent.doWork();
  expect(bench.messages.at(-1)).toMatchObject({
    type: 'failed',
    message: expect.stringContaining('nor could it be marked as incomplete (EROFS'),
  });
});
