/** A client that speaks bytes: it can be as rude as it likes, and reads answers as frames. */
import { connect, type Socket } from 'node:net';
import { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import { writeRequestHead } from '../../../src/core/protocol/request-header.ts';

export class RawClient {
  readonly socket: Socket;
  readonly frames: Buffer[] = [];
  bytesReceived = 0;
  hasEnded = false;
  isClosed = false;
  #chunks: Buffer[] = [];
  #buffered = 0;
  /** Bytes that have to be there before looking is worth it. */
  #wanted = 4;
  readonly #waiters: (() => void)[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (bytes) => {
      this.bytesReceived += bytes.length;
      this.#chunks.push(bytes);
      this.#buffered += bytes.length;
      if (this.#buffered >= this.#wanted) this.#cutFrames();
      this.#wake();
    });
    socket.on('end', () => {
      this.hasEnded = true;
      this.#wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isClosed = true;
      this.#wake();
    });
  }

  static connect(port: number, options: { allowHalfOpen?: boolean } = {}): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true, ...options });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new RawClient(socket));
      });
    });
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The correlation ids of the next `count` answers, in order of arrival. */
  async correlationIds(count: number): Promise<number[]> {
    await this.until(() => this.frames.length >= count, `${count} answers`);
    return this.frames.splice(0, count).map((frame) => frame.readInt32BE(0));
  }

  async frame(): Promise<Buffer> {
    await this.until(() => this.frames.length > 0, 'an answer');
    return this.frames.shift()!;
  }

  closed(): Promise<void> {
    return this.until(() => this.isClosed, 'the connection to close');
  }

  async until(condition: () => boolean, what: string, timeoutMs = 5000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!condition()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`waited ${timeoutMs} ms for ${what}`);
      if (this.isClosed) throw new Error(`the connection closed while waiting for ${what}`);
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        timer = setTimeout(resolve, left);
        this.#waiters.push(resolve);
      });
      clearTimeout(timer);
    }
  }

  #cutFrames(): void {
    let rest = Buffer.concat(this.#chunks);
    for (;;) {
      this.#wanted = rest.length < 4 ? 4 : 4 + rest.readInt32BE(0);
      if (rest.length < this.#wanted) break;
      this.frames.push(rest.subarray(4, this.#wanted));
      rest = rest.subarray(this.#wanted);
    }
    this.#chunks = [rest];
    this.#buffered = rest.length;
  }

  #wake(): void {
    for (const waiter of this.#waiters.splice(0)) waiter();
  }
}

/** A whole request frame. */
export function request(
  apiKey: number,
  apiVersion: number,
  correlationId: number,
  writeBody: (writer: ByteWriter) => void = () => {},
  clientId: string | null = 'test',
): Buffer {
  const writer = new ByteWriter();
  writer.int32(0);
  writeRequestHead(writer, { apiKey, apiVersion, correlationId, clientId });
  writeBody(writer);
  writer.patchInt32(0, writer.length - 4);
  return Buffer.from(writer.toBytes());
}

export function readerOf(frame: Buffer): ByteReader {
  return new ByteReader(frame);
}
