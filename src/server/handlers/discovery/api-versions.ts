/**
 * ApiVersions: v0-5. What this broker serves, taken from the registry, so nothing is advertised that is not served.
 *
 * v3 adds the client's software name and version (KIP-511), v4 lets features with minimum 0 be listed (KAFKA-17011),
 * v5 lets the client say whom it meant to reach (KIP-1242). Allowed before and during authentication. Main thread.
 */
import type { ByteWriter } from '../../../core/bytes/byte-writer.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type ApiVersionsRequest,
  readApiVersionsRequest,
} from '../../../core/protocol/generated/api-versions-request.ts';
import {
  type ApiVersionsResponse,
  newApiVersionsResponse,
  writeApiVersionsResponse,
} from '../../../core/protocol/generated/api-versions-response.ts';
import type { AnyApiHandler, ApiHandler } from '../handler.ts';
import type { ApiRegistry } from '../registry.ts';

export interface SupportedFeature {
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
}

export interface FinalizedFeatures {
  /** Never decreases while the cluster lives; clients ignore the features where it is negative. */
  readonly epoch: number;
  readonly features: readonly {
    readonly name: string;
    readonly minVersionLevel: number;
    readonly maxVersionLevel: number;
  }[];
}

/** What ApiVersions tells besides the registry. Finalizing `transaction.version` 2 makes Java clients use transactions v2. */
export interface BrokerFeatures {
  readonly supported: readonly SupportedFeature[];
  finalized(): FinalizedFeatures;
}

export const NO_FEATURES: BrokerFeatures = { supported: [], finalized: () => ({ epoch: -1, features: [] }) };

/** Who this broker is, for clients that were led to the wrong one (KIP-1242). */
export interface BrokerIdentity {
  readonly clusterId: string;
  readonly nodeId: number;
}

/** Software names and versions go into logs and metrics; Kafka admits this alphabet only. */
const SOFTWARE_TEXT = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/;

export function apiVersionsHandler(
  registry: ApiRegistry,
  features: BrokerFeatures,
  identity: BrokerIdentity,
): ApiHandler<ApiVersionsRequest, ApiVersionsResponse> {
  return {
    apiKey: ApiKey.ApiVersions,
    minVersion: 0,
    maxVersion: 5,
    read: readApiVersionsRequest,
    write: writeApiVersionsResponse,
    handle(request, { apiVersion, connection }, reply) {
      if (apiVersion >= 3) {
        const { clientSoftwareName, clientSoftwareVersion } = request;
        if (!SOFTWARE_TEXT.test(clientSoftwareName) || !SOFTWARE_TEXT.test(clientSoftwareVersion)) {
          reply.send(newApiVersionsResponse({ errorCode: ErrorCode.INVALID_REQUEST }));
          return;
        }
        connection.clientSoftwareName = clientSoftwareName;
        connection.clientSoftwareVersion = clientSoftwareVersion;
      }
      if (!isMeantFor(identity, request)) {
        reply.send(newApiVersionsResponse({ errorCode: ErrorCode.REBOOTSTRAP_REQUIRED }));
        return;
      }
      const finalized = features.finalized();
      reply.send(
        newApiVersionsResponse({
          apiKeys: registry.advertised(),
          supportedFeatures: features.supported.filter(({ minVersion }) => apiVersion >= 4 || minVersion > 0),
          finalizedFeaturesEpoch: finalized.epoch,
          finalizedFeatures: [...finalized.features],
        }),
      );
    },
  };
}

/** A client that knows less than both ids claims less. */
function isMeantFor(identity: BrokerIdentity, { clusterId, nodeId }: ApiVersionsRequest): boolean {
  return (clusterId === null || clusterId === identity.clusterId) && (nodeId < 0 || nodeId === identity.nodeId);
}

/**
 * The answer to a version we do not know: error 35 in a v0 body, with the versions we do know, so that the client can
 * ask again (KIP-511). It has no request to read: what a newer version carries after the header is not ours to know.
 */
export function unsupportedApiVersions(minVersion: number, maxVersion: number): AnyApiHandler {
  return {
    apiKey: ApiKey.ApiVersions,
    minVersion,
    maxVersion,
    read: () => null,
    handle: () => {},
    write(writer: ByteWriter): void {
      const apiKeys = [{ apiKey: ApiKey.ApiVersions, minVersion, maxVersion }];
      writeApiVersionsResponse(
        writer,
        newApiVersionsResponse({ errorCode: ErrorCode.UNSUPPORTED_VERSION, apiKeys }),
        0,
      );
    },
  };
}
