// Generated from consumer-protocol-subscription.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { int32s, strings, unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ConsumerProtocolSubscription {
  topics: string[];
  userData: Uint8Array | null;
  ownedPartitions: ConsumerProtocolSubscriptionTopicPartition[];
  generationId: number;
  rackId: string | null;
}

export interface ConsumerProtocolSubscriptionTopicPartition {
  topic: string;
  partitions: number[];
}

export function newConsumerProtocolSubscription(fields?: Partial<ConsumerProtocolSubscription>): ConsumerProtocolSubscription {
  const m: ConsumerProtocolSubscription = { topics: [], userData: null, ownedPartitions: [], generationId: -1, rackId: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerProtocolSubscriptionTopicPartition(fields?: Partial<ConsumerProtocolSubscriptionTopicPartition>): ConsumerProtocolSubscriptionTopicPartition {
  const m: ConsumerProtocolSubscriptionTopicPartition = { topic: '', partitions: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerProtocolSubscription(r: ByteReader, v: number): ConsumerProtocolSubscription {
  if (v < 0 || v > 3) throw unreadableVersion('ConsumerProtocolSubscription', v);
  return {
    topics: strings(r, r.arrayLength(2)),
    userData: r.nullableBytes(),
    ownedPartitions: v >= 1 ? readConsumerProtocolSubscriptionTopicPartitionArray(r, v, r.arrayLength(6)) : [],
    generationId: v >= 2 ? r.int32() : -1,
    rackId: v === 3 ? r.nullableString() : null,
  };
}

export function writeConsumerProtocolSubscription(w: ByteWriter, m: ConsumerProtocolSubscription, v: number): void {
  if (v < 0 || v > 3) throw unwritableVersion('ConsumerProtocolSubscription', v);
  w.arrayLength(m.topics.length); for (const e of m.topics) w.string(e);
  w.nullableBytes(m.userData);
  if (v >= 1) { w.arrayLength(m.ownedPartitions.length); for (const e of m.ownedPartitions) writeConsumerProtocolSubscriptionTopicPartition(w, e, v); }
  if (v >= 2) w.int32(m.generationId);
  if (v === 3) w.nullableString(m.rackId);
}

function readConsumerProtocolSubscriptionTopicPartition(r: ByteReader, v: number): ConsumerProtocolSubscriptionTopicPartition {
  return { topic: r.string(), partitions: int32s(r, r.arrayLength(4)) };
}

function writeConsumerProtocolSubscriptionTopicPartition(w: ByteWriter, m: ConsumerProtocolSubscriptionTopicPartition, v: number): void {
  w.string(m.topic);
  w.arrayLength(m.partitions.length); for (const e of m.partitions) w.int32(e);
}

function readConsumerProtocolSubscriptionTopicPartitionArray(r: ByteReader, v: number, n: number): ConsumerProtocolSubscriptionTopicPartition[] {
  const a: ConsumerProtocolSubscriptionTopicPartition[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerProtocolSubscriptionTopicPartition(r, v));
  return a;
}
