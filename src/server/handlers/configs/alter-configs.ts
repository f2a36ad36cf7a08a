/**
 * AlterConfigs: v0-2. Replaces the whole set of a resource's configs: what the request does not name is reset. Kept for old
 * tools; IncrementalAlterConfigs came in its place. Main thread.
 */
import { failure } from '../../../core/metadata/control.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type AlterConfigsRequest,
  readAlterConfigsRequest,
} from '../../../core/protocol/generated/alter-configs-request.ts';
import {
  type AlterConfigsResponse,
  writeAlterConfigsResponse,
} from '../../../core/protocol/generated/alter-configs-response.ts';
import type { ApiHandler } from '../handler.ts';
import { assemble, settleHere } from './alter-resources.ts';
import type { ConfigServices } from './config-services.ts';
import { CONFIG_CHANGE_TIMEOUT_MS } from './incremental-alter-configs.ts';

export function alterConfigsHandler(services: ConfigServices): ApiHandler<AlterConfigsRequest, AlterConfigsResponse> {
  return {
    apiKey: ApiKey.AlterConfigs,
    minVersion: 0,
    maxVersion: 2,
    read: readAlterConfigsRequest,
    write: writeAlterConfigsResponse,
    handle(request, { arrivedAt }, reply) {
      const unknown = failure(ErrorCode.INVALID_REQUEST, 'Unknown resource type 8');
      const settled = settleHere(services, request.resources, () => unknown);
      const forwarded: AlterConfigsRequest = {
        ...request,
        resources: request.resources.filter((_, i) => settled[i] === null),
      };
      const deadline = arrivedAt + CONFIG_CHANGE_TIMEOUT_MS;
      const command = { apiKey: ApiKey.AlterConfigs, request: forwarded } as const;
      services.metadata.submit(command, deadline, ({ errorCode, response }) => {
        const decided = response?.responses ?? failure(errorCode);
        reply.send({ throttleTimeMs: 0, responses: assemble(request.resources, settled, decided) });
      });
    },
  };
}
