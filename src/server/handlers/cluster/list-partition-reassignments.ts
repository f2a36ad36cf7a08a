/** ListPartitionReassignments: v0 (KIP-455). From this broker's image; partitions that are not moving are left out. */
import { isReassigning } from '../../../core/metadata/partition-change.ts';
import type { TopicImage } from '../../../core/metadata/topics-image.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import {
  type ListPartitionReassignmentsRequest,
  readListPartitionReassignmentsRequest,
} from '../../../core/protocol/generated/list-partition-reassignments-request.ts';
import {
  type ListPartitionReassignmentsResponse,
  newListPartitionReassignmentsResponse,
  writeListPartitionReassignmentsResponse,
} from '../../../core/protocol/generated/list-partition-reassignments-response.ts';
import type { MetadataCache } from '../../../services/metadata/metadata-cache.ts';
import type { ApiHandler } from '../handler.ts';

type Ongoing = ListPartitionReassignmentsResponse['topics'][number];

export function listPartitionReassignmentsHandler({
  cache,
}: {
  readonly cache: MetadataCache;
}): ApiHandler<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> {
  return {
    apiKey: ApiKey.ListPartitionReassignments,
    minVersion: 0,
    maxVersion: 0,
    read: readListPartitionReassignmentsRequest,
    write: writeListPartitionReassignmentsResponse,
    handle(request, _context, reply) {
      const { topics } = cache.image;
      const found: Ongoing[] = [];
      if (request.topics === null) {
        for (const topic of topics.all()) pushOngoing(found, topic, null);
      } else {
        for (const { name, partitionIndexes } of request.topics) {
          const topic = topics.byName(name);
          if (topic !== undefined) pushOngoing(found, topic, new Set(partitionIndexes));
        }
      }
      reply.send(newListPartitionReassignmentsResponse({ errorMessage: null, topics: found }));
    },
  };
}

function pushOngoing(found: Ongoing[], topic: TopicImage, asked: ReadonlySet<number> | null): void {
  const partitions = topic.partitions
    .filter((partition) => isReassigning(partition) && (asked === null || asked.has(partition.partition)))
    .map(({ addingReplicas, partition, removingReplicas, replicas }) => ({
      partitionIndex: partition,
      replicas: [...replicas],
      addingReplicas: [...addingReplicas],
      removingReplicas: [...removingReplicas],
    }));
  if (partitions.length > 0) found.push({ name: topic.name, partitions });
}
