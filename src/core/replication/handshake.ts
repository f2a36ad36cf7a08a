/**
 * Who may replicate with whom: the first frame of a connection and its answer. A node of another cluster, one that meant
 * somebody else, and an earlier incarnation of a broker are turned away, each with a reason for both logs.
 */
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { encodeFrame, FrameKind } from './wire-format.ts';

/** First bytes of a Hello's head: what speaks something else is told apart at once. */
const MAGIC = 0x43_48_52_50;
export const REPLICATION_VERSION = 3;

export interface Hello {
  readonly clusterId: string;
  readonly nodeId: number;
  readonly brokerEpoch: number;
  /** Uuid of this start of the broker. */
  readonly incarnationId: string;
  readonly targetNodeId: number;
  /** Bytes of Push frames that the leader may send before the first Ack. */
  readonly granted: number;
  /** Of the batches of one Push: what the follower's rings take. */
  readonly maxBatchBytes: number;
}

/** What the called broker knows: itself, and the latest registration of each. */
export interface HandshakeView {
  readonly clusterId: string;
  readonly nodeId: number;
  brokerEpochOf(nodeId: number): number | undefined;
}

export function encodeHello(hello: Hello): Uint8Array {
  const writer = new ByteWriter(128);
  writer.int32(MAGIC);
  writer.int16(REPLICATION_VERSION);
  writer.string(hello.clusterId);
  writer.int32(hello.nodeId);
  writer.int64(hello.brokerEpoch);
  writer.uuid(hello.incarnationId);
  writer.int32(hello.targetNodeId);
  writer.int64(hello.granted);
  writer.int32(hello.maxBatchBytes);
  return encodeFrame(FrameKind.Hello, writer.toBytes());
}

/** The Hello, or why it is none. Throws DecodeError where it breaks off. */
export function decodeHello(head: Uint8Array): Hello | string {
  const reader = new ByteReader(head);
  if (reader.int32() !== MAGIC) return 'it does not speak the replication protocol';
  const version = reader.int16();
  if (version !== REPLICATION_VERSION)
    return `it speaks version ${version} of the replication protocol, this broker ${REPLICATION_VERSION}`;
  return {
    clusterId: reader.string(),
    nodeId: reader.int32(),
    brokerEpoch: reader.int64(),
    incarnationId: reader.uuid(),
    targetNodeId: reader.int32(),
    granted: reader.int64(),
    maxBatchBytes: reader.int32(),
  };
}

/** Why the caller is turned away; null when it is welcome. An epoch above the known one is news that is under way. */
export function judgeHello(hello: Hello, view: HandshakeView): string | null {
  if (hello.clusterId !== view.clusterId)
    return `it belongs to cluster ${hello.clusterId}, this broker to ${view.clusterId}`;
  if (hello.targetNodeId !== view.nodeId)
    return `it looks for broker ${hello.targetNodeId}, this is broker ${view.nodeId}`;
  if (hello.nodeId === view.nodeId) return `it calls itself broker ${hello.nodeId}, as this one is`;
  const known = view.brokerEpochOf(hello.nodeId);
  if (known !== undefined && hello.brokerEpoch < known) {
    return `it is broker ${hello.nodeId} of epoch ${hello.brokerEpoch}, and that broker has registered anew with epoch ${known}`;
  }
  return null;
}

export function encodeWelcome(nodeId: number, brokerEpoch: number): Uint8Array {
  const writer = new ByteWriter(16);
  writer.int32(nodeId);
  writer.int64(brokerEpoch);
  return encodeFrame(FrameKind.Welcome, writer.toBytes());
}

export function decodeWelcome(head: Uint8Array): { readonly nodeId: number; readonly brokerEpoch: number } {
  const reader = new ByteReader(head);
  return { nodeId: reader.int32(), brokerEpoch: reader.int64() };
}

export function encodeRefused(reason: string): Uint8Array {
  const writer = new ByteWriter(reason.length + 8);
  writer.string(reason);
  return encodeFrame(FrameKind.Refused, writer.toBytes());
}

export function decodeRefused(head: Uint8Array): string {
  return new ByteReader(head).string();
}
