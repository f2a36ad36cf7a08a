/**
 * DescribeCluster: v0-2. Cluster id, controller, brokers.
 *
 * v1: the client says whether it means brokers (1) or controllers (2) (KIP-919). v2: fenced brokers on request (KIP-1073).
 * Main thread.
 */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type DescribeClusterRequest,
  readDescribeClusterRequest,
} from '../../../core/protocol/generated/describe-cluster-request.ts';
import {
  type DescribeClusterResponse,
  newDescribeClusterResponse,
  writeDescribeClusterResponse,
} from '../../../core/protocol/generated/describe-cluster-response.ts';
import type { MetadataCache } from '../../../services/metadata/metadata-cache.ts';
import { CLUSTER_OPERATIONS, OPERATIONS_NOT_ASKED } from '../authorized-operations.ts';
import type { ApiHandler } from '../handler.ts';
import { brokerAddresses, controllerAmong } from './cluster-view.ts';

const EndpointType = { BROKER: 1, CONTROLLER: 2 } as const;

export function describeClusterHandler(services: {
  readonly clusterId: string;
  readonly cache: MetadataCache;
}): ApiHandler<DescribeClusterRequest, DescribeClusterResponse> {
  return {
    apiKey: ApiKey.DescribeCluster,
    minVersion: 0,
    maxVersion: 2,
    read: readDescribeClusterRequest,
    write: writeDescribeClusterResponse,
    handle(request, { apiVersion, connection }, reply) {
      if (request.endpointType !== EndpointType.BROKER) {
        reply.send(wrongEndpoint(request.endpointType));
        return;
      }
      const { image } = services.cache;
      const addresses = brokerAddresses(image, connection.listenerName, request.includeFencedBrokers);
      reply.send({
        throttleTimeMs: 0,
        errorCode: ErrorCode.NONE,
        errorMessage: null,
        endpointType: EndpointType.BROKER,
        clusterId: services.clusterId,
        controllerId: controllerAmong(image, addresses),
        brokers: addresses.map(({ id, host, port, rack, isFenced }) => ({
          brokerId: id,
          host,
          port,
          rack,
          isFenced: apiVersion >= 2 && isFenced,
        })),
        clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
          ? CLUSTER_OPERATIONS
          : OPERATIONS_NOT_ASKED,
      });
    },
  };
}

function wrongEndpoint(endpointType: number): DescribeClusterResponse {
  if (endpointType === EndpointType.CONTROLLER) {
    return newDescribeClusterResponse({
      errorCode: ErrorCode.MISMATCHED_ENDPOINT_TYPE,
      errorMessage: 'The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER',
    });
  }
  return newDescribeClusterResponse({
    errorCode: ErrorCode.UNSUPPORTED_ENDPOINT_TYPE,
    errorMessage: `Unsupported endpoint type ${endpointType}`,
  });
}
