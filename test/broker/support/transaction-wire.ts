/** A transactional producer one request at a time, in the version that a test asks for, every error by its name. */
import { api } from '../../../src/client/api.ts';
import { BrokerConnection } from '../../../src/client/connection.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { errorName } from '../../../src/core/protocol/error-codes.ts';
import {
  newAddOffsetsToTxnRequest,
  writeAddOffsetsToTxnRequest,
} from '../../../src/core/protocol/generated/add-offsets-to-txn-request.ts';
import { readAddOffsetsToTxnResponse } from '../../../src/core/protocol/generated/add-offsets-to-txn-response.ts';
import {
  newAddPartitionsToTxnRequest,
  writeAddPartitionsToTxnRequest,
} from '../../../src/core/protocol/generated/add-partitions-to-txn-request.ts';
import { readAddPartitionsToTxnResponse } from '../../../src/core/protocol/generated/add-partitions-to-txn-response.ts';
import { newEndTxnRequest, writeEndTxnRequest } from '../../../src/core/protocol/generated/end-txn-request.ts';
import { readEndTxnResponse } from '../../../src/core/protocol/generated/end-txn-response.ts';
import {
  newFindCoordinatorRequest,
  writeFindCoordinatorRequest,
} from '../../../src/core/protocol/generated/find-coordinator-request.ts';
import { readFindCoordinatorResponse } from '../../../src/core/protocol/generated/find-coordinator-response.ts';
import {
  newInitProducerIdRequest,
  writeInitProducerIdRequest,
} from '../../../src/core/protocol/generated/init-producer-id-request.ts';
import { readInitProducerIdResponse } from '../../../src/core/protocol/generated/init-producer-id-response.ts';
import {
  newOffsetFetchRequest,
  writeOffsetFetchRequest,
} from '../../../src/core/protocol/generated/offset-fetch-request.ts';
import { readOffsetFetchResponse } from '../../../src/core/protocol/generated/offset-fetch-response.ts';
import {
  newProduceRequest,
  newProduceRequestPartitionProduceData,
  newProduceRequestTopicProduceData,
  writeProduceRequest,
} from '../../../src/core/protocol/generated/produce-request.ts';
import { readProduceResponse } from '../../../src/core/protocol/generated/produce-response.ts';
import {
  newTxnOffsetCommitRequest,
  newTxnOffsetCommitRequestPartition,
  newTxnOffsetCommitRequestTopic,
  writeTxnOffsetCommitRequest,
} from '../../../src/core/protocol/generated/txn-offset-commit-request.ts';
import { readTxnOffsetCommitResponse } from '../../../src/core/protocol/generated/txn-offset-commit-response.ts';
import {
  newWriteTxnMarkersRequest,
  newWriteTxnMarkersRequestWritableTxnMarker,
  writeWriteTxnMarkersRequest,
} from '../../../src/core/protocol/generated/write-txn-markers-request.ts';
import { readWriteTxnMarkersResponse } from '../../../src/core/protocol/generated/write-txn-markers-response.ts';
import { BatchBuilder } from '../../../src/core/records/batch-builder.ts';

const INIT = api(ApiKey.InitProducerId, writeInitProducerIdRequest, readInitProducerIdResponse);
const ADD = api(ApiKey.AddPartitionsToTxn, writeAddPartitionsToTxnRequest, readAddPartitionsToTxnResponse);
const ADD_OFFSETS = api(ApiKey.AddOffsetsToTxn, writeAddOffsetsToTxnRequest, readAddOffsetsToTxnResponse);
const COMMIT_OFFSETS = api(ApiKey.TxnOffsetCommit, writeTxnOffsetCommitRequest, readTxnOffsetCommitResponse);
const END = api(ApiKey.EndTxn, writeEndTxnRequest, readEndTxnResponse);
const MARKERS = api(ApiKey.WriteTxnMarkers, writeWriteTxnMarkersRequest, readWriteTxnMarkersResponse);
const PRODUCE = api(ApiKey.Produce, writeProduceRequest, readProduceResponse);
const FIND = api(ApiKey.FindCoordinator, writeFindCoordinatorRequest, readFindCoordinatorResponse);
const OFFSETS = api(ApiKey.OffsetFetch, writeOffsetFetchRequest, readOffsetFetchResponse);

const ABSENT_YET = new Set(['COORDINATOR_NOT_AVAILABLE', 'NOT_COORDINATOR', 'COORDINATOR_LOAD_IN_PROGRESS']);

export interface Identity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface Marked extends Identity {
  readonly coordinatorEpoch: number;
  readonly commits: boolean;
  readonly transactionVersion?: number;
}

export class TransactionWire {
  readonly connection: BrokerConnection;
  readonly transactionalId: string;
  identity: Identity = { producerId: -1, producerEpoch: -1 };
  readonly #sequences = new Map<string, number>();

  private constructor(connection: BrokerConnection, transactionalId: string) {
    this.connection = connection;
    this.transactionalId = transactionalId;
  }

  static async open(bootstrapServers: string, transactionalId: string): Promise<TransactionWire> {
    const [host, port] = bootstrapServers.split(':');
    const connection = await BrokerConnection.open(
      { host: host!, port: Number(port) },
      { clientId: 'wire', connectTimeoutMs: 5000, requestTimeoutMs: 10_000 },
    );
    return new TransactionWire(connection, transactionalId);
  }

  close(): void {
    this.connection.close();
  }

  /** Finds the coordinator (0: as of a group), which creates its topic. */
  async find(keyType = 1): Promise<void> {
    const request = newFindCoordinatorRequest({ keyType, coordinatorKeys: [this.transactionalId] });
    for (;;) {
      const { coordinators } = await this.connection.callVersion(FIND, 4, request);
      if (coordinators[0]!.errorCode === 0) return;
    }
  }

  /** Takes a new identity on; `again` as the one it had (KIP-360). */
  async init(options: { timeoutMs?: number; version?: number; again?: Identity } = {}): Promise<string> {
    const { timeoutMs = 60_000, version = 5, again = { producerId: -1, producerEpoch: -1 } } = options;
    const { transactionalId } = this;
    const request = newInitProducerIdRequest({ transactionalId, transactionTimeoutMs: timeoutMs, ...again });
    for (const deadline = Date.now() + 10_000; ; await new Promise((done) => setTimeout(done, 5))) {
      const answer = await this.connection.callVersion(INIT, version, request);
      const error = errorName(answer.errorCode);
      const isPassing = error === 'CONCURRENT_TRANSACTIONS' || ABSENT_YET.has(error);
      if (isPassing && Date.now() < deadline) continue;
      if (answer.errorCode === 0) this.#become(answer);
      return error;
    }
  }

  async add(topic: string, partitions: readonly number[], version = 3): Promise<string[]> {
    const { transactionalId, identity } = this;
    const topics = [{ name: topic, partitions: [...partitions] }];
    const answer = await this.connection.callVersion(
      ADD,
      version,
      newAddPartitionsToTxnRequest(
        version < 4
          ? {
              v3AndBelowTransactionalId: transactionalId,
              v3AndBelowProducerId: identity.producerId,
              v3AndBelowProducerEpoch: identity.producerEpoch,
              v3AndBelowTopics: topics,
            }
          : { transactions: [{ transactionalId, ...identity, verifyOnly: false, topics }] },
      ),
    );
    const results = version < 4 ? answer.resultsByTopicV3AndBelow : answer.resultsByTransaction[0]!.topicResults;
    return results[0]!.resultsByPartition.map(({ partitionErrorCode }) => errorName(partitionErrorCode));
  }

  /** One batch; its sequence follows that of the last one sent to the partition. */
  async produce(topic: string, partition: number, values: readonly string[], version = 11): Promise<string> {
    const key = `${topic}-${partition}`;
    const baseSequence = this.#sequences.get(key) ?? 0;
    this.#sequences.set(key, baseSequence + values.length);
    return await this.produceAt(baseSequence, topic, partition, values, version, this.transactionalId);
  }

  async produceAt(
    baseSequence: number,
    topic: string,
    partition: number,
    values: readonly string[],
    version = 11,
    transactionalId: string | null = this.transactionalId,
    isTransactional = true,
    ageMs = 0,
  ): Promise<string> {
    const builder = new BatchBuilder({ ...this.identity, baseSequence, isTransactional });
    for (const value of values) builder.append(Date.now() - ageMs, null, new TextEncoder().encode(value));
    const partitionData = [newProduceRequestPartitionProduceData({ index: partition, records: builder.build()! })];
    const topicData = [newProduceRequestTopicProduceData({ name: topic, partitionData })];
    const request = newProduceRequest({ transactionalId, acks: -1, timeoutMs: 5000, topicData });
    const answer = await this.connection.callVersion(PRODUCE, version, request);
    return errorName(answer.responses[0]!.partitionResponses[0]!.errorCode);
  }

  async addOffsets(groupId: string, version = 3): Promise<string> {
    const request = newAddOffsetsToTxnRequest({ transactionalId: this.transactionalId, ...this.identity, groupId });
    return errorName((await this.connection.callVersion(ADD_OFFSETS, version, request)).errorCode);
  }

  /** Of partition 0. */
  async commitOffset(groupId: string, topic: string, committedOffset: number, version = 4): Promise<string> {
    const partitions = [newTxnOffsetCommitRequestPartition({ partitionIndex: 0, committedOffset })];
    const request = newTxnOffsetCommitRequest({
      transactionalId: this.transactionalId,
      ...this.identity,
      groupId,
      topics: [newTxnOffsetCommitRequestTopic({ name: topic, partitions })],
    });
    const answer = await this.connection.callVersion(COMMIT_OFFSETS, version, request);
    return errorName(answer.topics[0]!.partitions[0]!.errorCode);
  }

  async end(committed: boolean, version = 4): Promise<string> {
    const before = this.identity;
    const request = newEndTxnRequest({ transactionalId: this.transactionalId, ...before, committed });
    const answer = await this.connection.callVersion(END, version, request);
    if (answer.errorCode === 0 && version >= 5) this.#become(answer);
    return errorName(answer.errorCode);
  }

  async writeMarker(marker: Marked, topic: string, partition: number, version = 2): Promise<string> {
    const { commits, transactionVersion = 0, ...rest } = marker;
    const topics = [{ name: topic, partitionIndexes: [partition] }];
    const markers = [
      newWriteTxnMarkersRequestWritableTxnMarker({ ...rest, transactionResult: commits, transactionVersion, topics }),
    ];
    const answer = await this.connection.callVersion(MARKERS, version, newWriteTxnMarkersRequest({ markers }));
    return errorName(answer.markers[0]!.topics[0]!.partitions[0]!.errorCode);
  }

  /** Of partition 0; −1 for none. */
  async committedOffset(groupId: string, topic: string): Promise<number> {
    const topics = [{ name: topic, partitionIndexes: [0] }];
    for (;;) {
      const answer = await this.connection.callVersion(
        OFFSETS,
        7,
        newOffsetFetchRequest({ groupId, topics, requireStable: true }),
      );
      const error = errorName(answer.errorCode || (answer.topics[0]?.partitions[0]?.errorCode ?? 0));
      if (ABSENT_YET.has(error) || error === 'UNSTABLE_OFFSET_COMMIT') continue;
      if (error !== 'NONE') throw new Error(error);
      return answer.topics[0]!.partitions[0]!.committedOffset;
    }
  }

  #become({ producerId, producerEpoch }: Identity): void {
    if (producerId !== this.identity.producerId || producerEpoch !== this.identity.producerEpoch)
      this.#sequences.clear();
    this.identity = { producerId, producerEpoch };
  }
}
