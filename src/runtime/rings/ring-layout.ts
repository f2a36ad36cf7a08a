/**
 * Where things lie in the shared memory of an append ring. No behaviour; the picture and the offsets only.
 *
 *   byte 0        128       256       384       512 ...                      CONTROL_BYTES          + capacity
 *   ┌─────────┬─────────┬─────────┬─────────┬─────────┬ ... ┬──────────────┬────────────────────────┐
 *   │ head    │ durable │ status  │ main    │ reader 0│     │ reader 7     │ data: frames, 8-aligned│
 *   │ (writer)│ (wal)   │ (wal)   │ doorbell│ cursor  │     │ cursor       │                        │
 *   └─────────┴─────────┴─────────┴─────────┴─────────┴ ... ┴──────────────┴────────────────────────┘
 *
 * Every cursor has a cache line pair (128 bytes) of its own, so that threads that only read one do not slow the thread
 * that writes another. Positions are u32 counts of bytes since the ring began and wrap at 2^32; they are compared only
 * by wrapped subtraction (`core/base/wrapping.ts`). `position & (capacity - 1)` is the place in the data area.
 */

export const LINE_BYTES = 128;
export const MAX_READERS = 8;

const INTS_PER_LINE = LINE_BYTES / 4;

/** Indexes into the Int32Array over the whole buffer. Each is written by exactly one thread. */
export const HEAD = 0 * INTS_PER_LINE;
/** Set by the writer when it waits for space: a reader that releases space then rings the writer's doorbell. */
export const WRITER_STARVED = HEAD + 1;
/** End position of what one successful fdatasync covers. Written by the WAL thread. */
export const DURABLE = 1 * INTS_PER_LINE;
/** 0 while the log directory works; else an errno-like code from `ring-status.ts`. Never returns to 0. */
export const STATUS = 2 * INTS_PER_LINE;
/** 1 while appends are refused for want of disk space. */
export const SPACE_LOW = STATUS + 1;
/** 1 once the owner asks the readers to finish what is there and stop. */
export const STOPPING = STATUS + 2;
/** 1 when the owner wants a checkpoint soon; the WAL thread takes it back to 0 when it begins one. */
export const CHECKPOINT_WANTED = STATUS + 3;
/** Rung (incremented and notified) whenever DURABLE, STATUS, SPACE_LOW or a reader cursor moved. */
export const WRITER_DOORBELL = 3 * INTS_PER_LINE;

const FIRST_READER = 4 * INTS_PER_LINE;

/** Cursor of a reader: everything before it has been used and may be overwritten. */
export function readerCursor(reader: number): number {
  return FIRST_READER + reader * INTS_PER_LINE;
}

/** Doorbell of a reader: rung by the writer after moving HEAD, if the reader says that it is parked. */
export function readerDoorbell(reader: number): number {
  return FIRST_READER + reader * INTS_PER_LINE + 1;
}

/** 1 while the reader is parked, or about to be: the writer notifies only then, since notify costs 0.1 µs. */
export function readerParked(reader: number): number {
  return FIRST_READER + reader * INTS_PER_LINE + 2;
}

export const CONTROL_BYTES = (4 + MAX_READERS) * LINE_BYTES;

/** Frames start at multiples of this, so that a u32 at their start is never split by the ring's end. */
export const FRAME_ALIGNMENT = 8;

/** Word at the start of a gap that the writer left because the next frame did not fit before the ring's end. */
export const GAP_MARK = 0x47415021;

/** Rounds a length up to the alignment of frames. */
export function aligned(length: number): number {
  return (length + (FRAME_ALIGNMENT - 1)) & ~(FRAME_ALIGNMENT - 1);
}
