/** The header of a response frame: the correlation id of its request, and for flexible answers a tagged section. */
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { responseHeaderVersion } from './api-keys.ts';

/** `apiKey` and `apiVersion` are the request's. */
export function writeResponseHead(writer: ByteWriter, apiKey: number, apiVersion: number, correlationId: number): void {
  writer.int32(correlationId);
  if (responseHeaderVersion(apiKey, apiVersion) === 1) writer.uvarint(0);
}

/** Reads the correlation id and leaves the reader at the body. Throws DecodeError. */
export function readResponseHead(reader: ByteReader, apiKey: number, apiVersion: number): number {
  const correlationId = reader.int32();
  if (responseHeaderVersion(apiKey, apiVersion) === 1) reader.skipTags();
  return correlationId;
}
