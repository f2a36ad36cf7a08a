/**
 * What the floor probe's two threads share: a ring of bytes and three words. On purpose not the broker's own ring: the
 * floor must not move when the broker does.
 */

export const RING_BYTES = 64 << 20;
/** Words: end of what main has copied in, end of what is synced, and whether the writing thread sleeps. */
export const HEAD = 0;
export const DURABLE = 32;
export const PARKED = 64;
export const CONTROL_BYTES = 512;

export class ProbeMemory {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly ring: Uint8Array;

  constructor(buffer = new SharedArrayBuffer(CONTROL_BYTES + RING_BYTES)) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer, 0, CONTROL_BYTES / 4);
    this.ring = new Uint8Array(buffer, CONTROL_BYTES, RING_BYTES);
  }
}
