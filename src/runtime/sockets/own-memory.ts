/**
 * Reads a TCP socket into memory that is used again. Node gives every read fresh memory outside the heap, and a producer
 * at full speed makes the collector run dozens of times a second for it; `net.Socket` can read into memory of ours instead
 * (`onread`), but a server does not offer that for the sockets it accepts. So the accepted socket's handle moves into a
 * socket that was made with it. Where Node's insides are not as expected, the accepted socket stays as it is.
 */
import { Socket, type SocketConstructorOpts } from 'node:net';
import type { SocketOwner } from './socket.ts';

/** Most connections send requests of some hundred bytes; one that fills its memory gets more. */
const SMALLEST_BYTES = 4 * 1024;
const GROWTH = 8;
const LARGEST_BYTES = 256 * 1024;
/** So many reads in a row that would have fitted the smaller size take it back. */
const READS_TO_SHRINK = 64;

/** What Node's own server and sockets know of each other. */
interface Accepted {
  _handle: object | null;
  _server: object | null;
}

/** The socket to use from now on; null when the accepted one must do. The accepted one has not been read from. */
export function readIntoOwnMemory(accepted: Socket, owner: SocketOwner): Socket | null {
  const inside = accepted as unknown as Partial<Accepted>;
  const { _handle: handle, _server: server } = inside;
  if (handle == null || server == null || !('useUserBuffer' in handle)) return null;
  const memory = new ReadMemory(owner);
  const socket = new Socket({
    handle,
    allowHalfOpen: true,
    readable: true,
    writable: true,
    highWaterMark: accepted.writableHighWaterMark,
    pauseOnCreate: true,
    onread: {
      buffer: () => memory.next(),
      callback: (length: number, buffer: Uint8Array) => memory.onRead(length, buffer),
    },
  } as unknown as SocketConstructorOpts);
  inside._handle = null;
  // The server waits for its sockets when it closes.
  (socket as unknown as Accepted)._server = server;
  inside._server = null;
  return socket;
}

class ReadMemory {
  readonly #owner: SocketOwner;
  #memory: Uint8Array = Buffer.allocUnsafeSlow(SMALLEST_BYTES);
  #smallReads = 0;

  constructor(owner: SocketOwner) {
    this.#owner = owner;
  }

  /** For the next read. */
  next(): Uint8Array {
    return this.#memory;
  }

  onRead(length: number, buffer: Uint8Array): boolean {
    const isReturned = this.#owner.onBytes(buffer.subarray(0, length)) === true;
    const size = this.#sizeAfter(length, buffer.length);
    if (!isReturned || size !== buffer.length) this.#memory = Buffer.allocUnsafeSlow(size);
    // Reading stops where the owner has paused the socket, not here.
    return true;
  }

  #sizeAfter(length: number, size: number): number {
    if (length === size) {
      this.#smallReads = 0;
      return Math.min(size * GROWTH, LARGEST_BYTES);
    }
    if (length > size / GROWTH) this.#smallReads = 0;
    else if (size > SMALLEST_BYTES && ++this.#smallReads === READS_TO_SHRINK) {
      this.#smallReads = 0;
      return Math.max(size / GROWTH, SMALLEST_BYTES);
    }
    return size;
  }
}
