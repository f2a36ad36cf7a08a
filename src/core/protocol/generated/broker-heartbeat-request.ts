// Generated from broker-heartbeat.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { uuids, uuidsOrNull, unreadableVersion, unsupportedField, unwritableVersion } from '../codec-support.ts';

export interface BrokerHeartbeatRequest {
  brokerId: number;
  brokerEpoch: number;
  currentMetadataOffset: number;
  wantFence: boolean;
  wantShutDown: boolean;
  offlineLogDirs: string[];
  cordonedLogDirs: string[] | null;
}

export function newBrokerHeartbeatRequest(fields?: Partial<BrokerHeartbeatRequest>): BrokerHeartbeatRequest {
  const m: BrokerHeartbeatRequest = {
    brokerId: 0,
    brokerEpoch: -1,
    currentMetadataOffset: 0,
    wantFence: false,
    wantShutDown: false,
    offlineLogDirs: [],
    cordonedLogDirs: null,
  };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readBrokerHeartbeatRequest(r: ByteReader, v: number): BrokerHeartbeatRequest {
  if (v < 0 || v > 2) throw unreadableVersion('BrokerHeartbeatRequest', v);
  const m: BrokerHeartbeatRequest = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    currentMetadataOffset: r.int64(),
    wantFence: r.bool(),
    wantShutDown: r.bool(),
    offlineLogDirs: [],
    cordonedLogDirs: null,
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: if (v >= 1) { m.offlineLogDirs = uuids(r, r.compactArrayLength(16)); r.endTag(at, size); } else r.skip(size); break;
      case 1: if (v === 2) { m.cordonedLogDirs = uuidsOrNull(r, r.compactNullableArrayLength(16)); r.endTag(at, size); } else r.skip(size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeBrokerHeartbeatRequest(w: ByteWriter, m: BrokerHeartbeatRequest, v: number): void {
  if (v < 0 || v > 2) throw unwritableVersion('BrokerHeartbeatRequest', v);
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.int64(m.currentMetadataOffset);
  w.bool(m.wantFence);
  w.bool(m.wantShutDown);
  if (!(v >= 1)) { if (m.offlineLogDirs.length !== 0) throw unsupportedField('BrokerHeartbeatRequest.offlineLogDirs', v); }
  if (!(v === 2)) { if (m.cordonedLogDirs !== null) throw unsupportedField('BrokerHeartbeatRequest.cordonedLogDirs', v); }
  const hasOfflineLogDirs = v >= 1 && m.offlineLogDirs.length !== 0, hasCordonedLogDirs = v === 2 && m.cordonedLogDirs !== null;
  w.uvarint((hasOfflineLogDirs ? 1 : 0) + (hasCordonedLogDirs ? 1 : 0));
  if (hasOfflineLogDirs) { const t = new ByteWriter(64); t.compactArrayLength(m.offlineLogDirs.length); for (const e of m.offlineLogDirs) t.uuid(e); w.taggedField(0, t); }
  if (hasCordonedLogDirs) { const t = new ByteWriter(64); if (m.cordonedLogDirs === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.cordonedLogDirs.length); for (const e of m.cordonedLogDirs) t.uuid(e); } w.taggedField(1, t); }
}
