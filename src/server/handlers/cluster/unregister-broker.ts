/** UnregisterBroker: v0 (KIP-631). A broker that runs is told so by its next heartbeat, and ends. */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { errorMessage } from '../../../core/protocol/error-codes.ts';
import { readUnregisterBrokerRequest } from '../../../core/protocol/generated/unregister-broker-request.ts';
import { writeUnregisterBrokerResponse } from '../../../core/protocol/generated/unregister-broker-response.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import { controllerRequestHandler } from './controller-request.ts';

/** The request has none of its own. */
const TIMEOUT_MS = 30_000;

export function unregisterBrokerHandler({ metadata }: { readonly metadata: MetadataService }) {
  return controllerRequestHandler(
    {
      apiKey: ApiKey.UnregisterBroker,
      minVersion: 0,
      maxVersion: 0,
      read: readUnregisterBrokerRequest,
      write: writeUnregisterBrokerResponse,
      timeoutMs: () => TIMEOUT_MS,
      failed: (_request, errorCode) => ({ throttleTimeMs: 0, errorCode, errorMessage: errorMessage(errorCode) }),
    },
    metadata,
  );
}
