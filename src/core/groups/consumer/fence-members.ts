/** Members of a consumer group go: by leaving, by being silent, or by being replaced. */

import { RecordType } from '../group-records.ts';
import type { GroupStore } from '../group-store.ts';
import { downgradeWithout } from '../migration/downgrade.ts';
import { toTopicPartitions } from './assignment.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerMember, currentAssignmentValue, metadataValue } from './consumer-member.ts';
import { cancelTimers } from './member-timers.ts';
import { emitEpoch, hashTopics } from './target-assignment.ts';

/** Where only classic members remain, the group becomes a classic one again. */
export function fenceMembers(store: GroupStore, group: ConsumerGroup, members: readonly ConsumerMember[]): void {
  if (members.length === 0 || downgradeWithout(store, group, members)) return;
  const { groupId } = group;
  for (const { memberId } of members) {
    emitMemberTombstones(store, groupId, memberId);
    cancelTimers(store, group, memberId);
  }
  dropUnusedRegexes(store, group);
  const epoch = group.groupEpoch + 1;
  emitEpoch(store, group, epoch, hashTopics(store, group));
  if (group.members.size > 0) return;
  store.emit({
    type: RecordType.ConsumerGroupTargetAssignmentMetadata,
    key: { groupId },
    value: { assignmentEpoch: epoch, assignmentTimestamp: 0 },
  });
}

export function emitMemberTombstones(store: GroupStore, groupId: string, memberId: string): void {
  const key = { groupId, memberId };
  store.emit({ type: RecordType.ConsumerGroupCurrentMemberAssignment, key, value: null });
  store.emit({ type: RecordType.ConsumerGroupTargetAssignmentMember, key, value: null });
  store.emit({ type: RecordType.ConsumerGroupMemberMetadata, key, value: null });
}

/** The successor of a static member gets all that was meant for its predecessor. */
export function replaceMember(
  store: GroupStore,
  group: ConsumerGroup,
  old: ConsumerMember,
  successor: ConsumerMember,
): void {
  const { groupId } = group;
  const topicPartitions = toTopicPartitions(group.target(old.memberId));
  emitMemberTombstones(store, groupId, old.memberId);
  cancelTimers(store, group, old.memberId);
  const key = { groupId, memberId: successor.memberId };
  store.emit({ type: RecordType.ConsumerGroupMemberMetadata, key, value: metadataValue(successor) });
  store.emit({ type: RecordType.ConsumerGroupTargetAssignmentMember, key, value: { topicPartitions } });
  store.emit({ type: RecordType.ConsumerGroupCurrentMemberAssignment, key, value: currentAssignmentValue(successor) });
}

export function dropUnusedRegexes(store: GroupStore, group: ConsumerGroup): void {
  for (const regularExpression of [...group.regexes.keys()]) {
    if (group.isRegexSubscribed(regularExpression)) continue;
    store.emit({
      type: RecordType.ConsumerGroupRegularExpression,
      key: { groupId: group.groupId, regularExpression },
      value: null,
    });
  }
}
