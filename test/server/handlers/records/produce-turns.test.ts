/** Produce requests of one transactional producer while the coordinator is asked about the first of them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  newProduceRequest,
  newProduceRequestPartitionProduceData,
  newProduceRequestTopicProduceData,
  writeProduceRequest,
} from '../../../../src/core/protocol/generated/produce-request.ts';
import { type ProduceResponse, readProduceResponse } from '../../../../src/core/protocol/generated/produce-response.ts';
import { BatchBuilder } from '../../../../src/core/records/batch-builder.ts';
import { loadCodecs } from '../../../../src/runtime/compression/codecs.ts';
import { type ProduceServices, produceHandler } from '../../../../src/server/handlers/records/produce.ts';
import type { MetadataCache } from '../../../../src/services/metadata/metadata-cache.ts';
import type { TransactionVerifier, WritePermits } from '../../../../src/services/transactions/transaction-verifier.ts';
import { temporaryDirectory } from '../../../support/logs.ts';
import { type Call, startCall } from '../call.ts';
import { FetchBroker } from './fetch-broker.ts';

const codec = { writeRequest: writeProduceRequest, readResponse: readProduceResponse };

let temporary: { path: string; remove(): void };
let broker: FetchBroker;
let handler: ReturnType<typeof produceHandler>;
/** Questions to the coordinator that it has not answered. */
let asked: ((permits: WritePermits) => void)[];
let released: number;

beforeEach(async () => {
  temporary = temporaryDirectory();
  broker = await FetchBroker.open(temporary.path);
  broker.createTopic('a');
  asked = [];
  released = 0;
  const { manager, deadlines, clock, image } = broker;
  const verifier = {
    permit: (_write, _partitions, callback) => void asked.push(callback),
  } as TransactionVerifier;
  const services = { replicas: manager, cache: { image } as MetadataCache, deadlines, clock, verifier };
  handler = produceHandler({ ...services, codecs: await loadCodecs() } as ProduceServices);
});
afterEach(async () => {
  await broker.close();
  temporary.remove();
});

function produce(producerId: number, baseSequence: number): Call<ProduceResponse> {
  const builder = new BatchBuilder({ producerId, producerEpoch: 0, baseSequence, isTransactional: true });
  builder.append(broker.clock.wallMs(), null, new TextEncoder().encode('x'));
  const partitionData = [newProduceRequestPartitionProduceData({ index: 0, records: builder.build()! })];
  const topicData = [newProduceRequestTopicProduceData({ name: 'a', partitionData })];
  const request = newProduceRequest({ transactionalId: 'id', acks: 1, timeoutMs: 1_000, topicData });
  return startCall(handler, codec, 11, request, { arrivedAt: broker.clock.monotonicMs() });
}

function permits(errorCode: number = ErrorCode.NONE): WritePermits {
  return { errorNow: () => errorCode, release: () => void released++ };
}

/** [error code, base offset]; null without an answer. */
function answerOf({ response }: Call<ProduceResponse>): number[] | null {
  if (response === null || response === undefined) return null;
  const { errorCode, baseOffset } = response.responses[0]!.partitionResponses[0]!;
  return [errorCode, baseOffset];
}

test('later requests wait for the question about the first, those of other producers do not', async () => {
  const calls = [produce(7, 0), produce(7, 1), produce(8, 0), produce(7, 2)];
  expect(asked).toHaveLength(2);
  asked[1]!(permits());
  asked[0]!(permits());
  asked[2]!(permits(ErrorCode.INVALID_TXN_STATE));
  asked[3]!(permits());
  await broker.untilDurable('a');
  expect(calls.map(answerOf)).toEqual([
    [ErrorCode.NONE, 1],
    [ErrorCode.INVALID_TXN_STATE, -1],
    [ErrorCode.NONE, 0],
    [ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1],
  ]);
  expect(released).toBe(4);
});

test('a coordinator that does not answer costs a request its time, and the repetition is asked anew', async () => {
  const first = produce(7, 0);
  const behind = produce(7, 1);
  broker.clock.advance(1_100);
  expect(answerOf(first)).toEqual([ErrorCode.REQUEST_TIMED_OUT, -1]);
  expect(answerOf(behind)).toEqual([ErrorCode.REQUEST_TIMED_OUT, -1]);
  const again = produce(7, 0);
  asked.pop()!(permits());
  await broker.untilDurable('a');
  expect(answerOf(again)).toEqual([ErrorCode.NONE, 0]);
  // Too late: their requests were answered, and must not be appended after all.
  const late = asked.splice(0);
  for (const answer of late) answer(permits());
  await broker.untilDurable('a');
  expect(broker.partition('a').log!.logEndOffset).toBe(1);
  expect(released).toBe(1 + late.length);
});
