/** Learns which APIs and versions a broker speaks (KIP-35, KIP-511), whatever its age. */

import type { ByteReader } from '../core/bytes/byte-reader.ts';
import { ApiKey } from '../core/protocol/api-keys.ts';
import { ErrorCode } from '../core/protocol/error-codes.ts';
import { newApiVersionsRequest, writeApiVersionsRequest } from '../core/protocol/generated/api-versions-request.ts';
import { type ApiVersionsResponse, readApiVersionsResponse } from '../core/protocol/generated/api-versions-response.ts';
import { type Api, api } from './api.ts';
import { refuseError } from './kafka-error.ts';

export type VersionRanges = ReadonlyMap<number, { readonly min: number; readonly max: number }>;

const API_VERSIONS = api(ApiKey.ApiVersions, writeApiVersionsRequest, readApiVersionsResponse);

/** Version 5 names the cluster and node that are expected; a client that only looks around expects none. */
const FIRST_TRY = 4;

const SOFTWARE = { clientSoftwareName: 'chronik', clientSoftwareVersion: '0.1.0' };

/** What negotiation needs of a connection that does not know its versions yet. */
interface Caller {
  callVersion(
    api: Api<ReturnType<typeof newApiVersionsRequest>, ApiVersionsResponse>,
    version: number,
    request: ReturnType<typeof newApiVersionsRequest>,
    timeoutMs: undefined,
    read: (reader: ByteReader) => ApiVersionsResponse,
  ): Promise<ApiVersionsResponse>;
}

export async function negotiate(connection: Caller): Promise<VersionRanges> {
  let version = FIRST_TRY;
  let response = await ask(connection, version);
  if (response.errorCode === ErrorCode.UNSUPPORTED_VERSION && version > 0) {
    const theirs = response.apiKeys.find(({ apiKey }) => apiKey === ApiKey.ApiVersions);
    version = theirs === undefined ? 0 : Math.min(FIRST_TRY - 1, theirs.maxVersion);
    response = await ask(connection, version);
  }
  refuseError(response.errorCode, 'ApiVersions');
  return new Map(
    response.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, { min: minVersion, max: maxVersion }]),
  );
}

function ask(connection: Caller, version: number): Promise<ApiVersionsResponse> {
  const request = newApiVersionsRequest(version >= 3 ? SOFTWARE : {});
  return connection.callVersion(API_VERSIONS, version, request, undefined, (reader) => {
    // A broker that does not know the version answers in the oldest form, which begins with the error code.
    const start = reader.position;
    const errorCode = reader.int16();
    reader.position = start;
    return readApiVersionsResponse(reader, errorCode === ErrorCode.UNSUPPORTED_VERSION ? 0 : version);
  });
}
