/**
 * A member of a classic group with an eager assignor: before it joins it gives up what it has, the leader of each
 * generation assigns for all, and heartbeats tell it when to come back. Pure.
 */
import { readAssignment } from '../../core/groups/consumer-protocol.ts';
import { ErrorCode, isRetriable } from '../../core/protocol/error-codes.ts';
import { newHeartbeatRequest } from '../../core/protocol/generated/heartbeat-request.ts';
import { type JoinGroupRequest, newJoinGroupRequest } from '../../core/protocol/generated/join-group-request.ts';
import type { JoinGroupResponse, JoinGroupResponseMember } from '../../core/protocol/generated/join-group-response.ts';
import {
  newSyncGroupRequest,
  type SyncGroupRequest,
  type SyncGroupRequestAssignment,
} from '../../core/protocol/generated/sync-group-request.ts';
import type { SyncGroupResponse } from '../../core/protocol/generated/sync-group-response.ts';
import type { TopicPartition } from '../describe-group.ts';
import { assignAll, CLASSIC_ASSIGNORS, subscribedTopics, writeSubscription } from './classic-assignment.ts';
import type { GroupResponse, MemberIdentity, Membership, MembershipOptions, Step, TopicFacts } from './membership.ts';

export interface ClassicMembershipOptions extends MembershipOptions {
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
}

/**
 * `outside` → join → (`leading`: topics →) `joined` → sync → `assigned` → assign → `stable`; from anywhere back to
 * `outside`. Partitions are owned in `stable` only.
 */
type Phase = 'outside' | 'leading' | 'joined' | 'assigned' | 'stable';

const OUTSIDE = -1;

export class ClassicMembership implements Membership {
  readonly #options: ClassicMembershipOptions;
  #phase: Phase = 'outside';
  #memberId = '';
  #generation = OUTSIDE;
  #protocol: string | null = null;
  /** In `leading`: whom to assign to. */
  #members: readonly JoinGroupResponseMember[] = [];
  /** In `joined`: what the leader decided; empty for followers. */
  #assignments: SyncGroupRequestAssignment[] = [];
  /** In `assigned`, what is to be taken; in `stable`, what is owned. */
  #partitions: readonly TopicPartition[] = [];
  #mustRejoin = false;
  #isLost = false;
  #needsBackoff = false;
  #heartbeatAt = 0;
  #failure: { readonly errorCode: number; readonly detail: string | null } | null = null;

  constructor(options: ClassicMembershipOptions) {
    this.#options = options;
  }

  get identity(): MemberIdentity {
    return { memberId: this.#memberId, epoch: this.#generation, instanceId: this.#options.instanceId };
  }

  /** Whether this member assigns for all, and has to watch the topics for them. */
  get isLeader(): boolean {
    return this.#members.length > 0;
  }

  /** The topics are not what they were when this leader assigned them. */
  rejoin(): void {
    if (this.#phase === 'stable') this.#mustRejoin = true;
  }

  next(now: number): Step {
    if (this.#failure !== null) return { kind: 'fail', ...this.#failure };
    if (this.#needsBackoff) {
      this.#needsBackoff = false;
      return { kind: 'backoff' };
    }
    switch (this.#phase) {
      case 'outside':
        return { kind: 'send', request: { type: 'join', body: this.#joinRequest() } };
      case 'leading':
        return { kind: 'topics', topics: subscribedTopics(this.#members) };
      case 'joined':
        return { kind: 'send', request: { type: 'sync', body: this.#syncRequest() } };
      case 'assigned':
        return { kind: 'assign', partitions: this.#partitions };
      case 'stable':
        return this.#nextWhenStable(now);
    }
  }

  onResponse(response: GroupResponse, now: number): void {
    switch (response.type) {
      case 'join':
        this.#onJoin(response.body);
        break;
      case 'sync':
        this.#onSync(response.body);
        break;
      case 'heartbeat':
        this.#heartbeatAt = now + this.#options.heartbeatIntervalMs;
        if (response.body.errorCode !== ErrorCode.NONE) this.#refused(response.body.errorCode, null);
        break;
      case 'consumer-heartbeat':
        break;
    }
  }

  onFailure(): void {
    this.#needsBackoff = true;
  }

  onTopics(topics: ReadonlyMap<string, TopicFacts>): void {
    if (this.#phase !== 'leading') return;
    const counts = new Map([...topics].map(([name, { partitions }]) => [name, partitions]));
    this.#assignments = assignAll(this.#protocol ?? 'range', this.#members, counts);
    this.#phase = 'joined';
  }

  onRevoked(): void {
    this.#partitions = [];
    this.#goOutside();
  }

  onAssigned(now: number): void {
    this.#phase = 'stable';
    this.#heartbeatAt = now + this.#options.heartbeatIntervalMs;
  }

  onCommitRefused(errorCode: number): void {
    this.#refused(errorCode, null);
  }

  onLeft(): void {
    this.#lose(true);
  }

  #nextWhenStable(now: number): Step {
    if (this.#mustRejoin) {
      if (this.#partitions.length > 0) return { kind: 'revoke', partitions: this.#partitions, isLost: this.#isLost };
      this.#goOutside();
      return this.next(now);
    }
    if (now < this.#heartbeatAt) return { kind: 'wait', until: this.#heartbeatAt };
    const { groupId, instanceId } = this.#options;
    const body = newHeartbeatRequest({
      groupId,
      generationId: this.#generation,
      memberId: this.#memberId,
      groupInstanceId: instanceId,
    });
    return { kind: 'send', request: { type: 'heartbeat', body } };
  }

  #joinRequest(): JoinGroupRequest {
    const { groupId, instanceId, topics, sessionTimeoutMs, rebalanceTimeoutMs } = this.#options;
    const metadata = writeSubscription(topics);
    return newJoinGroupRequest({
      groupId,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      memberId: this.#memberId,
      groupInstanceId: instanceId,
      protocolType: 'consumer',
      protocols: CLASSIC_ASSIGNORS.map((name) => ({ name, metadata })),
    });
  }

  #syncRequest(): SyncGroupRequest {
    const { groupId, instanceId } = this.#options;
    return newSyncGroupRequest({
      groupId,
      generationId: this.#generation,
      memberId: this.#memberId,
      groupInstanceId: instanceId,
      protocolType: 'consumer',
      protocolName: this.#protocol,
      assignments: this.#assignments,
    });
  }

  #onJoin(response: JoinGroupResponse): void {
    if (response.errorCode === ErrorCode.MEMBER_ID_REQUIRED) {
      this.#memberId = response.memberId;
      return;
    }
    if (response.errorCode !== ErrorCode.NONE) {
      this.#refused(response.errorCode, null);
      return;
    }
    this.#memberId = response.memberId;
    this.#generation = response.generationId;
    this.#protocol = response.protocolName;
    const isLeader = response.leader === response.memberId;
    this.#members = isLeader ? response.members : [];
    this.#assignments = [];
    // A static leader that returns finds its group as it left it (KIP-814), and everybody's assignment with the broker.
    this.#phase = isLeader && !response.skipAssignment ? 'leading' : 'joined';
  }

  #onSync(response: SyncGroupResponse): void {
    if (response.errorCode !== ErrorCode.NONE) {
      this.#refused(response.errorCode, null);
      return;
    }
    const assignment = readAssignment(response.assignment);
    if (assignment === null) {
      this.#failure = { errorCode: ErrorCode.INCONSISTENT_GROUP_PROTOCOL, detail: 'the assignment cannot be read' };
      return;
    }
    this.#partitions = assignment.partitions.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    );
    this.#phase = 'assigned';
  }

  #refused(errorCode: number, detail: string | null): void {
    switch (errorCode) {
      case ErrorCode.REBALANCE_IN_PROGRESS:
        if (this.#phase === 'stable') this.#mustRejoin = true;
        else this.#goOutside();
        break;
      case ErrorCode.ILLEGAL_GENERATION:
        this.#lose(false);
        break;
      case ErrorCode.UNKNOWN_MEMBER_ID:
        this.#lose(true);
        break;
      default:
        if (isRetriable(errorCode)) this.#needsBackoff = true;
        else this.#failure = { errorCode, detail };
    }
  }

  /** Others may have what this member had: there is nothing left to commit. */
  #lose(isForgotten: boolean): void {
    if (isForgotten) this.#memberId = '';
    this.#generation = OUTSIDE;
    if (this.#phase === 'stable') {
      this.#mustRejoin = true;
      this.#isLost = true;
    } else this.#goOutside();
  }

  #goOutside(): void {
    this.#phase = 'outside';
    this.#members = [];
    this.#mustRejoin = false;
    this.#isLost = false;
  }
}
