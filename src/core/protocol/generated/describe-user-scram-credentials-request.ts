// Generated from describe-user-scram-credentials.schema by `npm run generate`. Do not edit.
import type { ByteReader } from '../../bytes/byte-reader.ts';
import type { ByteWriter } from '../../bytes/byte-writer.ts';
import { unreadableVersion, unwritableVersion } from '../codec-support.ts';

export interface DescribeUserScramCredentialsRequest {
  users: DescribeUserScramCredentialsRequestUserName[] | null;
}

export interface DescribeUserScramCredentialsRequestUserName {
  name: string;
}

export function newDescribeUserScramCredentialsRequest(fields?: Partial<DescribeUserScramCredentialsRequest>): DescribeUserScramCredentialsRequest {
  const m: DescribeUserScramCredentialsRequest = { users: [] };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function newDescribeUserScramCredentialsRequestUserName(fields?: Partial<DescribeUserScramCredentialsRequestUserName>): DescribeUserScramCredentialsRequestUserName {
  const m: DescribeUserScramCredentialsRequestUserName = { name: '' };
  return fields === undefined ? m : Object.assign(m, fields);
}

export function readDescribeUserScramCredentialsRequest(r: ByteReader, v: number): DescribeUserScramCredentialsRequest {
  if (v < 0 || v > 0) throw unreadableVersion('DescribeUserScramCredentialsRequest', v);
  const m: DescribeUserScramCredentialsRequest = {
    users: readDescribeUserScramCredentialsRequestUserNameArrayOrNull(r, v, r.compactNullableArrayLength(2)),
  };
  r.skipTags();
  return m;
}

export function writeDescribeUserScramCredentialsRequest(w: ByteWriter, m: DescribeUserScramCredentialsRequest, v: number): void {
  if (v < 0 || v > 0) throw unwritableVersion('DescribeUserScramCredentialsRequest', v);
  if (m.users === null) { w.compactArrayLength(-1); } else { w.compactArrayLength(m.users.length); for (const e of m.users) writeDescribeUserScramCredentialsRequestUserName(w, e, v); }
  w.uvarint(0);
}

function readDescribeUserScramCredentialsRequestUserName(r: ByteReader, v: number): DescribeUserScramCredentialsRequestUserName {
  const m: DescribeUserScramCredentialsRequestUserName = { name: r.compactString() };
  r.skipTags();
  return m;
}

function writeDescribeUserScramCredentialsRequestUserName(w: ByteWriter, m: DescribeUserScramCredentialsRequestUserName, v: number): void {
  w.compactString(m.name);
  w.uvarint(0);
}

function readDescribeUserScramCredentialsRequestUserNameArrayOrNull(r: ByteReader, v: number, n: number): DescribeUserScramCredentialsRequestUserName[] | null {
  return n < 0 ? null : readDescribeUserScramCredentialsRequestUserNameArray(r, v, n);
}

function readDescribeUserScramCredentialsRequestUserNameArray(r: ByteReader, v: number, n: number): DescribeUserScramCredentialsRequestUserName[] {
  const a: DescribeUserScramCredentialsRequestUserName[] = [];
  for (let i = 0; i < n; i++) a.push(readDescribeUserScramCredentialsRequestUserName(r, v));
  return a;
}
