// Generated from cluster.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../../protocol/codec-support.ts';

export interface EpochStartRecord {
  epoch: number;
  controllerId: number;
  clusterId: string;
}

export function newEpochStartRecord(fields?: Partial<EpochStartRecord>): EpochStartRecord {
  const m: EpochStartRecord = { epoch: 0, controllerId: 0, clusterId: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readEpochStartRecord(r: ByteReader, v: number): EpochStartRecord {
  if (v < 0 || v > 0) throw unreadableVersion('EpochStartRecord', v);
  const m: EpochStartRecord = { epoch: r.int64(), controllerId: r.int32(), clusterId: r.compactString() };
  r.skipTags();
  return m;
}

export function writeEpochStartRecord(w: ByteWriter, m: EpochStartRecord, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('EpochStartRecord', v);
  w.int64(m.epoch);
  w.int32(m.controllerId);
  w.compactString(m.clusterId);
  w.uvarint(0);
}
