import { afterEach, expect, test, vi } from 'vitest';
import { RingMemory, RingWriter } from '../../../src/runtime/rings/append-ring.ts';
import { STOPPING } from '../../../src/runtime/rings/ring-layout.ts';
import {
  FRAME_HEADER_BYTES,
  FRAME_IDLE,
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
  readonly agent = new WalAgent(
    {
      index: 0,
      ring: this.memory.buffer,
      logDirectory: '/data',
      flush: 'fsync',
      journalFileBytes: 1024 * 1024,
      random: new Uint8Array(16).fill(7),
      now: 0,
      reserveBytes: 0,
    },
    this.disk,
    { send: (message) => this.messages.push(message), pollFlushed: () => null },
    () => this.now,
  );

  constructor() {
    this.agent.onStart();
    const recovered = this.messages[0]!;
    if (recovered.type !== 'recovered') throw new Error('recovery comes first');
    this.#lsn = recovered.frames.lsn;
    this.#seed = recovered.frames.seed;
    while (this.agent.doWork() > 0);
  }

  append(): void {
    const { view, bytes } = this.memory;
    const at = this.writer.claim(FRAME_HEADER_BYTES);
    writeFrameHeader(view, bytes, at, FRAME_IDLE, TARGET, FRAME_HEADER_BYTES, this.#lsn, 0, 0, 0, 0);
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
