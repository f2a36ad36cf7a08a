/** Produce requests where `compression.type` makes batches wait for the compute pool. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  newProduceRequest,
  newProduceRequestPartitionProduceData,
  newProduceRequestTopicProduceData,
  writeProduceRequest,
} from '../../../../src/core/protocol/generated/produce-request.ts';
import { type ProduceResponse, readProduceResponse } from '../../../../src/core/protocol/generated/produce-response.ts';
import { BatchBuilder, type BatchSettings } from '../../../../src/core/records/batch-builder.ts';
import { type Codecs, loadCodecs } from '../../../../src/runtime/compression/codecs.ts';
import { produceHandler } from '../../../../src/server/handlers/records/produce.ts';
import type { MetadataCache } from '../../../../src/services/metadata/metadata-cache.ts';
import type { TransactionVerifier, WritePermits } from '../../../../src/services/transactions/transaction-verifier.ts';
import { InThreadCompute } from '../../../../src/workers/compute/compute-client.ts';
import type { RecompressRequest, RecompressResult } from '../../../../src/workers/compute/recompress-batch.ts';
import { temporaryDirectory } from '../../../support/logs.ts';
import { type Call, startCall } from '../call.ts';
import { FetchBroker, type TopicName } from './fetch-broker.ts';

const codec = { writeRequest: writeProduceRequest, readResponse: readProduceResponse };
const PLAIN = 0;
const GZIP = 1;

/** Recompresses when it is told to. */
class HeldCompute extends InThreadCompute {
  readonly held: (() => void)[] = [];
  override recompress(request: RecompressRequest): Promise<RecompressResult> {
    return new Promise((resolve) => this.held.push(() => resolve(super.recompress(request))));
  }
}

let temporary: { path: string; remove(): void };
let broker: FetchBroker;
let compute: HeldCompute;
let codecs: Codecs;
beforeEach(async () => {
  temporary = temporaryDirectory();
  compute = new HeldCompute();
  codecs = await loadCodecs();
  broker = await FetchBroker.open(temporary.path, { config: { 'compression.type': 'gzip' }, compute });
  for (const topic of ['a', 'b'] as const) broker.createTopic(topic);
});
afterEach(async () => {
  verifier = undefined;
  await broker.close();
  temporary.remove();
});

function batch(compression: number, value = 'x', settings: BatchSettings = {}): Uint8Array {
  const builder = new BatchBuilder({ ...settings, compression });
  builder.append(broker.clock.wallMs(), null, new TextEncoder().encode(value));
  return builder.build(codecs)!;
}

let verifier: TransactionVerifier | undefined;

function produce(acks: number, ...batches: [TopicName, Uint8Array][]): Call<ProduceResponse> {
  const { manager, deadlines, clock, image } = broker;
  const handler = produceHandler({
    replicas: manager,
    cache: { image } as MetadataCache,
    deadlines,
    clock,
    codecs,
    ...(verifier && { verifier }),
  });
  const topicData = batches.map(([name, records]) =>
    newProduceRequestTopicProduceData({
      name,
      partitionData: [newProduceRequestPartitionProduceData({ index: 0, records })],
    }),
  );
  const request = newProduceRequest({ transactionalId: 'id', acks, timeoutMs: 1_000, topicData });
  return startCall(handler, codec, 11, request, { arrivedAt: clock.monotonicMs() });
}

/** [error code, base offset] by partition; null without an answer. */
function answersOf({ response }: Call<ProduceResponse>): number[][] | null {
  const partitions = response?.responses.flatMap(({ partitionResponses }) => partitionResponses);
  return partitions?.map(({ errorCode, baseOffset }) => [errorCode, baseOffset]) ?? null;
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  for (const topic of ['a', 'b'] as const) await broker.untilDurable(topic);
}

test('only the partition concerned waits, and everything for it in its order', async () => {
  const both = produce(1, ['a', batch(PLAIN)], ['b', batch(GZIP)]);
  const other = produce(1, ['b', batch(GZIP)]);
  const behind = produce(1, ['a', batch(GZIP)]);
  const silent = produce(0, ['a', batch(GZIP)]);
  expect(broker.manager.isOpen()).toBe(true);
  await settled();
  expect([both, other, behind].map(answersOf)).toEqual([null, [[0, 1]], null]);
  expect(silent.isNothing).toBe(false);
  compute.held[0]!();
  await settled();
  expect(answersOf(both)).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(answersOf(behind)).toEqual([[0, 1]]);
  expect(silent.isNothing).toBe(true);
  expect(broker.partition('a').log!.logEndOffset).toBe(3);
});

test('a deadline answers what still waits; its batch may come into the log later', async () => {
  const call = produce(-1, ['a', batch(PLAIN)]);
  broker.clock.advance(1_010);
  expect(answersOf(call)).toEqual([[ErrorCode.REQUEST_TIMED_OUT, -1]]);
  compute.held[0]!();
  await settled();
  expect(broker.partition('a').log!.logEndOffset).toBe(1);
});

test('a lost leadership answers at once, and names the leader', async () => {
  const call = produce(1, ['a', batch(PLAIN)]);
  const silent = produce(0, ['a', batch(PLAIN)]);
  broker.change('a', { leader: 2 });
  expect(answersOf(call)).toEqual([[ErrorCode.NOT_LEADER_OR_FOLLOWER, -1]]);
  expect(call.response!.responses[0]!.partitionResponses[0]!.currentLeader).toEqual({ leaderId: 2, leaderEpoch: 1 });
  expect(silent.closed).toMatch(/NOT_LEADER_OR_FOLLOWER/);
  for (const go of compute.held) go();
  await settled();
  expect(broker.partition('a').log!.logEndOffset).toBe(0);
});

test('what waits is bounded: above 64 MiB no more is taken in until some of it is through', async () => {
  const large = batch(PLAIN, 'x'.repeat(1_000_000));
  const calls = Array.from({ length: 68 }, () => produce(1, ['a', large]));
  expect(broker.manager.isOpen()).toBe(false);
  let opened = 0;
  broker.manager.onOpen(() => opened++);
  broker.deleteTopic('a');
  for (const go of compute.held) go();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(opened).toBe(1);
  expect(calls.map(answersOf)).toEqual(calls.map(() => [[ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, -1]]));
});

test('a permit of the transaction coordinator is asked when a batch is appended, and held until then', async () => {
  let errorNow: number = ErrorCode.NONE;
  let released = 0;
  const permits: WritePermits = { errorNow: () => errorNow, release: () => void released++ };
  verifier = { permit: (_write, _partitions, callback) => callback(permits) } as TransactionVerifier;
  const transactional = (baseSequence: number) =>
    batch(PLAIN, 'x', { producerId: 7, producerEpoch: 0, baseSequence, isTransactional: true });
  const calls = [produce(1, ['a', transactional(0)]), produce(1, ['a', transactional(1)])];
  compute.held[0]!();
  await settled();
  expect([released, ...calls.map(answersOf)]).toEqual([1, [[0, 0]], null]);
  errorNow = ErrorCode.INVALID_TXN_STATE; // its transaction was ended meanwhile
  compute.held[1]!();
  await settled();
  expect(answersOf(calls[1]!)).toEqual([[ErrorCode.INVALID_TXN_STATE, -1]]);
  expect([released, broker.partition('a').log!.logEndOffset]).toEqual([2, 1]);
});
