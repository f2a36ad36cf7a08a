/** The requests of a transactional producer in transactions version 2, one by one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { room } from './our-client.ts';

const { api } = await room<typeof import('../../src/client/api.ts')>('client/api');
const { BrokerConnection } = await room<typeof import('../../src/client/connection.ts')>('client/connection');
const { ApiKey } = await room<typeof import('../../src/core/protocol/api-keys.ts')>('core/protocol/api-keys');
export const { errorName } =
  await room<typeof import('../../src/core/protocol/error-codes.ts')>('core/protocol/error-codes');
export const { BatchBuilder } =
  await room<typeof import('../../src/core/records/batch-builder.ts')>('core/records/batch-builder');
const findCoordinatorCodec = {
  ...(await room<typeof import('../../src/core/protocol/generated/find-coordinator-request.ts')>(
    'core/protocol/generated/find-coordinator-request',
  )),
  ...(await room<typeof import('../../src/core/protocol/generated/find-coordinator-response.ts')>(
    'core/protocol/generated/find-coordinator-response',
  )),
};
const initProducerIdCodec = {
  ...(await room<typeof import('../../src/core/protocol/generated/init-producer-id-request.ts')>(
    'core/protocol/generated/init-producer-id-request',
  )),
  ...(await room<typeof import('../../src/core/protocol/generated/init-producer-id-response.ts')>(
    'core/protocol/generated/init-producer-id-response',
  )),
};
const offsetFetchCodec = {
  ...(await room<typeof import('../../src/core/protocol/generated/offset-fetch-request.ts')>(
    'core/protocol/generated/offset-fetch-request',
  )),
  ...(await room<typeof import('../../src/core/protocol/generated/offset-fetch-response.ts')>(
    'core/protocol/generated/offset-fetch-response',
  )),
};
const produceCodec = {
  ...(await room<typeof import('../../src/core/protocol/generated/produce-request.ts')>(
    'core/protocol/generated/produce-request',
  )),
  ...(await room<typeof import('../../src/core/protocol/generated/produce-response.ts')>(
    'core/protocol/generated/produce-response',
  )),
};
const txnOffsetCommitCodec = {
  ...(await room<typeof import('../../src/core/protocol/generated/txn-offset-commit-request.ts')>(
    'core/protocol/generated/txn-offset-commit-request',
  )),
  ...(await room<typeof import('../../src/core/protocol/generated/txn-offset-commit-response.ts')>(
    'core/protocol/generated/txn-offset-commit-response',
  )),
};
const endTxnCodec = {
  ...(await room<typeof import('../../src/core/protocol/generated/end-txn-request.ts')>(
    'core/protocol/generated/end-txn-request',
  )),
  ...(await room<typeof import('../../src/core/protocol/generated/end-txn-response.ts')>(
    'core/protocol/generated/end-txn-response',
  )),
};

export type Connection = Awaited<ReturnType<typeof BrokerConnection.open>>;

/** Sends a request, its other fields at their defaults, in the one version. */
function verb<Request, Response>(
  what: import('../../src/client/api.ts').Api<Request, Response>,
  version: number,
  fresh: () => Request,
) {
  return (connection: Connection, fields: Partial<Request>): Promise<Response> =>
    connection.callVersion(what, version, { ...fresh(), ...fields });
}

export const findCoordinator = verb(
  api(
    ApiKey.FindCoordinator,
    findCoordinatorCodec.writeFindCoordinatorRequest,
    findCoordinatorCodec.readFindCoordinatorResponse,
  ),
  4,
  findCoordinatorCodec.newFindCoordinatorRequest,
);
export const initProducerId = verb(
  api(
    ApiKey.InitProducerId,
    initProducerIdCodec.writeInitProducerIdRequest,
    initProducerIdCodec.readInitProducerIdResponse,
  ),
  5,
  initProducerIdCodec.newInitProducerIdRequest,
);
export const offsetFetch = verb(
  api(ApiKey.OffsetFetch, offsetFetchCodec.writeOffsetFetchRequest, offsetFetchCodec.readOffsetFetchResponse),
  7,
  offsetFetchCodec.newOffsetFetchRequest,
);
export const produce = verb(
  api(ApiKey.Produce, produceCodec.writeProduceRequest, produceCodec.readProduceResponse),
  12,
  produceCodec.newProduceRequest,
);
export const txnOffsetCommit = verb(
  api(
    ApiKey.TxnOffsetCommit,
    txnOffsetCommitCodec.writeTxnOffsetCommitRequest,
    txnOffsetCommitCodec.readTxnOffsetCommitResponse,
  ),
  5,
  txnOffsetCommitCodec.newTxnOffsetCommitRequest,
);
export const endTxn = verb(
  api(ApiKey.EndTxn, endTxnCodec.writeEndTxnRequest, endTxnCodec.readEndTxnResponse),
  5,
  endTxnCodec.newEndTxnRequest,
);

/** Waits for a broker that is on its way. */
export async function open(bootstrap: string): Promise<Connection> {
  const [host, port] = bootstrap.split(':');
  for (;;) {
    try {
      return await BrokerConnection.open(
        { host: host!, port: Number(port) },
        { clientId: 'wire', connectTimeoutMs: 5_000, requestTimeoutMs: 30_000 },
      );
    } catch {
      await sleep(100);
    }
  }
}
