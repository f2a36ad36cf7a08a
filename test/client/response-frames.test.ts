import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ResponseFrames } from '../../src/client/response-frames.ts';

function frame(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + body.length);
  new DataView(bytes.buffer).setInt32(0, body.length);
  bytes.set(body, 4);
  return bytes;
}

test('gives back the frames that were sent, however the stream is cut', () => {
  const bodies = fc.array(fc.uint8Array({ minLength: 4, maxLength: 50 }), { maxLength: 12 });
  fc.assert(
    fc.property(bodies, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map(frame));
      const frames = new ResponseFrames(1000);
      const views: Uint8Array[] = [];
      for (let at = 0, cut = 0; at < stream.length; cut += 1) {
        const size = cuts[cut % cuts.length]!;
        // A copy: the socket's memory is not ours to keep.
        frames.push(Uint8Array.from(stream.subarray(at, at + size)), (bytes, start, end) =>
          views.push(bytes.subarray(start, end)),
        );
        at += size;
      }
      // Compared only now: a frame must not change under its reader when later bytes arrive.
      expect(views.map((view) => [...view])).toEqual(sent.map((body) => [...body]));
    }),
  );
});

test.each([-1, 0, 3, 1001, 2 ** 31 - 1])('refuses a frame of %i bytes before making room for it', (length) => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, length);
  expect(new ResponseFrames(1000).push(bytes, () => {})).toBe(`a response of ${length} bytes`);
});
