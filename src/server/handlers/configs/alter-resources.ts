/**
 * The common part of AlterConfigs and IncrementalAlterConfigs: resources that this broker judges itself (other brokers'
 * configs, loggers) are answered here, the rest goes to the controller, and the answers come back in the request's order.
 */
import { malformedConfigs } from '../../../core/metadata/config-control.ts';
import { ResourceType } from '../../../core/metadata/configs-image.ts';
import type { ApiFailure } from '../../../core/metadata/control.ts';
import { failure } from '../../../core/metadata/control.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import { type ConfigServices, otherBroker } from './config-services.ts';

export interface AlteredResource {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly configs: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly configOperation?: number;
  }[];
}

export interface ResourceAnswer {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
}

/** What is settled without the controller; null: the controller decides. */
export type Settled = ApiFailure | 'done' | null;

/**
 * For each resource whether it is settled here: named twice, malformed, of another broker; `loggers` settles those of type
 * BROKER_LOGGER.
 */
export function settleHere<R extends AlteredResource>(
  services: ConfigServices,
  resources: readonly R[],
  loggers: (resource: R) => Settled,
): Settled[] {
  const times = new Map<string, number>();
  for (const resource of resources) times.set(keyOf(resource), (times.get(keyOf(resource)) ?? 0) + 1);
  return resources.map((resource) => {
    if (times.get(keyOf(resource))! > 1) return failure(ErrorCode.INVALID_REQUEST, NAMED_TWICE);
    return malformedConfigs(resource) ?? settleOne(services, resource, loggers);
  });
}

const NAMED_TWICE = 'Each resource must appear at most once.';

function settleOne<R extends AlteredResource>(
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

function keyOf({ resourceType, resourceName }: Omit<AlteredResource, 'configs'>): string {
  return `${resourceType}:${resourceName}`;
}
