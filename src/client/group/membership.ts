/**
 * What a member of a group does, as decisions: a membership says the next step, somebody takes it (group-consumer.ts) and
 * tells what came of it. No clock, socket or timer in here: both protocols are driven, and tested, step by step.
 */
import type { ConsumerGroupHeartbeatRequest } from '../../core/protocol/generated/consumer-group-heartbeat-request.ts';
import type { ConsumerGroupHeartbeatResponse } from '../../core/protocol/generated/consumer-group-heartbeat-response.ts';
import type { HeartbeatRequest } from '../../core/protocol/generated/heartbeat-request.ts';
import type { HeartbeatResponse } from '../../core/protocol/generated/heartbeat-response.ts';
import type { JoinGroupRequest } from '../../core/protocol/generated/join-group-request.ts';
import type { JoinGroupResponse } from '../../core/protocol/generated/join-group-response.ts';
import type { SyncGroupRequest } from '../../core/protocol/generated/sync-group-request.ts';
import type { SyncGroupResponse } from '../../core/protocol/generated/sync-group-response.ts';
import type { TopicPartition } from '../describe-group.ts';

export interface MembershipOptions {
  readonly groupId: string;
  /** A static member keeps its place over a restart (KIP-345). */
  readonly instanceId: string | null;
  readonly topics: readonly string[];
  /** How long the others wait for this member in a rebalance. */
  readonly rebalanceTimeoutMs: number;
}

export type GroupRequest =
  | { readonly type: 'join'; readonly body: JoinGroupRequest }
  | { readonly type: 'sync'; readonly body: SyncGroupRequest }
  | { readonly type: 'heartbeat'; readonly body: HeartbeatRequest }
  | { readonly type: 'consumer-heartbeat'; readonly body: ConsumerGroupHeartbeatRequest };

export type GroupResponse =
  | { readonly type: 'join'; readonly body: JoinGroupResponse }
  | { readonly type: 'sync'; readonly body: SyncGroupResponse }
  | { readonly type: 'heartbeat'; readonly body: HeartbeatResponse }
  | { readonly type: 'consumer-heartbeat'; readonly body: ConsumerGroupHeartbeatResponse };

export type Step =
  /** Then `onResponse` or `onFailure`. */
  | { readonly kind: 'send'; readonly request: GroupRequest }
  /** The topics' metadata is needed; then `onTopics`. */
  | { readonly kind: 'topics'; readonly topics: readonly string[] }
  /** Stop reading these, commit unless they are lost to another already, then `onRevoked`. */
  | { readonly kind: 'revoke'; readonly partitions: readonly TopicPartition[]; readonly isLost: boolean }
  /** Start reading these, then `onAssigned`. */
  | { readonly kind: 'assign'; readonly partitions: readonly TopicPartition[] }
  /** What failed may pass; the coordinator may be another one by now. */
  | { readonly kind: 'backoff' }
  /** All is well. Ms, of the clock that `next` is given. */
  | { readonly kind: 'wait'; readonly until: number }
  /** It will not pass. */
  | { readonly kind: 'fail'; readonly errorCode: number; readonly detail: string | null };

export interface TopicFacts {
  readonly topicId: string;
  readonly partitions: number;
}

export interface MemberIdentity {
  readonly memberId: string;
  /** Generation or member epoch; -1 outside the group. */
  readonly epoch: number;
  readonly instanceId: string | null;
}

export interface Membership {
  next(now: number): Step;
  onResponse(response: GroupResponse, now: number): void;
  /** Nobody knows whether the request arrived. */
  onFailure(): void;
  /** Topics that are not there are absent. */
  onTopics(topics: ReadonlyMap<string, TopicFacts>): void;
  onRevoked(): void;
  onAssigned(now: number): void;
  /** The coordinator refused a commit of this member. */
  onCommitRefused(errorCode: number): void;
  /** The member left, or was away for too long, and would have to join anew. */
  onLeft(): void;
  /** Who commits. */
  readonly identity: MemberIdentity;
}

/** Steps that may be taken while the application is busy with records: none of them takes partitions from it. */
export function isSilent(step: Step): boolean {
  if (step.kind === 'send') return step.request.type === 'heartbeat' || step.request.type === 'consumer-heartbeat';
  return step.kind === 'wait' || step.kind === 'backoff';
}
