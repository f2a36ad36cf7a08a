/** What strangers send: each kind closes its own connection, is named in the log, and leaves the server as it was. */

import { get } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiKey } from '../../src/core/protocol/api-keys.ts';
import { RawClient, request } from './support/raw-client.ts';
import { int32, startTestServer, type TestServer } from './support/test-server.ts';

let ours: TestServer;
beforeEach(async () => {
  ours = await startTestServer();
});
afterEach(() => ours.server.close(0));

async function expectClosedFor(bytes: Uint8Array, cause: RegExp): Promise<void> {
  const client = await RawClient.connect(ours.port);
  client.send(bytes);
  await client.closed();
  expect(client.bytesReceived).toBe(0);
  expect(ours.logger.at('warn').map(({ fields }) => fields['cause'])).toEqual([expect.stringMatching(cause)]);
  await expectStillServing();
}

async function expectStillServing(): Promise<void> {
  const client = await RawClient.connect(ours.port);
  client.send(request(ApiKey.ApiVersions, 0, 77));
  expect(await client.correlationIds(1)).toEqual([77]);
  client.socket.destroy();
}

const size = (bytes: number) => {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(bytes);
  return prefix;
};

describe('no Kafka frame', () => {
  test('garbage bytes', () => expectClosedFor(Buffer.from('fe91c3aa00ff00ff17', 'hex'), /negative request size/));
  test('a frame of 2 GiB', () => expectClosedFor(size(2 ** 31), /negative request size \(-2147483648\)/));
  test('a frame of 2 GiB less one', () =>
    expectClosedFor(size(2 ** 31 - 1), /2147483647 bytes, above socket.request.max.bytes/));
  test('one byte above socket.request.max.bytes', () =>
    expectClosedFor(size(104_857_601), /104857601 bytes, above socket.request.max.bytes \(104857600\)/));

  test('an HTTP request', async () => {
    const failure = await new Promise<NodeJS.ErrnoException>((resolve) => {
      get({ port: ours.port, host: '127.0.0.1' }).once('error', resolve);
    });
    expect(failure.code).toMatch(/ECONNRESET|EPIPE/);
    expect(ours.logger.at('warn')[0]!.fields['cause']).toMatch(/an HTTP request/);
    await expectStillServing();
  });

  test('a TLS hello on a plaintext listener fails fast', async () => {
    const failure = await new Promise<NodeJS.ErrnoException>((resolve) => {
      connectTls({ port: ours.port, host: '127.0.0.1', rejectUnauthorized: false }).once('error', resolve);
    });
    expect(failure.code).toBe('ECONNRESET');
    expect(ours.logger.at('warn')[0]!.fields['cause']).toMatch(/TLS handshake on a plaintext listener/);
    await expectStillServing();
  });
});

describe('a frame that is no request', () => {
  test('empty', () => expectClosedFor(size(0), /2 bytes wanted, 0 remain/));
  test('header cut short', () => expectClosedFor(Buffer.concat([size(6), Buffer.alloc(6)]), /cannot be decoded/));
  test('client id longer than the frame', () =>
    expectClosedFor(Buffer.concat([size(10), Buffer.from('0003000c000000017fff', 'hex')]), /cannot be decoded/));
  test('a header tag section that claims more than there is', () =>
    expectClosedFor(
      Buffer.concat([size(15), Buffer.from('0003000c00000001ffff01ffffffff', 'hex')]),
      /cannot be decoded/,
    ));
  test('body cut short', () => expectClosedFor(request(ApiKey.Metadata, 1, 1), /4 bytes wanted, 0 remain/));
  test('an api key nobody knows', () => expectClosedFor(request(9999, 0, 1), /api key is not served/));
  test('a negative api key', () => expectClosedFor(request(-1, 0, 1), /api key is not served/));
  test('an api that is not registered', () => expectClosedFor(request(ApiKey.Fetch, 12, 1), /api key is not served/));
  test('a version that is too new', () => expectClosedFor(request(ApiKey.Metadata, 14, 1), /version is not served/));
  test('Produce v2, though 0 is advertised', () =>
    expectClosedFor(request(ApiKey.Produce, 2, 1), /version is not served/));
});

test('half a frame, then silence: the idle limit closes it', async () => {
  await ours.server.close(0);
  ours = await startTestServer({ maxIdleMs: 200 });
  const client = await RawClient.connect(ours.port);
  client.send(request(ApiKey.ApiVersions, 0, 1).subarray(0, 9));
  const sentAt = Date.now();
  await client.closed();
  expect(Date.now() - sentAt).toBeGreaterThanOrEqual(190);
  expect(ours.server.counters.idleConnections).toBe(1);
});

test('half a frame, then FIN: closed at once', async () => {
  const client = await RawClient.connect(ours.port);
  client.socket.end(request(ApiKey.ApiVersions, 0, 1).subarray(0, 9));
  await client.closed();
  expect(client.bytesReceived).toBe(0);
});

test('a frame per byte is a frame', async () => {
  const client = await RawClient.connect(ours.port);
  ours.metadata.onRequest = ({ request, reply }) => reply.send(Buffer.from([request]));
  const bytes = Buffer.concat([request(ApiKey.Metadata, 1, 1, int32(5)), request(ApiKey.Metadata, 1, 2, int32(6))]);
  for (const byte of bytes) {
    client.send(Buffer.of(byte));
    await new Promise(setImmediate);
  }
  expect((await client.frame()).toString('hex')).toBe('0000000105');
  expect((await client.frame()).toString('hex')).toBe('0000000206');
});

test('requests before the bad one are answered, those after it are not', async () => {
  const client = await RawClient.connect(ours.port);
  ours.metadata.onRequest = ({ reply }) => reply.send(Buffer.alloc(0));
  client.send(
    Buffer.concat([
      request(ApiKey.Metadata, 1, 1, int32(0)),
      request(ApiKey.Metadata, 1, 2, int32(0)),
      request(9999, 0, 3),
      request(ApiKey.Metadata, 1, 4, int32(0)),
    ]),
  );
  expect(await client.correlationIds(2)).toEqual([1, 2]);
  await client.closed();
  expect(ours.metadata.handled.length).toBe(2);
});

test('a storm of garbage connections writes a handful of lines', async () => {
  for (let i = 0; i < 100; i++) {
    const client = await RawClient.connect(ours.port);
    client.send(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await client.closed();
  }
  expect(ours.server.counters.malformedConnections).toBe(100);
  expect(ours.logger.lines.length).toBeLessThanOrEqual(10);
});

test('a handler that throws closes its connection and is logged as our failure', async () => {
  ours.metadata.onRequest = () => {
    throw new TypeError('a bug');
  };
  const client = await RawClient.connect(ours.port);
  client.send(request(ApiKey.Metadata, 1, 1, int32(0)));
  await client.closed();
  expect(ours.logger.at('error')[0]!.fields).toMatchObject({ apiKey: 3, apiVersion: 1, clientId: 'test' });
  expect(ours.server.counters.handlerFailures).toBe(1);
  await expectStillServing();
});

test('a reply that was parked by a handler which then threw can be answered without harm', async () => {
  ours.produce.onRequest = ({ request }) => {
    if (request === 2) throw new TypeError('a bug');
  };
  const client = await RawClient.connect(ours.port);
  client.send(Buffer.concat([1, 2].map((id) => request(ApiKey.Produce, 8, id, int32(id)))));
  while (ours.produce.handled.length < 2) await new Promise(setImmediate);
  const [first, second] = ours.produce.handled;
  second!.reply.send(Buffer.alloc(0));
  first!.reply.send(Buffer.alloc(0));
  expect(await client.correlationIds(1)).toEqual([1]);
  await client.closed();
});

test('a response that cannot be encoded closes its connection after the answers before it', async () => {
  const client = await RawClient.connect(ours.port);
  ours.metadata.onRequest = ({ request, reply }) =>
    reply.send(request === 0 ? Buffer.from('ok') : (null as unknown as Uint8Array));
  client.send(Buffer.concat([request(ApiKey.Metadata, 1, 1, int32(0)), request(ApiKey.Metadata, 1, 2, int32(1))]));
  expect((await client.frame()).subarray(4).toString()).toBe('ok');
  await client.closed();
  // Nothing of the answer that failed half way.
  expect(client.bytesReceived).toBe(10);
  expect(ours.logger.at('error')[0]!.event).toMatch(/could not be encoded/);
  await expectStillServing();
});
