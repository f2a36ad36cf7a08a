/** TCP through node:net behind the socket port. Runs on whichever thread created it. */
import { createServer, type Socket } from 'node:net';
import { readIntoOwnMemory } from './own-memory.ts';
import type { Acceptor, ByteSocket, Listen, ListeningSocket, ListenOptions, SocketOwner } from './socket.ts';

/** Linux waits this long on a silent peer before the first probe; Kafka leaves the system's two hours. */
const KEEP_ALIVE_INITIAL_DELAY_MS = 60_000;

/** A write that leaves more than this queued answers false. One read of the event loop is as much. */
const HIGH_WATER_MARK_BYTES = 64 * 1024;

export class NodeSocket implements ByteSocket {
  readonly remoteAddress: string;
  readonly remotePort: number;
  #socket: Socket;
  #error: Error | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    // Both are undefined when the peer hung up between the kernel's accept and ours.
    this.remoteAddress = displayAddress(socket.remoteAddress ?? '');
    this.remotePort = socket.remotePort ?? 0;
    this.#noteErrors();
  }

  get queuedBytes(): number {
    return this.#socket.writableLength;
  }

  setOwner(owner: SocketOwner): void {
    const inOwnMemory = owner.returnsMemory === true ? readIntoOwnMemory(this.#socket, owner) : null;
    if (inOwnMemory !== null) {
      this.#socket = inOwnMemory;
      this.#noteErrors();
    } else this.#socket.on('data', (bytes: Buffer) => void owner.onBytes(bytes));
    const socket = this.#socket;
    socket.resume();
    socket.on('end', () => owner.onPeerFinished());
    socket.on('drain', () => owner.onWritable());
    socket.on('close', () => owner.onClosed(this.#error));
  }

  write(chunks: readonly Uint8Array[]): boolean {
    const socket = this.#socket;
    if (chunks.length === 1) return socket.write(chunks[0]!);
    let hasRoom = true;
    socket.cork();
    for (let i = 0; i < chunks.length; i++) hasRoom = socket.write(chunks[i]!);
    socket.uncork();
    return hasRoom;
  }

  pauseReading(): void {
    this.#socket.pause();
  }

  resumeReading(): void {
    this.#socket.resume();
  }

  /** Without a listener an early reset would be an uncaught exception; `onClosed` reports it. */
  #noteErrors(): void {
    this.#socket.on('error', (error) => {
      this.#error = error;
    });
  }

  closeAfterWrites(): void {
    this.#socket.destroySoon();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** `::ffff:10.0.0.1` is how a dual-stack socket shows an IPv4 peer; limits and ACLs are written for `10.0.0.1`. */
function displayAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice('::ffff:'.length) : address;
}

export const listenOnTcp: Listen = (options: ListenOptions, acceptor: Acceptor) =>
  new Promise<ListeningSocket>((resolve, reject) => {
    const { host, port, backlog } = options;
    const server = createServer(
      {
        allowHalfOpen: true,
        noDelay: true,
        keepAlive: true,
        keepAliveInitialDelay: KEEP_ALIVE_INITIAL_DELAY_MS,
        highWaterMark: HIGH_WATER_MARK_BYTES,
        // Nothing is read before somebody owns the bytes.
        pauseOnConnect: true,
      },
      (socket) => acceptor.onAccept(new NodeSocket(socket)),
    );
    server.once('error', reject);
    // Without a host Node binds `::` for both families, and 0.0.0.0 where the machine has no IPv6.
    server.listen(host === '' ? { port, backlog } : { host, port, backlog }, () => {
      server.off('error', reject);
      server.on('error', (error) => acceptor.onAcceptFailure(error));
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address : { address: host, port };
      resolve({
        host: bound.address,
        port: bound.port,
        close: () => new Promise<void>((closed) => server.close(() => closed())),
      });
    });
  });
