/**
 * The list of micro cases. A case is one operation on seeded input, with up to four implementations of it (columns);
 * before anything is timed they must agree, byte by byte, on its result.
 */

/** The columns: a compiled addon, napi-rs' WASI build of it, other WebAssembly, and plain JavaScript. */
export const COLUMNS = ['native', 'wasi', 'wasm', 'js'] as const;
export type Column = (typeof COLUMNS)[number];

/** One timed call. Answers a number that depends on the work done, the same with every call. */
export type Run = () => number | Promise<number>;

export interface Implementation {
  readonly run: Run;
  /** The bytes that the work comes to. Where it is not told, they are those of the number that `run` answers. */
  readonly result: () => Uint8Array | Promise<Uint8Array>;
}

export type Columns = Partial<Record<Column, Run | Implementation>>;

export interface Case {
  readonly name: string;
  /** Bytes that one call handles, for MB/s; 0 where that says nothing. */
  readonly bytes: number;
  /** Operations inside one call of `run`; figures are of one operation. */
  readonly batch: number;
  /** A function where threads, files or brokers must be there first: it is called right before the case is measured. */
  readonly columns: Columns | (() => Promise<Columns>);
  /** Called right after, for what `columns` opened. */
  readonly close?: () => void | Promise<void>;
}

/** @param tiny small inputs and few repetitions: the smoke test's setting */
export type CaseFile = (tiny: boolean) => Promise<Case[]>;

export interface Section {
  readonly title: string;
  /** What is measured, for the page of results. */
  readonly text: string;
  readonly load: () => Promise<{ cases: CaseFile }>;
}

/** In the order of the table. Each is loaded by itself, so that the shapes that code sees are those of its own cases. */
export const SECTIONS: Readonly<Record<string, Section>> = {
  bytes: {
    title: 'Byte readers and writers',
    text: 'Fields of the Kafka protocol, one by one.',
    load: () => import('./cases/bytes.ts'),
  },
  varint: {
    title: 'Variable-length integers',
    text: 'Lengths, deltas and tags: small numbers mostly, as in real batches, and large ones.',
    load: () => import('./cases/varint.ts'),
  },
  crc32c: {
    title: 'CRC-32C',
    text: 'By size: where the addon has earned its call, and what the fallback costs.',
    load: () => import('./cases/crc32c.ts'),
  },
  'record-batch': {
    title: 'Record batches',
    text: 'Building one, walking one, and every check that a produced one passes.',
    load: () => import('./cases/record-batch.ts'),
  },
  protocol: {
    title: 'Produce and fetch codecs',
    text: 'The generated codecs of the hot requests, as a busy client sends and gets them.',
    load: () => import('./cases/protocol.ts'),
  },
  compression: {
    title: 'Compression',
    text: 'Each codec on event data, with the framing that Kafka clients expect, behind the port that the broker uses.',
    load: () => import('./cases/compression.ts'),
  },
  ring: {
    title: 'Rings',
    text: 'Frames from one thread to itself, to another, and to two others.',
    load: () => import('./cases/ring.ts'),
  },
  doorbell: {
    title: 'Doorbells',
    text: 'Waking another thread and being woken by it, each round by itself.',
    load: () => import('./cases/doorbell.ts'),
  },
  'hand-off': {
    title: 'Piscina task against ring',
    text: 'The same checksum on another thread: as a task of a pool, and as a frame of a ring.',
    load: () => import('./cases/hand-off.ts'),
  },
  'group-commit': {
    title: 'Group commit',
    text: 'What the disk asks for one durable group (one write into a preallocated file, one fdatasync), and the WAL on top.',
    load: () => import('./cases/group-commit.ts'),
  },
  raft: {
    title: 'Raft step',
    text: 'The consensus core alone: no disk, no network, no clock.',
    load: () => import('./cases/raft.ts'),
  },
  metadata: {
    title: 'Metadata replay',
    text: 'Records of the metadata log into the image that every broker holds.',
    load: () => import('./cases/metadata.ts'),
  },
  assignors: {
    title: 'Assignors',
    text: 'Who reads what, in a group of a hundred: the server-side assignors of KIP-848 and those that classic leaders run.',
    load: () => import('./cases/assignors.ts'),
  },
  broker: {
    title: 'Whole produce and fetch',
    text: 'Through a durable broker with threads of its own, over TCP; the client shares the main thread, and its share is in the figure.',
    load: () => import('./cases/broker.ts'),
  },
};
