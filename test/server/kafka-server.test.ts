/** The server around the connections: listeners, limits, closing down, and nothing left behind. Real sockets. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiKey } from '../../src/core/protocol/api-keys.ts';
import { ManualClock } from '../../src/runtime/clock/manual-clock.ts';
import { listenOnTcp } from '../../src/runtime/sockets/node-socket.ts';
import type { Acceptor, Listen } from '../../src/runtime/sockets/socket.ts';
import { NO_CONNECTION_LIMITS, UNLIMITED } from '../../src/server/connection-limits.ts';
import { RawClient, request } from './support/raw-client.ts';
import { int32, startTestServer, type TestServer } from './support/test-server.ts';

let ours: TestServer;
afterEach(() => ours.server.close(0));

const metadata = (correlationId: number) => request(ApiKey.Metadata, 1, correlationId, int32(correlationId));
const produce = (correlationId: number) => request(ApiKey.Produce, 8, correlationId, int32(correlationId));
const NOTHING = Buffer.alloc(0);
const loopback = { host: '127.0.0.1', port: 0 };
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function isServed(port: number): Promise<boolean> {
  const client = await RawClient.connect(port);
  client.send(request(ApiKey.ApiVersions, 0, 1));
  try {
    await client.correlationIds(1);
    return true;
  } catch {
    return false;
  }
}

describe('listeners', () => {
  test('each has its port and its advertised address, and requests know which they came in on', async () => {
    ours = await startTestServer({
      listeners: [
        { name: 'INTERNAL', ...loopback },
        { name: 'EXTERNAL', ...loopback, advertisedHost: 'kafka.example.org', advertisedPort: 19_092 },
      ],
    });
    const [internal, external] = ours.server.listeners;
    expect(internal!.advertised).toEqual({ host: '127.0.0.1', port: internal!.bound.port });
    expect(external!.advertised).toEqual({ host: 'kafka.example.org', port: 19_092 });
    expect(internal!.bound.port).not.toBe(external!.bound.port);
    ours.metadata.onRequest = ({ context, reply }) => reply.send(Buffer.from(context.connection.listenerName));
    for (const listener of [internal, external]) {
      const client = await RawClient.connect(listener!.bound.port);
      client.send(metadata(1));
      expect((await client.frame()).subarray(4).toString()).toBe(listener!.name);
    }
  });

  test('one that binds every interface advertises a name that can be reached', async () => {
    ours = await startTestServer({ listeners: [{ name: 'PLAINTEXT', host: '0.0.0.0', port: 0 }] });
    expect(ours.server.listeners[0]!.advertised).toEqual({ host: hostname(), port: ours.port });
  });

  test('a port in use is explained, and the other listeners are let go', async () => {
    ours = await startTestServer();
    const free = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => free.once('listening', resolve));
    const { port } = free.address() as { port: number };
    await new Promise((resolve) => free.close(resolve));
    const listeners = [
      { name: 'FIRST', host: '127.0.0.1', port },
      { name: 'SECOND', host: '127.0.0.1', port: ours.port },
    ];
    await expect(startTestServer({ listeners })).rejects.toThrow(
      `listener SECOND cannot bind 127.0.0.1:${ours.port}: the port is in use`,
    );
    const again = await startTestServer({ listeners: [{ name: 'FIRST', host: '127.0.0.1', port }] });
    await again.server.close(0);
  });

  test('a host that belongs to no interface is explained', async () => {
    ours = await startTestServer();
    const listeners = [{ name: 'PLAINTEXT', host: '192.0.2.1', port: 0 }];
    await expect(startTestServer({ listeners })).rejects.toThrow(/belongs to no interface of this machine/);
  });
});

describe('connection limits close what is over them', () => {
  test('max.connections, and a place that was freed is given again', async () => {
    ours = await startTestServer({ limits: { ...NO_CONNECTION_LIMITS, maxConnections: 2 } });
    const first = await RawClient.connect(ours.port);
    expect(await isServed(ours.port)).toBe(true);
    expect(await isServed(ours.port)).toBe(false);
    expect(ours.logger.at('warn')[0]!.fields).toEqual({
      limit: 'max.connections',
      client: '127.0.0.1',
      listener: 'PLAINTEXT',
    });
    first.socket.destroy();
    while (ours.server.counters.openConnections > 1) await sleep(5);
    expect(await isServed(ours.port)).toBe(true);
    expect(ours.server.counters.refusedConnections).toBe(1);
  });

  test('new limits count from the next connection on', async () => {
    ours = await startTestServer();
    expect(await isServed(ours.port)).toBe(true);
    ours.server.setLimits({ ...NO_CONNECTION_LIMITS, maxConnections: 1 });
    expect(await isServed(ours.port)).toBe(false);
    expect(ours.server.counters.openConnections).toBe(1);
    ours.server.setLimits(NO_CONNECTION_LIMITS);
    expect(await isServed(ours.port)).toBe(true);
  });

  test('a failing accept is told and does not end the listener', async () => {
    let acceptor: Acceptor | undefined;
    const listen: Listen = (options, ours) => {
      acceptor = ours;
      return listenOnTcp(options, ours);
    };
    ours = await startTestServer({ listen });
    acceptor!.onAcceptFailure(new Error('accept EMFILE'));
    expect(ours.logger.at('warn')[0]!.fields).toEqual({ cause: 'accept EMFILE', listener: 'PLAINTEXT' });
    expect(await isServed(ours.port)).toBe(true);
  });

  test('max.connections.per.ip', async () => {
    ours = await startTestServer({ limits: { ...NO_CONNECTION_LIMITS, maxConnectionsPerIp: 1 } });
    expect(await isServed(ours.port)).toBe(true);
    expect(await isServed(ours.port)).toBe(false);
    expect(ours.logger.at('warn')[0]!.fields['limit']).toBe('max.connections.per.ip');
  });

  test('max.connections.per.ip.overrides', async () => {
    const perIpOverrides = new Map([['127.0.0.1', 0]]);
    ours = await startTestServer({ limits: { ...NO_CONNECTION_LIMITS, perIpOverrides } });
    expect(await isServed(ours.port)).toBe(false);
  });

  test('of one listener', async () => {
    ours = await startTestServer({
      listeners: [
        { name: 'NARROW', ...loopback },
        { name: 'WIDE', ...loopback },
      ],
      limits: {
        ...NO_CONNECTION_LIMITS,
        byListener: new Map([['NARROW', { maxConnections: 1, maxCreationRate: UNLIMITED }]]),
      },
    });
    const [narrow, wide] = ours.server.listeners.map((listener) => listener.bound.port);
    expect(await isServed(narrow!)).toBe(true);
    expect(await isServed(narrow!)).toBe(false);
    expect(await isServed(wide!)).toBe(true);
  });

  test('max.connection.creation.rate: a second earns a second’s worth', async () => {
    const clock = new ManualClock();
    ours = await startTestServer({ clock, limits: { ...NO_CONNECTION_LIMITS, maxCreationRate: 3 } });
    const served = async () => [
      await isServed(ours.port),
      await isServed(ours.port),
      await isServed(ours.port),
      await isServed(ours.port),
    ];
    expect(await served()).toEqual([true, true, true, false]);
    clock.advance(334);
    expect(await served()).toEqual([true, false, false, false]);
    clock.advance(60_000);
    expect(await served()).toEqual([true, true, true, false]);
  });
});

test.skipIf(process.platform !== 'linux')('TCP keepalive is on (needs Linux: reads /proc/net/tcp)', async () => {
  ours = await startTestServer();
  const client = await RawClient.connect(ours.port);
  expect(await isServed(ours.port)).toBe(true);
  const localPort = client.socket.localPort!;
  const hex = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = readFileSync('/proc/net/tcp', 'utf8').split('\n');
  const serverSide = lines.find((line) => {
    const [, local, remote] = line.trim().split(/\s+/);
    return local?.endsWith(hex(ours.port)) === true && remote?.endsWith(hex(localPort)) === true;
  });
  // The timer column: 02 is a keepalive timer that runs.
  expect(serverSide!.trim().split(/\s+/)[5]).toMatch(/^02:/);
});

describe('closing down', () => {
  test('answers what is in flight, takes nothing new, frees the port', async () => {
    ours = await startTestServer();
    const busy = await RawClient.connect(ours.port);
    const idle = await RawClient.connect(ours.port);
    busy.send(produce(1));
    while (ours.produce.handled.length < 1) await sleep(5);
    const closing = ours.server.close(5000);
    await idle.closed();
    busy.send(produce(2));
    await sleep(50);
    expect(busy.isClosed).toBe(false);
    await expect(RawClient.connect(ours.port)).rejects.toThrow('ECONNREFUSED');
    ours.produce.handled[0]!.reply.send(NOTHING);
    expect(await busy.correlationIds(1)).toEqual([1]);
    await closing;
    expect(ours.produce.handled.length).toBe(1);
  });

  test('cuts what does not finish by the deadline', async () => {
    ours = await startTestServer();
    const client = await RawClient.connect(ours.port);
    client.send(produce(1));
    while (ours.produce.handled.length < 1) await sleep(5);
    const startedAt = performance.now();
    await ours.server.close(100);
    expect(performance.now() - startedAt).toBeGreaterThan(90);
    expect(ours.produce.handled[0]!.reply.isAbandoned).toBe(true);
    await client.closed();
  });

  test('leaves no socket, server or timer behind', async () => {
    const before = process.getActiveResourcesInfo().sort();
    ours = await startTestServer();
    const clients = await Promise.all(Array.from({ length: 20 }, () => RawClient.connect(ours.port)));
    clients[0]!.send(request(ApiKey.ApiVersions, 0, 1));
    await clients[0]!.correlationIds(1);
    await ours.server.close(1000);
    await Promise.all(clients.map((client) => client.closed()));
    await sleep(20);
    expect(process.getActiveResourcesInfo().sort()).toEqual(before);
  });

  test('twice is as good as once', async () => {
    ours = await startTestServer();
    await Promise.all([ours.server.close(0), ours.server.close(0)]);
  });
});

test('10,000 connections opened and closed: nothing is kept, nothing spins', async () => {
  ours = await startTestServer();
  const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  const before = sockets();
  const batch = 250;
  for (let opened = 0; opened < 10_000; opened += batch) {
    const clients = await Promise.all(Array.from({ length: batch }, () => RawClient.connect(ours.port)));
    for (const [i, client] of clients.entries()) {
      // Every way of going: with a request under way, politely, by reset.
      if (i % 3 === 0) client.send(metadata(i));
      if (i % 2 === 0) client.socket.end();
      else client.socket.resetAndDestroy();
    }
    while (clients.some((client) => !client.isClosed) || ours.server.counters.openConnections > 0) {
      // Answered late, when many of those who asked are gone.
      for (const { reply } of ours.metadata.handled.splice(0)) reply.send(NOTHING);
      await sleep(2);
    }
  }
  await sleep(50);
  expect(ours.server.counters.acceptedConnections).toBe(10_000);
  expect(sockets()).toBe(before);
  const used = process.cpuUsage();
  await sleep(500);
  const { user, system } = process.cpuUsage(used);
  // Of the half second a spinning loop would take all.
  expect((user + system) / 1000).toBeLessThan(100);
}, 60_000);

test('counters tell what went through', async () => {
  ours = await startTestServer();
  ours.metadata.onRequest = ({ reply }) => reply.send(Buffer.alloc(10_000));
  const client = await RawClient.connect(ours.port);
  const sent = [metadata(1), metadata(2), request(ApiKey.ApiVersions, 0, 3)];
  client.send(Buffer.concat(sent));
  await client.correlationIds(3);
  const { counters } = ours.server;
  expect(counters).toMatchObject({ requests: 3, responses: 3, openConnections: 1, acceptedConnections: 1 });
  expect([counters.requestsByApi[ApiKey.Metadata], counters.requestsByApi[ApiKey.ApiVersions]]).toEqual([2, 1]);
  expect(counters.bytesIn).toBe(Buffer.concat(sent).length);
  expect(counters.bytesOut).toBe(client.bytesReceived);
});
