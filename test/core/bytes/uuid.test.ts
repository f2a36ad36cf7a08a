import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isUuid,
  METADATA_TOPIC_UUID,
  randomUuidFrom,
  uuidIntoBytes,
  uuidToText,
  ZERO_UUID,
} from '../../../src/core/bytes/uuid.ts';

const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('uuid', () => {
  test('text is unpadded base64url of the 16 bytes, both ways', () => {
    fc.assert(
      fc.property(sixteen, (bytes) => {
        const text = uuidToText(bytes, 0);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(isUuid(text)).toBe(true);
        const back = new Uint8Array(18).fill(7);
        uuidIntoBytes(text, back, 1);
        expect(back.subarray(1, 17)).toEqual(bytes);
        expect([back[0], back[17]]).toEqual([7, 7]);
      }),
    );
  });

  test('the reserved two', () => {
    expect(uuidToText(new Uint8Array(16), 0)).toBe(ZERO_UUID);
    expect(uuidToText(Uint8Array.of(...new Array(15).fill(0), 1), 0)).toBe(METADATA_TOPIC_UUID);
    const bytes = new Uint8Array(16).fill(9);
    uuidIntoBytes(ZERO_UUID, bytes, 0);
    expect(bytes).toEqual(new Uint8Array(16));
  });

  test.each([
    '',
    'AAAAAAAAAAAAAAAAAAAAA',
    'AAAAAAAAAAAAAAAAAAAAAB',
    'AAAAAAAAAA+AAAAAAAAAAA',
    'AAAAAAAAAAéAAAAAAAAAAA',
  ])('"%s" is none', (text) => {
    expect(isUuid(text)).toBe(false);
    expect(() => uuidIntoBytes(text, new Uint8Array(16), 0)).toThrow('not a uuid');
  });

  test('random uuids are version 4 and never look like a command line option', () => {
    fc.assert(
      fc.property(sixteen, (random) => {
        const text = randomUuidFrom(random);
        if (text === null) return;
        expect(text.startsWith('-')).toBe(false);
        const bytes = Buffer.from(text, 'base64url');
        expect(bytes[6]! >> 4).toBe(4);
        expect(bytes[8]! >> 6).toBe(2);
      }),
    );
    expect(randomUuidFrom(new Uint8Array(16).fill(0xf8))).toBeNull();
  });
});
