/** ElectLeaders: v0-2 (KIP-183, KIP-460). v0 knows preferred elections only. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { errorMessage } from '../../../core/protocol/error-codes.ts';
import { readElectLeadersRequest } from '../../../core/protocol/generated/elect-leaders-request.ts';
import {
  newElectLeadersResponse,
  writeElectLeadersResponse,
} from '../../../core/protocol/generated/elect-leaders-response.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import { controllerRequestHandler } from './controller-request.ts';

export function electLeadersHandler({ metadata }: { readonly metadata: MetadataService }) {
  return controllerRequestHandler(
    {
      apiKey: ApiKey.ElectLeaders,
      minVersion: 0,
      maxVersion: 2,
      read: readElectLeadersRequest,
      write: writeElectLeadersResponse,
      timeoutMs: (request) => request.timeoutMs,
      // v0 has no place for an error of the whole: each partition carries it.
      failed: ({ topicPartitions }, errorCode) =>
        newElectLeadersResponse({
          errorCode,
          replicaElectionResults: (topicPartitions ?? []).map(({ topic, partitions }) => ({
            topic,
            partitionResult: partitions.map((partitionId) => ({
              partitionId,
              errorCode,
              errorMessage: errorMessage(errorCode),
            })),
          })),
        }),
    },
    metadata,
  );
}
