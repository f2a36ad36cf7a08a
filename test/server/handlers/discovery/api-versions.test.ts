/** ApiVersions against golden bytes written by hand from the protocol's definition, and against kafkajs's own decoder. */
import { createRequire } from 'node:module';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiKey } from '../../../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  newApiVersionsRequest,
  writeApiVersionsRequest,
} from '../../../../src/core/protocol/generated/api-versions-request.ts';
import { readApiVersionsResponse } from '../../../../src/core/protocol/generated/api-versions-response.ts';
import { RawClient, readerOf, request } from '../../support/raw-client.ts';
import { startTestServer, type TestServer } from '../../support/test-server.ts';

let ours: TestServer;
afterEach(() => ours.server.close(0));

const features = {
  supported: [
    { name: 'kraft.version', minVersion: 0, maxVersion: 1 },
    { name: 'metadata.version', minVersion: 7, maxVersion: 30 },
  ],
  finalized: () => ({ epoch: 5, features: [{ name: 'metadata.version', minVersionLevel: 30, maxVersionLevel: 30 }] }),
};

async function ask(bytes: Uint8Array): Promise<Buffer> {
  ours = await startTestServer({ features });
  const client = await RawClient.connect(ours.port);
  client.send(bytes);
  return client.frame();
}

const software = (name: string, version: string, fields: object = {}) =>
  newApiVersionsRequest({ clientSoftwareName: name, clientSoftwareVersion: version, ...fields });

async function askVersion(version: number, message = software('kafka-js', '1.2')) {
  const frame = await ask(request(ApiKey.ApiVersions, version, 7, (w) => writeApiVersionsRequest(w, message, version)));
  const reader = readerOf(frame);
  // Header v0 whatever the version: no tags after the correlation id.
  expect(reader.int32()).toBe(7);
  const response = readApiVersionsResponse(reader, version);
  expect(reader.remaining).toBe(0);
  return response;
}

// Produce 0-13 (served from 3), Metadata 0-13, ApiVersions 0-5.
const V0_KEYS = '00000003' + '00000000000d' + '00030000000d' + '001200000005';

describe('golden bytes', () => {
  test('v0', async () => {
    expect((await ask(request(18, 0, 1))).toString('hex')).toBe(`00000001${'0000'}${V0_KEYS}`);
  });

  test('v1 and v2 end in the throttle time', async () => {
    expect((await ask(request(18, 1, 1))).toString('hex')).toBe(`00000001${'0000'}${V0_KEYS}00000000`);
    await ours.server.close(0);
    expect((await ask(request(18, 2, 1))).toString('hex')).toBe(`00000001${'0000'}${V0_KEYS}00000000`);
  });

  test('v3: flexible body behind a header without tags; features with minimum 0 are left out', async () => {
    const frame = await ask(request(18, 3, 1, (w) => writeApiVersionsRequest(w, software('a', 'b'), 3)));
    const name = Buffer.from('metadata.version').toString('hex');
    expect(frame.toString('hex')).toBe(
      `00000001${'0000'}04${'00000000000d00'}${'00030000000d00'}${'00120000000500'}00000000` +
        `03${`0017${`0211${name}0007001e00`}`}${'01080000000000000005'}${`0217${`0211${name}001e001e00`}`}`,
    );
  });

  test('a version that is too new: error 35 in a v0 body with the range of key 18', async () => {
    const expected = `00000001${'0023'}00000001${'001200000005'}`;
    expect((await ask(request(18, 6, 1))).toString('hex')).toBe(expected);
    await ours.server.close(0);
    // What follows the header of a version nobody knows is not looked at.
    expect((await ask(request(18, 32_767, 1, (w) => w.int32(-1)))).toString('hex')).toBe(expected);
    await ours.server.close(0);
    expect((await ask(request(18, -1, 1))).toString('hex')).toBe(expected);
  });
});

test('after error 35 the connection goes on', async () => {
  ours = await startTestServer();
  const client = await RawClient.connect(ours.port);
  client.send(Buffer.concat([request(18, 9, 1), request(18, 0, 2)]));
  expect(await client.correlationIds(2)).toEqual([1, 2]);
});

test('v4 lists features with minimum 0', async () => {
  const response = await askVersion(4);
  expect(response.supportedFeatures.map(({ name }) => name)).toEqual(['kraft.version', 'metadata.version']);
  expect(response.finalizedFeaturesEpoch).toBe(5);
});

test('only what is registered is advertised', async () => {
  const response = await askVersion(5);
  expect(response.apiKeys.map(({ apiKey }) => apiKey)).toEqual([ApiKey.Produce, ApiKey.Metadata, ApiKey.ApiVersions]);
});

describe('client software', () => {
  test.each(['', '-js', 'js-', 'kafka js', 'kafka/js', 'ä', '..'])('name %j is an INVALID_REQUEST', async (name) => {
    const response = await askVersion(3, software(name, '1.0'));
    expect(response).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST, apiKeys: [] });
  });

  test('version likewise', async () => {
    expect((await askVersion(4, software('ok', 'no!'))).errorCode).toBe(ErrorCode.INVALID_REQUEST);
  });

  test.each(['a', '7', 'apache-kafka-java', 'rd.kafka.2'])('name %j is fine and is remembered', async (name) => {
    ours = await startTestServer();
    const client = await RawClient.connect(ours.port);
    client.send(request(18, 3, 1, (w) => writeApiVersionsRequest(w, software(name, '2.0'), 3)));
    client.send(request(ApiKey.Metadata, 1, 2, (w) => w.int32(0)));
    await client.frame();
    while (ours.metadata.handled.length === 0) await new Promise(setImmediate);
    expect(ours.metadata.handled[0]!.context.connection).toMatchObject({
      clientSoftwareName: name,
      clientSoftwareVersion: '2.0',
    });
  });
});

describe('v5: whom the client meant', () => {
  test.each([
    [{ clusterId: null, nodeId: -1 }, ErrorCode.NONE],
    [{ clusterId: 'test-cluster', nodeId: 1 }, ErrorCode.NONE],
    [{ clusterId: 'another', nodeId: 1 }, ErrorCode.REBOOTSTRAP_REQUIRED],
    [{ clusterId: 'test-cluster', nodeId: 2 }, ErrorCode.REBOOTSTRAP_REQUIRED],
  ])('%j', async (meant, errorCode) => {
    const response = await askVersion(5, software('kafka-js', '1.2', meant));
    expect(response.errorCode).toBe(errorCode);
    expect(response.apiKeys.length).toBe(errorCode === ErrorCode.NONE ? 3 : 0);
  });
});

describe.each([0, 1, 2])('kafkajs decodes v%i', (version) => {
  test('as we meant it', async () => {
    const frame = await ask(request(18, version, 1));
    const { decode, parse } = createRequire(import.meta.url)(
      `kafkajs/src/protocol/requests/apiVersions/v${version}/response`,
    );
    const decoded = await parse(await decode(frame.subarray(4)));
    expect(decoded.apiVersions).toEqual([
      { apiKey: 0, minVersion: 0, maxVersion: 13 },
      { apiKey: 3, minVersion: 0, maxVersion: 13 },
      { apiKey: 18, minVersion: 0, maxVersion: 5 },
    ]);
  });
});
