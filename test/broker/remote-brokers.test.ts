/** Requests from one broker to another, over real sockets, while the other goes and comes back elsewhere. */
import { afterEach, expect, test } from 'vitest';
import { RemoteBrokers } from '../../src/broker/remote-brokers.ts';
import { type RunningBroker, startBroker } from '../../src/broker/start-broker.ts';
import type { ClusterImage } from '../../src/core/metadata/cluster-image.ts';
import { errorName } from '../../src/core/protocol/error-codes.ts';
import {
  newAddPartitionsToTxnRequest,
  newAddPartitionsToTxnRequestAddPartitionsToTxnTransaction,
} from '../../src/core/protocol/generated/add-partitions-to-txn-request.ts';
import {
  newWriteTxnMarkersRequest,
  newWriteTxnMarkersRequestWritableTxnMarker,
} from '../../src/core/protocol/generated/write-txn-markers-request.ts';
import { TopicClient } from './support/topic-client.ts';

const running: RunningBroker[] = [];
let remote: RemoteBrokers;
let address = '';
afterEach(async () => {
  remote.close();
  await Promise.all(running.splice(0).map((broker) => broker.stop()));
});

async function start(): Promise<RunningBroker> {
  const broker = await startBroker();
  running.push(broker);
  address = broker.bootstrapServers;
  const topics = new TopicClient(address);
  await topics.create('t');
  await topics.close();
  return broker;
}

/** Broker 2 is wherever `address` says; nobody knows another. */
function image(): ClusterImage {
  const [host, port] = address.split(':');
  const brokers = {
    all: () => [{ id: 2, rack: null, isFenced: false }],
    endpoint: () => ({ host, port: Number(port) }),
  };
  return { brokers } as unknown as ClusterImage;
}

function open(): void {
  remote = new RemoteBrokers({ brokerId: 1, image, listenerName: 'PLAINTEXT', requestTimeoutMs: 5_000 });
}

/** The marker's error, or why there is none. */
function mark(brokerId: number): Promise<string> {
  const marker = newWriteTxnMarkersRequestWritableTxnMarker({
    producerId: 5,
    producerEpoch: 1,
    transactionVersion: 2,
    topics: [{ name: 't', partitionIndexes: [0] }],
  });
  return new Promise((resolve) =>
    remote.writeTxnMarkers(brokerId, newWriteTxnMarkersRequest({ markers: [marker] }), (result) =>
      resolve(
        'errorCode' in result
          ? `no answer: ${errorName(result.errorCode)}`
          : errorName(result.response.markers[0]!.topics[0]!.partitions[0]!.errorCode),
      ),
    ),
  );
}

test('markers and verifications reach the other broker on one connection', async () => {
  await start();
  open();
  expect(await Promise.all([mark(2), mark(2)])).toEqual(['NONE', 'NONE']);
  const transaction = newAddPartitionsToTxnRequestAddPartitionsToTxnTransaction({
    transactionalId: 'id',
    producerId: 5,
    verifyOnly: true,
    topics: [{ name: 't', partitions: [0] }],
  });
  const errors = await new Promise((resolve) =>
    remote.addPartitionsToTxn(2, newAddPartitionsToTxnRequest({ transactions: [transaction] }), (result) =>
      resolve(
        'errorCode' in result
          ? errorName(result.errorCode)
          : result.response.resultsByTransaction[0]!.topicResults[0]!.resultsByPartition.map((one) =>
              errorName(one.partitionErrorCode),
            ),
      ),
    ),
  );
  // Nobody has asked for the coordinator's topic yet.
  expect(errors).toEqual(['NOT_COORDINATOR']);
});

test('a broker that is not there fails its calls, and is found again elsewhere', async () => {
  const first = await start();
  open();
  expect(await mark(7)).toBe('no answer: BROKER_NOT_AVAILABLE');
  expect(await mark(2)).toBe('NONE');
  await first.stop();
  expect(await mark(2)).toBe('no answer: NETWORK_EXCEPTION');
  await start();
  expect(await mark(2)).toBe('NONE');
  remote.close();
  expect(await mark(2)).toBe('no answer: BROKER_NOT_AVAILABLE');
});
