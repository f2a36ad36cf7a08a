/**
 * The header of a request frame. Its version follows from the API key and version inside it, so the reader looks at
 * those first. Read on the main thread once per request, hence flat and without the generated record.
 */
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { requestHeaderVersion } from './api-keys.ts';

export interface RequestHead {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  readonly clientId: string | null;
}

/**
 * Reads the header and leaves the reader at the body. Throws DecodeError. A version that is not served still has a
 * readable header, since every version from the first flexible one on has the same: that is how ApiVersions can
 * answer a version that is too new.
 */
export function readRequestHead(reader: ByteReader): RequestHead {
  const apiKey = reader.int16();
  const apiVersion = reader.int16();
  const correlationId = reader.int32();
  const clientId = reader.nullableString();
  if (requestHeaderVersion(apiKey, apiVersion) === 2) reader.skipTags();
  return { apiKey, apiVersion, correlationId, clientId };
}

export function writeRequestHead(writer: ByteWriter, head: RequestHead): void {
  writer.int16(head.apiKey);
  writer.int16(head.apiVersion);
  writer.int32(head.correlationId);
  writer.nullableString(head.clientId);
  if (requestHeaderVersion(head.apiKey, head.apiVersion) === 2) writer.uvarint(0);
}
