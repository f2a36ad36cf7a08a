/** Frames between brokers: whole and sound in any pieces, and nothing else gets through. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DecodeError } from '../../../src/core/bytes/decode-error.ts';
import { decodeHello, encodeHello, judgeHello } from '../../../src/core/replication/handshake.ts';
import {
  decodeAck,
  decodeAnswer,
  decodeProgress,
  decodePush,
  decodeSubscribe,
  decodeUnsubscribe,
  encodeAck,
  encodeAnswer,
  encodeProgress,
  encodePush,
  encodeSubscribe,
  encodeUnsubscribe,
  FRAME_HEADER_BYTES,
  FrameKind,
  frameHeadLength,
  frameKind,
} from '../../../src/core/replication/wire-format.ts';
import { FrameAssembler } from '../../../src/workers/replication/frame-assembler.ts';

const MAX_FRAME = 100_000;
const offset = fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER });
const epoch = fc.integer({ min: -1, max: 2 ** 31 - 1 });
const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url'));

const headOf = (frame: Uint8Array): Uint8Array => frame.subarray(FRAME_HEADER_BYTES);

test('lists and answers say what was said', () => {
  const subscription = fc.record({
    streamId: offset,
    topicId: uuid,
    partition: fc.nat(),
    leaderEpoch: epoch,
    lastEpoch: epoch,
    durableEnd: offset,
  });
  const progress = fc.record({ streamId: offset, leaderEpoch: epoch, highWatermark: offset, logStart: offset });
  const ack = fc.record({ streamId: offset, leaderEpoch: epoch, durableEnd: offset, writtenEnd: offset });
  const answer = fc.record({
    streamId: offset,
    leaderEpoch: epoch,
    offset,
    epoch,
    errorCode: fc.integer({ min: -1, max: 120 }),
    highWatermark: offset,
    logStart: offset,
  });
  fc.assert(
    fc.property(
      fc.array(subscription),
      fc.array(progress),
      fc.array(ack),
      offset,
      answer,
      fc.array(offset),
      (subscriptions, shown, acks, granted, said, ids) => {
        expect(decodeSubscribe(headOf(encodeSubscribe(subscriptions)))).toEqual(subscriptions);
        expect(decodeProgress(headOf(encodeProgress(shown)))).toEqual(shown);
        expect(decodeAck(headOf(encodeAck({ granted, entries: acks })))).toEqual({ granted, entries: acks });
        expect(decodeAnswer(headOf(encodeAnswer(FrameKind.Go, said)))).toEqual(said);
        expect(decodeUnsubscribe(headOf(encodeUnsubscribe(ids)))).toEqual(ids);
      },
    ),
  );
});

test('in whatever pieces the bytes come, the frames come whole and in order', () => {
  const push = fc.record({
    streamId: offset,
    leaderEpoch: epoch,
    from: offset,
    highWatermark: offset,
    logStart: offset,
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(push, fc.uint8Array({ maxLength: 400 })), { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
      (pushes, cuts) => {
        const stream = Buffer.concat(pushes.flatMap(([head, batches]) => [encodePush(head, batches.length), batches]));
        const got: { head: unknown; batches: number[] }[] = [];
        const assembler = new FrameAssembler(MAX_FRAME, (_bytes, view, at, length) => {
          const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
          const start = at + FRAME_HEADER_BYTES;
          const end = start + frameHeadLength(view, at);
          expect(frameKind(view, at)).toBe(FrameKind.Push);
          const head = decodePush(view, start, { streamId: 0, leaderEpoch: 0, from: 0, highWatermark: 0, logStart: 0 });
          got.push({ head: { ...head }, batches: [...bytes.subarray(end, at + length)] });
        });
        for (let at = 0, i = 0; at < stream.length; i++) {
          const piece = stream.subarray(at, at + cuts[i % cuts.length]!);
          expect(assembler.take(new Uint8Array(piece))).toBeNull();
          at += piece.length;
        }
        expect(got).toEqual(pushes.map(([head, batches]) => ({ head, batches: [...batches] })));
      },
    ),
  );
});

test('a flipped bit of a header or a head is noticed, and garbage never gathers memory', () => {
  const frame = encodeAck({ granted: 77, entries: [{ streamId: 5, leaderEpoch: 3, durableEnd: 9, writtenEnd: 10 }] });
  for (let bit = 0; bit < frame.length * 8; bit++) {
    const damaged = frame.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    let frames = 0;
    const assembler = new FrameAssembler(MAX_FRAME, () => frames++);
    const fault = assembler.take(damaged) ?? assembler.take(new Uint8Array(MAX_FRAME));
    expect(frames, `bit ${bit}`).toBe(0);
    expect(fault, `bit ${bit}`).not.toBeNull();
  }
  fc.assert(
    fc.property(fc.uint8Array({ minLength: FRAME_HEADER_BYTES, maxLength: 200 }), (bytes) => {
      const assembler = new FrameAssembler(64, () => expect.unreachable('garbage is no frame'));
      // A length that may be believed is waited for, one that may not ends the connection.
      const fault = assembler.take(bytes) ?? assembler.take(new Uint8Array(64));
      expect(fault).not.toBeNull();
    }),
  );
});

test('a head that lies about its list ends with a decode error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (head) => {
      for (const decode of [decodeSubscribe, decodeProgress, decodeAck, decodeUnsubscribe, decodeAnswer, decodeHello]) {
        try {
          decode(head);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
        }
      }
    }),
  );
});

test('who may replicate with whom', () => {
  const hello = {
    clusterId: 'c',
    nodeId: 2,
    brokerEpoch: 10,
    incarnationId: 'AAAAAAAAAAAAAAAAAAAAAQ',
    targetNodeId: 1,
    granted: 100,
    maxBatchBytes: 2_000,
  };
  expect(decodeHello(headOf(encodeHello(hello)))).toEqual(hello);
  const view = { clusterId: 'c', nodeId: 1, brokerEpochOf: (id: number) => (id === 2 ? 10 : undefined) };
  expect(judgeHello(hello, view)).toBeNull();
  expect(judgeHello({ ...hello, brokerEpoch: 11 }, view)).toBeNull();
  expect(judgeHello({ ...hello, nodeId: 3 }, view)).toBeNull();
  expect(judgeHello({ ...hello, clusterId: 'd' }, view)).toContain('cluster d');
  expect(judgeHello({ ...hello, targetNodeId: 3 }, view)).toContain('looks for broker 3');
  expect(judgeHello({ ...hello, nodeId: 1 }, view)).toContain('calls itself broker 1');
  expect(judgeHello({ ...hello, brokerEpoch: 9 }, view)).toContain('registered anew');
});
