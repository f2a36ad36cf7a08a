// Generated from brokers.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { uuidsOrNull, unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface BrokerRegistrationChangeRecord {
  brokerId: number;
  brokerEpoch: number;
  fenced: number;
  inControlledShutdown: number;
  logDirs: string[] | null;
}

export function newBrokerRegistrationChangeRecord(fields?: Partial<BrokerRegistrationChangeRecord>): BrokerRegistrationChangeRecord {
  const m: BrokerRegistrationChangeRecord = { brokerId: 0, brokerEpoch: 0, fenced: 0, inControlledShutdown: 0, logDirs: null };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readBrokerRegistrationChangeRecord(r: ByteReader, v: number): BrokerRegistrationChangeRecord {
  if (v < 0 || v > 0) throw unreadableVersion('BrokerRegistrationChangeRecord', v);
  const m: BrokerRegistrationChangeRecord = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
    fenced: 0,
    inControlledShutdown: 0,
    logDirs: null,
  };
  for (let n = r.uvarint(); n > 0; n--) {
    const tag = r.uvarint(), size = r.uvarint(), at = r.position;
    switch (tag) {
      case 0: m.fenced = r.int8(); r.endTag(at, size); break;
      case 1: m.inControlledShutdown = r.int8(); r.endTag(at, size); break;
      case 2: m.logDirs = uuidsOrNull(r, r.compactNullableArrayLength(16)); r.endTag(at, size); break;
      default: r.skip(size);
    }
  }
  return m;
}

export function writeBrokerRegistrationChangeRecord(w: ByteWriter, m: BrokerRegistrationChangeRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('BrokerRegistrationChangeRecord', v);
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  const hasFenced = m.fenced !== 0, hasInControlledShutdown = m.inControlledShutdown !== 0, hasLogDirs = m.logDirs !== null;
  w.uvarint((hasFenced ? 1 : 0) + (hasInControlledShutdown ? 1 : 0) + (hasLogDirs ? 1 : 0));
  if (hasFenced) { w.uvarint(0); w.uvarint(1); w.int8(m.fenced); }
  if (hasInControlledShutdown) { w.uvarint(1); w.uvarint(1); w.int8(m.inControlledShutdown); }
  if (hasLogDirs) { const t = new ByteWriter(64); if (m.logDirs === null) { t.compactArrayLength(-1); } else { t.compactArrayLength(m.logDirs.length); for (const e of m.logDirs) t.uuid(e); } w.taggedField(2, t); }
}
