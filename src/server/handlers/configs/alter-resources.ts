/**
 * The common part of AlterConfigs and IncrementalAlterConfigs: resources that this broker judges itself (other brokers'
 * configs, loggers) are answered here, the rest goes to the controller, and the answers come back in the request's order.
 */
import { ResourceType } from '../../../core/metadata/configs-image.ts';
import type { ApiFailure } from '../../../core/metadata/control.ts';
import { failure } from '../../../core/metadata/control.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import { type ConfigServices, otherBroker } from './config-services.ts';

export interface AlteredResource {
  readonly resourceType: number;
  readonly resourceName: string;
}

export interface ResourceAnswer {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
}

/** What is settled without the controller; null: the controller decides. */
export type Settled = ApiFailure | 'done' | null;

/** Broker resources of other brokers are refused; `loggers` settles resources of type BROKER_LOGGER. */
export function settleHere<R extends AlteredResource>(
  services: ConfigServices,
  resource: R,
  loggers: (resource: R) => Settled,
): Settled {
  const { resourceType, resourceName } = resource;
  if (resourceType === ResourceType.BROKER_LOGGER) return loggers(resource);
  if (resourceType === ResourceType.BROKER && resourceName !== '') return otherBroker(services.nodeId, resourceName);
  return null;
}

/** `settled` is parallel to `resources`; `decided` holds the controller's answers, or the error that stands for all. */
export function assemble(
  resources: readonly AlteredResource[],
  settled: readonly Settled[],
  decided: readonly ResourceAnswer[] | ApiFailure,
): ResourceAnswer[] {
  const byResource = new Map<string, ResourceAnswer>();
  if (!('errorCode' in decided)) for (const answer of decided) byResource.set(keyOf(answer), answer);
  return resources.map((resource, i) => {
    const outcome = settled[i]!;
    const { resourceType, resourceName } = resource;
    if (outcome === 'done') return { errorCode: ErrorCode.NONE, errorMessage: null, resourceType, resourceName };
    const problem = outcome ?? byResource.get(keyOf(resource)) ?? ('errorCode' in decided ? decided : LOST);
    return { errorCode: problem.errorCode, errorMessage: problem.errorMessage, resourceType, resourceName };
  });
}

const LOST = failure(ErrorCode.UNKNOWN_SERVER_ERROR);

function keyOf({ resourceType, resourceName }: AlteredResource): string {
  return `${resourceType}:${resourceName}`;
}
