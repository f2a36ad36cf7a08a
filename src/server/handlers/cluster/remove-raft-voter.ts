/** RemoveRaftVoter: v0 (KIP-853). Answered when the voter votes no more; its broker goes on beside the quorum. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { errorMessage } from '../../../core/protocol/error-codes.ts';
import { readRemoveRaftVoterRequest } from '../../../core/protocol/generated/remove-raft-voter-request.ts';
import { writeRemoveRaftVoterResponse } from '../../../core/protocol/generated/remove-raft-voter-response.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import { controllerRequestHandler } from './controller-request.ts';

/** The request has none of its own. */
const TIMEOUT_MS = 30_000;

export function removeRaftVoterHandler({ metadata }: { readonly metadata: MetadataService }) {
  return controllerRequestHandler(
    {
      apiKey: ApiKey.RemoveRaftVoter,
      minVersion: 0,
      maxVersion: 0,
      read: readRemoveRaftVoterRequest,
      write: writeRemoveRaftVoterResponse,
      timeoutMs: () => TIMEOUT_MS,
      failed: (_request, errorCode) => ({ throttleTimeMs: 0, errorCode, errorMessage: errorMessage(errorCode) }),
    },
    metadata,
  );
}
