/**
 * One broker that plays a script about one transactional id at a time: requests in the version that the script asks for,
 * and everything that it shows of itself put into words that do not depend on the broker. Producer ids become `p0`, `p1`, …
 * in the order in which they are first seen.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { api } from '../../../src/client/api.ts';
import { DESCRIBE_TRANSACTIONS } from '../../../src/client/transaction-apis.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { errorName } from '../../../src/core/protocol/error-codes.ts';
import {
  newAddPartitionsToTxnRequest,
  writeAddPartitionsToTxnRequest,
} from '../../../src/core/protocol/generated/add-partitions-to-txn-request.ts';
import { readAddPartitionsToTxnResponse } from '../../../src/core/protocol/generated/add-partitions-to-txn-response.ts';
import {
  newCreateTopicsRequest,
  newCreateTopicsRequestCreatableTopic,
  writeCreateTopicsRequest,
} from '../../../src/core/protocol/generated/create-topics-request.ts';
import { readCreateTopicsResponse } from '../../../src/core/protocol/generated/create-topics-response.ts';
import { newEndTxnRequest, writeEndTxnRequest } from '../../../src/core/protocol/generated/end-txn-request.ts';
import { readEndTxnResponse } from '../../../src/core/protocol/generated/end-txn-response.ts';
import {
  newFetchRequest,
  newFetchRequestFetchPartition,
  newFetchRequestFetchTopic,
  writeFetchRequest,
} from '../../../src/core/protocol/generated/fetch-request.ts';
import { readFetchResponse } from '../../../src/core/protocol/generated/fetch-response.ts';
import {
  newInitProducerIdRequest,
  writeInitProducerIdRequest,
} from '../../../src/core/protocol/generated/init-producer-id-request.ts';
import { readInitProducerIdResponse } from '../../../src/core/protocol/generated/init-producer-id-response.ts';
import { BatchView } from '../../../src/core/records/batch-view.ts';
import { readControlRecord } from '../../../src/core/records/control-record.ts';
import { TransactionWire } from '../../broker/support/transaction-wire.ts';

const INIT = api(ApiKey.InitProducerId, writeInitProducerIdRequest, readInitProducerIdResponse);
const ADD = api(ApiKey.AddPartitionsToTxn, writeAddPartitionsToTxnRequest, readAddPartitionsToTxnResponse);
const END = api(ApiKey.EndTxn, writeEndTxnRequest, readEndTxnResponse);
const CREATE = api(ApiKey.CreateTopics, writeCreateTopicsRequest, readCreateTopicsResponse);
const FETCH = api(ApiKey.Fetch, writeFetchRequest, readFetchResponse);

const PARTITIONS = 3;
const PASSING = new Set([
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'NOT_COORDINATOR',
  'NOT_ENOUGH_REPLICAS',
]);

/** Who a request says it comes from: the n-th producer id that was seen, and an epoch. */
export interface Claim {
  /** −1 for none; one that was not seen stands for an id that nobody has. */
  readonly producer: number;
  readonly epoch: number;
}

export type ScriptStep =
  | { readonly kind: 'init'; readonly version: number; readonly claim: Claim; readonly timeoutMs: number }
  | {
      readonly kind: 'add';
      readonly version: number;
      readonly claim: Claim;
      readonly partitions: number[];
      readonly verifyOnly: boolean;
    }
  | { readonly kind: 'addOffsets'; readonly version: number; readonly claim: Claim; readonly group: string }
  | { readonly kind: 'commitOffset'; readonly version: number; readonly claim: Claim; readonly group: string }
  | { readonly kind: 'produce'; readonly version: number; readonly claim: Claim; readonly partition: number }
  | { readonly kind: 'end'; readonly version: number; readonly claim: Claim; readonly committed: boolean };

export interface Shown {
  /** Everything comparable, as text. */
  readonly text: string;
  /** What the id's newest identity is, for claims of further steps. */
  readonly claim: Claim;
}

export class TransactionSide {
  readonly #wire: TransactionWire;
  readonly #topic: string;
  #id = '';
  #producerIds: number[] = [];
  /** By producer, epoch and partition. */
  #sequences = new Map<string, number>();
  #written = 0;

  private constructor(wire: TransactionWire, topic: string) {
    this.#wire = wire;
    this.#topic = topic;
  }

  static async open(bootstrap: string, topic: string): Promise<TransactionSide> {
    const wire = await TransactionWire.open(bootstrap, topic);
    const wanted = newCreateTopicsRequestCreatableTopic({
      name: topic,
      numPartitions: PARTITIONS,
      replicationFactor: 1,
    });
    await wire.connection.callVersion(CREATE, 5, newCreateTopicsRequest({ topics: [wanted], timeoutMs: 10_000 }));
    await wire.find(1);
    await wire.find(0);
    return new TransactionSide(wire, topic);
  }

  close(): void {
    this.#wire.close();
  }

  /** Another transactional id. */
  begin(transactionalId: string): void {
    this.#id = transactionalId;
    this.#producerIds = [];
    this.#sequences.clear();
    this.#written = 0;
    Object.assign(this.#wire, { transactionalId });
  }

  async play(step: ScriptStep): Promise<Shown> {
    let answer = await this.#once(step);
    for (let i = 0; PASSING.has(answer.split(' ')[0]!) && i < 500; i++) {
      await sleep(5);
      answer = await this.#once(step);
    }
    const { text, claim } = await this.#describe();
    return { text: `${answer} | ${text}`, claim };
  }

  /** What the partitions hold, and what committed readers see of it. */
  async logs(): Promise<string> {
    const logs: string[] = [];
    for (let partition = 0; partition < PARTITIONS; partition++)
      for (const isolationLevel of [0, 1]) logs.push(await this.#read(partition, isolationLevel));
    return logs.join('\n');
  }

  async #once(step: ScriptStep): Promise<string> {
    const { connection } = this.#wire;
    const transactionalId = this.#id;
    const identity = { producerId: this.#idOf(step.claim), producerEpoch: step.claim.epoch };
    this.#wire.identity = identity;
    switch (step.kind) {
      case 'init': {
        const request = newInitProducerIdRequest({
          transactionalId,
          transactionTimeoutMs: step.timeoutMs,
          ...identity,
        });
        const { errorCode, producerId, producerEpoch } = await connection.callVersion(INIT, step.version, request);
        return `${errorName(errorCode)} ${this.#label(producerId)}/${producerEpoch}`;
      }
      case 'add': {
        const topics = [{ name: this.#topic, partitions: step.partitions }];
        const request =
          step.version < 4
            ? newAddPartitionsToTxnRequest({
                v3AndBelowTransactionalId: transactionalId,
                v3AndBelowProducerId: identity.producerId,
                v3AndBelowProducerEpoch: identity.producerEpoch,
                v3AndBelowTopics: topics,
              })
            : newAddPartitionsToTxnRequest({
                transactions: [{ transactionalId, ...identity, verifyOnly: step.verifyOnly, topics }],
              });
        const answer = await connection.callVersion(ADD, step.version, request);
        const results = answer.resultsByTransaction[0]?.topicResults ?? answer.resultsByTopicV3AndBelow;
        return results[0]!.resultsByPartition
          .sort((a, b) => a.partitionIndex - b.partitionIndex)
          .map(({ partitionErrorCode }) => errorName(partitionErrorCode))
          .join(' ');
      }
      case 'addOffsets':
        return await this.#wire.addOffsets(step.group, step.version);
      case 'commitOffset':
        return await this.#wire.commitOffset(step.group, this.#topic, 7, step.version);
      case 'produce': {
        const key = `${step.claim.producer}/${step.claim.epoch}/${step.partition}`;
        const sequence = this.#sequences.get(key) ?? 0;
        const value = `${this.#written++}`;
        const error = await this.#wire.produceAt(sequence, this.#topic, step.partition, [value], step.version);
        if (error === 'NONE') this.#sequences.set(key, sequence + 1);
        return error;
      }
      case 'end': {
        const request = newEndTxnRequest({ transactionalId, ...identity, committed: step.committed });
        const { errorCode, producerId, producerEpoch } = await connection.callVersion(END, step.version, request);
        return `${errorName(errorCode)} ${this.#label(producerId)}/${producerEpoch}`;
      }
    }
  }

  /** Waits until a decided outcome is complete. */
  async #describe(): Promise<Shown> {
    const request = { transactionalIds: [this.#id] };
    for (;;) {
      const [one] = (await this.#wire.connection.callVersion(DESCRIBE_TRANSACTIONS, 0, request)).transactionStates;
      if (one!.transactionState.startsWith('Prepare')) {
        await sleep(2);
        continue;
      }
      if (one!.errorCode !== 0) return { text: errorName(one!.errorCode), claim: { producer: -1, epoch: -1 } };
      // Which partition keeps a group's offsets depends on how many there are.
      const topics = one!.topics.map(({ topic, partitions }) =>
        topic === this.#topic ? `${[...partitions].sort()}` : topic,
      );
      const label = this.#label(one!.producerId);
      return {
        text: `${one!.transactionState} ${label}/${one!.producerEpoch} ${one!.transactionTimeoutMs} ms [${topics.sort()}]`,
        claim: { producer: this.#producerIds.indexOf(one!.producerId), epoch: one!.producerEpoch },
      };
    }
  }

  async #read(partition: number, isolationLevel: number): Promise<string> {
    const partitions = [
      newFetchRequestFetchPartition({
        partition,
        fetchOffset: 0,
        partitionMaxBytes: 10_000_000,
        currentLeaderEpoch: -1,
      }),
    ];
    const topics = [newFetchRequestFetchTopic({ topic: this.#topic, partitions })];
    const request = newFetchRequest({ maxWaitMs: 0, minBytes: 0, maxBytes: 10_000_000, isolationLevel, topics });
    const answer = await this.#wire.connection.callVersion(FETCH, 12, request);
    const [found] = answer.responses[0]!.partitions;
    const bytes = found!.records ?? new Uint8Array();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const batch = new BatchView();
    const batches: string[] = [];
    for (let at = 0; at < bytes.length; at += batch.sizeInBytes) {
      batch.wrap(bytes, view, at);
      const marker = batch.isControl ? ` marker ${readControlRecord(batch)?.type}` : ` from ${batch.baseSequence}`;
      const known = this.#producerIds.indexOf(batch.producerId);
      if (known !== -1) batches.push(`p${known}/${batch.producerEpoch}${marker}`);
    }
    const aborted = (found!.abortedTransactions ?? []).filter(({ producerId }) =>
      this.#producerIds.includes(producerId),
    );
    const open = found!.highWatermark - found!.lastStableOffset;
    return `${partition} at ${isolationLevel}: ${batches.join(', ')}; ${aborted.length} aborted, ${open} not stable`;
  }

  #idOf({ producer }: Claim): number {
    return producer === -1 ? -1 : (this.#producerIds[producer] ?? 900_000_000 + producer);
  }

  #label(producerId: number): string {
    if (producerId === -1) return '-';
    if (!this.#producerIds.includes(producerId)) this.#producerIds.push(producerId);
    return `p${this.#producerIds.indexOf(producerId)}`;
  }
}
