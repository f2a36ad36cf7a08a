/**
 * The figures of a running broker for other processes of the machine: a socket in its first log directory, which hands out
 * one copy of the counters for every byte that it is sent. Served by the controller thread, because that one answers
 * while main is saturated or wedged, which is when somebody wants to look; by main where there is no such thread.
 *
 *   question   any byte; not before the last answer has come
 *   answer     u32 bytes that follow · u32 layout version · i32 node id · f64 machine clock, ms · pages
 *
 * A socket and not a file: nothing is written while nobody looks, and a broker that is gone cannot be mistaken for one that
 * stands still. Not an API of the protocol: Kafka has none for this, and clients would see it in ApiVersions.
 */
import { unlink } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { BrokerCounters } from './broker-counters.ts';
import { LAYOUT_VERSION } from './counter-layout.ts';

export const ANSWER_HEADER_BYTES = 20;
/** Each costs a copy of 30 KB when it asks. */
const MAX_CONNECTIONS = 8;

export class CountersServer {
  readonly #counters: BrokerCounters;
  readonly #nodeId: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isClosed = false;

  /** @param onFailure the figures cannot be read from outside; the broker goes on */
  constructor(path: string, counters: BrokerCounters, nodeId: number, onFailure: (error: Error) => void) {
    this.#counters = counters;
    this.#nodeId = nodeId;
    this.#server = createServer((socket) => this.#serve(socket));
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.unref();
    this.#server.on('error', onFailure);
    // One that was killed leaves its socket behind. The directory is locked: nobody else is behind it now.
    unlink(path, () => {
      if (!this.#isClosed) this.#server.listen(path);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.unref();
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('data', () => {
      // Who does not read gets no second copy.
      if (socket.writableLength === 0) socket.write(this.#answer());
    });
  }

  #answer(): Uint8Array {
    const { atMs, bytes } = this.#counters.read();
    const answer = new Uint8Array(ANSWER_HEADER_BYTES + bytes.byteLength);
    const view = new DataView(answer.buffer);
    view.setUint32(0, answer.length - 4);
    view.setUint32(4, LAYOUT_VERSION);
    view.setInt32(8, this.#nodeId);
    view.setFloat64(12, atMs);
    answer.set(new Uint8Array(bytes), ANSWER_HEADER_BYTES);
    return answer;
  }
}
