import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameOutcome, FrameSplitter } from '../../src/server/frame-splitter.ts';

function framed(bodies: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    bodies.flatMap((body) => {
      const prefix = Buffer.alloc(4);
      prefix.writeUInt32BE(body.length);
      return [prefix, body];
    }),
  );
}

function drain(splitter: FrameSplitter, into: Buffer[]): FrameOutcome {
  for (;;) {
    const outcome = splitter.next();
    if (outcome !== FrameOutcome.Ready) return outcome;
    into.push(Buffer.from(splitter.buffer.subarray(splitter.start, splitter.start + splitter.length)));
  }
}

test('frames come out as they went in, however the stream is cut and however late they are taken', () => {
  const bodies = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 8 });
  const cuts = fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 20 });
  fc.assert(
    fc.property(bodies, cuts, fc.array(fc.boolean()), (bodies, cuts, eager) => {
      const stream = framed(bodies);
      const splitter = new FrameSplitter(10_000);
      const out: Buffer[] = [];
      let from = 0;
      for (const [i, to] of [...cuts.sort((a, b) => a - b), stream.length].entries()) {
        if (to < from) continue;
        splitter.push(stream.subarray(from, Math.min(to, stream.length)));
        from = Math.min(to, stream.length);
        if (eager[i] !== false) expect(drain(splitter, out)).toBe(FrameOutcome.NeedsMore);
      }
      expect(drain(splitter, out)).toBe(FrameOutcome.NeedsMore);
      expect(out).toEqual(bodies.map((body) => Buffer.from(body)));
      expect(splitter.isInsideFrame).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('a frame that lies in one chunk is handed out in place', () => {
  const chunk = framed([Buffer.from('first'), Buffer.from('second')]);
  const splitter = new FrameSplitter(100);
  splitter.push(chunk);
  expect(splitter.next()).toBe(FrameOutcome.Ready);
  expect(splitter.buffer).toBe(chunk);
  expect([splitter.start, splitter.length]).toEqual([4, 5]);
});

test('what a parked request still looks at is not overwritten by later frames', () => {
  const splitter = new FrameSplitter(10_000);
  const taken: { view: Uint8Array; copy: string }[] = [];
  const stream = framed(Array.from({ length: 50 }, (_, i) => Buffer.alloc(500, i)));
  for (let at = 0; at < stream.length; at += 333) {
    splitter.push(Uint8Array.from(stream.subarray(at, at + 333)));
    while (splitter.next() === FrameOutcome.Ready) {
      const view = splitter.buffer.subarray(splitter.start, splitter.start + splitter.length);
      taken.push({ view, copy: Buffer.from(view).toString('hex') });
    }
  }
  expect(taken.length).toBe(50);
  for (const { view, copy } of taken) expect(Buffer.from(view).toString('hex')).toBe(copy);
});

describe('memory follows what has arrived', () => {
  test('a claimed 100 MB allocates nothing by itself', () => {
    const splitter = new FrameSplitter(104_857_600);
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32BE(104_857_600);
    splitter.push(prefix);
    expect(splitter.next()).toBe(FrameOutcome.NeedsMore);
    expect(splitter.assemblyCapacity).toBe(0);
  });

  test('capacity is a small multiple of the bytes that came, and never more than the frame', () => {
    const size = 3_000_000;
    const splitter = new FrameSplitter(104_857_600);
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32BE(size);
    splitter.push(prefix);
    splitter.next();
    for (let received = 10_000; received < size; received += 10_000) {
      splitter.push(Buffer.alloc(10_000));
      expect(splitter.next()).toBe(FrameOutcome.NeedsMore);
      expect(splitter.assemblyCapacity).toBeLessThanOrEqual(Math.min(size, 16 * received));
    }
    splitter.push(Buffer.alloc(10_000));
    expect(splitter.next()).toBe(FrameOutcome.Ready);
    expect(splitter.assemblyCapacity).toBe(0);
  });

  test('a byte at a time is linear: 2 MB in well under what copying at every byte would take', () => {
    const splitter = new FrameSplitter(104_857_600);
    const stream = framed([Buffer.alloc(2_000_000, 7)]);
    let frames = 0;
    const startedAt = performance.now();
    for (let i = 0; i < stream.length; i++) {
      splitter.push(stream.subarray(i, i + 1));
      if (splitter.next() === FrameOutcome.Ready) frames++;
    }
    expect(frames).toBe(1);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

describe('refusals name the cause', () => {
  test.each([
    ['80000000', /a negative request size \(-2147483648\)/],
    ['ffffffff', /a negative request size \(-1\)/],
    ['000003e9', /a request of 1001 bytes, above socket\.request\.max\.bytes \(1000\)/],
    ['16030102', /a TLS handshake on a plaintext listener/],
    ['47455420', /an HTTP request on a Kafka listener/],
    ['5353482d', /an SSH greeting/],
  ])('%s', (prefix, cause) => {
    const splitter = new FrameSplitter(1000);
    for (const byte of Buffer.from(prefix, 'hex')) splitter.push(Buffer.of(byte));
    expect(splitter.next()).toBe(FrameOutcome.Refused);
    expect(splitter.refusal).toMatch(cause);
  });

  test('exactly socket.request.max.bytes is accepted', () => {
    const splitter = new FrameSplitter(1000);
    splitter.push(framed([Buffer.alloc(1000)]));
    expect(splitter.next()).toBe(FrameOutcome.Ready);
  });
});
