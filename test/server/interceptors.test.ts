/** Faults on demand, as a client sees them. */
import { afterEach, expect, test } from 'vitest';
import { ApiKey } from '../../src/core/protocol/api-keys.ts';
import { ManualClock } from '../../src/runtime/clock/manual-clock.ts';
import { ANY_API, type Interception } from '../../src/server/interceptors.ts';
import { RawClient, request } from './support/raw-client.ts';
import { int32, startTestServer, type TestServer } from './support/test-server.ts';

let ours: TestServer;
afterEach(() => ours.server.close(0));

const produce = (correlationId: number) => request(ApiKey.Produce, 8, correlationId, int32(correlationId));
const metadata = (correlationId: number) => request(ApiKey.Metadata, 1, correlationId, int32(correlationId));
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function started(clock?: ManualClock): Promise<RawClient> {
  ours = await startTestServer(clock === undefined ? {} : { clock });
  ours.produce.onRequest = ({ reply }) => reply.send(Buffer.from('handled'));
  ours.metadata.onRequest = ours.produce.onRequest;
  return RawClient.connect(ours.port);
}

const text = async (client: RawClient) => (await client.frame()).subarray(4).toString();

test('answers instead of the handler, once, then is taken off', async () => {
  const client = await started();
  const off = ours.server.intercept(ApiKey.Produce, (request) => {
    off();
    return { action: 'answer', response: Buffer.from(`intercepted ${request}`) };
  });
  client.send(Buffer.concat([produce(1), produce(2)]));
  expect(await text(client)).toBe('intercepted 1');
  expect(await text(client)).toBe('handled');
  expect(ours.produce.handled.length).toBe(1);
});

test('other APIs pass; the first that does not pass decides', async () => {
  const client = await started();
  const seen: number[] = [];
  ours.server.intercept(ApiKey.Fetch, () => ({ action: 'drop' }));
  ours.server.intercept(ANY_API, (_, { apiKey }) => {
    seen.push(apiKey);
    return undefined;
  });
  ours.server.intercept(ApiKey.Metadata, async () => ({ action: 'answer', response: Buffer.from('second') }));
  ours.server.intercept(ApiKey.Metadata, () => ({ action: 'drop' }));
  client.send(Buffer.concat([produce(1), metadata(2)]));
  expect(await text(client)).toBe('handled');
  expect(await text(client)).toBe('second');
  expect(seen).toEqual([ApiKey.Produce, ApiKey.Metadata]);
});

test('a delay holds the request and what follows it on its connection', async () => {
  const clock = new ManualClock();
  const client = await started(clock);
  let delays = 0;
  ours.server.intercept(ApiKey.Produce, () => (delays++ === 0 ? { action: 'delay', milliseconds: 1000 } : undefined));
  client.send(Buffer.concat([produce(1), produce(2)]));
  await sleep(50);
  clock.advance(999);
  await sleep(20);
  expect(ours.produce.handled.length).toBe(0);
  clock.advance(1);
  expect(await client.correlationIds(2)).toEqual([1, 2]);
  expect(ours.produce.handled.map((handled) => handled.request)).toEqual([1, 2]);
});

test('what waited behind a delayed produce goes on when that is handled, though not answered', async () => {
  const clock = new ManualClock();
  const client = await started(clock);
  ours.produce.onRequest = () => {};
  ours.server.intercept(ApiKey.Produce, (id) => (id === 1 ? { action: 'delay', milliseconds: 1 } : undefined));
  client.send(Buffer.concat([produce(1), produce(2)]));
  await sleep(30);
  clock.advance(1);
  await sleep(30);
  expect(ours.produce.handled.map((handled) => handled.request)).toEqual([1, 2]);
});

test('a delay does not make a pipelined API sequential once it is over', async () => {
  const clock = new ManualClock();
  const client = await started(clock);
  ours.produce.onRequest = () => {};
  const off = ours.server.intercept(ApiKey.Produce, () => ({ action: 'delay', milliseconds: 1 }));
  client.send(produce(1));
  await sleep(30);
  off();
  clock.advance(1);
  client.send(produce(2));
  await sleep(30);
  expect(ours.produce.handled.length).toBe(2);
});

test('drops the connection without handling', async () => {
  const client = await started();
  ours.server.intercept(ApiKey.Produce, () => ({ action: 'drop' }));
  client.send(produce(1));
  await client.closed();
  expect([ours.produce.handled.length, client.bytesReceived]).toEqual([0, 0]);
});

test('loses the answer of a request that was handled', async () => {
  const client = await started();
  ours.server.intercept(ApiKey.Produce, () => ({ action: 'lose-answer' }));
  client.send(produce(1));
  await client.closed();
  expect([ours.produce.handled.length, client.bytesReceived]).toEqual([1, 0]);
});

test('hangs', async () => {
  const client = await started();
  ours.server.intercept(ApiKey.Produce, () => ({ action: 'hang' }));
  client.send(produce(1));
  await sleep(50);
  expect([client.isClosed, client.bytesReceived]).toEqual([false, 0]);
});

test('may take its time; a peer that left meanwhile is not handled', async () => {
  const client = await started();
  let decide = (_: Interception | undefined): void => {};
  ours.server.intercept(ApiKey.Produce, () => new Promise((resolve) => (decide = resolve)));
  client.send(produce(1));
  await sleep(30);
  client.socket.resetAndDestroy();
  await sleep(30);
  decide(undefined);
  await sleep(10);
  expect(ours.produce.handled.length).toBe(0);
});

test('one that throws, or rejects, closes the connection and is logged', async () => {
  const client = await started();
  ours.server.intercept(ApiKey.Produce, () => {
    throw new Error('a bug in the test');
  });
  ours.server.intercept(ApiKey.Metadata, () => Promise.reject(new Error('another')));
  client.send(produce(1));
  await client.closed();
  const other = await RawClient.connect(ours.port);
  other.send(metadata(1));
  await other.closed();
  expect(ours.logger.at('error').map(({ event }) => event)).toEqual(
    Array(2).fill(expect.stringMatching(/interceptor failed/)),
  );
});
