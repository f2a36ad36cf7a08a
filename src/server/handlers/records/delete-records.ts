/**
 * DeleteRecords: v0-2. Moves the start of logs up (KIP-107). Main thread; parks the reply until the new starts survive a
 * crash.
 *
 * v2: flexible.
 */
import { isInternalTopic } from '../../../core/metadata/topic-names.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  type DeleteRecordsRequest,
  type DeleteRecordsRequestDeleteRecordsPartition,
  readDeleteRecordsRequest,
} from '../../../core/protocol/generated/delete-records-request.ts';
import {
  type DeleteRecordsResponse,
  type DeleteRecordsResponseDeleteRecordsPartitionResult,
  newDeleteRecordsResponse,
  writeDeleteRecordsResponse,
} from '../../../core/protocol/generated/delete-records-response.ts';
import type { HostedPartition, PartitionWatcher } from '../../../services/partition/hosted-partition.ts';
import type { Deadlines, Expiring } from '../../../services/purgatory/deadlines.ts';
import type { ReplicaManager } from '../../../services/replica-manager.ts';
import type { ApiHandler, Reply, RequestContext } from '../handler.ts';
import { type ImageSource, unhostedError } from './unhosted-partition.ts';

export interface DeleteRecordsServices {
  readonly replicaManager: Pick<ReplicaManager, 'get' | 'stall' | 'wakeSoon'>;
  readonly metadata: ImageSource;
  readonly deadlines: Deadlines;
}

type Answer = DeleteRecordsResponseDeleteRecordsPartitionResult;

const HIGH_WATERMARK = -1;
const NO_LOW_WATERMARK = -1;

export function deleteRecordsHandler(
  services: DeleteRecordsServices,
): ApiHandler<DeleteRecordsRequest, DeleteRecordsResponse> {
  return {
    apiKey: ApiKey.DeleteRecords,
    minVersion: 0,
    maxVersion: 2,
    read: readDeleteRecordsRequest,
    write: writeDeleteRecordsResponse,
    handle(request, context, reply) {
      new DeleteRecordsCall(services, request, reply).run(context);
    },
  };
}

/** One partition of a request. */
interface Deletion {
  readonly topic: string;
  readonly asked: DeleteRecordsRequestDeleteRecordsPartition;
  readonly answer: Answer;
  /** Where it waits for durability; null before and after. */
  waitsIn: HostedPartition | null;
  isAnswered: boolean;
}

/** One request on its way in. Stops where a ring is full and goes on from there when space came free. */
class DeleteRecordsCall implements Expiring, PartitionWatcher {
  readonly #services: DeleteRecordsServices;
  readonly #reply: Reply<DeleteRecordsResponse>;
  readonly #response: DeleteRecordsResponse;
  readonly #timeoutMs: number;
  readonly #deletions: Deletion[] = [];
  #next = 0;
  #unanswered: number;
  #isDone = false;

  constructor(
    services: DeleteRecordsServices,
    { topics, timeoutMs }: DeleteRecordsRequest,
    reply: Reply<DeleteRecordsResponse>,
  ) {
    this.#services = services;
    this.#reply = reply;
    this.#timeoutMs = timeoutMs;
    this.#response = newDeleteRecordsResponse({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map((asked) => this.#expect(name, asked)),
      })),
    });
    this.#unanswered = this.#deletions.length;
  }

  run({ arrivedAt }: RequestContext): void {
    const { replicaManager, deadlines } = this.#services;
    if (!this.#takeIn()) replicaManager.stall(() => this.#takeIn());
    this.#finishIfAnswered();
    if (!this.#isDone) deadlines.schedule(arrivedAt + Math.max(this.#timeoutMs, 0), this);
  }

  /** What is not durable yet may still become so. */
  onDeadline(): void {
    for (const deletion of this.#deletions) {
      if (!deletion.isAnswered) this.#answer(deletion, ErrorCode.REQUEST_TIMED_OUT, NO_LOW_WATERMARK);
    }
    this.#finishIfAnswered();
  }

  /** Nobody tells a sink that its log is lost, or led elsewhere. */
  onPartitionMoved(partition: HostedPartition): void {
    for (const deletion of this.#deletions) {
      if (deletion.waitsIn !== partition) continue;
      const errorCode = this.#lossOf(deletion, partition);
      if (errorCode !== ErrorCode.NONE) this.#answer(deletion, errorCode, NO_LOW_WATERMARK);
    }
    this.#finishIfAnswered();
  }

  #expect(topic: string, asked: Deletion['asked']): Answer {
    const { partitionIndex } = asked;
    const answer = { partitionIndex, errorCode: ErrorCode.NONE, lowWatermark: NO_LOW_WATERMARK };
    this.#deletions.push({ topic, asked, answer, waitsIn: null, isAnswered: false });
    return answer;
  }

  /** False when a ring is full; called again, it goes on with the partition that did not fit. */
  #takeIn(): boolean {
    for (; !this.#isDone && this.#next < this.#deletions.length; this.#next++) {
      if (!this.#begin(this.#deletions[this.#next]!)) return false;
    }
    this.#services.replicaManager.wakeSoon();
    this.#finishIfAnswered();
    return true;
  }

  /** False when the ring is full. */
  #begin(deletion: Deletion): boolean {
    const { topic, asked } = deletion;
    const hosted = this.#services.replicaManager.get(topic, asked.partitionIndex);
    const errorCode = this.#errorOf(deletion, hosted);
    if (hosted === undefined || errorCode !== ErrorCode.NONE) {
      this.#answer(deletion, errorCode, NO_LOW_WATERMARK);
      return true;
    }
    const log = hosted.log!;
    const offset = asked.offset === HIGH_WATERMARK ? hosted.highWatermark : asked.offset;
    // Nothing to move, but an equal start may be on its way to the disk: written again, it is answered after that one.
    const newStart = Math.max(offset, log.logStartOffset);
    if (!log.setLogStartOffset(newStart, { onDurable: () => this.#onDurable(deletion, newStart) })) return false;
    deletion.waitsIn = hosted;
    hosted.watchers.add(this);
    return true;
  }

  #errorOf({ topic, asked }: Deletion, hosted: HostedPartition | undefined): number {
    const { metadata } = this.#services;
    const unhosted = hosted === undefined ? unhostedError(metadata, topic, asked.partitionIndex) : ErrorCode.NONE;
    if (unhosted === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION) return unhosted;
    if (isInternalTopic(topic)) return ErrorCode.INVALID_TOPIC_EXCEPTION;
    if (hosted === undefined) return unhosted;
    const errorCode = hosted.leaderError();
    if (errorCode !== ErrorCode.NONE) return errorCode;
    if (!hosted.config.isDeleted) return ErrorCode.POLICY_VIOLATION;
    const isInRange = asked.offset === HIGH_WATERMARK || (asked.offset >= 0 && asked.offset <= hosted.highWatermark);
    return isInRange ? ErrorCode.NONE : ErrorCode.OFFSET_OUT_OF_RANGE;
  }

  /** What keeps a deletion that waits in `partition` from being acknowledged. */
  #lossOf({ topic, asked }: Deletion, partition: HostedPartition): number {
    const current = this.#services.replicaManager.get(topic, asked.partitionIndex);
    if (current === partition) return partition.leaderError();
    return current === undefined
      ? unhostedError(this.#services.metadata, topic, asked.partitionIndex)
      : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  }

  #onDurable(deletion: Deletion, newStart: number): void {
    if (deletion.isAnswered) return;
    this.#answer(deletion, ErrorCode.NONE, newStart);
    this.#finishIfAnswered();
  }

  #answer(deletion: Deletion, errorCode: number, lowWatermark: number): void {
    deletion.answer.errorCode = errorCode;
    deletion.answer.lowWatermark = lowWatermark;
    deletion.isAnswered = true;
    deletion.waitsIn = null;
    this.#unanswered--;
  }

  #finishIfAnswered(): void {
    if (this.#isDone || this.#unanswered > 0) return;
    this.#isDone = true;
    this.#services.deadlines.cancel(this);
    for (const { topic, asked } of this.#deletions) {
      this.#services.replicaManager.get(topic, asked.partitionIndex)?.watchers.delete(this);
    }
    this.#reply.send(this.#response);
  }
}
