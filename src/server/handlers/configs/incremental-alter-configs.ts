/**
 * IncrementalAlterConfigs: v0-1 (KIP-339). Sets, deletes, appends to and subtracts from single configs of a resource; each
 * resource changes as a whole or not at all. Log levels are changed here, everything else by the controller. Main thread.
 */
import { ConfigOperation } from '../../../core/metadata/config-control.ts';
import { failure } from '../../../core/metadata/control.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type IncrementalAlterConfigsRequest,
  type IncrementalAlterConfigsRequestAlterConfigsResource,
  readIncrementalAlterConfigsRequest,
} from '../../../core/protocol/generated/incremental-alter-configs-request.ts';
import {
  type IncrementalAlterConfigsResponse,
  writeIncrementalAlterConfigsResponse,
} from '../../../core/protocol/generated/incremental-alter-configs-response.ts';
import type { ApiHandler } from '../handler.ts';
import { assemble, type Settled, settleHere } from './alter-resources.ts';
import { type ConfigServices, LOG_LEVELS, noNodeId } from './config-services.ts';

/** The request has no time limit of its own; clients give up after `request.timeout.ms`, 30 s by default. */
export const CONFIG_CHANGE_TIMEOUT_MS = 30_000;

export function incrementalAlterConfigsHandler(
  services: ConfigServices,
): ApiHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> {
  return {
    apiKey: ApiKey.IncrementalAlterConfigs,
    minVersion: 0,
    maxVersion: 1,
    read: readIncrementalAlterConfigsRequest,
    write: writeIncrementalAlterConfigsResponse,
    handle(request, { arrivedAt }, reply) {
      const settled = settleHere(services, request.resources, (resource) =>
        alterLoggers(services, resource, request.validateOnly),
      );
      const resources = request.resources.filter((_, i) => settled[i] === null);
      const command = { apiKey: ApiKey.IncrementalAlterConfigs, request: { ...request, resources } } as const;
      services.metadata.submit(command, arrivedAt + CONFIG_CHANGE_TIMEOUT_MS, ({ errorCode, response }) => {
        const decided = response?.responses ?? failure(errorCode);
        reply.send({ throttleTimeMs: 0, responses: assemble(request.resources, settled, decided) });
      });
    },
  };
}

function alterLoggers(
  services: ConfigServices,
  { resourceName, configs }: IncrementalAlterConfigsRequestAlterConfigsResource,
  isValidateOnly: boolean,
): Settled {
  const noNode = noNodeId(resourceName);
  if (noNode !== null) return noNode;
  if (Number(resourceName) !== services.nodeId) {
    const message = `Unexpected node id. Expected ${services.nodeId}, but received ${resourceName}`;
    return failure(ErrorCode.INVALID_REQUEST, message);
  }
  const known = services.loggers.levels();
  for (const { name, configOperation, value } of configs) {
    if (configOperation !== ConfigOperation.SET && configOperation !== ConfigOperation.DELETE) {
      const verb = Object.entries(ConfigOperation).find(([, code]) => code === configOperation)?.[0] ?? configOperation;
      const message = `${verb} operation is not allowed for the BROKER_LOGGER resource`;
      return failure(ErrorCode.INVALID_REQUEST, message);
    }
    if (!known.has(name)) return failure(ErrorCode.INVALID_CONFIG, `Logger ${name} does not exist!`);
    const isSet = configOperation === ConfigOperation.SET;
    if (isSet && (value === null || !LOG_LEVELS.includes(value))) {
      const message = `Cannot set the log level of ${name} to ${value} as it is not a supported log level. Valid log levels are ${LOG_LEVELS.join(', ')}`;
      return failure(ErrorCode.INVALID_CONFIG, message);
    }
    if (!isSet && name === 'root') {
      const message = `Removing the log level of the root logger is not allowed`;
      return failure(ErrorCode.INVALID_REQUEST, message);
    }
  }
  if (isValidateOnly) return 'done';
  for (const { name, configOperation, value } of configs) {
    services.loggers.setLevel(name, configOperation === ConfigOperation.SET ? value : null);
  }
  return 'done';
}
