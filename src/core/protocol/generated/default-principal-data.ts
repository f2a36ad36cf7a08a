// Generated from default-principal-data.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DefaultPrincipalData {
  type: string;
  name: string;
  tokenAuthenticated: boolean;
}

export function newDefaultPrincipalData(fields?: Partial<DefaultPrincipalData>): DefaultPrincipalData {
  const m: DefaultPrincipalData = { type: '', name: '', tokenAuthenticated: false };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDefaultPrincipalData(r: ByteReader, v: number): DefaultPrincipalData {
  if (v < 0 || v > 0) throw unreadableVersion('DefaultPrincipalData', v);
  const m: DefaultPrincipalData = { type: r.compactString(), name: r.compactString(), tokenAuthenticated: r.bool() };
  r.skipTags();
  return m;
}

export function writeDefaultPrincipalData(w: ByteWriter, m: DefaultPrincipalData, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DefaultPrincipalData', v);
  w.compactString(m.type);
  w.compactString(m.name);
  w.bool(m.tokenAuthenticated);
  w.uvarint(0);
}
