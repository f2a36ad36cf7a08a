/** Reads the figures of a running broker from another process (counters-socket.ts). */
import { connect, type Socket } from 'node:net';
import { LAYOUT_VERSION } from './counter-layout.ts';
import { countersSocketPath } from './counters-address.ts';
import { ANSWER_HEADER_BYTES } from './counters-socket.ts';
import { CounterSnapshot } from './thread-figures.ts';

/** A thousand log directories need 4 MB. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const ANSWER_MS = 5_000;

export interface NodeCounters {
  readonly nodeId: number;
  readonly snapshot: CounterSnapshot;
}

interface Waiting {
  readonly resolve: (counters: NodeCounters) => void;
  readonly reject: (error: Error) => void;
}

export class CountersReader {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #waiting: Waiting | null = null;
  #error: Error | null = null;

  /** Rejects with the operating system's error where no broker answers. */
  static open(directory: string): Promise<CountersReader> {
    return new Promise((resolve, reject) => {
      const socket = connect(countersSocketPath(directory));
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new CountersReader(socket));
      });
    });
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (bytes: Buffer) => this.#onBytes(bytes));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the broker has ended')));
  }

  /** One at a time. Rejects when the broker has ended, says nothing for five seconds, or was built from another layout. */
  read(): Promise<NodeCounters> {
    return new Promise((resolve, reject) => {
      if (this.#error !== null) {
        reject(this.#error);
        return;
      }
      const limit = setTimeout(() => this.#fail(new Error(`no answer within ${ANSWER_MS} ms`)), ANSWER_MS);
      const settle = (): void => {
        clearTimeout(limit);
        this.#waiting = null;
      };
      this.#waiting = {
        resolve: (counters) => {
          settle();
          resolve(counters);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      this.#socket.write('?');
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #onBytes(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    if (this.#received.length < ANSWER_HEADER_BYTES) return;
    const size = 4 + this.#received.readUInt32BE(0);
    const version = this.#received.readUInt32BE(4);
    if (version !== LAYOUT_VERSION) {
      this.#fail(new Error('the broker is of another version of chronik, which counts differently'));
      return;
    }
    if (size > MAX_ANSWER_BYTES || size < ANSWER_HEADER_BYTES) this.#fail(new Error('what answers is no broker'));
    else if (this.#received.length >= size) {
      const answer = this.#received.subarray(0, size);
      this.#received = this.#received.subarray(size);
      const pages = new Uint8Array(answer.subarray(ANSWER_HEADER_BYTES)).buffer;
      const snapshot = new CounterSnapshot(answer.readDoubleBE(12), pages);
      this.#waiting?.resolve({ nodeId: answer.readInt32BE(8), snapshot });
    }
  }

  #fail(error: Error): void {
    this.#error ??= error;
    this.#socket.destroy();
    this.#waiting?.reject(error);
  }
}
