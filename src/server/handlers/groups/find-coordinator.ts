/**
 * FindCoordinator: v0-6. The broker that leads the partition a key belongs to; the coordinator's topic is created when
 * somebody first asks. v1: transactional ids, too. v4: several keys.
 *
 * Main thread. Parks while the topic is created, so that the first consumer of a new cluster need not come back.
 */
import { coordinatorPartition } from '../../../core/groups/coordinator-partition.ts';
import { CONSUMER_OFFSETS_TOPIC, TRANSACTION_STATE_TOPIC } from '../../../core/metadata/topic-names.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode, errorMessage } from '../../../core/protocol/error-codes.ts';
import {
  type FindCoordinatorRequest,
  readFindCoordinatorRequest,
} from '../../../core/protocol/generated/find-coordinator-request.ts';
import {
  type FindCoordinatorResponse,
  newFindCoordinatorResponse,
  writeFindCoordinatorResponse,
} from '../../../core/protocol/generated/find-coordinator-response.ts';
import type { MetadataCache } from '../../../services/metadata/metadata-cache.ts';
import { brokerAddresses } from '../discovery/cluster-view.ts';
import type { ApiHandler, RequestContext } from '../handler.ts';

export interface FindCoordinatorServices {
  readonly cache: MetadataCache;
  readonly creator: {
    isReady(name: string): boolean;
    ensureTopics(
      names: readonly string[],
      deadline: number,
      callback: (errors: ReadonlyMap<string, number>) => void,
    ): void;
  };
}

type Coordinator = FindCoordinatorResponse['coordinators'][number];

const BATCH_VERSION = 4;
/** A client waits this long for the topic; then it is told to ask again. */
const CREATION_TIMEOUT_MS = 1000;

/** Share groups (2) keep their state elsewhere and are not served. */
const TOPIC_OF_KEY_TYPE: readonly (string | undefined)[] = [CONSUMER_OFFSETS_TOPIC, TRANSACTION_STATE_TOPIC];

export function findCoordinatorHandler(
  services: FindCoordinatorServices,
): ApiHandler<FindCoordinatorRequest, FindCoordinatorResponse> {
  return {
    apiKey: ApiKey.FindCoordinator,
    minVersion: 0,
    maxVersion: 6,
    read: readFindCoordinatorRequest,
    write: writeFindCoordinatorResponse,
    handle(request, context, reply) {
      const keys = context.apiVersion >= BATCH_VERSION ? request.coordinatorKeys : [request.key];
      const topic = TOPIC_OF_KEY_TYPE[request.keyType];
      const answer = (find: (key: string) => Coordinator): void => reply.send(shaped(keys.map(find), context));
      if (topic === undefined) answer((key) => failed(key, ErrorCode.INVALID_REQUEST));
      else if (keys.length === 0 || services.creator.isReady(topic))
        answer((key) => find(services.cache, topic, key, context));
      else {
        services.creator.ensureTopics([topic], context.arrivedAt + CREATION_TIMEOUT_MS, (errors) => {
          if (errors.has(topic)) answer((key) => failed(key, ErrorCode.COORDINATOR_NOT_AVAILABLE));
          else answer((key) => find(services.cache, topic, key, context));
        });
      }
    },
  };
}

function find({ image }: MetadataCache, topicName: string, key: string, context: RequestContext): Coordinator {
  const topic = image.topics.byName(topicName);
  if (topic === undefined || topic.partitions.length === 0) return failed(key, ErrorCode.COORDINATOR_NOT_AVAILABLE);
  const leader = topic.partitions[coordinatorPartition(key, topic.partitions.length)]!.leader;
  const address = brokerAddresses(image, context.connection.listenerName).find(({ id }) => id === leader);
  if (address === undefined) return failed(key, ErrorCode.COORDINATOR_NOT_AVAILABLE);
  return { key, nodeId: leader, host: address.host, port: address.port, errorCode: ErrorCode.NONE, errorMessage: null };
}

function failed(key: string, errorCode: number): Coordinator {
  return { key, nodeId: -1, host: '', port: -1, errorCode, errorMessage: errorMessage(errorCode) };
}

function shaped(coordinators: Coordinator[], { apiVersion }: RequestContext): FindCoordinatorResponse {
  if (apiVersion >= BATCH_VERSION) return newFindCoordinatorResponse({ coordinators });
  const { errorCode, errorMessage: message, nodeId, host, port } = coordinators[0]!;
  return newFindCoordinatorResponse({ errorCode, errorMessage: message, nodeId, host, port });
}
