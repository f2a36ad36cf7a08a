/** UpdateFeatures: v0-2 (KIP-584). v1: kinds of downgrade and dry runs. v2: all or nothing, one error (KIP-1022). */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { errorMessage } from '../../../core/protocol/error-codes.ts';
import { readUpdateFeaturesRequest } from '../../../core/protocol/generated/update-features-request.ts';
import {
  newUpdateFeaturesResponse,
  writeUpdateFeaturesResponse,
} from '../../../core/protocol/generated/update-features-response.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import { controllerRequestHandler } from './controller-request.ts';

export function updateFeaturesHandler({ metadata }: { readonly metadata: MetadataService }) {
  return controllerRequestHandler(
    {
      apiKey: ApiKey.UpdateFeatures,
      minVersion: 0,
      maxVersion: 2,
      read: readUpdateFeaturesRequest,
      write: writeUpdateFeaturesResponse,
      timeoutMs: (request) => request.timeoutMs,
      failed: (_request, errorCode) => newUpdateFeaturesResponse({ errorCode, errorMessage: errorMessage(errorCode) }),
    },
    metadata,
  );
}
