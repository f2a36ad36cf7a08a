/** What a group does when one of its timers falls due. */
import { joinTimerExpired, sessionExpired, syncTimerExpired } from './classic/rebalance.ts';
import { fenceMembers } from './consumer/fence-members.ts';
import type { GroupStore } from './group-store.ts';
import { type GroupTimer, TimerKind } from './group-timer.ts';

export function timerExpired(store: GroupStore, timer: GroupTimer): void {
  const group = store.groups.get(timer.groupId);
  if (group === undefined) return;
  if (group.type === 'classic') {
    if (timer.kind === TimerKind.ClassicSession) sessionExpired(store, group, timer.memberId);
    else if (timer.kind === TimerKind.ClassicJoin) joinTimerExpired(store, group);
    else if (timer.kind === TimerKind.ClassicSync) syncTimerExpired(store, group);
    return;
  }
  const member = group.members.get(timer.memberId);
  if (member === undefined) return;
  // A member that has moved on has done what the timer waited for.
  if (
    timer.kind === TimerKind.ConsumerRebalance &&
    group.timersOf(timer.memberId).rebalanceEpoch !== member.memberEpoch
  )
    return;
  store.ports.event('consumer group member is fenced', group.groupId, { memberId: timer.memberId, timer: timer.kind });
  fenceMembers(store, group, [member]);
}
