/**
 * One append ring in shared memory: one writer, several readers, frames kept contiguous (the Disruptor's shape).
 *
 * The writer claims space, encodes a frame in place and commits. Each reader sees frames in order and releases them
 * when it is done; space is reused when the slowest reader has passed. Memory of a released frame keeps its content
 * until the writer claims over it, so the writer itself may read back anything younger than `reusedUpTo`.
 *
 * If a reader released early, or the writer wrote after commit, another thread would see torn frames.
 */
import { assert } from '../../core/base/assert.ts';
import { advance, distance } from '../../core/base/wrapping.ts';
import {
  aligned,
  CONTROL_BYTES,
  FRAME_ALIGNMENT,
  GAP_MARK,
  HEAD,
  MAX_READERS,
  readerCursor,
  readerDoorbell,
  readerParked,
  WRITER_DOORBELL,
  WRITER_STARVED,
} from './ring-layout.ts';

export class RingMemory {
  readonly buffer: SharedArrayBuffer;
  readonly capacity: number;
  readonly control: Int32Array;
  /** The data area only. */
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly readers: number;

  constructor(buffer: SharedArrayBuffer, readers: number) {
    const capacity = buffer.byteLength - CONTROL_BYTES;
    assert(
      capacity >= 4096 && capacity <= 2 ** 30 && (capacity & (capacity - 1)) === 0,
      'ring capacity is a power of two up to 1 GiB',
    );
    assert(readers >= 1 && readers <= MAX_READERS, `a ring has 1 to ${MAX_READERS} readers`);
    this.buffer = buffer;
    this.capacity = capacity;
    this.readers = readers;
    this.control = new Int32Array(buffer, 0, CONTROL_BYTES / 4);
    this.bytes = new Uint8Array(buffer, CONTROL_BYTES, capacity);
    this.view = new DataView(buffer, CONTROL_BYTES, capacity);
  }

  /** @param capacity bytes, a power of two */
  static allocate(capacity: number, readers: number): RingMemory {
    return new RingMemory(new SharedArrayBuffer(CONTROL_BYTES + capacity), readers);
  }
}

/** The writing side. Owned by exactly one thread. */
export class RingWriter {
  readonly memory: RingMemory;
  /** Largest frame: a quarter of the ring, so that a frame and the gap before it always fit. */
  readonly maxFrameBytes: number;
  #head = 0;
  /** The head as a number that does not wrap, for whoever keeps positions longer than a lap of 2^32 bytes. */
  #total = 0;
  /** Slowest reader as last looked up; reloaded only when it says "full". */
  #gate = 0;
  #claimedLength = 0;
  /** Readers that space waits for. */
  #readers: number;

  constructor(memory: RingMemory) {
    this.memory = memory;
    this.#readers = memory.readers;
    this.maxFrameBytes = memory.capacity / 4;
    this.#head = Atomics.load(memory.control, HEAD);
    this.#total = this.#head & (memory.capacity - 1);
    this.#gate = this.#head;
  }

  /** Position after the last committed frame. */
  get head(): number {
    return this.#head;
  }

  /**
   * The first `count` readers are waited for from now on. One that is new begins with the next frame; one that is no longer
   * counted must not look any more.
   */
  useReaders(count: number): void {
    assert(count >= 1 && count <= MAX_READERS, `a ring has 1 to ${MAX_READERS} readers`);
    for (let reader = this.#readers; reader < count; reader++)
      Atomics.store(this.memory.control, readerCursor(reader), this.#head);
    this.#readers = count;
  }

  /**
   * Finds room for a frame of `length` bytes, contiguous in memory.
   * Returns its offset in `memory.bytes`, or −1 when the slowest reader is too far behind: the caller stops taking
   * input until the writer's doorbell rings.
   */
  claim(length: number): number {
    assert(length > 0 && length <= this.maxFrameBytes, 'frame exceeds a quarter of the ring');
    const { capacity, view } = this.memory;
    const size = aligned(length);
    const place = this.#head & (capacity - 1);
    const gap = place + size > capacity ? capacity - place : 0;
    if (!this.#hasRoom(gap + size)) return -1;
    if (gap > 0) {
      view.setUint32(place, GAP_MARK);
      this.#head = advance(this.#head, gap);
      this.#total += gap;
    }
    this.#claimedLength = size;
    return this.#head & (capacity - 1);
  }

  /** Publishes the claimed frame. Returns its start as a count that does not wrap (see `total`). */
  commit(): number {
    assert(this.#claimedLength > 0, 'commit follows claim');
    const start = this.#total;
    this.#head = advance(this.#head, this.#claimedLength);
    this.#total += this.#claimedLength;
    this.#claimedLength = 0;
    Atomics.store(this.memory.control, HEAD, this.#head);
    return start;
  }

  /** Gives the claimed space back unused. A gap that the claim left behind stays, and is harmless. */
  abort(): void {
    this.#claimedLength = 0;
  }

  /** Wakes readers that are parked. Once per turn of the writer's loop, after its commits. */
  wakeReaders(): void {
    const { control } = this.memory;
    for (let reader = 0; reader < this.#readers; reader++) {
      if (Atomics.load(control, readerParked(reader)) !== 0) {
        Atomics.add(control, readerDoorbell(reader), 1);
        Atomics.notify(control, readerDoorbell(reader));
      }
    }
  }

  /** Bytes committed and not yet released by the slowest reader. */
  backlog(): number {
    return distance(this.#head, this.#slowestReader());
  }

  /** Bytes since the ring began, gaps included; exact to 2^53. `total % capacity` is the place in the data area. */
  get total(): number {
    return this.#total;
  }

  /** Frames that start before this count of bytes may have been overwritten. */
  reusedUpTo(): number {
    return this.#total - this.memory.capacity;
  }

  #hasRoom(needed: number): boolean {
    const { capacity, control } = this.memory;
    if (distance(this.#head, this.#gate) + needed <= capacity) return true;
    this.#gate = this.#slowestReader();
    if (distance(this.#head, this.#gate) + needed <= capacity) return true;
    // Ask for a ring of the doorbell, then look again: a release between the look and the flag would be missed.
    Atomics.store(control, WRITER_STARVED, 1);
    this.#gate = this.#slowestReader();
    if (distance(this.#head, this.#gate) + needed > capacity) return false;
    Atomics.store(control, WRITER_STARVED, 0);
    return true;
  }

  #slowestReader(): number {
    const { control } = this.memory;
    let slowest = Atomics.load(control, readerCursor(0));
    for (let reader = 1; reader < this.#readers; reader++) {
      const cursor = Atomics.load(control, readerCursor(reader));
      if (distance(cursor, slowest) < 0) slowest = cursor;
    }
    return slowest;
  }
}

/** One reading side. Owned by exactly one thread. */
export class RingReader {
  readonly memory: RingMemory;
  readonly reader: number;
  #position: number;

  constructor(memory: RingMemory, reader: number) {
    assert(reader >= 0 && reader < memory.readers, 'no such reader');
    this.memory = memory;
    this.reader = reader;
    this.#position = Atomics.load(memory.control, readerCursor(reader));
  }

  /** Position of the next unreleased byte. */
  get position(): number {
    return this.#position;
  }

  /** Position after the last committed frame. */
  published(): number {
    return Atomics.load(this.memory.control, HEAD);
  }

  /**
   * The position of the frame at or after `position`: skips the gap at the ring's end.
   * Equal to `published` when nothing more is there.
   */
  frameAt(position: number, published: number): number {
    if (position === published) return published;
    const { capacity, view } = this.memory;
    const place = position & (capacity - 1);
    return view.getUint32(place) === GAP_MARK ? advance(position, capacity - place) : position;
  }

  /** Everything before `position` may be overwritten from now on. */
  release(position: number): void {
    const { control } = this.memory;
    this.#position = position;
    Atomics.store(control, readerCursor(this.reader), position);
    if (Atomics.load(control, WRITER_STARVED) !== 0) {
      Atomics.store(control, WRITER_STARVED, 0);
      Atomics.add(control, WRITER_DOORBELL, 1);
      Atomics.notify(control, WRITER_DOORBELL);
    }
  }

  /**
   * Blocks this thread until something past the current position is published, or `timeoutMs` passed.
   * Never on a thread that serves an event loop.
   */
  park(timeoutMs: number): void {
    const { control } = this.memory;
    const bell = Atomics.load(control, readerDoorbell(this.reader));
    Atomics.store(control, readerParked(this.reader), 1);
    if (this.published() === this.#position) Atomics.wait(control, readerDoorbell(this.reader), bell, timeoutMs);
    Atomics.store(control, readerParked(this.reader), 0);
  }
}

export { FRAME_ALIGNMENT };
