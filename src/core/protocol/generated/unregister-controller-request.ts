// Generated from unregister-controller.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface UnregisterControllerRequest {
  controllerId: number;
}

export function newUnregisterControllerRequest(fields?: Partial<UnregisterControllerRequest>): UnregisterControllerRequest {
  const m: UnregisterControllerRequest = { controllerId: 0 };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readUnregisterControllerRequest(r: ByteReader, v: number): UnregisterControllerRequest {
  if (v < 0 || v > 0) throw unreadableVersion('UnregisterControllerRequest', v);
  const m: UnregisterControllerRequest = { controllerId: r.int32() };
  r.skipTags();
  return m;
}

export function writeUnregisterControllerRequest(w: ByteWriter, m: UnregisterControllerRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('UnregisterControllerRequest', v);
  w.int32(m.controllerId);
  w.uvarint(0);
}
