// Generated from control-record-type-schema.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface ControlRecordTypeSchema {
  type: number;
}

export function newControlRecordTypeSchema(fields?: Partial<ControlRecordTypeSchema>): ControlRecordTypeSchema {
  const m: ControlRecordTypeSchema = { type: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readControlRecordTypeSchema(r: ByteReader, v: number): ControlRecordTypeSchema {
  if (v < 0 || v > 0) throw unreadableVersion('ControlRecordTypeSchema', v);
  return { type: r.int16() };
}

export function writeControlRecordTypeSchema(w: ByteWriter, m: ControlRecordTypeSchema, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('ControlRecordTypeSchema', v);
  w.int16(m.type);
}
