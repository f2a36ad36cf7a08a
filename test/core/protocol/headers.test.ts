import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import { DecodeError } from '../../../src/core/bytes/decode-error.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { writeRequestHeader } from '../../../src/core/protocol/generated/request-header.ts';
import { readRequestHead, writeRequestHead } from '../../../src/core/protocol/request-header.ts';
import { readResponseHead, writeResponseHead } from '../../../src/core/protocol/response-header.ts';

function bytesOf(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter();
  write(writer);
  return writer.toBytes();
}

describe('request header', () => {
  test.each([
    ['classic', ApiKey.Produce, 8, 1],
    ['flexible', ApiKey.Produce, 9, 2],
    ['a version that nobody serves', ApiKey.ApiVersions, 99, 2],
  ])('%s has the form of the generated codec and reads back', (_, apiKey, apiVersion, headerVersion) => {
    for (const clientId of ['kafkajs', '', null, 'größe']) {
      const head = { apiKey, apiVersion, correlationId: 0x0102_0304, clientId };
      const bytes = bytesOf((writer) => writeRequestHead(writer, head));
      const generated = { requestApiKey: apiKey, requestApiVersion: apiVersion, correlationId: 0x0102_0304, clientId };
      expect(bytes).toEqual(bytesOf((writer) => writeRequestHeader(writer, generated, headerVersion)));
      const reader = new ByteReader(bytes);
      expect(readRequestHead(reader)).toEqual(head);
      expect(reader.remaining).toBe(0);
    }
  });

  test('the client id keeps its two-byte length in flexible versions', () => {
    const head = { apiKey: ApiKey.ApiVersions, apiVersion: 3, correlationId: 1, clientId: 'ab' };
    expect([...bytesOf((w) => writeRequestHead(w, head))]).toEqual([0, 18, 0, 3, 0, 0, 0, 1, 0, 2, 97, 98, 0]);
  });

  test('unknown tagged fields are passed over', () => {
    const reader = new ByteReader(Uint8Array.of(0, 18, 0, 3, 0, 0, 0, 1, 0xff, 0xff, 1, 9, 2, 0xaa, 0xbb, 0x77));
    expect(readRequestHead(reader).clientId).toBeNull();
    expect(reader.int8()).toBe(0x77);
  });

  test('cut anywhere it is a DecodeError', () => {
    const whole = bytesOf((w) => writeRequestHead(w, { apiKey: 0, apiVersion: 9, correlationId: 1, clientId: 'abc' }));
    for (let length = 0; length < whole.length; length++) {
      expect(() => readRequestHead(new ByteReader(whole, 0, length))).toThrow(DecodeError);
    }
  });
});

describe('response header', () => {
  test('ends in a tagged section for flexible answers, ApiVersions excepted', () => {
    expect([...bytesOf((w) => writeResponseHead(w, ApiKey.Produce, 8, 7))]).toEqual([0, 0, 0, 7]);
    expect([...bytesOf((w) => writeResponseHead(w, ApiKey.Produce, 9, 7))]).toEqual([0, 0, 0, 7, 0]);
    expect([...bytesOf((w) => writeResponseHead(w, ApiKey.ApiVersions, 3, 7))]).toEqual([0, 0, 0, 7]);
    const reader = new ByteReader(Uint8Array.of(0, 0, 0, 7, 1, 5, 1, 0xee, 0x42));
    expect(readResponseHead(reader, ApiKey.Produce, 9)).toBe(7);
    expect(reader.int8()).toBe(0x42);
  });
});
