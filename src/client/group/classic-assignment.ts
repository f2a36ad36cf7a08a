/** The leader's part of the classic protocol: who gets what, by the assignors that every client knows. */

import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { rangeAssignor } from '../../core/groups/assignors/range-assignor.ts';
import {
  type NamedPartitions,
  readSubscription,
  subscriptionVersion,
  writeAssignment,
} from '../../core/groups/consumer-protocol.ts';
import type { JoinGroupResponseMember } from '../../core/protocol/generated/join-group-response.ts';
import type { SyncGroupRequestAssignment } from '../../core/protocol/generated/sync-group-request.ts';

/** In order of preference; a group uses one that all its members know. */
export const CLASSIC_ASSIGNORS = ['range', 'roundrobin'] as const;

/** A `ConsumerProtocolSubscription` of version 1, of a member that owns nothing while it joins. */
export function writeSubscription(topics: readonly string[]): Uint8Array {
  const writer = new ByteWriter();
  writer.int16(1);
  writer.int32(topics.length);
  for (const topic of topics) writer.string(topic);
  writer.nullableBytes(null);
  writer.int32(0);
  return writer.toBytes();
}

interface Subscriber {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly topicIds: ReadonlySet<string>;
}

/** Topics that any member subscribes to. Members whose bytes cannot be read get nothing. */
export function subscribedTopics(members: readonly JoinGroupResponseMember[]): string[] {
  return [...new Set(members.flatMap(({ metadata }) => readSubscription(metadata)?.topics ?? []))];
}

/** One entry per member. */
export function assignAll(
  protocol: string,
  members: readonly JoinGroupResponseMember[],
  partitionCounts: ReadonlyMap<string, number>,
): SyncGroupRequestAssignment[] {
  const subscribers = members.map(({ memberId, groupInstanceId, metadata }) => ({
    memberId,
    instanceId: groupInstanceId,
    topicIds: new Set(readSubscription(metadata)?.topics ?? []),
    current: new Map(),
  }));
  const plan =
    protocol === 'roundrobin'
      ? roundRobin(subscribers, partitionCounts)
      : rangeAssignor({ members: subscribers, partitionCounts });
  return members.map(({ memberId, metadata }) => {
    const partitions: NamedPartitions[] = [...(plan.get(memberId) ?? [])].map(([topic, numbers]) => ({
      topic,
      partitions: [...numbers],
    }));
    return { memberId, assignment: writeAssignment(subscriptionVersion(metadata), partitions) };
  });
}

/** All partitions in turn to all members in order, each skipping those of topics it has no interest in. */
function roundRobin(
  members: readonly Subscriber[],
  partitionCounts: ReadonlyMap<string, number>,
): Map<string, Map<string, number[]>> {
  const key = ({ instanceId, memberId }: Subscriber) => instanceId ?? memberId;
  const sorted = members.toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
  const plan = new Map<string, Map<string, number[]>>(sorted.map(({ memberId }) => [memberId, new Map()]));
  let turn = 0;
  for (const [topic, count] of [...partitionCounts].sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (!sorted.some(({ topicIds }) => topicIds.has(topic))) continue;
    for (let partition = 0; partition < count; partition += 1) {
      while (!sorted[turn % sorted.length]!.topicIds.has(topic)) turn += 1;
      const own = plan.get(sorted[turn % sorted.length]!.memberId)!;
      const numbers = own.get(topic);
      if (numbers === undefined) own.set(topic, [partition]);
      else numbers.push(partition);
      turn += 1;
    }
  }
  return plan;
}
