/**
 * The floor: only what no durable broker can avoid. TCP in, CRC-32C of each batch, one copy into shared memory, one
 * pwrite and one fdatasync per group in a worker, TCP out; and for consumers, a plain stream of bytes. It understands
 * the load client's frames and no others. Run: node floor-probe.js PORT FILE [native]
 */
import { createRequire } from 'node:module';
import { createServer, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import {
  CORRELATION_AT,
  CRC_AT,
  CRC_FROM,
  PRODUCE_PREFIX,
  PRODUCE_RESPONSE_BYTES,
  STREAM_API,
  TOPIC,
} from '../load/frames.ts';
import { room } from '../room.ts';
import { DURABLE, HEAD, PARKED, ProbeMemory, RING_BYTES } from './probe-memory.ts';

type Crc = (bytes: Uint8Array, start: number, end: number, seed: number) => number;

const [portText, path] = process.argv.slice(2) as [string, string];
const memory = new ProbeMemory();
const { words, ring } = memory;
let head = 0;

/** The native checksum where it loads, as a broker would use; else the project's plain one. */
async function chooseCrc(): Promise<Crc> {
  const { crc32c } = await room<typeof import('../../src/core/bytes/crc32c.ts')>('core/bytes/crc32c.ts');
  try {
    const native = createRequire(import.meta.url)('@node-rs/crc32') as {
      crc32c(bytes: Uint8Array, seed?: number): number;
    };
    return (bytes, start, end, seed) =>
      native.crc32c(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end), seed);
  } catch {
    return crc32c;
  }
}
const crc32c = await chooseCrc();

interface Reply {
  readonly probe: ProbeConnection;
  readonly correlation: number;
  readonly end: number;
}
let replies: Reply[] = [];
const starved = new Set<ProbeConnection>();

/** Bytes of a frame that are needed before the batch's covered part: kept aside, since chunks may cut them. */
const HEADER_BYTES = PRODUCE_PREFIX + CRC_FROM;

class ProbeConnection {
  readonly socket: Socket;
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerBytes = 0;
  #bodyLeft = 0;
  #crc = 0;
  #place = 0;
  #end = 0;
  #waiting: Buffer | null = null;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', () => socket.destroy());
  }

  /** Space may have come free. */
  retry(): void {
    const chunk = this.#waiting;
    if (chunk === null) return;
    this.#waiting = null;
    this.socket.resume();
    this.take(chunk);
  }

  take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#headerBytes < HEADER_BYTES) {
        const copied = Math.min(HEADER_BYTES - this.#headerBytes, chunk.length - at);
        chunk.copy(this.#header, this.#headerBytes, at, at + copied);
        this.#headerBytes += copied;
        at += copied;
        if (this.#headerBytes >= 27 && this.#header.readInt16BE(4) === STREAM_API) {
          stream(this.socket, Number(this.#header.readBigInt64BE(19)));
          this.#headerBytes = 0;
          return;
        }
        if (this.#headerBytes < HEADER_BYTES) break;
      }
      if (this.#bodyLeft === 0 && !this.#claim()) {
        this.#waiting = chunk.subarray(at);
        this.socket.pause();
        starved.add(this);
        break;
      }
      const length = Math.min(this.#bodyLeft, chunk.length - at);
      this.#crc = crc32c(chunk, at, at + length, this.#crc);
      ring.set(length === chunk.length ? chunk : chunk.subarray(at, at + length), this.#place);
      this.#place += length;
      this.#bodyLeft -= length;
      at += length;
      if (this.#bodyLeft === 0) this.#finish();
    }
    publish();
  }

  /** Room for the whole batch, in one piece. */
  #claim(): boolean {
    const bytes = this.#header.readInt32BE(PRODUCE_PREFIX - 4);
    const place = head & (RING_BYTES - 1);
    const gap = place + bytes > RING_BYTES ? RING_BYTES - place : 0;
    if (((head - Atomics.load(words, DURABLE)) | 0) + gap + bytes > RING_BYTES) return false;
    const start = (place + gap) & (RING_BYTES - 1);
    ring.set(this.#header.subarray(PRODUCE_PREFIX), start);
    this.#place = start + CRC_FROM;
    this.#bodyLeft = bytes - CRC_FROM;
    this.#end = (head + gap + bytes) | 0;
    this.#crc = 0;
    head = this.#end;
    return true;
  }

  #finish(): void {
    if (this.#crc >>> 0 !== this.#header.readUInt32BE(PRODUCE_PREFIX + CRC_AT)) throw new Error('wrong checksum');
    replies.push({ probe: this, correlation: this.#header.readInt32BE(CORRELATION_AT), end: this.#end });
    this.#headerBytes = 0;
  }
}

/** Every whole batch is now the worker's. The probe serves one connection at a time: another's half batch would lie in between. */
function publish(): void {
  const last = replies.at(-1);
  if (last === undefined || last.end === Atomics.load(words, HEAD)) return;
  Atomics.store(words, HEAD, last.end);
  if (Atomics.load(words, PARKED) === 1) Atomics.notify(words, HEAD);
}

const RESPONSE = Buffer.alloc(4 + PRODUCE_RESPONSE_BYTES);
RESPONSE.writeInt32BE(PRODUCE_RESPONSE_BYTES, 0);
RESPONSE.writeInt32BE(1, 8);
RESPONSE.writeInt16BE(TOPIC.length, 12);
RESPONSE.write(TOPIC, 14);
RESPONSE.writeInt32BE(1, 14 + TOPIC.length);

function answer(): void {
  const durable = Atomics.load(words, DURABLE);
  let count = 0;
  while (count < replies.length && ((replies[count]!.end - durable) | 0) <= 0) count++;
  for (let from = 0; from < count; ) {
    const { probe } = replies[from]!;
    let to = from + 1;
    while (to < count && replies[to]!.probe === probe) to++;
    const bytes = Buffer.allocUnsafe((to - from) * RESPONSE.length);
    for (let n = from; n < to; n++) {
      RESPONSE.copy(bytes, (n - from) * RESPONSE.length);
      bytes.writeInt32BE(replies[n]!.correlation, (n - from) * RESPONSE.length + 4);
    }
    probe.socket.write(bytes);
    from = to;
  }
  if (count > 0) replies = replies.slice(count);
  const waiting = [...starved];
  starved.clear();
  for (const probe of waiting) probe.retry();
}

const CHUNK = Buffer.alloc(1 << 20, 120);
function stream(socket: Socket, bytes: number): void {
  let left = bytes;
  const more = (): void => {
    while (left > 0 && !socket.destroyed) {
      const chunk = left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK;
      left -= chunk.length;
      if (!socket.write(chunk)) {
        socket.once('drain', more);
        return;
      }
    }
  };
  more();
}

type Wait = { readonly async: boolean; readonly value: Promise<string> | string };
const waitAsync = (Atomics as unknown as { waitAsync(words: Int32Array, index: number, value: number): Wait })
  .waitAsync;
function listen(): void {
  const seen = Atomics.load(words, DURABLE);
  answer();
  const wait = waitAsync(words, DURABLE, seen);
  if (wait.async) void (wait.value as Promise<string>).then(listen);
  else setImmediate(listen);
}

new Worker(new URL('./probe-worker.js', import.meta.url), { workerData: { buffer: memory.buffer, path } });
createServer((socket) => new ProbeConnection(socket)).listen(Number(portText), '127.0.0.1', () => {
  process.stdout.write('ready\n');
  listen();
});
