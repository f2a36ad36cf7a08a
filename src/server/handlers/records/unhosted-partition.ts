/** Why a partition cannot be found on this broker. Main thread. */
import type { ClusterImage } from '../../../core/metadata/cluster-image.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';

/** Where the committed metadata is read from. */
export interface ImageSource {
  readonly image: ClusterImage;
}

/** Another broker may host what this one does not: the client then looks for the leader. */
export function unhostedError({ image }: ImageSource, topic: string, partition: number): number {
  return image.topics.byName(topic)?.partitions[partition] === undefined
    ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    : ErrorCode.NOT_LEADER_OR_FOLLOWER;
}
