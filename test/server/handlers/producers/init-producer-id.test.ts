import { expect, test } from 'vitest';
import { ErrorCode } from '../../../../src/core/protocol/error-codes.ts';
import {
  type InitProducerIdRequest,
  newInitProducerIdRequest,
  writeInitProducerIdRequest,
} from '../../../../src/core/protocol/generated/init-producer-id-request.ts';
import {
  newInitProducerIdResponse,
  readInitProducerIdResponse,
} from '../../../../src/core/protocol/generated/init-producer-id-response.ts';
import {
  initProducerIdHandler,
  type TransactionalProducers,
} from '../../../../src/server/handlers/producers/init-producer-id.ts';
import { TestBroker } from '../../../services/metadata/support.ts';
import { call } from '../call.ts';

const codec = { writeRequest: writeInitProducerIdRequest, readResponse: readInitProducerIdResponse };

async function ask(
  version: number,
  fields: Partial<InitProducerIdRequest>,
  transactions: TransactionalProducers | null = null,
) {
  const broker = await TestBroker.start();
  const handler = initProducerIdHandler({ producerIds: broker.producerIds, transactions });
  const request = newInitProducerIdRequest({ transactionalId: null, transactionTimeoutMs: 1_000, ...fields });
  return [await call(handler, codec, version, request), await call(handler, codec, version, request)] as const;
}

test.each([0, 1, 2, 3, 4, 5])('v%i: another id each time, epoch 0', async (version) => {
  const [first, second] = await ask(version, {});
  expect(first).toMatchObject({ errorCode: 0, producerId: 0, producerEpoch: 0 });
  expect(second).toMatchObject({ errorCode: 0, producerId: 1, producerEpoch: 0 });
});

test('an id without an epoch, an epoch without an id, and an empty transactional id are invalid', async () => {
  for (const fields of [{ producerId: 5 }, { producerEpoch: 1 }, { transactionalId: '' }]) {
    const [answer] = await ask(4, fields);
    expect(answer).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST, producerId: -1, producerEpoch: -1 });
  }
});

test('transactional producers are the coordinator’s; older ones hear of fencing in their own words', async () => {
  const coordinator: TransactionalProducers = {
    initProducerId: (_request, _context, callback) =>
      callback(newInitProducerIdResponse({ errorCode: ErrorCode.PRODUCER_FENCED })),
  };
  expect((await ask(4, { transactionalId: 'x' }, coordinator))[0].errorCode).toBe(ErrorCode.PRODUCER_FENCED);
  expect((await ask(3, { transactionalId: 'x' }, coordinator))[0].errorCode).toBe(ErrorCode.INVALID_PRODUCER_EPOCH);
  expect((await ask(4, { transactionalId: 'x' }))[0].errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE);
});
