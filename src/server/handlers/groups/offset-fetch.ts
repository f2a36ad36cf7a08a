/**
 * OffsetFetch: v1-10. v2: null topics are all, and a top-level error. v5: leader epochs. v7: offsets in open transactions
 * are an error on request (KIP-447). v8: several groups. v9: member epochs (KIP-848). v10: topics by id.
 */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import {
  newOffsetFetchRequestGroup,
  type OffsetFetchRequest,
  readOffsetFetchRequest,
} from '../../../core/protocol/generated/offset-fetch-request.ts';
import {
  newOffsetFetchResponse,
  type OffsetFetchResponse,
  writeOffsetFetchResponse,
} from '../../../core/protocol/generated/offset-fetch-response.ts';
import type { ApiHandler } from '../handler.ts';
import { type GroupHandlerServices, gather } from './group-handlers.ts';

type FetchGroup = OffsetFetchRequest['groups'][number];
type FetchedGroup = OffsetFetchResponse['groups'][number];

const GROUPS_VERSION = 8;
const TOPIC_ID_VERSION = 10;
const TOP_LEVEL_ERROR_VERSION = 2;

export function offsetFetchHandler({
  groups,
}: GroupHandlerServices): ApiHandler<OffsetFetchRequest, OffsetFetchResponse> {
  return {
    apiKey: ApiKey.OffsetFetch,
    minVersion: 1,
    maxVersion: 10,
    read: readOffsetFetchRequest,
    write: writeOffsetFetchResponse,
    handle(request, { apiVersion }, reply) {
      const isSingle = apiVersion < GROUPS_VERSION;
      const asked: FetchGroup[] = isSingle ? [singleGroup(request)] : request.groups;
      const part = gather<FetchedGroup>(asked.length, (fetched) => {
        reply.send(
          isSingle ? singleAnswer(fetched[0]!, asked[0]!, apiVersion) : newOffsetFetchResponse({ groups: fetched }),
        );
      });
      asked.forEach((group, i) => {
        const send = part(i);
        groups.ask(
          group.groupId,
          { send, fail: (errorCode) => send({ groupId: group.groupId, errorCode, topics: [] }) },
          (coordinator) => coordinator.fetchOffsets(group, request.requireStable, apiVersion >= TOPIC_ID_VERSION),
        );
      });
    },
  };
}

function singleGroup({ groupId, topics }: OffsetFetchRequest): FetchGroup {
  const named = topics?.map(({ name, partitionIndexes }) => ({ ...ANY_TOPIC, name, partitionIndexes })) ?? null;
  return newOffsetFetchRequestGroup({ groupId, topics: named });
}

const ANY_TOPIC = { topicId: 'AAAAAAAAAAAAAAAAAAAAAA' };

/** Version 1 has no place for an error but the partitions. */
function singleAnswer({ errorCode, topics }: FetchedGroup, asked: FetchGroup, apiVersion: number): OffsetFetchResponse {
  if (errorCode === 0 || apiVersion >= TOP_LEVEL_ERROR_VERSION) return newOffsetFetchResponse({ errorCode, topics });
  const failed = (asked.topics ?? []).map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((partitionIndex) => ({
      partitionIndex,
      committedOffset: -1,
      committedLeaderEpoch: -1,
      metadata: '',
      errorCode,
    })),
  }));
  return newOffsetFetchResponse({ topics: failed });
}
