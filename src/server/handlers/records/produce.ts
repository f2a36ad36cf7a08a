/**
 * Produce (key 0), v3–13. Main thread.
 *
 * v3 record batches of version 2 only; transactional id. v7 zstd (KIP-110). v8 record errors (KIP-467). v9 flexible.
 * v10 the current leader with NOT_LEADER_OR_FOLLOWER (KIP-951). v12 transactions v2 (KIP-890). v13 topic ids (KIP-516).
 * Advertised from 0, because old librdkafka compresses only then (KAFKA-18659).
 */
import { ZERO_UUID } from '../../../core/bytes/uuid.ts';
import { isInternalTopic } from '../../../core/metadata/topic-names.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode, errorName } from '../../../core/protocol/error-codes.ts';
import {
  type ProduceRequest,
  type ProduceRequestPartitionProduceData,
  type ProduceRequestTopicProduceData,
  readProduceRequest,
} from '../../../core/protocol/generated/produce-request.ts';
import {
  newProduceResponse,
  newProduceResponseNodeEndpoint,
  newProduceResponsePartitionProduceResponse,
  newProduceResponseTopicProduceResponse,
  type ProduceResponse,
  type ProduceResponsePartitionProduceResponse,
  writeProduceResponse,
} from '../../../core/protocol/generated/produce-response.ts';
import { BatchValidator, type ProduceOrigin } from '../../../core/records/batch-validator.ts';
import type { Decompressor } from '../../../core/records/decompressor.ts';
import type { Clock } from '../../../runtime/clock/clock.ts';
import type { MetadataCache } from '../../../services/metadata/metadata-cache.ts';
import type { TopicArrivals } from '../../../services/metadata/topic-arrivals.ts';
import type { HostedPartition } from '../../../services/partition/hosted-partition.ts';
import { type AppendOutcome, PARKED, TRY_AGAIN } from '../../../services/partition/leader-appends.ts';
import type { Deadlines } from '../../../services/purgatory/deadlines.ts';
import { DelayedProduce } from '../../../services/purgatory/delayed-produce.ts';
import type { ReplicaManager } from '../../../services/replica-manager.ts';
import { ProducerTurns } from '../../../services/transactions/producer-turns.ts';
import type { TransactionVerifier, WritePermits } from '../../../services/transactions/transaction-verifier.ts';
import { brokerAddresses } from '../discovery/cluster-view.ts';
import type { ApiHandler, Reply, RequestContext } from '../handler.ts';
import { refusalOf, supportOf, type TransactionalBatches, transactionalBatches } from './transactional-batches.ts';

export interface ProduceServices {
  readonly replicas: ReplicaManager;
  readonly cache: MetadataCache;
  readonly deadlines: Deadlines;
  readonly clock: Clock;
  readonly codecs: Decompressor;
  /** Absent: a topic that is not known is not waited for. */
  readonly arrivals?: TopicArrivals;
  /** Absent: transactional batches are taken as they come. */
  readonly verifier?: TransactionVerifier;
}

const TOPIC_IDS_SINCE = 13;
const LEADER_HINTS_SINCE = 10;
/** The tools that repair internal topics write to them under this client id. */
const ADMIN_CLIENT_ID = '__admin_client';
const EMPTY = new Uint8Array(0);
const MIXED_PRODUCERS: WritePermits = { errorNow: () => ErrorCode.INVALID_PRODUCER_ID_MAPPING, release() {} };
/** As in Kafka, where nobody may write to the transaction of an id that is not named. */
const NO_TRANSACTIONAL_ID: WritePermits = {
  errorNow: () => ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
  release() {},
};

export function produceHandler(services: ProduceServices): ApiHandler<ProduceRequest, ProduceResponse> {
  const validator = new BatchValidator(services.codecs);
  const turns = new ProducerTurns();
  return {
    apiKey: ApiKey.Produce,
    minVersion: 3,
    maxVersion: 13,
    releasesFrame: true,
    read: readProduceRequest,
    write: writeProduceResponse,
    handle(request, context, reply) {
      const call = new ProduceCall(services, validator, turns, request, context, reply);
      const { arrivals, cache } = services;
      if (arrivals === undefined || areKnown(cache, request, context)) call.run();
      else
        arrivals.whenThere(
          () => areKnown(cache, request, context),
          () => call.run(),
        );
    },
  };
}

function areKnown({ image }: MetadataCache, { topicData }: ProduceRequest, { apiVersion }: RequestContext): boolean {
  const byId = apiVersion >= TOPIC_IDS_SINCE;
  for (const { topicId, name } of topicData) {
    if ((byId ? image.topics.byId(topicId) : image.topics.byName(name)) === undefined) return false;
  }
  return true;
}

/** One request on its way in. Stops where a ring is full and goes on from there when space came free. */
class ProduceCall {
  readonly #services: ProduceServices;
  readonly #validator: BatchValidator;
  readonly #turns: ProducerTurns;
  readonly #request: ProduceRequest;
  readonly #context: RequestContext;
  readonly #delayed: DelayedProduce;
  #topic = 0;
  #partition = 0;
  /** Of a request that belongs to a transaction; released when nothing of it is still to be appended. */
  #permits: WritePermits | null = null;
  /** Lets the producer's next request begin. */
  #leaveTurn: (() => void) | null = null;
  #isTakenIn = false;
  /** Batches that will be appended in their turn. */
  #parked = 0;

  constructor(
    services: ProduceServices,
    validator: BatchValidator,
    turns: ProducerTurns,
    request: ProduceRequest,
    context: RequestContext,
    reply: Reply<ProduceResponse>,
  ) {
    this.#services = services;
    this.#validator = validator;
    this.#turns = turns;
    this.#request = request;
    this.#context = context;
    this.#delayed = new DelayedProduce(newProduceResponse(), (produce) => this.#finish(produce, reply));
  }

  run(): void {
    const { verifier, replicas } = this.#services;
    const batches = verifier === undefined ? null : transactionalBatches(this.#request, replicas, this.#usesTopicIds);
    if (batches === null) {
      if (!this.#takeIn()) replicas.stall(() => this.#takeIn());
    } else this.#turns.enter(batches.producerId, (leave) => this.#verify(verifier!, batches, leave));
    const { timeoutMs, acks } = this.#request;
    if (acks !== 0 && !this.#delayed.isDone) {
      this.#services.deadlines.schedule(this.#context.arrivedAt + Math.max(timeoutMs, 0), this.#delayed);
    }
  }

  /** Nothing is appended before the coordinator has said that it belongs to a transaction. */
  #verify(verifier: TransactionVerifier, batches: TransactionalBatches, leave: () => void): void {
    // Its time was up before its turn came.
    if (this.#delayed.isDone) {
      this.#letGo();
      return leave();
    }
    this.#leaveTurn = leave;
    const { producerId, producerEpoch, partitions, isMixed } = batches;
    const goOn = (permits: WritePermits): void => {
      this.#permits = permits;
      const attempt = (): boolean => {
        if (!this.#takeIn()) return false;
        this.#leave();
        return true;
      };
      if (!attempt()) this.#services.replicas.stall(attempt);
    };
    const { transactionalId } = this.#request;
    if (isMixed) return goOn(MIXED_PRODUCERS);
    if (transactionalId === null) return goOn(NO_TRANSACTIONAL_ID);
    const support = supportOf(this.#context.apiVersion);
    verifier.permit({ transactionalId, producerId, producerEpoch, support }, partitions, goOn);
  }

  #leave(): void {
    const leave = this.#leaveTurn;
    this.#leaveTurn = null;
    leave?.();
  }

  get #usesTopicIds(): boolean {
    return this.#context.apiVersion >= TOPIC_IDS_SINCE;
  }

  /** False when a ring is full; called again, it goes on with the partition that did not fit. */
  #takeIn(): boolean {
    if (!this.#delayed.isDone && !this.#appendAll()) return false;
    this.#isTakenIn = true;
    if (this.#parked === 0) this.#letGo();
    return true;
  }

  /** Nothing of the request is still to be appended: its memory and its permits serve others. */
  #letGo(): void {
    this.#context.releaseFrame();
    this.#permits?.release();
  }

  #appendAll(): boolean {
    const { topicData } = this.#request;
    const { response } = this.#delayed;
    for (; this.#topic < topicData.length; this.#topic++) {
      const topic = topicData[this.#topic]!;
      const answer = (response.responses[this.#topic] ??= newProduceResponseTopicProduceResponse({
        name: topic.name,
        topicId: topic.topicId,
      }));
      for (; this.#partition < topic.partitionData.length; this.#partition++) {
        const partition = this.#append(topic, topic.partitionData[this.#partition]!);
        if (partition === null) return false;
        answer.partitionResponses.push(partition);
      }
      this.#partition = 0;
    }
    this.#services.replicas.wakeSoon();
    this.#delayed.seal();
    return true;
  }

  /** Null when the ring is full. */
  #append(
    topic: ProduceRequestTopicProduceData,
    data: ProduceRequestPartitionProduceData,
  ): ProduceResponsePartitionProduceResponse | null {
    const { acks } = this.#request;
    const { replicas, clock } = this.#services;
    const index = data.index;
    const byId = this.#usesTopicIds;
    const hosted = byId ? replicas.getById(topic.topicId, index) : replicas.get(topic.name, index);
    const early = this.#earlyError(topic, hosted, byId);
    const answer = newProduceResponsePartitionProduceResponse({ index, errorCode: early, baseOffset: -1 });
    if (early !== ErrorCode.NONE || hosted === undefined) return this.#refused(answer, hosted);
    const unverified = this.#permits?.errorNow(hosted) ?? ErrorCode.NONE;
    if (unverified !== ErrorCode.NONE) return this.#refused(Object.assign(answer, refusalOf(unverified)), hosted);

    const origin: ProduceOrigin = {
      topic: hosted.topic,
      partition: index,
      apiVersion: this.#context.apiVersion,
      now: clock.wallMs(),
    };
    const records = data.records ?? EMPTY;
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    const mustStartAtZero = this.#context.apiVersion >= 12 && this.#request.transactionalId !== null;
    const outcome = hosted.appends.appendProduced(
      records,
      view,
      0,
      records.length,
      acks,
      this.#validator,
      origin,
      mustStartAtZero,
    );
    if (outcome.errorCode === TRY_AGAIN) return null;
    const slot = this.#delayed.addPartition(answer);
    if (outcome.errorCode === PARKED) this.#expectParked(hosted, answer, slot);
    else if (this.#fill(answer, outcome, hosted) && acks !== 0) {
      this.#delayed.expect(slot);
      this.#await(hosted, outcome.endOffset, slot);
    }
    return answer;
  }

  /** The batch is appended later, in its turn. */
  #expectParked(hosted: HostedPartition, answer: ProduceResponsePartitionProduceResponse, slot: number): void {
    const permits = this.#permits;
    this.#delayed.expect(slot);
    this.#parked++;
    const told = (outcome: AppendOutcome): void => {
      this.#parked--;
      if (this.#isTakenIn && this.#parked === 0) this.#letGo();
      if (this.#delayed.isDone) return;
      if (this.#fill(answer, outcome, hosted) && this.#request.acks !== 0) this.#await(hosted, outcome.endOffset, slot);
      else this.#delayed.onOffsetReached(slot);
    };
    hosted.appends.whenAppended(told, permits === null ? null : () => refusalOf(permits.errorNow(hosted)));
  }

  /** False when the append was refused. */
  #fill(answer: ProduceResponsePartitionProduceResponse, outcome: AppendOutcome, hosted: HostedPartition): boolean {
    answer.errorCode = outcome.errorCode;
    answer.errorMessage = outcome.errorMessage;
    if (outcome.errorCode !== ErrorCode.NONE) {
      for (const { batchIndex, batchIndexErrorMessage } of outcome.recordErrors) {
        answer.recordErrors.push({ batchIndex, batchIndexErrorMessage });
      }
      this.#nameLeader(answer, hosted);
      return false;
    }
    answer.baseOffset = outcome.baseOffset;
    answer.logAppendTimeMs = outcome.logAppendTimeMs;
    answer.logStartOffset = hosted.logStartOffset;
    return true;
  }

  /** What was reached before it was asked for completes at once. */
  #await(hosted: HostedPartition, endOffset: number, slot: number): void {
    const isAll = this.#request.acks === -1;
    const waiters = isAll ? hosted.committedWaiters : hosted.durableWaiters;
    const reached = isAll ? hosted.highWatermark : hosted.highWatermarkOf.localDurableEnd;
    if (endOffset <= reached) this.#delayed.onOffsetReached(slot);
    else waiters.add(endOffset, this.#delayed, slot);
  }

  #earlyError(topic: ProduceRequestTopicProduceData, hosted: HostedPartition | undefined, byId: boolean): number {
    const { acks } = this.#request;
    if (acks !== 0 && acks !== 1 && acks !== -1) return ErrorCode.INVALID_REQUIRED_ACKS;
    if (hosted === undefined) return this.#unknownError(topic, byId);
    const mayWriteInternal = this.#context.clientId === ADMIN_CLIENT_ID;
    if (isInternalTopic(hosted.topic) && !mayWriteInternal) return ErrorCode.INVALID_TOPIC_EXCEPTION;
    return ErrorCode.NONE;
  }

  /** Another broker may host what this one does not. */
  #unknownError(topic: ProduceRequestTopicProduceData, byId: boolean): number {
    const { topics } = this.#services.cache.image;
    if (byId) {
      if (topic.topicId === ZERO_UUID || topics.byId(topic.topicId) === undefined) return ErrorCode.UNKNOWN_TOPIC_ID;
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    const known = topics.byName(topic.name);
    const index = topic.partitionData[this.#partition]!.index;
    return known?.partitions[index] === undefined
      ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
      : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }

  #refused(
    answer: ProduceResponsePartitionProduceResponse,
    hosted: HostedPartition | undefined,
  ): ProduceResponsePartitionProduceResponse {
    this.#delayed.addPartition(answer);
    this.#nameLeader(answer, hosted);
    return answer;
  }

  #nameLeader(answer: ProduceResponsePartitionProduceResponse, hosted: HostedPartition | undefined): void {
    if (
      answer.errorCode === ErrorCode.NOT_LEADER_OR_FOLLOWER &&
      this.#context.apiVersion >= LEADER_HINTS_SINCE &&
      hosted !== undefined
    ) {
      answer.currentLeader = { leaderId: hosted.registration.leader, leaderEpoch: hosted.leaderEpoch };
    }
  }

  #finish(produce: DelayedProduce, reply: Reply<ProduceResponse>): void {
    this.#services.deadlines.cancel(produce);
    // The coordinator did not answer in time: nothing was appended, and the repetition need not wait for it.
    if (this.#permits === null) this.#leave();
    if (this.#request.acks === 0) {
      const failed = produce.partitions.find(({ errorCode }) => errorCode !== ErrorCode.NONE);
      // The only sign that a producer with acks=0 can get.
      if (failed === undefined) reply.nothing();
      else reply.close(`a produce request with acks=0 failed: ${errorName(failed.errorCode)}`);
      return;
    }
    this.#answerUntaken();
    this.#addEndpoints(produce);
    reply.send(produce.response);
  }

  /** The deadline came while a ring was full: what was not taken in is not in any log. */
  #answerUntaken(): void {
    const { topicData } = this.#request;
    const { response } = this.#delayed;
    for (let i = 0; i < topicData.length; i++) {
      const { name, topicId, partitionData } = topicData[i]!;
      const answer = (response.responses[i] ??= newProduceResponseTopicProduceResponse({ name, topicId }));
      for (let j = answer.partitionResponses.length; j < partitionData.length; j++) {
        const { index } = partitionData[j]!;
        const errorCode = ErrorCode.REQUEST_TIMED_OUT;
        answer.partitionResponses.push(
          newProduceResponsePartitionProduceResponse({ index, errorCode, baseOffset: -1 }),
        );
      }
    }
  }

  /** KIP-951: where the leaders are that the answer names. */
  #addEndpoints(produce: DelayedProduce): void {
    if (this.#context.apiVersion < LEADER_HINTS_SINCE) return;
    let leaders: Set<number> | null = null;
    for (const { currentLeader } of produce.partitions) {
      if (currentLeader.leaderId >= 0) (leaders ??= new Set()).add(currentLeader.leaderId);
    }
    if (leaders === null) return;
    for (const { id, host, port, rack } of brokerAddresses(
      this.#services.cache.image,
      this.#context.connection.listenerName,
    )) {
      if (leaders.has(id))
        produce.response.nodeEndpoints.push(newProduceResponseNodeEndpoint({ nodeId: id, host, port, rack }));
    }
  }
}
