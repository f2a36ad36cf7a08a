/**
 * A member of a group of the consumer protocol (KIP-848): the coordinator assigns, the heartbeat tells, and the member
 * follows at its own pace, giving up what it is to lose before it takes what it is to get. Pure.
 */
import { ErrorCode, isRetriable } from '../../core/protocol/error-codes.ts';
import {
  type ConsumerGroupHeartbeatRequest,
  newConsumerGroupHeartbeatRequest,
} from '../../core/protocol/generated/consumer-group-heartbeat-request.ts';
import type { ConsumerGroupHeartbeatResponse } from '../../core/protocol/generated/consumer-group-heartbeat-response.ts';
import type { TopicPartition } from '../describe-group.ts';
import type { GroupResponse, MemberIdentity, Membership, MembershipOptions, Step, TopicFacts } from './membership.ts';

export interface ConsumerMembershipOptions extends MembershipOptions {
  /** Of this member's choosing; the same for its whole life. */
  readonly memberId: string;
  /** Null: the coordinator's default. */
  readonly serverAssignor: string | null;
}

/** Joins, in the place of an epoch. */
const JOINING = 0;
export const LEAVE_EPOCH = -1;
/** A static member that will be back. */
export const LEAVE_STATIC_EPOCH = -2;

/** Topic id → partitions. */
type Places = ReadonlyMap<string, ReadonlySet<number>>;
const NOTHING: Places = new Map();

export class ConsumerMembership implements Membership {
  readonly #options: ConsumerMembershipOptions;
  #epoch = JOINING;
  #owned: Places = NOTHING;
  #target: Places = NOTHING;
  #names = new Map<string, string>();
  #heartbeatAt = 0;
  /** The coordinator may not have what was sent last, or never got it: everything is told again. */
  #mustTellAll = true;
  /** It has not been told what is owned now. */
  #mustAcknowledge = false;
  #isLost = false;
  #needsBackoff = false;
  #failure: { readonly errorCode: number; readonly detail: string | null } | null = null;

  constructor(options: ConsumerMembershipOptions) {
    this.#options = options;
  }

  get identity(): MemberIdentity {
    const { memberId, instanceId } = this.#options;
    return { memberId, epoch: this.#epoch === JOINING ? -1 : this.#epoch, instanceId };
  }

  next(now: number): Step {
    if (this.#failure !== null) return { kind: 'fail', ...this.#failure };
    if (this.#needsBackoff) {
      this.#needsBackoff = false;
      return { kind: 'backoff' };
    }
    const revoked = this.#isLost ? this.#owned : difference(this.#owned, this.#target);
    if (revoked.size > 0) return { kind: 'revoke', partitions: this.#named(revoked), isLost: this.#isLost };
    this.#isLost = false;
    const added = difference(this.#target, this.#owned);
    if (added.size > 0) {
      const isKnown = [...added.keys()].every((id) => this.#names.has(id));
      return isKnown
        ? { kind: 'assign', partitions: this.#named(added) }
        : { kind: 'topics', topics: this.#options.topics };
    }
    const isDue = this.#epoch === JOINING || this.#mustAcknowledge || this.#mustTellAll || now >= this.#heartbeatAt;
    if (!isDue) return { kind: 'wait', until: this.#heartbeatAt };
    return { kind: 'send', request: { type: 'consumer-heartbeat', body: this.#heartbeat() } };
  }

  onResponse(response: GroupResponse, now: number): void {
    if (response.type === 'consumer-heartbeat') this.#onHeartbeat(response.body, now);
  }

  onFailure(): void {
    this.#needsBackoff = true;
    this.#mustTellAll = true;
  }

  onTopics(topics: ReadonlyMap<string, TopicFacts>): void {
    for (const [name, { topicId }] of topics) this.#names.set(topicId, name);
    // The coordinator knows a topic that the broker asked has not heard of yet.
    if ([...this.#target.keys()].some((id) => !this.#names.has(id))) this.#needsBackoff = true;
  }

  onRevoked(): void {
    this.#owned = this.#isLost ? NOTHING : intersection(this.#owned, this.#target);
    this.#mustAcknowledge = true;
  }

  onAssigned(): void {
    this.#owned = this.#target;
    this.#mustAcknowledge = true;
  }

  onCommitRefused(errorCode: number): void {
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.FENCED_MEMBER_EPOCH) this.onLeft();
    // The epoch has moved on: the next heartbeat brings the new one.
    else if (errorCode === ErrorCode.STALE_MEMBER_EPOCH) this.#mustAcknowledge = true;
    else if (!isRetriable(errorCode)) this.#failure = { errorCode, detail: null };
  }

  onLeft(): void {
    this.#epoch = JOINING;
    this.#target = NOTHING;
    this.#isLost = true;
    this.#mustTellAll = true;
  }

  #heartbeat(): ConsumerGroupHeartbeatRequest {
    const { groupId, memberId, instanceId, topics, rebalanceTimeoutMs, serverAssignor } = this.#options;
    const isFull = this.#mustTellAll || this.#epoch === JOINING;
    return newConsumerGroupHeartbeatRequest({
      groupId,
      memberId,
      memberEpoch: this.#epoch,
      // What did not change is left out.
      instanceId: isFull ? instanceId : null,
      rebalanceTimeoutMs: isFull ? rebalanceTimeoutMs : -1,
      subscribedTopicNames: isFull ? [...topics] : null,
      serverAssignor: isFull ? serverAssignor : null,
      topicPartitions:
        isFull || this.#mustAcknowledge
          ? [...this.#owned].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] }))
          : null,
    });
  }

  #onHeartbeat(response: ConsumerGroupHeartbeatResponse, now: number): void {
    const { errorCode, errorMessage } = response;
    if (errorCode === ErrorCode.NONE) {
      this.#epoch = response.memberEpoch;
      this.#heartbeatAt = now + response.heartbeatIntervalMs;
      this.#mustTellAll = false;
      this.#mustAcknowledge = false;
      if (response.assignment !== null) {
        this.#target = new Map(
          response.assignment.topicPartitions
            .filter(({ partitions }) => partitions.length > 0)
            .map(({ topicId, partitions }) => [topicId, new Set(partitions)]),
        );
      }
    } else if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.FENCED_MEMBER_EPOCH) this.onLeft();
    else if (isRetriable(errorCode)) this.onFailure();
    else this.#failure = { errorCode, detail: errorMessage };
  }

  #named(places: Places): TopicPartition[] {
    return [...places].flatMap(([id, partitions]) =>
      [...partitions].map((partition) => ({ topic: this.#names.get(id)!, partition })),
    );
  }
}

function difference(left: Places, right: Places): Places {
  return filtered(left, (id, partition) => right.get(id)?.has(partition) !== true);
}

function intersection(left: Places, right: Places): Places {
  return filtered(left, (id, partition) => right.get(id)?.has(partition) === true);
}

function filtered(places: Places, isKept: (topicId: string, partition: number) => boolean): Places {
  const kept = new Map<string, ReadonlySet<number>>();
  for (const [id, partitions] of places) {
    const own = [...partitions].filter((partition) => isKept(id, partition));
    if (own.length > 0) kept.set(id, new Set(own));
  }
  return kept;
}
