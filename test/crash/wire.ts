/**
 * A raw Kafka client of its own: the crash test must not share a mistake with the broker's codecs. It speaks the oldest
 * versions that carry what it needs, pipelines, and hands back what the broker said without retrying anything.
 */
import { connect, type Socket } from 'node:net';

export const Api = {
  Produce: 0,
  Fetch: 1,
  ListOffsets: 2,
  ApiVersions: 18,
  CreateTopics: 19,
  InitProducerId: 22,
} as const;

/** A growing request body. */
export class Body {
  #parts: Buffer[] = [];
  int8(value: number): this {
    return this.#add(1, (b) => b.writeInt8(value));
  }
  int16(value: number): this {
    return this.#add(2, (b) => b.writeInt16BE(value));
  }
  int32(value: number): this {
    return this.#add(4, (b) => b.writeInt32BE(value));
  }
  int64(value: number): this {
    return this.#add(8, (b) => b.writeBigInt64BE(BigInt(value)));
  }
  string(value: string | null): this {
    if (value === null) return this.int16(-1);
    this.int16(Buffer.byteLength(value));
    this.#parts.push(Buffer.from(value));
    return this;
  }
  bytes(value: Buffer): this {
    this.int32(value.length);
    this.#parts.push(value);
    return this;
  }
  done(): Buffer {
    return Buffer.concat(this.#parts);
  }
  #add(length: number, write: (b: Buffer) => void): this {
    const part = Buffer.allocUnsafe(length);
    write(part);
    this.#parts.push(part);
    return this;
  }
}

/** A cursor over a response body. */
export class Answer {
  readonly #bytes: Buffer;
  #at = 0;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }
  int8(): number {
    return this.#bytes.readInt8(this.#move(1));
  }
  int16(): number {
    return this.#bytes.readInt16BE(this.#move(2));
  }
  int32(): number {
    return this.#bytes.readInt32BE(this.#move(4));
  }
  int64(): number {
    return Number(this.#bytes.readBigInt64BE(this.#move(8)));
  }
  string(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.#bytes.toString('utf8', this.#move(length), this.#at);
  }
  bytes(): Buffer | null {
    const length = this.int32();
    return length < 0 ? null : this.#bytes.subarray(this.#move(length), this.#at);
  }
  #move(length: number): number {
    const at = this.#at;
    this.#at += length;
    return at;
  }
}

type Waiting = { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void };

/** One connection. When it breaks, everything unanswered is rejected and `broken` says why. */
export class Connection {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  #received: Buffer[] = [];
  #receivedBytes = 0;
  #correlation = 0;
  broken: Error | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#onData(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('connection closed')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  get inFlight(): number {
    return this.#waiting.length;
  }

  /** @returns the body of the response */
  request(api: number, version: number, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.broken !== null) return reject(this.broken);
      const header = Buffer.allocUnsafe(17);
      header.writeInt32BE(13 + body.length, 0);
      header.writeInt16BE(api, 4);
      header.writeInt16BE(version, 6);
      header.writeInt32BE(this.#correlation++, 8);
      header.writeInt16BE(3, 12);
      header.write('spy', 14);
      this.#waiting.push({ resolve, reject });
      this.#socket.cork();
      this.#socket.write(header);
      this.#socket.write(body);
      this.#socket.uncork();
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#receivedBytes += chunk.length;
    for (;;) {
      if (this.#receivedBytes < 4) return;
      if (this.#received[0]!.length < 4) this.#received = [Buffer.concat(this.#received)];
      const length = this.#received[0]!.readInt32BE(0);
      if (this.#receivedBytes < 4 + length) return;
      const all = this.#received.length === 1 ? this.#received[0]! : Buffer.concat(this.#received);
      this.#received = [all.subarray(4 + length)];
      this.#receivedBytes -= 4 + length;
      const waiting = this.#waiting.shift();
      const expected = this.#correlation - this.#waiting.length - 1;
      if (waiting === undefined || all.readInt32BE(4) !== expected) {
        this.#fail(new Error('answer out of order'));
        return;
      }
      waiting.resolve(new Answer(all.subarray(8, 4 + length)));
    }
  }

  #fail(error: Error): void {
    this.broken ??= error;
    this.#socket.destroy();
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }
}
