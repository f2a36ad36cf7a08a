/**
 * Metadata: v0-13. Which brokers there are, and who leads the partitions of the topics asked for.
 *
 * v0: no topics means all, and replicas that cannot be reached are an error. v1: null means all. v4: the client says
 * whether topics may be created. v5: offline replicas. v7: leader epochs. v8: authorised operations (of the cluster to
 * v10). v12: topics by id; v10-11 answer ids but do not take them. v13: a top-level error.
 *
 * A topic that is created on the way is answered with a leader that serves it, not with an error to come back after.
 * Main thread.
 */
import { ZERO_UUID } from '../../../core/bytes/uuid.ts';
import { isInternalTopic, topicNameError } from '../../../core/metadata/topic-names.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import { type MetadataRequest, readMetadataRequest } from '../../../core/protocol/generated/metadata-request.ts';
import {
  type MetadataResponse,
  type MetadataResponseTopic,
  newMetadataResponse,
  writeMetadataResponse,
} from '../../../core/protocol/generated/metadata-response.ts';
import type { MetadataCache } from '../../../services/metadata/metadata-cache.ts';
import type { CreationErrors, TopicCreator } from '../../../services/metadata/topic-creator.ts';
import { CLUSTER_OPERATIONS, OPERATIONS_NOT_ASKED, TOPIC_OPERATIONS } from '../authorized-operations.ts';
import type { ApiHandler, RequestContext } from '../handler.ts';
import { brokerAddresses, controllerAmong } from './cluster-view.ts';
import { topicAnswer } from './metadata-partitions.ts';

export interface MetadataServices {
  readonly clusterId: string;
  readonly cache: MetadataCache;
  readonly creator: TopicCreator;
  /** `auto.create.topics.enable` */
  isAutoCreateEnabled(): boolean;
}

/** A client waits this long for a topic to be created; then it is told to ask again. */
const CREATION_TIMEOUT_MS = 1_000;

const NO_ERRORS: CreationErrors = new Map();

export function metadataHandler(services: MetadataServices): ApiHandler<MetadataRequest, MetadataResponse> {
  return {
    apiKey: ApiKey.Metadata,
    minVersion: 0,
    maxVersion: 13,
    read: readMetadataRequest,
    write: writeMetadataResponse,
    handle(request, context, reply) {
      if (
        context.apiVersion < 12 &&
        request.topics?.some(({ name, topicId }) => name === null || topicId !== ZERO_UUID)
      ) {
        reply.send(refused(request));
        return;
      }
      const missing = namesToCreate(services, request, context);
      if (missing.length === 0) reply.send(answer(services, request, context, NO_ERRORS));
      else {
        services.creator.ensureTopics(missing, context.arrivedAt + CREATION_TIMEOUT_MS, (errors) => {
          reply.send(answer(services, request, context, errors));
        });
      }
    },
  };
}

/** Names and ids are for v12 and later; before, either one alone makes the request invalid. */
function refused(request: MetadataRequest): MetadataResponse {
  const topics = request.topics!.map(({ name, topicId }) =>
    failedTopic(name ?? '', topicId, ErrorCode.INVALID_REQUEST, false),
  );
  return newMetadataResponse({ topics, errorCode: ErrorCode.INVALID_REQUEST });
}

function isForAllTopics(request: MetadataRequest, { apiVersion }: RequestContext): boolean {
  return request.topics === null || (apiVersion === 0 && request.topics.length === 0);
}

/** Names that do not exist; illegal ones are left to be refused. Topics asked for by id are never created. */
function namesToCreate(services: MetadataServices, request: MetadataRequest, context: RequestContext): string[] {
  if (isForAllTopics(request, context) || !request.allowAutoTopicCreation || !services.isAutoCreateEnabled()) return [];
  if (request.topics!.some((topic) => topic.topicId !== ZERO_UUID)) return [];
  const names: string[] = [];
  for (const { name } of request.topics!) {
    if (name !== null && topicNameError(name) === null && !services.creator.isReady(name)) names.push(name);
  }
  return names;
}

function answer(
  services: MetadataServices,
  request: MetadataRequest,
  context: RequestContext,
  errors: CreationErrors,
): MetadataResponse {
  const { image } = services.cache;
  const { apiVersion, connection } = context;
  const addresses = brokerAddresses(image, connection.listenerName);
  const operations = request.includeTopicAuthorizedOperations ? TOPIC_OPERATIONS : OPERATIONS_NOT_ASKED;
  return {
    throttleTimeMs: 0,
    brokers: addresses.map(({ id, host, port, rack }) => ({ nodeId: id, host, port, rack })),
    clusterId: services.clusterId,
    controllerId: controllerAmong(image, addresses),
    topics: answeredTopics(services, request, context, errors).map((topic) => {
      topic.topicAuthorizedOperations = operations;
      return topic;
    }),
    clusterAuthorizedOperations:
      apiVersion >= 8 && apiVersion <= 10 && request.includeClusterAuthorizedOperations
        ? CLUSTER_OPERATIONS
        : OPERATIONS_NOT_ASKED,
    errorCode: ErrorCode.NONE,
  };
}

function answeredTopics(
  { cache: { image } }: MetadataServices,
  request: MetadataRequest,
  context: RequestContext,
  errors: CreationErrors,
): MetadataResponseTopic[] {
  const answers: MetadataResponseTopic[] = [];
  if (isForAllTopics(request, context)) {
    for (const topic of image.topics.all()) answers.push(topicAnswer(image, topic, context));
    return answers;
  }
  const isById = request.topics!.some((topic) => topic.topicId !== ZERO_UUID);
  const seen = new Set<string>();
  for (const { name, topicId } of request.topics!) {
    const key = isById ? topicId : name;
    if (key === null || seen.has(key) || (isById && topicId === ZERO_UUID)) continue;
    seen.add(key);
    const topic = isById ? image.topics.byId(topicId) : image.topics.byName(key);
    if (topic !== undefined) answers.push(topicAnswer(image, topic, context));
    else if (isById) answers.push(failedTopic(null, topicId, ErrorCode.UNKNOWN_TOPIC_ID, false));
    else answers.push(failedTopic(key, ZERO_UUID, missingBecause(key, errors), isInternalTopic(key)));
  }
  return answers;
}

/** What cannot help itself by waiting is said as it is; the rest is for the client to ask again. */
function missingBecause(name: string, errors: CreationErrors): number {
  if (topicNameError(name) !== null) return ErrorCode.INVALID_TOPIC_EXCEPTION;
  const error = errors.get(name);
  const isFinal =
    error === ErrorCode.INVALID_TOPIC_EXCEPTION ||
    error === ErrorCode.INVALID_REPLICATION_FACTOR ||
    error === ErrorCode.POLICY_VIOLATION;
  return isFinal ? error : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
}

function failedTopic(
  name: string | null,
  topicId: string,
  errorCode: number,
  isInternal: boolean,
): MetadataResponseTopic {
  return { errorCode, name, topicId, isInternal, partitions: [], topicAuthorizedOperations: OPERATIONS_NOT_ASKED };
}
