/**
 * IncrementalAlterConfigs and AlterConfigs. A resource changes as a whole or not at all; resources of one request are
 * independent of each other.
 */
import { ErrorCode } from '../protocol/error-codes.ts';
import type { AlterConfigsRequest } from '../protocol/generated/alter-configs-request.ts';
import type { AlterConfigsResponse } from '../protocol/generated/alter-configs-response.ts';
import type { CreateTopicsRequest } from '../protocol/generated/create-topics-request.ts';
import type { IncrementalAlterConfigsRequest } from '../protocol/generated/incremental-alter-configs-request.ts';
import type { IncrementalAlterConfigsResponse } from '../protocol/generated/incremental-alter-configs-response.ts';
import { resourceProblem } from './config-resources.ts';
import { CLUSTER_DEFAULT, ResourceType } from './configs-image.ts';
import { type ApiFailure, type ControlContext, type ControlResult, failure } from './control.ts';
import { afterMinimumChanged } from './elr-safety.ts';
import { type MetadataRecord, metadataRecord, RecordType } from './records.ts';

/** AlterConfigOp of the protocol. */
export const ConfigOperation = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 } as const;

type Changes = Map<string, string | null>;

export function incrementalAlterConfigs(
  context: ControlContext,
  request: IncrementalAlterConfigsRequest,
): ControlResult<IncrementalAlterConfigsResponse> {
  return eachResource(context, request, (resource) => {
    const changes: Changes = new Map();
    for (const { name, configOperation, value } of resource.configs) {
      const problem = applyOperation(context, resource, changes, name, configOperation, value);
      if (problem !== null) return problem;
    }
    return changes;
  });
}

/** Replaces the whole set of a resource: what the request does not name is deleted. */
export function alterConfigs(
  context: ControlContext,
  request: AlterConfigsRequest,
): ControlResult<AlterConfigsResponse> {
  return eachResource(context, request, (resource) => {
    const changes: Changes = new Map();
    for (const name of context.image.configs.of(resource.resourceType, resource.resourceName).keys()) {
      changes.set(name, null);
    }
    for (const { name, value } of resource.configs) changes.set(name, value);
    return changes;
  });
}

/** The configs of a topic about to be created, judged as a change of a resource that has none. */
export function planTopicConfigs(
  context: ControlContext,
  topic: CreateTopicsRequest['topics'][number],
): { readonly values: Map<string, string>; readonly records: MetadataRecord[] } | ApiFailure {
  const values = new Map<string, string>();
  const withoutValue: string[] = [];
  for (const { name, value } of topic.configs) {
    if (value === null) withoutValue.push(name);
    else values.set(name, value);
  }
  if (withoutValue.length > 0) {
    const message = `Null value not supported for topic configs: ${withoutValue.join(',')}`;
    return failure(ErrorCode.INVALID_CONFIG, message);
  }
  const problem = context.schema.validate(ResourceType.TOPIC, topic.name, values, new Map());
  if (problem !== null) return problem;
  return { values, records: configRecords(ResourceType.TOPIC, topic.name, values) };
}

/**
 * The value a topic lives under: its own, else the cluster-wide dynamic broker value, else what brokers have statically.
 * (A per-broker dynamic value is that broker's business and unknown to the controller.)
 */
export function effectiveTopicConfig(
  context: Pick<ControlContext, 'image' | 'schema'>,
  topicName: string,
  key: string,
): string | null {
  const own = context.image.configs.topic(topicName).get(key);
  if (own !== undefined) return own;
  const synonym = context.schema.brokerSynonym(key);
  const clusterWide =
    synonym === null ? undefined : context.image.configs.of(ResourceType.BROKER, CLUSTER_DEFAULT).get(synonym);
  return clusterWide ?? context.schema.staticValue(ResourceType.TOPIC, key);
}

interface Resource {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly configs: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly configOperation?: number;
  }[];
}

interface ResourceResult {
  errorCode: number;
  errorMessage: string | null;
  resourceType: number;
  resourceName: string;
}

function eachResource<R extends Resource>(
  context: ControlContext,
  request: { readonly resources: readonly R[]; readonly validateOnly: boolean },
  changesOf: (resource: R) => Changes | ApiFailure,
): ControlResult<{ throttleTimeMs: number; responses: ResourceResult[] }> {
  const records: MetadataRecord[] = [];
  const responses: ResourceResult[] = [];
  const times = new Map<string, number>();
  for (const resource of request.resources) times.set(keyOf(resource), (times.get(keyOf(resource)) ?? 0) + 1);
  for (const resource of request.resources) {
    const isRepeated = times.get(keyOf(resource))! > 1;
    const planned = isRepeated
      ? failure(ErrorCode.INVALID_REQUEST, 'Each resource must appear at most once.')
      : planResource(context, resource, changesOf);
    const problem = 'errorCode' in planned ? planned : null;
    if (!('errorCode' in planned) && !request.validateOnly) for (const record of planned) records.push(record);
    responses.push({
      errorCode: problem?.errorCode ?? ErrorCode.NONE,
      errorMessage: problem?.errorMessage ?? null,
      resourceType: resource.resourceType,
      resourceName: resource.resourceName,
    });
  }
  for (const record of afterMinimumChanged(context, records)) records.push(record);
  return { records, response: { throttleTimeMs: 0, responses } };
}

function keyOf(resource: Resource): string {
  return `${resource.resourceType}:${resource.resourceName}`;
}

function planResource<R extends Resource>(
  context: ControlContext,
  resource: R,
  changesOf: (resource: R) => Changes | ApiFailure,
): MetadataRecord[] | ApiFailure {
  const { resourceType, resourceName } = resource;
  const malformed = malformedConfigs(resource);
  if (malformed !== null) return malformed;
  const illegal = resourceProblem(context.image, resourceType, resourceName);
  if (illegal !== null) return illegal;
  const changes = changesOf(resource);
  if (!(changes instanceof Map)) return changes;
  const before = context.image.configs.of(resourceType, resourceName);
  const after = new Map(before);
  for (const [name, value] of changes) {
    if (value === null) after.delete(name);
    else after.set(name, value);
  }
  const problem = context.schema.validate(resourceType, resourceName, after, before);
  if (problem !== null) return problem;
  const forbidden = context.settings.policies?.alterConfig?.(resourceType, resourceName, changes);
  if (forbidden !== undefined && forbidden !== null) return failure(ErrorCode.POLICY_VIOLATION, forbidden);
  // A broker reloads what it is told again (a renewed key store under the same name), anyone else has nothing to do.
  if (resourceType !== ResourceType.BROKER) {
    for (const [name, value] of changes) if ((before.get(name) ?? null) === value) changes.delete(name);
  }
  return configRecords(resourceType, resourceName, changes);
}

/** What makes a resource's changes no changes at all: a key twice, a value missing. */
export function malformedConfigs(resource: Pick<Resource, 'configs'>): ApiFailure | null {
  if (new Set(resource.configs.map((config) => config.name)).size < resource.configs.length) {
    return failure(ErrorCode.INVALID_REQUEST, 'Error due to duplicate config keys');
  }
  const withoutValue = resource.configs.filter(
    (config) => config.value === null && config.configOperation !== ConfigOperation.DELETE,
  );
  if (withoutValue.length === 0) return null;
  const names = withoutValue.map((config) => config.name).join(', ');
  return failure(ErrorCode.INVALID_REQUEST, `Null value not supported for : ${names}`);
}

function applyOperation(
  context: ControlContext,
  resource: Resource,
  changes: Changes,
  name: string,
  operation: number,
  value: string | null,
): ApiFailure | null {
  const { resourceType, resourceName } = resource;
  switch (operation) {
    case ConfigOperation.SET:
      changes.set(name, value);
      return null;
    case ConfigOperation.DELETE:
      changes.set(name, null);
      return null;
    case ConfigOperation.APPEND:
    case ConfigOperation.SUBTRACT: {
      if (!context.schema.isList(resourceType, name)) {
        return failure(ErrorCode.INVALID_CONFIG, notAList(context, resourceType, operation, name));
      }
      const current =
        context.image.configs.of(resourceType, resourceName).get(name) ??
        context.schema.staticValue(resourceType, name);
      const items = (current ?? '').split(',').filter((item) => item !== '');
      const named = value!.split(',');
      const rest = operation === ConfigOperation.APPEND ? items : items.filter((item) => !named.includes(item));
      if (operation === ConfigOperation.APPEND) for (const item of named) if (!rest.includes(item)) rest.push(item);
      changes.set(name, rest.join(','));
      return null;
    }
    default:
      return failure(ErrorCode.INVALID_REQUEST, `Unknown operations type ${operation}`);
  }
}

/** Kafka's brokers refuse their own configs before the controller sees them, in other words. */
function notAList({ schema }: ControlContext, resourceType: number, operation: number, name: string): string {
  const verb = operation === ConfigOperation.APPEND ? 'append' : 'subtract';
  if (resourceType === ResourceType.BROKER) {
    if (!schema.isKnown(resourceType, name)) return `Unknown config name: ${name}`;
    return `Config value ${verb} is not allowed for config key: ${name}`;
  }
  return `Can't ${verb.toUpperCase()} to key ${name} because its type is not LIST.`;
}

function configRecords(
  resourceType: number,
  resourceName: string,
  changes: ReadonlyMap<string, string | null>,
): MetadataRecord[] {
  const records: MetadataRecord[] = [];
  for (const [name, value] of changes) {
    records.push(metadataRecord(RecordType.CONFIG, { resourceType, resourceName, name, value }));
  }
  return records;
}
