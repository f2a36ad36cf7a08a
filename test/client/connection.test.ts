import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DESCRIBE_CLUSTER, METADATA } from '../../src/client/apis.ts';
import { BrokerConnection } from '../../src/client/connection.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';
import { ApiKey } from '../../src/core/protocol/api-keys.ts';
import { ErrorCode } from '../../src/core/protocol/error-codes.ts';
import { newApiVersionsResponse } from '../../src/core/protocol/generated/api-versions-response.ts';
import { newDescribeClusterRequest } from '../../src/core/protocol/generated/describe-cluster-request.ts';
import { newMetadataRequest } from '../../src/core/protocol/generated/metadata-request.ts';
import { frameOf, ScriptedBroker } from './support/scripted-broker.ts';

const options = { clientId: 'test', connectTimeoutMs: 2000, requestTimeoutMs: 2000 };
let broker: ScriptedBroker;

beforeEach(async () => {
  broker = await ScriptedBroker.start();
});
afterEach(() => broker.stop());

function open(): Promise<BrokerConnection> {
  return BrokerConnection.open({ host: '127.0.0.1', port: broker.port }, options);
}

describe('versions', () => {
  test('the highest that both sides speak', async () => {
    broker.ranges.set(ApiKey.Metadata, [2, 7]);
    const connection = await open();
    await connection.call(METADATA, newMetadataRequest({ topics: [] }));
    expect(broker.requests(ApiKey.Metadata).map(({ version }) => version)).toEqual([7]);
    connection.close();
  });

  test('none in common is told with both ranges', async () => {
    broker.ranges.set(ApiKey.Metadata, [90, 99]);
    const connection = await open();
    await expect(connection.call(METADATA, newMetadataRequest())).rejects.toMatchObject({
      code: ErrorCode.UNSUPPORTED_VERSION,
      message: expect.stringContaining('offers versions 90-99, this client speaks 0-13'),
    });
    connection.close();
  });

  test.each([0, 2, 3])('an old broker that knows ApiVersions up to %i', async (max) => {
    broker.scripts.set(ApiKey.ApiVersions, (_request, version) => {
      if (version <= max) return broker.apiVersions();
      // Kafka answers what it does not know in version 0; the frame's correlation id is that of the first request.
      const known = [{ apiKey: ApiKey.ApiVersions, minVersion: 0, maxVersion: max }];
      return frameOf(ApiKey.ApiVersions, 0, 0, newApiVersionsResponse({ errorCode: 35, apiKeys: known }));
    });
    const connection = await open();
    expect(broker.requests(ApiKey.ApiVersions).map(({ version }) => version)).toEqual([4, max]);
    expect(connection.versionOf(METADATA)).toBe(13);
    connection.close();
  });
});

describe('answers', () => {
  test('reach the request they belong to, in whatever order they come', async () => {
    const connection = await open();
    let first: Uint8Array | null = null;
    broker.scripts.set(ApiKey.Metadata, (_request, version) => {
      const correlationId = first === null ? 1 : 2;
      const frame = frameOf(ApiKey.Metadata, version, correlationId, {
        ...broker.metadata(),
        controllerId: correlationId,
      });
      if (first !== null) return Buffer.concat([frame, first]);
      first = frame;
      return 'silence';
    });
    const calls = [connection.call(METADATA, newMetadataRequest()), connection.call(METADATA, newMetadataRequest())];
    expect((await Promise.all(calls)).map(({ controllerId }) => controllerId)).toEqual([1, 2]);
    connection.close();
  });

  test('that do not come in time fail everything in flight, and close the connection', async () => {
    broker.scripts.set(ApiKey.Metadata, () => 'silence');
    const connection = await open();
    const patient = connection.call(METADATA, newMetadataRequest(), 60_000);
    const hurried = connection.call(METADATA, newMetadataRequest(), 50);
    await expect(hurried).rejects.toMatchObject({ code: ErrorCode.REQUEST_TIMED_OUT, isRetriable: true });
    await expect(patient).rejects.toMatchObject({ code: ErrorCode.REQUEST_TIMED_OUT });
    expect(connection.isOpen).toBe(false);
    await expect(connection.call(METADATA, newMetadataRequest())).rejects.toThrow('not answered within 50 ms');
  });

  test.each<[string, () => Uint8Array | 'close', RegExp]>([
    [
      'nobody asked for',
      () => frameOf(ApiKey.Metadata, 13, 77, broker.metadata()),
      /answered request 77, which was not asked/,
    ],
    [
      'that are cut short inside',
      () => Buffer.from([0, 0, 0, 6, 0, 0, 0, 1, 0, 0]),
      /could not be read: 4 bytes wanted, 1 remain/,
    ],
    ['of another protocol', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), /is this a Kafka port/],
    ['that never come, because the broker is gone', () => 'close', /closed/],
  ])('%s', async (_name, answer, message) => {
    broker.scripts.set(ApiKey.Metadata, answer);
    const connection = await open();
    await expect(connection.call(METADATA, newMetadataRequest())).rejects.toThrow(message);
    expect(connection.isOpen).toBe(false);
  });
});

describe('a client', () => {
  test('connects anew after the broker dropped it', async () => {
    const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers, retry: { backoffMs: 1 } });
    await client.metadata(null);
    let drops = 2;
    broker.scripts.set(ApiKey.DescribeCluster, () => {
      drops -= 1;
      return drops >= 0 ? 'close' : { ...EMPTY_CLUSTER };
    });
    await client.callAny(DESCRIBE_CLUSTER, newDescribeClusterRequest());
    expect(broker.requests(ApiKey.DescribeCluster)).toHaveLength(3);
    await client.close();
    await expect(client.metadata(null)).rejects.toThrow('it was closed');
  });

  test('tries every bootstrap address, and tells what each said', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as { port: number };
    await new Promise((resolve) => free.close(resolve));
    const client = new KafkaClient({ bootstrapServers: `127.0.0.1:${port},${broker.bootstrapServers}` });
    expect((await client.metadata([])).controllerId).toBe(1);
    await client.close();
    const lost = new KafkaClient({ bootstrapServers: `127.0.0.1:${port}` });
    await expect(lost.metadata(null)).rejects.toThrow(`no broker of 127.0.0.1:${port} can be reached`);
  });

  test('leaves nothing open', async () => {
    const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
    await client.metadata(null);
    await client.close();
    await expect.poll(() => broker.connectionCount).toBe(0);
  });
});

const EMPTY_CLUSTER = {
  throttleTimeMs: 0,
  errorCode: 0,
  errorMessage: null,
  endpointType: 1,
  clusterId: 'c',
  controllerId: 1,
  brokers: [],
  clusterAuthorizedOperations: 0,
};
