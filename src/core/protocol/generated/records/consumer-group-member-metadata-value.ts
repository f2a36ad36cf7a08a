// Generated from consumer-group-member-metadata.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../../bytes/byte-reader.ts';
import { ByteWriter } from '../../../bytes/byte-writer.ts';
import { NO_BYTES, compactStrings, unreadableVersion, unwritableVersion } from '../../codec-support.ts';

export interface ConsumerGroupMemberMetadataValue {
  instanceId: string | null;
  rackId: string | null;
  clientId: string;
  clientHost: string;
  subscribedTopicNames: string[];
  subscribedTopicRegex: string | null;
  rebalanceTimeoutMs: number;
  serverAssignor: string | null;
  classicMemberMetadata: ConsumerGroupMemberMetadataValueClassicMemberMetadata | null;
}

export interface ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  sessionTimeoutMs: number;
  supportedProtocols: ConsumerGroupMemberMetadataValueClassicProtocol[];
}

export interface ConsumerGroupMemberMetadataValueClassicProtocol {
  name: string;
  metadata: Uint8Array;
}

export function newConsumerGroupMemberMetadataValue(fields?: Partial<ConsumerGroupMemberMetadataValue>): ConsumerGroupMemberMetadataValue {
  const m: ConsumerGroupMemberMetadataValue = {
    instanceId: '',
    rackId: '',
    clientId: '',
    clientHost: '',
    subscribedTopicNames: [],
    subscribedTopicRegex: '',
    rebalanceTimeoutMs: -1,
    serverAssignor: '',
    classicMemberMetadata: newConsumerGroupMemberMetadataValueClassicMemberMetadata(),
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupMemberMetadataValueClassicMemberMetadata(fields?: Partial<ConsumerGroupMemberMetadataValueClassicMemberMetadata>): ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  const m: ConsumerGroupMemberMetadataValueClassicMemberMetadata = { sessionTimeoutMs: 0, supportedProtocols: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newConsumerGroupMemberMetadataValueClassicProtocol(fields?: Partial<ConsumerGroupMemberMetadataValueClassicProtocol>): ConsumerGroupMemberMetadataValueClassicProtocol {
  const m: ConsumerGroupMemberMetadataValueClassicProtocol = { name: '', metadata: NO_BYTES };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readConsumerGroupMemberMetadataValue(r: ByteReader, v: number): ConsumerGroupMemberMetadataValue {
  if (v < 0 || v > 0) throw unreadableVersion('ConsumerGroupMemberMetadataValue', v);
  const m: ConsumerGroupMemberMetadataValue = {
    instanceId: r.compactNullableString(),
    rackId: r.compactNullableString(),
    clientId: r.compactString(),
    clientHost: r.compactString(),
    subscribedTopicNames: compactStrings(r, r.compactArrayLength(1)),
    subscribedTopicRegex: r.compactNullableString(),
    rebalanceTimeoutMs: r.int32(),
    serverAssignor: r.compactNullableString(),
    classicMemberMetadata: newConsumerGroupMemberMetadataValueClassicMemberMetadata(),
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.classicMemberMetadata = (r.uvarint() === 0 ? null : readConsumerGroupMemberMetadataValueClassicMemberMetadata(r, v)); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeConsumerGroupMemberMetadataValue(w: ByteWriter, m: ConsumerGroupMemberMetadataValue, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ConsumerGroupMemberMetadataValue', v);
  w.compactNullableString(m.instanceId);
  w.compactNullableString(m.rackId);
  w.compactString(m.clientId);
  w.compactString(m.clientHost);
  w.compactArrayLength(m.subscribedTopicNames.length); for (const e of m.subscribedTopicNames) w.compactString(e);
  w.compactNullableString(m.subscribedTopicRegex);
  w.int32(m.rebalanceTimeoutMs);
  w.compactNullableString(m.serverAssignor);
  const hasClassicMemberMetadata = (m.classicMemberMetadata === null || !isDefaultConsumerGroupMemberMetadataValueClassicMemberMetadata(m.classicMemberMetadata));
  w.uvarint((hasClassicMemberMetadata ? 1 : 0));
  if (hasClassicMemberMetadata) { const t = new ByteWriter(64); if (m.classicMemberMetadata === null) t.uvarint(0); else { t.uvarint(1); writeConsumerGroupMemberMetadataValueClassicMemberMetadata(t, m.classicMemberMetadata, v); } w.taggedField(0, t); }
}

function readConsumerGroupMemberMetadataValueClassicMemberMetadata(r: ByteReader, v: number): ConsumerGroupMemberMetadataValueClassicMemberMetadata {
  const m: ConsumerGroupMemberMetadataValueClassicMemberMetadata = {
    sessionTimeoutMs: r.int32(),
    supportedProtocols: readConsumerGroupMemberMetadataValueClassicProtocolArray(r, v, r.compactArrayLength(3)),
  };
  r.skipTags();
  return m;
}

function writeConsumerGroupMemberMetadataValueClassicMemberMetadata(w: ByteWriter, m: ConsumerGroupMemberMetadataValueClassicMemberMetadata, v: number): void {
  w.int32(m.sessionTimeoutMs);
  w.compactArrayLength(m.supportedProtocols.length); for (const e of m.supportedProtocols) writeConsumerGroupMemberMetadataValueClassicProtocol(w, e, v);
  w.uvarint(0);
}

function readConsumerGroupMemberMetadataValueClassicProtocol(r: ByteReader, v: number): ConsumerGroupMemberMetadataValueClassicProtocol {
  const m: ConsumerGroupMemberMetadataValueClassicProtocol = { name: r.compactString(), metadata: r.compactBytes() };
  r.skipTags();
  return m;
}

function writeConsumerGroupMemberMetadataValueClassicProtocol(w: ByteWriter, m: ConsumerGroupMemberMetadataValueClassicProtocol, v: number): void {
  w.compactString(m.name);
  w.compactBytes(m.metadata);
  w.uvarint(0);
}

function isDefaultConsumerGroupMemberMetadataValueClassicMemberMetadata(m: ConsumerGroupMemberMetadataValueClassicMemberMetadata): boolean {
  return !(m.sessionTimeoutMs !== 0 || m.supportedProtocols.length !== 0);
}

function readConsumerGroupMemberMetadataValueClassicProtocolArray(r: ByteReader, v: number, n: number): ConsumerGroupMemberMetadataValueClassicProtocol[] {
  const a: ConsumerGroupMemberMetadataValueClassicProtocol[] = [];
  for (let i = 0; i < n; i++) a.push(readConsumerGroupMemberMetadataValueClassicProtocol(r, v));
  return a;
}
