import { expect, test } from 'vitest';
import { BufferPool } from '../../../src/runtime/memory/buffer-pool.ts';
import { FrameOutcome, FrameSplitter } from '../../../src/server/frame-splitter.ts';

function framed(body: Uint8Array): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(body.length);
  return Buffer.concat([prefix, body]);
}

function next(splitter: FrameSplitter, body: Uint8Array): Uint8Array {
  const bytes = framed(body);
  for (let at = 0; at < bytes.length; at += 65_536) {
    splitter.push(bytes.subarray(at, at + 65_536));
    if (splitter.next() === FrameOutcome.Ready)
      return splitter.buffer.subarray(splitter.start, splitter.start + splitter.length);
  }
  throw new Error('the frame is whole');
}

test('a frame keeps its memory until it is given back, and only then another frame gets it', () => {
  const pool = new BufferPool();
  const splitter = new FrameSplitter(10_000_000, pool);
  const first = next(splitter, Buffer.alloc(300_000, 1));
  expect(splitter.isPooled).toBe(true);
  const firstBuffer = splitter.buffer;
  const { buffer } = firstBuffer;
  const second = next(splitter, Buffer.alloc(300_000, 2));
  expect(splitter.buffer.buffer).not.toBe(buffer);
  expect(first.every((byte) => byte === 1)).toBe(true);
  pool.giveBack(firstBuffer);
  const third = next(splitter, Buffer.alloc(299_000, 3));
  expect(splitter.buffer.buffer).toBe(buffer);
  expect(third.every((byte) => byte === 3)).toBe(true);
  expect(second.every((byte) => byte === 2)).toBe(true);
});

test('a frame that lies in one read is not the pool’s', () => {
  const splitter = new FrameSplitter(10_000_000, new BufferPool());
  next(splitter, Buffer.alloc(20_000));
  expect(splitter.isPooled).toBe(false);
});

test('what is kept is bounded, odd sizes are not kept at all, and a request of 1 MiB with its header takes little more', () => {
  const pool = new BufferPool();
  const taken = Array.from({ length: 20 }, () => pool.take(1_000_000)!);
  for (const frame of taken) pool.giveBack(frame);
  const again = Array.from({ length: 20 }, () => pool.take(1_000_000)!);
  const memory = new Set(taken.map(({ buffer }) => buffer));
  expect(again.filter(({ buffer }) => memory.has(buffer)).length).toBe(7);
  expect(pool.take(100)).toBeNull();
  expect(pool.take(5_000_000)).toBeNull();
  expect(pool.take(2 ** 20 + 200)!.length).toBe(2 ** 20 + 4096);
  for (const size of [4_096, 8_192, 8_193, 12_288, 12_289, 2 ** 22 + 4096])
    expect(pool.take(size)!.length).toBeGreaterThanOrEqual(size);
});

test('a part may be given back for the whole, twice does no harm, and what is foreign stays out', () => {
  const pool = new BufferPool();
  const memory = pool.take(100_000)!;
  pool.giveBack(memory.subarray(10, 20));
  pool.giveBack(memory);
  pool.giveBack(new Uint8Array(131_072 + 4096));
  pool.giveBack(new Uint8Array(new SharedArrayBuffer(131_072 + 4096)));
  expect(pool.take(100_000)!.buffer).toBe(memory.buffer);
  expect(pool.take(100_000)!.buffer).not.toBe(memory.buffer);
});
