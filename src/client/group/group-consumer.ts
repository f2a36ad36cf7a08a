/**
 * Reads topics as a member of a group: takes the steps its membership says, reads the partitions it is given, and commits
 * what is marked as processed. Partitions come and go within `poll` only; between two polls nothing but heartbeats and
 * commits go on, so that what is being processed is never taken away under way.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCode, isRetriable } from '../../core/protocol/error-codes.ts';
import { Consumer, type FetchedRecords } from '../consumer.ts';
import type { TopicPartition } from '../describe-group.ts';
import type { KafkaClient } from '../kafka-client.ts';
import { isRetriableError, KafkaError } from '../kafka-error.ts';
import { backoffMs } from '../retry.ts';
import { ClassicMembership } from './classic-membership.ts';
import { CoordinatorLink } from './coordinator-link.ts';
import {
  createMembership,
  type GroupConsumerOptions,
  type GroupConsumerSettings,
  withDefaults,
} from './group-consumer-options.ts';
import { leaveGroup } from './leave-group.ts';
import { MemberCommits } from './member-commits.ts';
import { MemberOffsets, placeKey } from './member-offsets.ts';
import { isSilent, type Membership, type Step, type TopicFacts } from './membership.ts';

/** How long a poll of a member without partitions takes, unless it is given some. */
const IDLE_POLL_MS = 500;

/** A fetch that is under way, or done and not yet handed out. */
interface Fetch {
  readonly answer: Promise<readonly FetchedRecords[]>;
  /** Partitions that were given up since it began. */
  readonly dropped: Set<string>;
}

export class GroupConsumer {
  readonly #client: KafkaClient;
  readonly #options: GroupConsumerOptions;
  readonly #settings: GroupConsumerSettings;
  readonly #membership: Membership;
  readonly #link: CoordinatorLink;
  readonly #offsets: MemberOffsets;
  readonly #commits: MemberCommits;
  readonly #consumer: Consumer;
  #fetch: Fetch | null = null;
  #lastPollAt = performance.now();
  /** Of the topics, when this leader assigned them. */
  #counts = new Map<string, number>();
  #topicsCheckedAt = 0;
  /** There is a step that only `poll` may take. */
  #needsPoll = true;
  /** Wakes a poll that waits for records. */
  #noticePollNeeded: () => void = () => {};
  #background: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();
  /** Monotonic ms since which nothing but passing failures came from the coordinator. */
  #failingSince: number | null = null;
  #lastError: unknown = null;
  /** What ended the work behind the application's back: `poll` throws it. */
  #backgroundError: unknown = null;
  #failedAttempts = 0;

  static async create(client: KafkaClient, options: GroupConsumerOptions): Promise<GroupConsumer> {
    const { isReadCommitted, offsetReset } = withDefaults(options);
    const consumer = await Consumer.create(client, { isReadCommitted, onOffsetOutOfRange: offsetReset });
    return new GroupConsumer(client, options, consumer);
  }

  private constructor(client: KafkaClient, options: GroupConsumerOptions, consumer: Consumer) {
    this.#client = client;
    this.#options = options;
    this.#settings = withDefaults(options);
    this.#consumer = consumer;
    const { groupId, maxPollIntervalMs, autoCommitIntervalMs } = this.#settings;
    this.#membership = createMembership(options);
    this.#link = new CoordinatorLink(client, groupId, maxPollIntervalMs);
    this.#offsets = new MemberOffsets(client, this.#link, groupId);
    // The others wait no longer than that for partitions that are to be given up.
    const retry = { ...client.retry, deadlineMs: Math.min(client.retry.deadlineMs, maxPollIntervalMs) };
    this.#commits = new MemberCommits(this.#offsets, this.#membership, retry, autoCommitIntervalMs);
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
    this.#commits.whenDue();
    return this.#next();
  }

  /** Everything before `nextOffset` is done with, and may be committed. */
  processed(topic: string, partition: number, nextOffset: number): void {
    this.#offsets.processed(topic, partition, nextOffset);
  }

  /** Commits what was processed. Throws KafkaError when it may not, or not in time. */
  async commit(): Promise<void> {
    const code = await this.#commits.all();
    if (code !== ErrorCode.NONE) throw new KafkaError(code, `commit of group ${this.#settings.groupId}`);
  }

  /** Commits and leaves the group, so that the others need not wait for this member's session to end. Does not reject. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#background;
    await this.#commits.all().catch(() => {});
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
    if (performance.now() - this.#topicsCheckedAt < this.#settings.metadataMaxAgeMs) return;
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
    if (!isLost) await this.#commits.all().catch(() => {});
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
      await this.#unlessPollNeeded(this.#pause(IDLE_POLL_MS));
      return [];
    }
    this.#fetch ??= { answer: this.#consumer.poll(), dropped: new Set() };
    const { answer, dropped } = this.#fetch;
    // It may fail while nobody waits for it; the next poll finds out.
    answer.catch(() => {});
    let fetched: readonly FetchedRecords[] | undefined;
    try {
      fetched = await this.#unlessPollNeeded(answer);
    } catch (error) {
      this.#fetch = null;
      throw error;
    }
    if (fetched === undefined) return [];
    this.#fetch = null;
    return fetched.filter(
      ({ topic, partition }) => !dropped.has(placeKey(topic, partition)) && this.#offsets.owns(topic, partition),
    );
  }

  /** Undefined when it has to be interrupted. */
  #unlessPollNeeded<T>(work: Promise<T>): Promise<T | undefined> {
    if (this.#needsPoll) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      this.#noticePollNeeded = () => resolve(undefined);
      work.then(resolve, reject);
    });
  }

  #leave(reason: string): Promise<void> {
    const { groupId, protocol } = this.#settings;
    return leaveGroup(this.#client, groupId, protocol, this.#membership.identity, reason);
  }
}
