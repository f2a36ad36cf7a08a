/** One connection and its answers: order, pipelining, a slow reader, a closed gate, a peer that goes. Real sockets. */
import { spawn } from 'node:child_process';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiKey } from '../../src/core/protocol/api-keys.ts';
import type { KafkaServerOptions } from '../../src/server/kafka-server.ts';
import { RawClient, request } from './support/raw-client.ts';
import { int32, type SteeredApi, startTestServer, type TestServer } from './support/test-server.ts';

let ours: TestServer;
afterEach(() => ours.server.close(0));

async function started(options: Partial<KafkaServerOptions> = {}): Promise<RawClient> {
  ours = await startTestServer(options);
  return RawClient.connect(ours.port);
}

async function eventually(condition: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 500 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  if (!condition()) throw new Error(`never happened: ${what}`);
}

const handledBy = (api: SteeredApi, count: number) =>
  eventually(() => api.handled.length >= count, `${count} requests handled`);

/** Long enough for whatever was going to happen on loopback to have happened. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

const produce = (correlationId: number) => request(ApiKey.Produce, 8, correlationId, int32(correlationId));
const metadata = (correlationId: number) => request(ApiKey.Metadata, 1, correlationId, int32(correlationId));
const NOTHING = Buffer.alloc(0);

describe('answers leave in the order of requests', () => {
  test('though handlers finish out of order', async () => {
    const client = await started();
    client.send(Buffer.concat([1, 2, 3, 4, 5].map(produce)));
    await handledBy(ours.produce, 5);
    const [first, second, third, fourth, fifth] = ours.produce.handled;
    fifth!.reply.send(NOTHING);
    second!.reply.send(NOTHING);
    await settled();
    expect(client.frames.length).toBe(0);
    first!.reply.send(NOTHING);
    expect(await client.correlationIds(2)).toEqual([1, 2]);
    await settled();
    expect(client.frames.length).toBe(0);
    fourth!.reply.send(NOTHING);
    third!.reply.send(NOTHING);
    expect(await client.correlationIds(3)).toEqual([3, 4, 5]);
  });

  test('for every order of finishing, acks=0 among them', async () => {
    const client = await started();
    let correlationId = 0;
    for (let round = 0; round < 50; round++) {
      const from = ours.produce.handled.length;
      const ids = Array.from({ length: 1 + (round % 7) }, () => ++correlationId);
      client.send(Buffer.concat(ids.map(produce)));
      await handledBy(ours.produce, from + ids.length);
      const open = ours.produce.handled.slice(from);
      // A fixed shuffle, different each round.
      const order = open.map((handled, i) => ({ handled, key: (i * 7919 + round * 104_729) % 97 }));
      for (const { handled } of order.sort((a, b) => a.key - b.key)) {
        if (handled.request % 3 === 0) handled.reply.nothing();
        else handled.reply.send(NOTHING);
      }
      const expected = ids.filter((id) => id % 3 !== 0);
      expect(await client.correlationIds(expected.length)).toEqual(expected);
    }
  });

  test('everything that became ready in one wake leaves in one write', async () => {
    const client = await started();
    client.send(Buffer.concat(Array.from({ length: 100 }, (_, i) => produce(i))));
    await handledBy(ours.produce, 100);
    let reads = 0;
    client.socket.on('data', () => reads++);
    for (const { reply } of ours.produce.handled) reply.send(NOTHING);
    await client.correlationIds(100);
    expect(reads).toBe(1);
  });
});

describe('what may overtake what', () => {
  test('a request that is no produce waits for those before it, and holds those after it', async () => {
    const client = await started();
    client.send(Buffer.concat([produce(1), metadata(2), produce(3), metadata(4)]));
    await settled();
    expect([ours.produce.handled.length, ours.metadata.handled.length]).toEqual([1, 0]);
    ours.produce.handled[0]!.reply.send(NOTHING);
    await handledBy(ours.metadata, 1);
    await settled();
    expect(ours.produce.handled.length).toBe(1);
    ours.metadata.handled[0]!.reply.send(NOTHING);
    await handledBy(ours.produce, 2);
    expect(ours.metadata.handled.length).toBe(1);
    ours.produce.handled[1]!.reply.send(NOTHING);
    await handledBy(ours.metadata, 2);
    ours.metadata.handled[1]!.reply.send(NOTHING);
    expect(await client.correlationIds(4)).toEqual([1, 2, 3, 4]);
  });

  test('produces in flight have a bound, and go on when it is passed', async () => {
    const client = await started();
    client.send(Buffer.concat(Array.from({ length: 5000 }, (_, i) => produce(i))));
    await handledBy(ours.produce, 4096);
    await settled();
    expect(ours.produce.handled.length).toBe(4096);
    for (const { reply } of ours.produce.handled.slice(0, 1000)) reply.send(NOTHING);
    await handledBy(ours.produce, 5000);
    for (const { reply } of ours.produce.handled.slice(1000)) reply.send(NOTHING);
    expect(await client.correlationIds(5000)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });
});

describe('a slow reader', () => {
  test('is served no faster than it reads: requests stay unread, memory stays bounded', async () => {
    const client = await started();
    const large = Buffer.alloc(1_000_000, 1);
    ours.metadata.onRequest = ({ reply }) => reply.send(large);
    client.socket.pause();
    const requests = 2000;
    client.send(Buffer.concat(Array.from({ length: requests }, (_, i) => metadata(i))));
    await settled();
    await settled();
    const handledWhileStuck = ours.metadata.handled.length;
    // Two kernel buffers' worth, not two gigabytes.
    expect(handledWhileStuck).toBeLessThan(30);
    await settled();
    expect(ours.metadata.handled.length).toBe(handledWhileStuck);
    client.socket.resume();
    await client.until(() => client.bytesReceived > 40_000_000, '40 answers');
    expect(ours.metadata.handled.length).toBeGreaterThan(handledWhileStuck);
    client.socket.destroy();
    await eventually(() => ours.server.counters.openConnections === 0, 'the server to notice');
  });

  test('gets a large answer whole', async () => {
    const client = await started();
    const large = Buffer.from(Uint32Array.from({ length: 2_000_000 }, (_, i) => i).buffer);
    ours.metadata.onRequest = ({ reply }) => reply.send(large);
    client.send(metadata(1));
    expect((await client.frame()).subarray(4).equals(large)).toBe(true);
  });

  test('that takes its time over one large answer is not idle', async () => {
    const client = await started({ maxIdleMs: 250 });
    ours.metadata.onRequest = ({ reply }) => reply.send(Buffer.alloc(60_000_000));
    client.socket.pause();
    client.send(metadata(1));
    const startedAt = performance.now();
    while (client.frames.length === 0) {
      // About 5 MB each 50 ms.
      const target = client.bytesReceived + 5_000_000;
      client.socket.resume();
      while (client.bytesReceived < target && client.frames.length === 0) await new Promise(setImmediate);
      client.socket.pause();
      await settled();
    }
    expect(performance.now() - startedAt).toBeGreaterThan(500);
    expect(client.frames[0]!.length).toBe(60_000_004);
    client.socket.resume();
  });

  test('gets its own bytes, though others are answered while its answers wait in memory', async () => {
    const slow = await started();
    const quick = await RawClient.connect(ours.port);
    slow.socket.pause();
    const count = 4000;
    slow.send(Buffer.concat(Array.from({ length: count }, (_, i) => produce(i))));
    await handledBy(ours.produce, count);
    ours.metadata.onRequest = ({ reply }) => reply.send(Buffer.alloc(3000, 0xff));
    for (const { request, reply } of ours.produce.handled) {
      // Small enough to be copied into the writer, one wake each.
      reply.send(Buffer.alloc(3000, request % 251));
      if (request % 10 === 0) quick.send(metadata(request));
      await new Promise(setImmediate);
    }
    slow.socket.resume();
    await slow.until(() => slow.frames.length === count, 'all answers');
    for (const [i, frame] of slow.frames.entries()) {
      expect(frame.readInt32BE(0)).toBe(i);
      expect(frame.subarray(4).equals(Buffer.alloc(3000, i % 251))).toBe(true);
    }
  });

  test('that takes nothing at all is idle in the end, though an answer waits for it', async () => {
    const client = await started({ maxIdleMs: 300 });
    ours.metadata.onRequest = ({ reply }) => reply.send(Buffer.alloc(30_000_000));
    client.socket.pause();
    client.send(metadata(1));
    await eventually(() => ours.server.counters.idleConnections === 1, 'the idle limit to close it');
  });
});

describe('the append gate', () => {
  class Gate {
    open = true;
    #listener = () => {};
    isOpen = () => this.open;
    onOpen = (listener: () => void) => {
      this.#listener = listener;
    };
    reopen(): void {
      this.open = true;
      this.#listener();
    }
  }

  test('holds appends and what follows them while closed, and lets them go on in order', async () => {
    const gate = new Gate();
    const client = await started({ gate });
    ours.produce.onRequest = ({ reply }) => reply.send(NOTHING);
    ours.metadata.onRequest = ({ reply }) => reply.send(NOTHING);
    gate.open = false;
    client.send(Buffer.concat([metadata(1), produce(2), metadata(3), produce(4)]));
    expect(await client.correlationIds(1)).toEqual([1]);
    await settled();
    expect(ours.produce.handled.length).toBe(0);
    gate.reopen();
    expect(await client.correlationIds(3)).toEqual([2, 3, 4]);
  });

  test('does not hold connections that append nothing', async () => {
    const gate = new Gate();
    const client = await started({ gate });
    ours.metadata.onRequest = ({ reply }) => reply.send(NOTHING);
    gate.open = false;
    client.send(metadata(1));
    expect(await client.correlationIds(1)).toEqual([1]);
  });

  test('makes the kernel hold the client back instead of piling up bytes', async () => {
    const gate = new Gate();
    const client = await started({ gate });
    ours.produce.onRequest = ({ reply }) => reply.send(NOTHING);
    gate.open = false;
    const megabyte = request(ApiKey.Produce, 8, 1, (writer) => writer.raw(Buffer.alloc(1_000_000)));
    for (let i = 0; i < 40; i++) client.send(megabyte);
    await settled();
    await settled();
    expect(ours.server.counters.bytesIn).toBeLessThan(2_000_000);
    gate.reopen();
    await handledBy(ours.produce, 40);
    expect((await client.correlationIds(40)).length).toBe(40);
  });

  test('that closes again meanwhile keeps the waiting connections in their places', async () => {
    const gate = new Gate();
    const first = await started({ gate });
    const second = await RawClient.connect(ours.port);
    const third = await RawClient.connect(ours.port);
    gate.open = false;
    for (const [i, client] of [first, second, third].entries()) {
      client.send(produce(i));
      await settled();
    }
    ours.produce.onRequest = ({ reply }) => {
      reply.send(NOTHING);
      gate.open = false;
    };
    for (let i = 0; i < 3; i++) gate.reopen();
    expect(ours.produce.handled.map((handled) => handled.request)).toEqual([0, 1, 2]);
  });

  test('pause and resume stop and start everything', async () => {
    const client = await started();
    ours.metadata.onRequest = ({ reply }) => reply.send(NOTHING);
    ours.server.pause();
    client.send(metadata(1));
    const other = await RawClient.connect(ours.port);
    other.send(metadata(2));
    await settled();
    expect(ours.metadata.handled.length).toBe(0);
    ours.server.resume();
    expect(await client.correlationIds(1)).toEqual([1]);
    expect(await other.correlationIds(1)).toEqual([2]);
  });
});

describe('a peer that goes', () => {
  test('a half-closed client still gets what it is owed', async () => {
    ours = await startTestServer();
    const client = await RawClient.connect(ours.port, { allowHalfOpen: true });
    client.send(Buffer.concat([produce(1), produce(2)]));
    client.socket.end();
    await handledBy(ours.produce, 2);
    await settled();
    expect(client.hasEnded).toBe(false);
    ours.produce.handled[1]!.reply.send(NOTHING);
    ours.produce.handled[0]!.reply.send(NOTHING);
    expect(await client.correlationIds(2)).toEqual([1, 2]);
    await client.closed();
  });

  test('a half-closed client gets a large answer whole, however slowly it reads', async () => {
    ours = await startTestServer();
    const client = await RawClient.connect(ours.port, { allowHalfOpen: true });
    const large = Buffer.alloc(30_000_000, 3);
    ours.metadata.onRequest = ({ reply }) => reply.send(large);
    client.socket.pause();
    client.send(metadata(1));
    client.socket.end();
    await settled();
    client.socket.resume();
    expect((await client.frame()).length).toBe(4 + large.length);
    await client.closed();
  });

  test('a reply parked for a reset connection is abandoned, and answering it does nothing', async () => {
    const client = await started();
    client.send(Buffer.concat([produce(1), produce(2)]));
    await handledBy(ours.produce, 2);
    client.socket.resetAndDestroy();
    await eventually(() => ours.produce.handled[0]!.reply.isAbandoned, 'the reply to be abandoned');
    for (const { reply } of ours.produce.handled) reply.send(NOTHING);
    expect(ours.server.counters.openConnections).toBe(0);
    expect(ours.logger.at('error')).toEqual([]);
  });

  test('a client killed while its reply is parked leaves no connection behind', async () => {
    ours = await startTestServer();
    const script = `const s = require('net').connect(${ours.port}, '127.0.0.1'); s.write(Buffer.from('${produce(1).toString('hex')}', 'hex'))`;
    const child = spawn(process.execPath, ['-e', script]);
    await handledBy(ours.produce, 1);
    child.kill('SIGKILL');
    await settled();
    ours.produce.handled[0]!.reply.send(NOTHING);
    await eventually(() => ours.server.counters.openConnections === 0, 'the connection to close');
  });

  test('a reply that closes lets earlier answers out first, and later requests are not handled', async () => {
    const client = await started();
    client.send(Buffer.concat([produce(1), produce(2)]));
    await handledBy(ours.produce, 2);
    ours.produce.handled[1]!.reply.close('acks=0 with an error');
    client.send(produce(3));
    await settled();
    expect(client.isClosed).toBe(false);
    ours.produce.handled[0]!.reply.send(NOTHING);
    await client.until(() => client.frames.length === 1, 'the first answer');
    await client.closed();
    expect(ours.produce.handled.length).toBe(2);
    expect(ours.logger.at('info')[0]!.fields['cause']).toBe('acks=0 with an error');
  });

  test('a reply that closes at the head does not wait for those behind it', async () => {
    const client = await started();
    client.send(Buffer.concat([produce(1), produce(2)]));
    await handledBy(ours.produce, 2);
    ours.produce.handled[0]!.reply.close('acks=0 with an error');
    await client.closed();
    expect(client.bytesReceived).toBe(0);
    await eventually(() => ours.produce.handled[1]!.reply.isAbandoned, 'the other reply to be abandoned');
  });

  test('a pending request is not idle; the same connection without one is', async () => {
    const client = await started({ maxIdleMs: 100 });
    client.send(metadata(1));
    await handledBy(ours.metadata, 1);
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(client.isClosed).toBe(false);
    const answeredAt = performance.now();
    ours.metadata.handled[0]!.reply.send(NOTHING);
    await client.correlationIds(1);
    await client.closed();
    // The answer was activity: the limit counts from it, not from the request.
    expect(performance.now() - answeredAt).toBeGreaterThan(90);
  });
});

test('a reply answered twice is our bug and says so', async () => {
  const client = await started();
  client.send(produce(1));
  await handledBy(ours.produce, 1);
  const { reply } = ours.produce.handled[0]!;
  reply.send(NOTHING);
  expect(() => reply.send(NOTHING)).toThrow(/exactly once/);
});

test('the context tells who asks', async () => {
  const client = await started();
  client.send(metadata(9));
  await handledBy(ours.metadata, 1);
  const { context } = ours.metadata.handled[0]!;
  expect(context).toMatchObject({ apiKey: 3, apiVersion: 1, correlationId: 9, clientId: 'test' });
  expect(context.connection).toMatchObject({
    listenerName: 'PLAINTEXT',
    clientAddress: '127.0.0.1',
    principal: 'User:ANONYMOUS',
  });
  expect(Math.abs(context.arrivedAt - performance.now())).toBeLessThan(1000);
});
