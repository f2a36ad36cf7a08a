/** AlterPartitionReassignments: v0-1 (KIP-455). v1: whether the replication factor may change (KIP-860). */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { errorMessage } from '../../../core/protocol/error-codes.ts';
import { readAlterPartitionReassignmentsRequest } from '../../../core/protocol/generated/alter-partition-reassignments-request.ts';
import {
  newAlterPartitionReassignmentsResponse,
  writeAlterPartitionReassignmentsResponse,
} from '../../../core/protocol/generated/alter-partition-reassignments-response.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import { controllerRequestHandler } from './controller-request.ts';

export function alterPartitionReassignmentsHandler({ metadata }: { readonly metadata: MetadataService }) {
  return controllerRequestHandler(
    {
      apiKey: ApiKey.AlterPartitionReassignments,
      minVersion: 0,
      maxVersion: 1,
      read: readAlterPartitionReassignmentsRequest,
      write: writeAlterPartitionReassignmentsResponse,
      timeoutMs: (request) => request.timeoutMs,
      failed: (_request, errorCode) =>
        newAlterPartitionReassignmentsResponse({ errorCode, errorMessage: errorMessage(errorCode) }),
    },
    metadata,
  );
}
