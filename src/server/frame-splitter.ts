/**
 * Cuts a connection's bytes into requests: a 4-byte big-endian size, then that many bytes. Main thread; one per connection.
 *
 * A frame that lies in one chunk is handed out in place. A frame that spans chunks is assembled in a buffer whose
 * capacity follows the bytes that really came, so a claimed size costs nothing by itself and a byte at a time is linear.
 */

import type { BufferPool } from '../runtime/memory/buffer-pool.ts';

export const FrameOutcome = { NeedsMore: 0, Ready: 1, Refused: 2 } as const;
export type FrameOutcome = (typeof FrameOutcome)[keyof typeof FrameOutcome];

const SIZE_PREFIX_BYTES = 4;

/** First capacity of an assembly; most requests other than produce fit. */
const SMALLEST_ASSEMBLY_BYTES = 1024;

/**
 * An assembly may be this many times larger than what has arrived. Large steps mean few copies (a 1 MiB frame is
 * allocated once, on its first 64 KiB read); the untouched rest of an allocation is address space, not memory.
 */
const ASSEMBLY_GROWTH = 16;

const NO_BYTES = new Uint8Array(0);

export class FrameSplitter {
  /** The frame `next` announced: `length` bytes of `buffer` from `start`, valid until the following `next`. */
  buffer: Uint8Array = NO_BYTES;
  start = 0;
  length = 0;
  /** Whether `buffer` is the pool's: then it may be given back when nobody reads it any more. */
  isPooled = false;
  /** Whether the frame lies in the bytes that were pushed, rather than in memory of its own. */
  isInPlace = false;
  /** Why `next` answered Refused. Nothing after a refusal can be trusted to be a frame. */
  refusal = '';

  /** Largest frame accepted; smaller until a client has authenticated. */
  maxFrameBytes: number;

  #chunk: Uint8Array = NO_BYTES;
  #position = 0;
  /** Chunks that arrived before the current one was used up: only what the socket still delivered after being paused. */
  readonly #later: Uint8Array[] = [];

  #prefixBytes = 0;
  /** The size prefix, or as much of it as has come, as an unsigned number. */
  #size = 0;

  #assembly: Uint8Array | null = null;
  #assembled = 0;
  #assemblyIsPooled = false;
  readonly #pool: BufferPool | null;

  constructor(maxFrameBytes: number, pool: BufferPool | null = null) {
    this.maxFrameBytes = maxFrameBytes;
    this.#pool = pool;
  }

  push(chunk: Uint8Array): void {
    if (this.#position < this.#chunk.length) {
      this.#later.push(chunk);
      return;
    }
    this.#chunk = chunk;
    this.#position = 0;
  }

  /** Announces the next whole frame, or that more bytes are needed, or that the stream is no good. */
  next(): FrameOutcome {
    for (;;) {
      const outcome = this.#nextInChunk();
      if (outcome !== FrameOutcome.NeedsMore) return outcome;
      const following = this.#later.shift();
      if (following === undefined) {
        // Not to hold 64 KiB for every quiet connection.
        this.#chunk = NO_BYTES;
        this.#position = 0;
        return FrameOutcome.NeedsMore;
      }
      this.#chunk = following;
      this.#position = 0;
    }
  }

  /** True while pushed bytes have not been cut yet. */
  get hasBytes(): boolean {
    return this.#position < this.#chunk.length || this.#later.length > 0;
  }

  /** True in the middle of a frame: the peer owes us bytes. */
  get isInsideFrame(): boolean {
    return this.#prefixBytes > 0;
  }

  /** Bytes kept for a frame that is not complete, as allocated. */
  get assemblyCapacity(): number {
    return this.#assembly === null ? 0 : this.#assembly.length;
  }

  #nextInChunk(): FrameOutcome {
    const chunk = this.#chunk;
    if (this.#prefixBytes < SIZE_PREFIX_BYTES) {
      while (this.#prefixBytes < SIZE_PREFIX_BYTES) {
        if (this.#position === chunk.length) return FrameOutcome.NeedsMore;
        this.#size = this.#size * 256 + chunk[this.#position++]!;
        this.#prefixBytes++;
      }
      if (this.#size > this.maxFrameBytes) {
        this.refusal = describeBadSize(this.#size, this.maxFrameBytes);
        return FrameOutcome.Refused;
      }
    }
    const size = this.#size;
    const available = chunk.length - this.#position;
    if (this.#assembly === null && available >= size) {
      this.#announce(chunk, this.#position, size, false);
      this.isInPlace = true;
      this.#position += size;
      return FrameOutcome.Ready;
    }
    return this.#assemble(chunk, size, available);
  }

  #assemble(chunk: Uint8Array, size: number, available: number): FrameOutcome {
    const taken = Math.min(available, size - this.#assembled);
    if (taken === 0) return FrameOutcome.NeedsMore;
    const assembly = this.#assemblyFor(this.#assembled + taken, size);
    assembly.set(chunk.subarray(this.#position, this.#position + taken), this.#assembled);
    this.#assembled += taken;
    this.#position += taken;
    if (this.#assembled < size) return FrameOutcome.NeedsMore;
    this.#assembly = null;
    this.#assembled = 0;
    this.#announce(assembly, 0, size, this.#assemblyIsPooled);
    return FrameOutcome.Ready;
  }

  #assemblyFor(received: number, size: number): Uint8Array {
    const present = this.#assembly;
    if (present !== null && present.length >= received) return present;
    const capacity = Math.min(size, Math.max(SMALLEST_ASSEMBLY_BYTES, received * ASSEMBLY_GROWTH));
    // What has come does not yet vouch for the whole frame: nothing that could be used again is lent to it.
    const lent = capacity === size && this.#pool !== null ? this.#pool.take(size) : null;
    this.#assemblyIsPooled = lent !== null;
    // Not from Buffer's pool: a frame may be kept for long and must not pin its neighbours, nor be zeroed for nothing.
    const grown = lent ?? Buffer.allocUnsafeSlow(capacity);
    if (present !== null) grown.set(present.subarray(0, this.#assembled), 0);
    this.#assembly = grown;
    return grown;
  }

  #announce(buffer: Uint8Array, start: number, length: number, isPooled: boolean): void {
    this.buffer = buffer;
    this.isPooled = isPooled;
    this.isInPlace = false;
    this.start = start;
    this.length = length;
    this.#prefixBytes = 0;
    this.#size = 0;
  }
}

/** The usual strangers are named, because "size 1195725856 is too large" sends people looking in the wrong place. */
function describeBadSize(size: number, maxFrameBytes: number): string {
  const first = size >>> 24;
  const second = (size >>> 16) & 0xff;
  if (first === 0x16 && second === 0x03) return 'a TLS handshake on a plaintext listener';
  if (KNOWN_GREETINGS.has(size)) return `${KNOWN_GREETINGS.get(size)} on a Kafka listener`;
  if (size >= 2 ** 31) return `a negative request size (${size - 2 ** 32})`;
  return `a request of ${size} bytes, above socket.request.max.bytes (${maxFrameBytes})`;
}

const KNOWN_GREETINGS = new Map<number, string>([
  [0x47455420, 'an HTTP request'], // "GET "
  [0x504f5354, 'an HTTP request'], // "POST"
  [0x50555420, 'an HTTP request'], // "PUT "
  [0x48454144, 'an HTTP request'], // "HEAD"
  [0x4f505449, 'an HTTP request'], // "OPTI"
  [0x44454c45, 'an HTTP request'], // "DELE"
  [0x50524920, 'an HTTP/2 request'], // "PRI "
  [0x5353482d, 'an SSH greeting'], // "SSH-"
]);
