/** Every message comes back as it was; whatever else arrives is a DecodeError and nothing else. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import { DecodeError } from '../../../src/core/bytes/decode-error.ts';
import { readLogMessage, writeLogMessage } from '../../../src/core/metadata-log/message-codec.ts';
import type { LogMessage } from '../../../src/core/metadata-log/messages.ts';

const count = fc.integer({ min: 0, max: 2 ** 40 });
const position = fc.record({ epoch: count, index: count });
const outline = fc
  .tuple(position, fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat(9)), { maxLength: 5 }))
  .map(([base, steps]) => {
    const runs = [{ epoch: base.epoch, end: base.index }];
    for (const [epochs, entries] of steps)
      runs.push({ epoch: runs.at(-1)!.epoch + epochs, end: runs.at(-1)!.end + entries });
    return { base, runs };
  });
const bytes = fc.uint8Array({ maxLength: 50 });
const requestId = fc.option(fc.record({ brokerId: fc.nat(), brokerEpoch: count, sequence: fc.nat() }));
const entriesAfter = (prev: { epoch: number; index: number }) =>
  fc.array(fc.tuple(fc.nat(3), requestId, bytes), { maxLength: 4 }).map((parts) => {
    let { epoch } = prev;
    return parts.map(([epochs, id, payload], i) => {
      epoch += epochs;
      return { epoch, index: prev.index + 1 + i, requestId: id, payload };
    });
  });
const check = fc.option(fc.record({ index: count, hash: fc.string() }));
const of = <T extends LogMessage['type']>(type: T, fields: object) =>
  fc.record({ type: fc.constant(type), epoch: count, ...fields }) as unknown as fc.Arbitrary<LogMessage>;

const message: fc.Arbitrary<LogMessage> = fc.oneof(
  of('fence', {}),
  of('fenced', { outline }),
  of('deposed', {}),
  of('announce', {}),
  of('subscribe', { stream: count, outline }),
  position.chain((prev) =>
    of('append', { stream: count, prev: fc.constant(prev), commitIndex: count, entries: entriesAfter(prev) }),
  ),
  of('ack', { stream: count, durableIndex: count, check }),
  of('fetch', { stream: count, after: count }),
  count.chain((after) =>
    of('suffix', { stream: count, after: fc.constant(after), entries: entriesAfter({ epoch: 0, index: after }) }),
  ),
  of('useSnapshot', { stream: count, snapshot: position }),
  of('fetchSnapshot', { stream: count, snapshot: position, offset: count }),
  of('snapshotChunk', { stream: count, snapshot: position, total: count, offset: count, bytes }),
  of('halt', { index: count }),
);

function encoded(value: LogMessage): Uint8Array {
  const writer = new ByteWriter();
  writeLogMessage(writer, value);
  return writer.toBytes();
}

test('there and back', () => {
  fc.assert(
    fc.property(message, (value) => {
      const reader = new ByteReader(encoded(value));
      expect(readLogMessage(reader)).toEqual(value);
      expect(reader.remaining).toBe(0);
    }),
  );
});

test('cut short, changed, or made up', () => {
  const read = (input: Uint8Array): void => {
    try {
      readLogMessage(new ByteReader(input));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
  };
  fc.assert(
    fc.property(message, fc.nat(), fc.nat(255), (value, at, byte) => {
      const whole = encoded(value);
      expect(() => readLogMessage(new ByteReader(whole.subarray(0, at % whole.length)))).toThrow(DecodeError);
      whole[at % whole.length] = byte;
      read(whole);
    }),
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), read));
});
