/**
 * OffsetForLeaderEpoch: v2-4. Where the records of a leader epoch end: how a client finds out whether what it has read
 * is still in the log (KIP-101, KIP-320). Main thread; answers at once.
 *
 * v3: replica id. v4: flexible.
 */
import { UNDEFINED_EPOCH } from '../../../core/log/leader-epochs.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type OffsetForLeaderEpochRequest,
  type OffsetForLeaderEpochRequestOffsetForLeaderPartition,
  readOffsetForLeaderEpochRequest,
} from '../../../core/protocol/generated/offset-for-leader-epoch-request.ts';
import {
  newOffsetForLeaderEpochResponse,
  newOffsetForLeaderEpochResponseEpochEndOffset,
  type OffsetForLeaderEpochResponse,
  type OffsetForLeaderEpochResponseEpochEndOffset,
  writeOffsetForLeaderEpochResponse,
} from '../../../core/protocol/generated/offset-for-leader-epoch-response.ts';
import type { HostedPartition } from '../../../services/partition/hosted-partition.ts';
import type { ReplicaManager } from '../../../services/replica-manager.ts';
import type { ApiHandler } from '../handler.ts';
import { type ImageSource, unhostedError } from './unhosted-partition.ts';

export interface OffsetForLeaderEpochServices {
  readonly replicaManager: Pick<ReplicaManager, 'get'>;
  readonly metadata: ImageSource;
}

type Asked = OffsetForLeaderEpochRequestOffsetForLeaderPartition;
type Answer = OffsetForLeaderEpochResponseEpochEndOffset;

export function offsetForLeaderEpochHandler(
  services: OffsetForLeaderEpochServices,
): ApiHandler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> {
  return {
    apiKey: ApiKey.OffsetForLeaderEpoch,
    minVersion: 2,
    maxVersion: 4,
    read: readOffsetForLeaderEpochRequest,
    write: writeOffsetForLeaderEpochResponse,
    handle({ topics }, _context, reply) {
      const answers = topics.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map((asked) => answerTo(services, topic, asked)),
      }));
      reply.send(newOffsetForLeaderEpochResponse({ topics: answers }));
    },
  };
}

function answerTo(services: OffsetForLeaderEpochServices, topic: string, asked: Asked): Answer {
  const { partition } = asked;
  const answer = newOffsetForLeaderEpochResponseEpochEndOffset({ partition });
  const hosted = services.replicaManager.get(topic, partition);
  answer.errorCode =
    hosted === undefined
      ? unhostedError(services.metadata, topic, partition)
      : hosted.epochError(asked.currentLeaderEpoch) || hosted.leaderError();
  if (hosted !== undefined && answer.errorCode === ErrorCode.NONE) findEnd(hosted, asked.leaderEpoch, answer);
  return answer;
}

/** The latest epoch ends where the log does, for consumers too: what they have read lies below the high watermark. */
function findEnd(hosted: HostedPartition, asked: number, answer: Answer): void {
  const { epochs, logEndOffset: end } = hosted.log!;
  const { latestEpoch } = epochs;
  if (asked > latestEpoch && asked >= 0 && asked <= hosted.leaderEpoch) {
    // No record bears the leader's own epoch yet: it begins, and ends, at the end of the log.
    const isLatest = asked === hosted.leaderEpoch || latestEpoch === UNDEFINED_EPOCH;
    answer.leaderEpoch = isLatest ? asked : latestEpoch;
    answer.endOffset = end;
    return;
  }
  const found = epochs.endOffsetFor(asked, end);
  answer.leaderEpoch = found.leaderEpoch;
  answer.endOffset = found.endOffset;
}
