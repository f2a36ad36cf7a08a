/** The floor probe's second thread: everything that is there in one pwrite (two at the ring's end), one fdatasync, a word. */
import { fdatasyncSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { DURABLE, HEAD, PARKED, ProbeMemory, RING_BYTES } from './probe-memory.ts';

const { buffer, path } = workerData as { buffer: SharedArrayBuffer; path: string };
const { words, ring } = new ProbeMemory(buffer);

// Preallocated by writing, so that a sync later changes no metadata.
const file = openSync(path, 'w+');
const zeros = new Uint8Array(1 << 20);
for (let at = 0; at < RING_BYTES; at += zeros.length) writeSync(file, zeros, 0, zeros.length, at);
fsyncSync(file);

let done = 0;
for (;;) {
  let head = Atomics.load(words, HEAD);
  if (head === done) {
    Atomics.store(words, PARKED, 1);
    Atomics.wait(words, HEAD, done, 1_000);
    Atomics.store(words, PARKED, 0);
    head = Atomics.load(words, HEAD);
    if (head === done) continue;
  }
  const length = (head - done) | 0;
  const from = done & (RING_BYTES - 1);
  const first = Math.min(length, RING_BYTES - from);
  writeSync(file, ring, from, first, from);
  if (first < length) writeSync(file, ring, 0, length - first, 0);
  fdatasyncSync(file);
  done = head;
  Atomics.store(words, DURABLE, done);
  Atomics.notify(words, DURABLE);
}
