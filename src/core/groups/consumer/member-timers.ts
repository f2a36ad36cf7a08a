/** The timers of a consumer group's members. */
import type { GroupStore } from '../group-store.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerMember, LEAVE_STATIC_EPOCH, MemberState } from './consumer-member.ts';

export function sessionTimeoutMs(store: GroupStore, group: ConsumerGroup, member: ConsumerMember): number {
  if (member.classic !== null) return member.classic.sessionTimeoutMs;
  return (
    store.ports.groupOverrides(group.groupId)['consumer.session.timeout.ms'] ??
    store.config['group.consumer.session.timeout.ms']
  );
}

export function heartbeatIntervalMs(store: GroupStore, groupId: string): number {
  return (
    store.ports.groupOverrides(groupId)['consumer.heartbeat.interval.ms'] ??
    store.config['group.consumer.heartbeat.interval.ms']
  );
}

export function renewSession(store: GroupStore, group: ConsumerGroup, member: ConsumerMember): void {
  store.schedule(group.timersOf(member.memberId).session, sessionTimeoutMs(store, group, member));
}

/** A member that must give up partitions has its own rebalance timeout for it; a classic one is watched by join and sync. */
export function watchRevocation(store: GroupStore, group: ConsumerGroup, member: ConsumerMember): void {
  if (member.classic !== null) return;
  const timers = group.timersOf(member.memberId);
  if (member.state !== MemberState.UnrevokedPartitions) store.cancel(timers.rebalance);
  else if (timers.rebalanceEpoch !== member.memberEpoch || !store.timers.isScheduled(timers.rebalance)) {
    timers.rebalanceEpoch = member.memberEpoch;
    store.schedule(timers.rebalance, member.rebalanceTimeoutMs);
  }
}

export function cancelTimers(store: GroupStore, group: ConsumerGroup, memberId: string): void {
  const timers = group.takeTimers(memberId);
  if (timers === null) return;
  for (const timer of [timers.session, timers.rebalance, timers.join, timers.sync]) store.cancel(timer);
}

/** After loading, or after a change was taken back: whoever has no session timer gets one. */
export function armMemberTimers(store: GroupStore, group: ConsumerGroup): void {
  for (const member of group.members.values()) {
    // A static member that is away keeps its place for its session timeout, too.
    if (!store.timers.isScheduled(group.timersOf(member.memberId).session)) renewSession(store, group, member);
    if (member.memberEpoch !== LEAVE_STATIC_EPOCH) watchRevocation(store, group, member);
  }
}
