/**
 * Messages between the owner of the logs and the replication thread, through a ring in shared memory: bytes in order,
 * without a clone and without a promise. One writer, one reader, each on an event loop of its own.
 *
 *   entry   0 length u32 (of the payload) | 4 kind u32 | 8 peer i32 | 12 session u32 | 16 payload
 *
 * Bound: the ring. What does not fit waits in order in the writer's memory; who produces for it looks at `isCongested`.
 */
import { advance, distance } from '../../core/base/wrapping.ts';
import { type RingMemory, RingReader, RingWriter } from '../../runtime/rings/append-ring.ts';
import { copyBytes } from '../../runtime/rings/copy-bytes.ts';
import { Doorbell } from '../../runtime/rings/doorbell.ts';
import { aligned, readerDoorbell, readerParked, WRITER_DOORBELL } from '../../runtime/rings/ring-layout.ts';

export const ENTRY_HEADER_BYTES = 16;

interface Waiting {
  readonly kind: number;
  readonly peer: number;
  readonly session: number;
  readonly parts: readonly Uint8Array[];
  readonly length: number;
}

export class MessageWriter {
  readonly #memory: RingMemory;
  readonly #writer: RingWriter;
  readonly #doorbell: Doorbell;
  #waiting: Waiting[] = [];
  #wakeScheduled = false;

  /** @param onRoom everything that waited is in the ring */
  constructor(memory: RingMemory, onRoom: () => void = () => {}) {
    this.#memory = memory;
    this.#writer = new RingWriter(memory);
    this.#doorbell = new Doorbell(memory.control, WRITER_DOORBELL, () => {
      if (this.#waiting.length === 0) return;
      this.#flush();
      if (this.#waiting.length === 0) onRoom();
    });
    this.#doorbell.arm();
  }

  /** Largest payload. */
  get maxBytes(): number {
    return this.#writer.maxFrameBytes - ENTRY_HEADER_BYTES;
  }

  /** Something waits for room: hold back what is not answered for by bounds of its own. */
  get isCongested(): boolean {
    return this.#waiting.length > 0;
  }

  post(kind: number, peer: number, session: number, parts: readonly Uint8Array[]): void {
    let length = 0;
    for (const part of parts) length += part.length;
    if (this.#waiting.length > 0 || !this.#put(kind, peer, session, parts, length)) {
      this.#waiting.push({ kind, peer, session, parts, length });
    }
  }

  close(): void {
    this.#doorbell.close();
    this.#waiting = [];
  }

  #flush(): void {
    let done = 0;
    for (const { kind, peer, session, parts, length } of this.#waiting) {
      if (!this.#put(kind, peer, session, parts, length)) break;
      done++;
    }
    if (done > 0) this.#waiting.splice(0, done);
  }

  #put(kind: number, peer: number, session: number, parts: readonly Uint8Array[], length: number): boolean {
    const at = this.#writer.claim(ENTRY_HEADER_BYTES + length);
    if (at === -1) return false;
    const { bytes, view } = this.#memory;
    view.setUint32(at, length);
    view.setUint32(at + 4, kind);
    view.setInt32(at + 8, peer);
    view.setUint32(at + 12, session);
    let to = at + ENTRY_HEADER_BYTES;
    for (const part of parts) {
      copyBytes(part, 0, part.length, bytes, to);
      to += part.length;
    }
    this.#writer.commit();
    if (!this.#wakeScheduled) {
      this.#wakeScheduled = true;
      queueMicrotask(this.#wake);
    }
    return true;
  }

  readonly #wake = (): void => {
    this.#wakeScheduled = false;
    this.#writer.wakeReaders();
  };
}

/** The payload is `bytes[start, end)`, valid during the call. False: not now; the same message comes again. */
export type MessageHandler = (
  kind: number,
  peer: number,
  session: number,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
) => boolean;

/** Messages handled before other events of the loop get their turn. */
const MAX_RUN = 256;

export class MessageReader {
  readonly #memory: RingMemory;
  readonly #reader: RingReader;
  readonly #handler: MessageHandler;
  readonly #doorbell: Doorbell;
  #isClosed = false;
  #isDraining = false;
  #againScheduled = false;

  constructor(memory: RingMemory, handler: MessageHandler) {
    this.#memory = memory;
    this.#reader = new RingReader(memory, 0);
    this.#handler = handler;
    this.#doorbell = new Doorbell(memory.control, readerDoorbell(0), () => this.drain());
  }

  start(): void {
    // On an event loop the reader is always about to be parked: every wake rings.
    Atomics.store(this.#memory.control, readerParked(0), 1);
    this.#doorbell.arm();
    this.drain();
  }

  get capacity(): number {
    return this.#memory.capacity;
  }

  /** Bytes that wait to be taken. */
  get backlog(): number {
    return distance(this.#reader.published(), this.#reader.position);
  }

  /** Takes what is there, until the handler says not now: then somebody calls again. */
  drain(): void {
    if (this.#isClosed || this.#isDraining) return;
    this.#isDraining = true;
    const { view, bytes, capacity } = this.#memory;
    let position = this.#reader.position;
    try {
      for (let count = 0; count < MAX_RUN; count++) {
        const published = this.#reader.published();
        position = this.#reader.frameAt(position, published);
        if (position === published) return;
        const at = position & (capacity - 1);
        const length = view.getUint32(at);
        const start = at + ENTRY_HEADER_BYTES;
        const isDone = this.#handler(
          view.getUint32(at + 4),
          view.getInt32(at + 8),
          view.getUint32(at + 12),
          bytes,
          view,
          start,
          start + length,
        );
        if (!isDone || this.#isClosed) return;
        position = advance(position, aligned(ENTRY_HEADER_BYTES + length));
      }
      this.#goOnLater();
    } finally {
      if (!this.#isClosed && position !== this.#reader.position) this.#reader.release(position);
      this.#isDraining = false;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#doorbell.close();
  }

  #goOnLater(): void {
    if (this.#againScheduled) return;
    this.#againScheduled = true;
    setImmediate(() => {
      this.#againScheduled = false;
      this.drain();
    });
  }
}
