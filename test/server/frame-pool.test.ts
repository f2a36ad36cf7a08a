import { expect, test } from 'vitest';
import { FramePool } from '../../src/server/frame-pool.ts';
import { FrameOutcome, FrameSplitter } from '../../src/server/frame-splitter.ts';

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
  const pool = new FramePool();
  const splitter = new FrameSplitter(10_000_000, pool);
  const first = next(splitter, Buffer.alloc(300_000, 1));
  expect(splitter.isPooled).toBe(true);
  const firstBuffer = splitter.buffer;
  const second = next(splitter, Buffer.alloc(300_000, 2));
  expect(splitter.buffer).not.toBe(firstBuffer);
  expect(first.every((byte) => byte === 1)).toBe(true);
  pool.giveBack(firstBuffer);
  const third = next(splitter, Buffer.alloc(299_000, 3));
  expect(splitter.buffer).toBe(firstBuffer);
  expect(third.every((byte) => byte === 3)).toBe(true);
  expect(second.every((byte) => byte === 2)).toBe(true);
});

test('a frame that lies in one read is not the pool’s', () => {
  const splitter = new FrameSplitter(10_000_000, new FramePool());
  next(splitter, Buffer.alloc(20_000));
  expect(splitter.isPooled).toBe(false);
});

test('what is kept is bounded, and odd sizes are not kept at all', () => {
  const pool = new FramePool();
  const taken = Array.from({ length: 20 }, () => pool.take(1_000_000)!);
  for (const frame of taken) pool.giveBack(frame);
  const again = new Set(Array.from({ length: 20 }, () => pool.take(1_000_000)!));
  expect(taken.filter((frame) => again.has(frame)).length).toBe(8);
  expect(pool.take(100)).toBeNull();
  expect(pool.take(5_000_000)).toBeNull();
  expect(pool.take(4_097)!.length).toBe(8_192);
  expect(pool.take(4_096)!.length).toBe(4_096);
});
