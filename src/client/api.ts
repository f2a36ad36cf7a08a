/** What the client needs of one API to call it: its key, the versions we speak, and the codecs of both directions. */

import { assert } from '../core/base/assert.ts';
import type { ByteReader } from '../core/bytes/byte-reader.ts';
import type { ByteWriter } from '../core/bytes/byte-writer.ts';
import { apiFacts, apiName } from '../core/protocol/api-keys.ts';

export interface Api<Request, Response> {
  readonly key: number;
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  readonly write: (writer: ByteWriter, request: Request, version: number) => void;
  readonly read: (reader: ByteReader, version: number) => Response;
}

/** An API in all versions that we have codecs for. */
export function api<Request, Response>(
  key: number,
  write: (writer: ByteWriter, request: Request, version: number) => void,
  read: (reader: ByteReader, version: number) => Response,
): Api<Request, Response> {
  const facts = apiFacts(key);
  assert(facts !== undefined, `api ${key} exists`);
  return { key, name: apiName(key), minVersion: facts.minVersion, maxVersion: facts.maxVersion, write, read };
}

/** The same API without its newest versions, whose fields the caller has no use for. */
export function upToVersion<Request, Response>(whole: Api<Request, Response>, max: number): Api<Request, Response> {
  assert(max >= whole.minVersion && max <= whole.maxVersion, `${whole.name} has version ${max}`);
  return { ...whole, maxVersion: max };
}
