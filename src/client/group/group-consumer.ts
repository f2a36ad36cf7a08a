/**
 * Reads topics as a member of a group: takes the steps its membership says, reads the partitions it is given, and commits
 * what is marked as processed. Partitions come and go within `poll` only; between two polls nothing but heartbeats and
 * commits go on, so that what is being processed is never taken away under way.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCode, isRetriable } from '../../core/protocol/error-codes.ts';
import { newConsumerGroupHeartbeatRequest } from '../../core/protocol/generated/consumer-group-heartbeat-request.ts';
import { newLeaveGroupRequest } from '../../core/protocol/generated/leave-group-request.ts';
import { Consumer, type FetchedRecords } from '../consumer.ts';
import { CoordinatorType, callBuilt, findCoordinator } from '../coordinators.ts';
import type { TopicPartition } from '../describe-group.ts';
import { CONSUMER_GROUP_HEARTBEAT, LEAVE_GROUP } from '../group-apis.ts';
import type { KafkaClient } from '../kafka-client.ts';
import { isRetriableError, KafkaError } from '../kafka-error.ts';
import { backoffMs } from '../retry.ts';
import { ClassicMembership } from './classic-membership.ts';
import { ConsumerMembership, LEAVE_EPOCH, LEAVE_STATIC_EPOCH } from './consumer-membership.ts';
import { CoordinatorLink } from './coordinator-link.ts';
import { MemberOffsets, placeKey } from './member-offsets.ts';
import { isSilent, type Membership, type Step, type TopicFacts } from './membership.ts';

export interface GroupConsumerOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly protocol?: 'classic' | 'consumer';
  readonly instanceId?: string | null;
  /** For the consumer protocol, 36 characters or less; for the classic one the broker chooses. */
  readonly memberId?: string;
  /** Where to begin where the group has committed nothing, or the log has gone past it. */
  readonly offsetReset?: 'earliest' | 'latest';
  /** How long this member may be silent; for the consumer protocol the broker decides. */
  readonly sessionTimeoutMs?: number;
  readonly heartbeatIntervalMs?: number;
  /** The longest time between two polls; the others wait so long in a rebalance. */
  readonly maxPollIntervalMs?: number;
  /** 0: only when partitions go and at the end. */
  readonly autoCommitIntervalMs?: number;
  readonly isReadCommitted?: boolean;
  readonly onAssigned?: (partitions: readonly TopicPartition[]) => void;
  readonly onRevoked?: (partitions: readonly TopicPartition[], isLost: boolean) => void;
}

const DEFAULTS = {
  protocol: 'classic',
  instanceId: null,
  offsetReset: 'latest',
  sessionTimeoutMs: 45_000,
  heartbeatIntervalMs: 3000,
  maxPollIntervalMs: 300_000,
  autoCommitIntervalMs: 5000,
  isReadCommitted: false,
} as const;

/** How long a poll of a member without partitions takes, unless it is given some. */
const IDLE_POLL_MS = 500;
/** How often the leader of a classic group looks whether the topics have grown. */
const TOPICS_CHECK_MS = 30_000;

type Settings = Required<Omit<GroupConsumerOptions, 'onAssigned' | 'onRevoked' | 'memberId'>>;

/** A fetch that is under way, or done and not yet handed out. */
interface Fetch {
  readonly answer: Promise<readonly FetchedRecords[]>;
  /** Partitions that were given up since it began. */
  readonly dropped: Set<string>;
}

export class GroupConsumer {
  readonly #client: KafkaClient;
  readonly #options: GroupConsumerOptions;
  readonly #settings: Settings;
  readonly #membership: Membership;
  readonly #link: CoordinatorLink;
  readonly #offsets: MemberOffsets;
  readonly #consumer: Consumer;
  #fetch: Fetch | null = null;
  #lastPollAt = performance.now();
  #committedAt = performance.now();
  #committing: Promise<unknown> = Promise.resolve();
  /** Of the topics, when this leader assigned them. */
  #counts = new Map<string, number>();
  #topicsCheckedAt = 0;
  /** There is a step that only `poll` may take. */
  #needsPoll = true;
  #noticePollNeeded: () => void = () => {};
  #pollNeeded: Promise<void> = Promise.resolve();
  #background: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();
  /** Monotonic ms since which nothing but passing failures came from the coordinator. */
  #failingSince: number | null = null;
  #lastError: unknown = null;
  /** What ended the work behind the application's back: `poll` throws it. */
  #backgroundError: unknown = null;
  #failedAttempts = 0;

  static async create(client: KafkaClient, options: GroupConsumerOptions): Promise<GroupConsumer> {
    const { isReadCommitted = false, offsetReset = DEFAULTS.offsetReset } = options;
    return new GroupConsumer(
      client,
      options,
      await Consumer.create(client, { isReadCommitted, onOffsetOutOfRange: offsetReset }),
    );
  }

  private constructor(client: KafkaClient, options: GroupConsumerOptions, consumer: Consumer) {
    this.#client = client;
    this.#options = options;
    this.#settings = { ...DEFAULTS, ...options };
    this.#consumer = consumer;
    const { groupId, instanceId, topics, maxPollIntervalMs, protocol, sessionTimeoutMs, heartbeatIntervalMs } =
      this.#settings;
    const common = { groupId, instanceId, topics, rebalanceTimeoutMs: maxPollIntervalMs };
    this.#membership =
      protocol === 'classic'
        ? new ClassicMembership({ ...common, sessionTimeoutMs, heartbeatIntervalMs })
        : new ConsumerMembership({
            ...common,
            memberId: options.memberId ?? crypto.randomUUID(),
            serverAssignor: null,
          });
    this.#link = new CoordinatorLink(client, groupId, maxPollIntervalMs);
    this.#offsets = new MemberOffsets(client, this.#link, groupId);
  }

  /** By which the coordinator knows this member; empty before a classic group has given it one. */
  get memberId(): string {
    return this.#membership.identity.memberId;
  }

  /** What this member reads now. */
  get assignment(): TopicPartition[] {
    return this.#offsets.partitions;
  }

  /**
   * What there is to process next, possibly nothing. Everything that an earlier poll gave must have been marked as
   * processed, or it is given to somebody again. Throws what does not pass by waiting.
   */
  async poll(): Promise<readonly FetchedRecords[]> {
    this.#lastPollAt = performance.now();
    if (this.#backgroundError !== null) {
      const error = this.#backgroundError;
      this.#backgroundError = null;
      throw error;
    }
    if (this.#needsPoll) await this.#settle();
    await this.#watchTopics();
    this.#commitWhenDue();
    return this.#next();
  }

  /** Everything before `nextOffset` is done with, and may be committed. */
  processed(topic: string, partition: number, nextOffset: number): void {
    this.#offsets.processed(topic, partition, nextOffset);
  }

  /** Commits what was processed. Throws KafkaError when it may not, or not in time. */
  async commit(): Promise<void> {
    const code = await this.#commitAll();
    if (code !== ErrorCode.NONE) throw new KafkaError(code, `commit of group ${this.#settings.groupId}`);
  }

  /** Commits and leaves the group, so that the others need not wait for this member's session to end. Does not reject. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#background;
    await this.#commitAll().catch(() => {});
    await this.#leave('the consumer is being closed').catch(() => {});
  }

  /** Takes steps until there is nothing to do but to wait. */
  async #settle(): Promise<void> {
    for (;;) {
      if (this.#closing.signal.aborted) return;
      const step = this.#membership.next(performance.now());
      if (step.kind === 'wait') break;
      await this.#take(step);
    }
    this.#needsPoll = false;
    this.#pollNeeded = new Promise((resolve) => {
      this.#noticePollNeeded = resolve;
    });
    this.#background = this.#work();
  }

  /** Goes on behind the application's back until a step comes that is not for there. */
  async #work(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      if (performance.now() - this.#lastPollAt > this.#settings.maxPollIntervalMs) {
        await this.#leave('the application has not polled for max.poll.interval.ms').catch(() => {});
        this.#membership.onLeft();
        break;
      }
      const step = this.#membership.next(performance.now());
      if (!isSilent(step)) break;
      try {
        await this.#take(step);
      } catch (error) {
        this.#backgroundError = error;
        break;
      }
    }
    this.#needsPoll = true;
    this.#noticePollNeeded();
  }

  async #take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'send':
        return this.#send(step);
      case 'topics':
        return this.#attempt(async () => this.#membership.onTopics(await this.#topics(step.topics)));
      case 'revoke':
        return this.#revoke(step.partitions, step.isLost);
      case 'assign':
        return this.#attempt(() => this.#assign(step.partitions));
      case 'backoff':
        return this.#backOff();
      case 'wait':
        await this.#pause(step.until - performance.now());
        return;
      case 'fail':
        throw new KafkaError(step.errorCode, `group ${this.#settings.groupId}`, step.detail);
    }
  }

  #send({ request }: Step & { kind: 'send' }): Promise<void> {
    return this.#attempt(async () => {
      const response = await this.#link.send(request);
      const { errorCode } = response.body;
      if (isRetriable(errorCode)) this.#lastError = new KafkaError(errorCode, `group ${this.#settings.groupId}`);
      else this.#failingSince = null;
      this.#membership.onResponse(response, performance.now());
    });
  }

  /** What fails for a passing reason is the membership's to repeat, after a pause. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isRetriableError(error)) throw error;
      this.#lastError = error;
      this.#membership.onFailure();
    }
  }

  async #backOff(): Promise<void> {
    const now = performance.now();
    if (this.#failingSince === null) {
      this.#failingSince = now;
      this.#failedAttempts = 0;
    }
    if (now - this.#failingSince > this.#client.retry.deadlineMs) {
      this.#failingSince = null;
      const { groupId } = this.#settings;
      throw this.#lastError ?? new KafkaError(ErrorCode.COORDINATOR_NOT_AVAILABLE, `group ${groupId}`);
    }
    await this.#pause(backoffMs(this.#client.retry, Math.min(this.#failedAttempts, 10)));
    this.#failedAttempts += 1;
  }

  async #pause(ms: number): Promise<void> {
    await sleep(Math.max(ms, 0), undefined, { signal: this.#closing.signal }).catch(() => {});
  }

  async #topics(names: readonly string[]): Promise<Map<string, TopicFacts>> {
    const metadata = await this.#client.metadata(names);
    const facts = new Map<string, TopicFacts>();
    for (const [name, { topicId, errorCode, partitions }] of metadata.topics) {
      if (errorCode === ErrorCode.NONE) facts.set(name, { topicId, partitions: partitions.length });
    }
    this.#counts = new Map([...facts].map(([name, { partitions }]) => [name, partitions]));
    this.#topicsCheckedAt = performance.now();
    return facts;
  }

  /** Nobody but the leader of a classic group notices that its topics have grown. */
  async #watchTopics(): Promise<void> {
    const membership = this.#membership;
    if (!(membership instanceof ClassicMembership) || !membership.isLeader) return;
    if (performance.now() - this.#topicsCheckedAt < TOPICS_CHECK_MS) return;
    const before = this.#counts;
    try {
      await this.#topics([...new Set([...before.keys(), ...this.#settings.topics])]);
    } catch (error) {
      if (!isRetriableError(error)) throw error;
      return;
    }
    const isSame = before.size === this.#counts.size && [...before].every(([name, n]) => this.#counts.get(name) === n);
    if (!isSame) membership.rejoin();
  }

  async #assign(partitions: readonly TopicPartition[]): Promise<void> {
    const starts = await this.#offsets.begin(partitions, this.#settings.offsetReset);
    for (const { topic, partition, offset } of starts) this.#consumer.seek(topic, partition, offset);
    this.#membership.onAssigned(performance.now());
    this.#options.onAssigned?.(partitions);
  }

  async #revoke(partitions: readonly TopicPartition[], isLost: boolean): Promise<void> {
    // A commit that is refused changes nothing: who reads on begins where the last one got to.
    if (!isLost) await this.#commitAll().catch(() => {});
    for (const { topic, partition } of partitions) {
      this.#consumer.remove(topic, partition);
      this.#fetch?.dropped.add(placeKey(topic, partition));
    }
    this.#offsets.forget(partitions);
    this.#membership.onRevoked();
    this.#options.onRevoked?.(partitions, isLost);
  }

  async #next(): Promise<readonly FetchedRecords[]> {
    if (this.#fetch === null && this.#consumer.isIdle) {
      await Promise.race([this.#pollNeeded, this.#pause(IDLE_POLL_MS)]);
      return [];
    }
    this.#fetch ??= { answer: this.#consumer.poll(), dropped: new Set() };
    const { answer, dropped } = this.#fetch;
    // It may fail while nobody waits for it; the next poll finds out.
    answer.catch(() => {});
    const fetched = await Promise.race([answer, this.#pollNeeded]);
    if (fetched === undefined) return [];
    this.#fetch = null;
    return fetched.filter(
      ({ topic, partition }) => !dropped.has(placeKey(topic, partition)) && this.#offsets.owns(topic, partition),
    );
  }

  #commitWhenDue(): void {
    const { autoCommitIntervalMs } = this.#settings;
    const now = performance.now();
    if (autoCommitIntervalMs === 0 || now - this.#committedAt < autoCommitIntervalMs) return;
    this.#committedAt = now;
    // Reading goes on meanwhile; what fails is due again the next time.
    void this.#commitOnce().catch(() => {});
  }

  /** One commit at a time: a later one must not be overtaken by an earlier. */
  #commitOnce(): Promise<number> {
    const commit = this.#committing.then(async () => {
      const code = await this.#offsets.commit(this.#membership.identity);
      if (code !== ErrorCode.NONE) this.#membership.onCommitRefused(code);
      return code;
    });
    this.#committing = commit.catch(() => {});
    return commit;
  }

  /** Repeats what fails for a passing reason. Answers NONE, or the code it was refused with. */
  async #commitAll(): Promise<number> {
    const deadline = performance.now() + Math.min(this.#client.retry.deadlineMs, this.#settings.maxPollIntervalMs);
    for (let attempt = 0; ; attempt += 1) {
      let code: number;
      try {
        code = await this.#commitOnce();
        if (!isRetriable(code)) return code;
      } catch (error) {
        if (!isRetriableError(error)) throw error;
        code = (error as KafkaError).code;
      }
      const wait = backoffMs(this.#client.retry, Math.min(attempt, 10));
      if (performance.now() + wait > deadline) return code;
      await sleep(wait);
    }
  }

  /** Over a connection of its own: on the member's, a join may be parked. */
  async #leave(reason: string): Promise<void> {
    const { groupId, protocol } = this.#settings;
    const { memberId, epoch, instanceId } = this.#membership.identity;
    // A static member's place in a classic group is kept for it.
    const isOutside = protocol === 'consumer' ? epoch < 0 : memberId === '' || instanceId !== null;
    if (isOutside) return;
    const connection = await this.#client.at(await findCoordinator(this.#client, CoordinatorType.GROUP, groupId));
    if (protocol === 'consumer') {
      const memberEpoch = instanceId === null ? LEAVE_EPOCH : LEAVE_STATIC_EPOCH;
      const request = newConsumerGroupHeartbeatRequest({ groupId, memberId, memberEpoch, instanceId });
      await connection.call(CONSUMER_GROUP_HEARTBEAT, request);
      return;
    }
    await callBuilt(connection, LEAVE_GROUP, (version) =>
      version >= 3
        ? newLeaveGroupRequest({ groupId, members: [{ memberId, groupInstanceId: null, reason }] })
        : newLeaveGroupRequest({ groupId, memberId }),
    );
  }
}
