/**
 * Bytes between control planes: frames, and the handshake inside the first two. Pure.
 *
 *   frame    length u32 of the payload | crc32c u32 over kind and payload | kind u8 | payload
 *   hello    magic u32 | version u16 | channel u8 | called node i32 | identity
 *   welcome  magic u32 | version u16 | identity
 *   refusal  verdict u8 | sentence
 *   ping     wall clock of the sender i64, ms since 1970
 *   identity cluster id | node id i32 | directory id | incarnation i64 | instance i64 | address
 */
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { crc32c } from '../../core/bytes/crc32c.ts';
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { type Refusal, Verdict } from './admission.ts';
import type { ClaimedIdentity, ControlChannel } from './control-network.ts';

export const FRAME_HEAD_BYTES = 9;
/** Until it is known who the peer is. */
export const MAX_HANDSHAKE_BYTES = 1024;

export const FrameKind = { HELLO: 1, WELCOME: 2, REFUSAL: 3, COLLISION: 4, PING: 5, DATA: 6 } as const;

const MAGIC = 0x4348_434e;
const VERSION = 1;
const VERDICTS: readonly Verdict[] = [Verdict.NONE, Verdict.TAKEN, Verdict.OVER];
const CHANNELS: readonly ControlChannel[] = ['raft', 'metadata'];
const MAX_REFUSAL = 500;
/** A longer one would keep the handshake from being taken. */
const MAX_ADDRESS = 300;

export interface Hello {
  readonly channel: ControlChannel;
  /** Whom the dialer means to talk to. */
  readonly calledNode: number;
  readonly identity: ClaimedIdentity;
}

/** Head and payload, to be written one after the other. */
export function encodeFrame(kind: number, payload: Uint8Array): Uint8Array[] {
  const head = new Uint8Array(FRAME_HEAD_BYTES);
  const view = new DataView(head.buffer);
  view.setUint32(0, payload.length);
  head[8] = kind;
  view.setUint32(4, frameCrc(head, payload));
  return payload.length === 0 ? [head] : [head, payload];
}

function frameCrc(head: Uint8Array, payload: Uint8Array): number {
  return crc32c(payload, 0, payload.length, crc32c(head, 8, FRAME_HEAD_BYTES));
}

export function encodeHello({ channel, calledNode, identity }: Hello): Uint8Array {
  const writer = preamble();
  writer.uint8(CHANNELS.indexOf(channel));
  writer.int32(calledNode);
  writeIdentity(writer, identity);
  return writer.toBytes();
}

/** Throws DecodeError. */
export function decodeHello(payload: Uint8Array): Hello {
  const reader = afterPreamble(payload);
  const channel = CHANNELS[reader.uint8()];
  if (channel === undefined) throw new DecodeError('a channel this version does not know');
  return { channel, calledNode: reader.int32(), identity: readIdentity(reader) };
}

export function encodeWelcome(identity: ClaimedIdentity): Uint8Array {
  const writer = preamble();
  writeIdentity(writer, identity);
  return writer.toBytes();
}

/** Throws DecodeError. */
export function decodeWelcome(payload: Uint8Array): ClaimedIdentity {
  return readIdentity(afterPreamble(payload));
}

export function encodeRefusal({ reason, verdict }: Refusal): Uint8Array {
  const writer = new ByteWriter(128);
  writer.uint8(verdict);
  writer.string(reason.slice(0, MAX_REFUSAL));
  return writer.toBytes();
}

/** Throws DecodeError. */
export function decodeRefusal(payload: Uint8Array): Refusal {
  const reader = new ByteReader(payload);
  const verdict = VERDICTS[reader.uint8()];
  if (verdict === undefined) throw new DecodeError('a refusal this version does not know');
  return { verdict, reason: reader.string() };
}

export function encodePing(wallMs: number): Uint8Array {
  const writer = new ByteWriter(8);
  writer.int64(wallMs);
  return writer.toBytes();
}

/** Throws DecodeError. */
export function decodePing(payload: Uint8Array): number {
  return new ByteReader(payload).int64();
}

function preamble(): ByteWriter {
  const writer = new ByteWriter(128);
  writer.uint32(MAGIC);
  writer.uint16(VERSION);
  return writer;
}

function afterPreamble(payload: Uint8Array): ByteReader {
  const reader = new ByteReader(payload);
  if (reader.uint32() !== MAGIC) throw new DecodeError('not the handshake of a control plane');
  const version = reader.uint16();
  if (version !== VERSION) throw new DecodeError(`control plane version ${version}, this node speaks ${VERSION}`);
  return reader;
}

function writeIdentity(writer: ByteWriter, identity: ClaimedIdentity): void {
  writer.string(identity.clusterId);
  writer.int32(identity.nodeId);
  writer.string(identity.directoryId);
  writer.int64(identity.incarnation);
  writer.int64(identity.instance);
  writer.string(identity.address.slice(0, MAX_ADDRESS));
}

function readIdentity(reader: ByteReader): ClaimedIdentity {
  const clusterId = reader.string();
  const nodeId = reader.int32();
  if (nodeId < 0) throw new DecodeError(`${nodeId} is no node id`);
  return {
    clusterId,
    nodeId,
    directoryId: reader.string(),
    incarnation: reader.int64(),
    instance: reader.int64(),
    address: reader.string(),
  };
}

/** Cuts a stream into frames. Bytes are looked at once; a frame that lies within one chunk is not copied. */
export class FrameAssembler {
  /** Longest payload taken. */
  limit: number;
  readonly #head = new Uint8Array(FRAME_HEAD_BYTES);
  #headFilled = 0;
  #payload: Uint8Array | null = null;
  #payloadFilled = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Throws DecodeError where the stream is none of ours; it is of no use afterwards. `take` answers whether to go on. */
  push(chunk: Uint8Array, take: (kind: number, payload: Uint8Array) => boolean): void {
    let at = 0;
    while (true) {
      if (this.#headFilled < FRAME_HEAD_BYTES) {
        const part = Math.min(FRAME_HEAD_BYTES - this.#headFilled, chunk.length - at);
        this.#head.set(chunk.subarray(at, at + part), this.#headFilled);
        this.#headFilled += part;
        at += part;
        if (this.#headFilled < FRAME_HEAD_BYTES) return;
      }
      const length = this.#length();
      let payload: Uint8Array;
      if (this.#payload === null && chunk.length - at >= length) {
        payload = chunk.subarray(at, at + length);
        at += length;
      } else {
        this.#payload ??= new Uint8Array(length);
        const part = Math.min(length - this.#payloadFilled, chunk.length - at);
        this.#payload.set(chunk.subarray(at, at + part), this.#payloadFilled);
        this.#payloadFilled += part;
        at += part;
        if (this.#payloadFilled < length) return;
        payload = this.#payload;
      }
      this.#payload = null;
      this.#payloadFilled = 0;
      this.#headFilled = 0;
      if (this.#crc() !== frameCrc(this.#head, payload)) throw new DecodeError('a frame whose checksum is wrong');
      if (!take(this.#head[8]!, payload)) return;
    }
  }

  #length(): number {
    const length = new DataView(this.#head.buffer).getUint32(0);
    if (length > this.limit) throw new DecodeError(`a frame of ${length} bytes, at most ${this.limit} are taken`);
    return length;
  }

  #crc(): number {
    return new DataView(this.#head.buffer).getUint32(4);
  }
}
