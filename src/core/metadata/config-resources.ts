/** Which config resources exist: checked before anything is read from or written to one. */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { ClusterImage } from './cluster-image.ts';
import { CLUSTER_DEFAULT, ResourceType } from './configs-image.ts';
import { type ApiFailure, failure } from './control.ts';
import { topicNameError } from './topic-names.ts';

/** Why a resource cannot carry dynamic configs; null where it can. Log levels are no metadata and refused here. */
export function resourceProblem(image: ClusterImage, resourceType: number, name: string): ApiFailure | null {
  const refuse = (message: string) => failure(ErrorCode.INVALID_REQUEST, message);
  switch (resourceType) {
    case ResourceType.TOPIC: {
      if (name === '') return refuse('Default topic resources are not allowed.');
      const illegal = topicNameError(name);
      if (illegal !== null) return failure(ErrorCode.INVALID_TOPIC_EXCEPTION, illegal);
      if (image.topics.byName(name) !== undefined) return null;
      return failure(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `The topic '${name}' does not exist.`);
    }
    case ResourceType.BROKER:
      return name === CLUSTER_DEFAULT ? null : brokerNameProblem(image, name);
    case ResourceType.CLIENT_METRICS:
      return name === '' ? refuse("Subscription name can't be empty") : null;
    case ResourceType.GROUP:
      return name === '' ? refuse('Default group resources are not allowed.') : null;
    default:
      return refuse(`Unknown resource type ${resourceType}`);
  }
}

function brokerNameProblem(image: ClusterImage, name: string): ApiFailure | null {
  if (!/^[+-]?\d{1,10}$/.test(name)) {
    return failure(ErrorCode.INVALID_REQUEST, 'Unable to parse broker name as a base 10 number.');
  }
  const id = Number(name);
  if (id < 0) return failure(ErrorCode.INVALID_REQUEST, 'Invalid negative broker ID.');
  if (image.brokers.get(id) !== undefined) return null;
  return failure(ErrorCode.BROKER_ID_NOT_REGISTERED, `No node with id ${id} found.`);
}
