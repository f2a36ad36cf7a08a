/**
 * What the owner of the logs and the replication thread tell each other. Each message travels through a `MessageRing` with
 * the peer and the session it is about; frames travel as they came off the wire.
 */
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { readInt64, writeInt64 } from '../../core/bytes/int64.ts';
import type { PageHandle } from '../../runtime/counters/counter-page.ts';

/** Plain data: crosses threads by structured clone. */
export interface ReplicationStart {
  readonly clusterId: string;
  readonly nodeId: number;
  readonly incarnationId: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Append rings by log directory; this thread is reader 1 of each. */
  readonly appendRings: readonly SharedArrayBuffer[];
  /** Largest batch that all of them take. */
  readonly maxBatchBytes: number;
  readonly toAgent: SharedArrayBuffer;
  readonly toOwner: SharedArrayBuffer;
  /** Where the thread keeps its figures. */
  readonly counters?: PageHandle | undefined;
}

/** Reader 0 is the WAL. */
export const REPLICATION_READER = 1;

export const ToAgent = {
  /** JSON of `PeerList`. */
  Peers: 1,
  /** A frame for the session. */
  Send: 2,
  /** `OpenStream`. */
  OpenStream: 3,
  /** Stream id. */
  CloseStream: 4,
  /** `CatchUp` and the batches. */
  CatchUp: 5,
  /** `Shown`, of a log that has streams; peer and session do not matter. */
  Show: 6,
  Stop: 7,
  /** JSON of `ThrottleTerms`. */
  Throttle: 8,
  /** `StreamTerms`. */
  StreamTerms: 9,
} as const;

export const ToOwner = {
  /** Port, u32. */
  Listening: 1,
  /** `SessionOpened`. */
  Opened: 2,
  Closed: 3,
  /** A frame of the session, whole and sound. */
  Frame: 4,
  /** `Want`. */
  Want: 5,
  /** A line for the log, UTF-8. */
  Note: 6,
  /** The thread cannot go on; the reason, UTF-8. */
  Failed: 7,
  Stopped: 8,
} as const;

export interface Peer {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly brokerEpoch: number;
  /** Something of it is followed here. */
  readonly isDialled: boolean;
}

export interface PeerList {
  readonly ownEpoch: number;
  readonly peers: readonly Peer[];
}

export interface SessionOpened {
  /** What this broker is in it: the leader was dialled, the follower dials. */
  readonly role: 'leader' | 'follower';
  readonly brokerEpoch: number;
  /** Largest batch that can go from one side to the other. */
  readonly maxBatchBytes: number;
}

/** What leader.replication.throttled.rate means for a stream. */
export const Throttling = {
  None: 0,
  /** The follower is in sync: what it gets counts, but does not wait. */
  Counted: 1,
  /** It catches up: what it gets counts, and waits its turn. */
  Limited: 2,
} as const;
export type Throttling = (typeof Throttling)[keyof typeof Throttling];

export interface OpenStream {
  readonly streamId: number;
  readonly directory: number;
  readonly slot: number;
  readonly leaderEpoch: number;
  readonly from: number;
  readonly logEnd: number;
  readonly highWatermark: number;
  readonly logStart: number;
  readonly throttling: Throttling;
}

export interface StreamTerms {
  readonly streamId: number;
  readonly throttling: Throttling;
}

export interface Want {
  readonly streamId: number;
  readonly from: number;
  readonly maxBytes: number;
}

export interface CatchUp {
  readonly streamId: number;
  readonly from: number;
  /** Offset after the last batch; `from` without any. */
  readonly next: number;
}

export interface Shown {
  readonly directory: number;
  readonly slot: number;
  readonly highWatermark: number;
  readonly logStart: number;
}

export function encodeOpened({ role, brokerEpoch, maxBatchBytes }: SessionOpened): Uint8Array {
  const bytes = new Uint8Array(13);
  const view = new DataView(bytes.buffer);
  bytes[0] = role === 'leader' ? 1 : 2;
  writeInt64(view, 1, brokerEpoch);
  view.setUint32(9, maxBatchBytes);
  return bytes;
}

export function decodeOpened(view: DataView, at: number): SessionOpened {
  const role = view.getUint8(at) === 1 ? 'leader' : 'follower';
  return { role, brokerEpoch: readInt64(view, at + 1), maxBatchBytes: view.getUint32(at + 9) };
}

export function encodeOpenStream(open: OpenStream): Uint8Array {
  const writer = new ByteWriter(64);
  writer.int64(open.streamId);
  writer.int32(open.directory);
  writer.int32(open.slot);
  writer.int32(open.leaderEpoch);
  writer.int64(open.from);
  writer.int64(open.logEnd);
  writer.int64(open.highWatermark);
  writer.int64(open.logStart);
  writer.int8(open.throttling);
  return writer.toBytes();
}

export function decodeOpenStream(bytes: Uint8Array, start: number, end: number): OpenStream {
  const reader = new ByteReader(bytes, start, end);
  return {
    streamId: reader.int64(),
    directory: reader.int32(),
    slot: reader.int32(),
    leaderEpoch: reader.int32(),
    from: reader.int64(),
    logEnd: reader.int64(),
    highWatermark: reader.int64(),
    logStart: reader.int64(),
    throttling: reader.int8() as Throttling,
  };
}

export function encodeStreamId(streamId: number): Uint8Array {
  const bytes = new Uint8Array(8);
  writeInt64(new DataView(bytes.buffer), 0, streamId);
  return bytes;
}

export function encodeStreamTerms({ streamId, throttling }: StreamTerms): Uint8Array {
  const bytes = new Uint8Array(9);
  const view = new DataView(bytes.buffer);
  writeInt64(view, 0, streamId);
  view.setUint8(8, throttling);
  return bytes;
}

export function decodeStreamTerms(view: DataView, at: number): StreamTerms {
  return { streamId: readInt64(view, at), throttling: view.getUint8(at + 8) as Throttling };
}

export function encodeWant({ streamId, from, maxBytes }: Want): Uint8Array {
  const bytes = new Uint8Array(20);
  const view = new DataView(bytes.buffer);
  writeInt64(view, 0, streamId);
  writeInt64(view, 8, from);
  view.setUint32(16, maxBytes);
  return bytes;
}

export function decodeWant(view: DataView, at: number): Want {
  return { streamId: readInt64(view, at), from: readInt64(view, at + 8), maxBytes: view.getUint32(at + 16) };
}

export const CATCH_UP_BYTES = 24;

export function encodeCatchUp({ streamId, from, next }: CatchUp): Uint8Array {
  const bytes = new Uint8Array(CATCH_UP_BYTES);
  const view = new DataView(bytes.buffer);
  writeInt64(view, 0, streamId);
  writeInt64(view, 8, from);
  writeInt64(view, 16, next);
  return bytes;
}

export function decodeCatchUp(view: DataView, at: number): CatchUp {
  return { streamId: readInt64(view, at), from: readInt64(view, at + 8), next: readInt64(view, at + 16) };
}

export function encodeShown({ directory, slot, highWatermark, logStart }: Shown): Uint8Array {
  const bytes = new Uint8Array(24);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, directory);
  view.setUint32(4, slot);
  writeInt64(view, 8, highWatermark);
  writeInt64(view, 16, logStart);
  return bytes;
}

export function decodeShown(view: DataView, at: number): Shown {
  return {
    directory: view.getUint32(at),
    slot: view.getUint32(at + 4),
    highWatermark: readInt64(view, at + 8),
    logStart: readInt64(view, at + 16),
  };
}
