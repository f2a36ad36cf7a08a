/** AddRaftVoter: v0-1 (KIP-853). Answered when the new voter votes: it has caught up, and raft has taken it in. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { errorMessage } from '../../../core/protocol/error-codes.ts';
import { readAddRaftVoterRequest } from '../../../core/protocol/generated/add-raft-voter-request.ts';
import { writeAddRaftVoterResponse } from '../../../core/protocol/generated/add-raft-voter-response.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import { controllerRequestHandler } from './controller-request.ts';

export function addRaftVoterHandler({ metadata }: { readonly metadata: MetadataService }) {
  return controllerRequestHandler(
    {
      apiKey: ApiKey.AddRaftVoter,
      minVersion: 0,
      maxVersion: 1,
      read: readAddRaftVoterRequest,
      write: writeAddRaftVoterResponse,
      timeoutMs: ({ timeoutMs }) => timeoutMs,
      failed: (_request, errorCode) => ({ throttleTimeMs: 0, errorCode, errorMessage: errorMessage(errorCode) }),
    },
    metadata,
  );
}
