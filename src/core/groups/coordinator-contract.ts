/**
 * What a group coordinator and the shell around it owe each other. One coordinator owns the groups of one partition of
 * `__consumer_offsets`; it runs on the main thread, does no input or output, and reads no clock.
 *
 * A call takes a decoded request, a *ticket* (the shell's number for the parked reply) and the time, and returns a
 * CoordinatorResult: the records that make the change durable, and the answers that became known, each with its
 * ticket. There is one mechanism for answers now and answers later: a JoinGroup that has to wait simply does not appear
 * among the completions of its own call but among those of a later one.
 *
 * The shell's side:
 *  1. It appends `records` in order, as one batch or several, and does not call the coordinator of this partition again
 *     before it has handed them to the log. State has already changed when the call returns (`replay` ran), so the
 *     records of later calls build on these.
 *  2. It holds the completions back until these records, and all records of earlier calls, are durable. That holds for
 *     completions of calls without records too: what they saw may still be on its way to the disk.
 *  3. If the log refuses the records before anything later was handed to it, it calls `rejected([result], errorCode)` and
 *     answers that result's completions with `appendErrorToResponse(errorCode)` instead; the coordinator takes the
 *     change back, and returns a result of its own (a group may have to rebalance). If something later was already
 *     handed over, or the outcome is unknown, it unloads the coordinator and loads it again from the log.
 *  4. It calls `advance(now)` no later than `nextDeadline()`, and treats the result like any other.
 *  5. Loading: `replay` for every record in order, `replayMarker` for every transaction marker, then `loaded(now)`;
 *     until then it answers COORDINATOR_LOAD_IN_PROGRESS. Losing leadership: `unload()`, whose completions are
 *     answered at once, and every ticket still waiting with NOT_COORDINATOR.
 *
 * Time is milliseconds since 1970 of a clock that never runs backwards: it is written into records and drives timers.
 */
import { ErrorCode } from '../protocol/error-codes.ts';

export interface GroupRecord {
  readonly key: Uint8Array;
  /** null is a tombstone. */
  readonly value: Uint8Array | null;
}

export interface Completion {
  readonly ticket: number;
  /** The generated response object of the API that the ticket belongs to. */
  readonly response: unknown;
}

/** Marks records that belong to a transaction: their batch carries the producer and the transactional bit. */
export interface TransactionalProducer {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface CoordinatorResult {
  readonly records: readonly GroupRecord[];
  /** Set exactly for the records of a TxnOffsetCommit. */
  readonly producer: TransactionalProducer | null;
  readonly completions: readonly Completion[];
}

/** What a coordinator has to know of the request besides its body. */
export interface GroupRequestContext {
  readonly apiVersion: number;
  /** Empty where the client gave none. */
  readonly clientId: string;
  /** As Kafka prints an address: `/127.0.0.1`. */
  readonly clientHost: string;
  /** Whether the principal may describe the topic: what a regular expression may resolve to. */
  mayDescribeTopic(topic: string): boolean;
}

/** Topics as the coordinator sees them; always the newest committed image. */
export interface TopicMetadataPort {
  /** null where no such topic exists. */
  topicId(name: string): string | null;
  topicName(id: string): string | null;
  /** 0 where no such topic exists. */
  partitionCount(name: string): number;
  topicNames(): Iterable<string>;
  /** Grows whenever a topic is created, deleted or gets partitions: subscriptions are looked at again. */
  readonly version: number;
}

/** What the groups' own configuration (DescribeConfigs, resource GROUP) may override, by Kafka's names. */
export interface GroupOverrides {
  readonly 'consumer.session.timeout.ms'?: number;
  readonly 'consumer.heartbeat.interval.ms'?: number;
  readonly 'consumer.assignment.interval.ms'?: number;
}

export interface GroupPorts {
  readonly topics: TopicMetadataPort;
  /** 36 characters, as java.util.UUID prints them. */
  randomUuid(): string;
  groupOverrides(groupId: string): GroupOverrides;
  /** What happened to a group, for the log. */
  event(name: string, groupId: string, detail: Record<string, unknown>): void;
}

/** What a client is told when the records behind its answer could not be written. */
export function appendErrorToResponse(errorCode: number): number {
  switch (errorCode) {
    case ErrorCode.UNKNOWN_TOPIC_OR_PARTITION:
    case ErrorCode.NOT_ENOUGH_REPLICAS:
    case ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    case ErrorCode.REQUEST_TIMED_OUT:
      return ErrorCode.COORDINATOR_NOT_AVAILABLE;
    case ErrorCode.NOT_LEADER_OR_FOLLOWER:
    case ErrorCode.FENCED_LEADER_EPOCH:
    case ErrorCode.KAFKA_STORAGE_ERROR:
      return ErrorCode.NOT_COORDINATOR;
    case ErrorCode.MESSAGE_TOO_LARGE:
    case ErrorCode.RECORD_LIST_TOO_LARGE:
    case ErrorCode.INVALID_FETCH_SIZE:
      return ErrorCode.UNKNOWN_SERVER_ERROR;
    default:
      return errorCode;
  }
}
