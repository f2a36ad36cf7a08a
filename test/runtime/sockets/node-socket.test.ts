/** The TCP side of the socket port, over loopback. */
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { listenOnTcp } from '../../../src/runtime/sockets/node-socket.ts';
import type { ByteSocket, ListeningSocket, SocketOwner } from '../../../src/runtime/sockets/socket.ts';

class Recorder implements SocketOwner {
  bytes = Buffer.alloc(0);
  readonly events: string[] = [];
  error: Error | null = null;
  onBytes(bytes: Uint8Array): void {
    this.bytes = Buffer.concat([this.bytes, bytes]);
  }
  onPeerFinished(): void {
    this.events.push('finished');
  }
  onWritable(): void {
    this.events.push('writable');
  }
  onClosed(error: Error | null): void {
    this.error = error;
    this.events.push('closed');
  }
}

let listening: ListeningSocket;
let client: Socket;
let serverSide: ByteSocket;
afterEach(async () => {
  client.destroy();
  serverSide.destroy();
  await listening.close();
});

async function connected(
  host = '127.0.0.1',
  dial = host,
  owner = new Recorder(),
): Promise<{ socket: ByteSocket; owner: Recorder }> {
  let accepted: (socket: ByteSocket) => void;
  const accept = new Promise<ByteSocket>((resolve) => (accepted = resolve));
  listening = await listenOnTcp(
    { host, port: 0, backlog: 10 },
    {
      onAccept: (socket) => accepted(socket),
      onAcceptFailure: () => {},
    },
  );
  client = connect({ port: listening.port, host: dial, allowHalfOpen: true });
  client.on('error', () => {});
  const socket = await accept;
  serverSide = socket;
  socket.setOwner(owner);
  return { socket, owner };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(condition()).toBe(true);
}

test('chunks of one write arrive in order', async () => {
  const { socket } = await connected();
  let received = Buffer.alloc(0);
  client.on('data', (bytes) => (received = Buffer.concat([received, bytes])));
  socket.write([Buffer.from('a'), new Uint8Array([98]), Buffer.from('c')]);
  socket.write([new Uint8Array(new SharedArrayBuffer(3)).fill(100)]);
  await until(() => received.toString() === 'abcddd');
});

test('after FIN from the peer what is written still goes out; then the socket closes', async () => {
  const { socket, owner } = await connected();
  client.end('last words');
  await until(() => owner.events.includes('finished'));
  expect(owner.bytes.toString()).toBe('last words');
  let received = '';
  client.on('data', (bytes) => (received += bytes));
  socket.write([Buffer.from('answer')]);
  socket.closeAfterWrites();
  await until(() => owner.events.includes('closed'));
  await until(() => received === 'answer');
  expect(owner.error).toBe(null);
});

test('a write that does not fit answers false, and onWritable follows when it has left', async () => {
  const { socket, owner } = await connected();
  client.pause();
  expect(socket.write([Buffer.alloc(20_000_000)])).toBe(false);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(owner.events).toEqual([]);
  expect(socket.queuedBytes).toBeGreaterThan(0);
  client.resume();
  await until(() => owner.events.includes('writable'));
  expect(socket.queuedBytes).toBe(0);
});

test('a small write is with the kernel when write returns: its memory may be used again', async () => {
  const { socket } = await connected();
  let received = '';
  client.on('data', (bytes) => (received += bytes));
  const memory = Buffer.from('first');
  expect(socket.write([memory])).toBe(true);
  expect(socket.queuedBytes).toBe(0);
  memory.fill('x');
  await until(() => received === 'first');
});

test('paused, bytes stay in the kernel', async () => {
  const { socket, owner } = await connected();
  socket.pauseReading();
  client.write('hello');
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(owner.bytes.length).toBe(0);
  socket.resumeReading();
  await until(() => owner.bytes.toString() === 'hello');
});

test('a reset is told once, as the reason for closing', async () => {
  const { owner } = await connected();
  client.resetAndDestroy();
  await until(() => owner.events.includes('closed'));
  expect(owner.error).toMatchObject({ code: 'ECONNRESET' });
  expect(owner.events).toEqual(['closed']);
});

test('an IPv4 peer of a dual-stack listener shows as IPv4', async () => {
  const { socket } = await connected('', '127.0.0.1');
  expect(socket.remoteAddress).toBe('127.0.0.1');
  expect(socket.remotePort).toBe(client.localPort);
});

class Reader extends Recorder {
  readonly returnsMemory = true;
  readonly kept: { view: Uint8Array; copy: Buffer }[] = [];
  readonly buffers = new Set<ArrayBufferLike>();
  largest = 0;
  #reads = 0;
  readonly #keepsEvery: number;
  constructor(keepsEvery: number) {
    super();
    this.#keepsEvery = keepsEvery;
  }
  override onBytes(bytes: Uint8Array): boolean {
    super.onBytes(bytes);
    this.buffers.add(bytes.buffer);
    this.largest = Math.max(this.largest, bytes.length);
    if (++this.#reads % this.#keepsEvery !== 0) return true;
    this.kept.push({ view: bytes, copy: Buffer.from(bytes) });
    return false;
  }
}

test.each([
  ['an owner that keeps nothing', Number.POSITIVE_INFINITY],
  ['an owner that keeps every third read', 3],
  ['an owner that keeps all', 1],
])('%s gets every byte, in memory that is used again only where it may be', async (_, keepsEvery) => {
  const owner = new Reader(keepsEvery);
  const { socket } = await connected('127.0.0.1', '127.0.0.1', owner);
  const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff));
  let isPaused = false;
  for (let at = 0; at < sent.length; at += 100_000) {
    client.write(sent.subarray(at, at + 100_000));
    isPaused = !isPaused;
    if (isPaused) socket.pauseReading();
    else socket.resumeReading();
    await new Promise(setImmediate);
  }
  socket.resumeReading();
  client.end();
  await until(() => owner.events.includes('finished'));
  expect(owner.bytes.equals(sent)).toBe(true);
  for (const { view, copy } of owner.kept) expect(copy.equals(view)).toBe(true);
  expect(owner.largest).toBeGreaterThan(4096);
  if (keepsEvery === Number.POSITIVE_INFINITY) expect(owner.buffers.size).toBeLessThan(6);
});
