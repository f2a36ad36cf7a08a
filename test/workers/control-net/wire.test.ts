import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DecodeError } from '../../../src/core/bytes/decode-error.ts';
import {
  decodeHello,
  decodeWelcome,
  encodeFrame,
  encodeHello,
  encodeWelcome,
  FrameAssembler,
} from '../../../src/workers/control-net/wire.ts';

const join = (chunks: readonly Uint8Array[]) => Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
const identity = {
  clusterId: 'MkU3OEVBNTcwNTJENDM2Qg',
  nodeId: 3,
  directoryId: 'AAAAAAAAAAAAAAAAAAAAAQ',
  incarnation: 9,
  instance: 77,
  address: '10.0.0.3:9093',
};

describe('control frames', () => {
  test('come out of the stream as they went in, however it is cut', () => {
    const frame = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.uint8Array({ maxLength: 300 }));
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1 }),
        (frames, cuts) => {
          const stream = join(frames.flatMap(([kind, payload]) => encodeFrame(kind, payload)));
          const assembler = new FrameAssembler(300);
          const out: [number, Uint8Array][] = [];
          for (let at = 0, n = 0; at < stream.length; n++) {
            const next = at + cuts[n % cuts.length]!;
            assembler.push(stream.slice(at, next), (kind, payload) => {
              out.push([kind, payload.slice()]);
              return true;
            });
            at = next;
          }
          expect(out).toEqual(frames);
        },
      ),
    );
  });

  test('a changed byte never goes unnoticed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (payload, where, change) => {
          const stream = join(encodeFrame(6, payload));
          stream[where % stream.length]! ^= change;
          const taken: Uint8Array[] = [];
          try {
            new FrameAssembler(1000).push(stream, (_, bytes) => taken.push(bytes) > 0);
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeError);
          }
          expect(taken).toEqual([]);
        },
      ),
    );
  });

  test('what other protocols begin with is refused before anything is allocated', () => {
    for (const text of ['GET / HTTP/1.1\r\n\r\n', 'SSH-2.0-OpenSSH\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc']) {
      const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
      expect(() => new FrameAssembler(1024).push(bytes, () => true)).toThrow(DecodeError);
    }
  });

  test('handshakes decode to what was encoded; cut or foreign ones are refused', () => {
    const hello = { channel: 'metadata', calledNode: 1, identity } as const;
    expect(decodeHello(encodeHello(hello))).toEqual(hello);
    expect(decodeWelcome(encodeWelcome(identity))).toEqual(identity);
    for (const bytes of [encodeHello(hello), encodeWelcome(identity)]) {
      const decode = bytes.length === encodeHello(hello).length ? decodeHello : decodeWelcome;
      for (let length = 0; length < bytes.length; length++)
        expect(() => decode(bytes.subarray(0, length))).toThrow(DecodeError);
    }
    const newer = encodeHello(hello);
    newer[5] = 2;
    expect(() => decodeHello(newer)).toThrow('control plane version 2, this node speaks 1');
    expect(() => decodeHello(new Uint8Array(64))).toThrow('not the handshake');
  });
});
