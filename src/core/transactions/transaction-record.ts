/** The records of `__transaction_state`: an int16 of type or version, then Kafka's TransactionLogKey or TransactionLogValue. */
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { DecodeError } from '../bytes/decode-error.ts';
import {
  newTransactionLogKey,
  readTransactionLogKey,
  writeTransactionLogKey,
} from '../protocol/generated/records/transaction-log-key.ts';
import {
  newTransactionLogValue,
  readTransactionLogValue,
  writeTransactionLogValue,
} from '../protocol/generated/records/transaction-log-value.ts';
import { NO_PARTITIONS, partitionSet } from './partition-set.ts';
import { NO_PRODUCER_EPOCH, type Transaction, TransactionState } from './transaction.ts';

const KEY_TYPE = 0;
const MAX_VALUE_VERSION = 1;

export function encodeKey(transactionalId: string): Uint8Array {
  const writer = new ByteWriter();
  writer.int16(KEY_TYPE);
  writeTransactionLogKey(writer, newTransactionLogKey({ transactionalId }), 0);
  return writer.toBytes();
}

/**
 * Version 0 until `transaction.version` 1 is finalized, so that older brokers can read it; but always version 1 for what
 * version 0 has no room for.
 */
export function encodeValue(transaction: Transaction, transactionVersion: number): Uint8Array {
  const version = transactionVersion >= 1 || transaction.clientTransactionVersion > 0 ? 1 : 0;
  const writer = new ByteWriter();
  writer.int16(version);
  const value = newTransactionLogValue({
    producerId: transaction.producerId,
    producerEpoch: transaction.producerEpoch,
    transactionTimeoutMs: transaction.timeoutMs,
    transactionStatus: transaction.state,
    transactionPartitions: transaction.state === TransactionState.Empty ? null : partitionsOf(transaction),
    transactionLastUpdateTimestampMs: transaction.lastUpdateTimestamp,
    transactionStartTimestampMs: transaction.startTimestamp,
  });
  if (version >= 1) {
    value.previousProducerId = transaction.previousProducerId;
    value.nextProducerId = transaction.nextProducerId;
    value.clientTransactionVersion = transaction.clientTransactionVersion;
  }
  writeTransactionLogValue(writer, value, version);
  return writer.toBytes();
}

/** null for a key of another kind. Throws DecodeError. */
export function decodeKey(key: Uint8Array): string | null {
  const reader = new ByteReader(key);
  if (reader.int16() !== KEY_TYPE) return null;
  return readTransactionLogKey(reader, 0).transactionalId;
}

/** null for a version of the future. Throws DecodeError. */
export function decodeValue(transactionalId: string, bytes: Uint8Array): Transaction | null {
  const reader = new ByteReader(bytes);
  const version = reader.int16();
  if (version < 0 || version > MAX_VALUE_VERSION) return null;
  const value = readTransactionLogValue(reader, version);
  const state = value.transactionStatus;
  if (state < TransactionState.Empty || state > TransactionState.CompleteAbort)
    throw new DecodeError(`transaction status ${state} of transactional id ${transactionalId}`);
  const topics = (value.transactionPartitions ?? []).map(({ topic, partitionIds }) => ({
    topic,
    partitions: partitionIds,
  }));
  return {
    transactionalId,
    producerId: value.producerId,
    previousProducerId: value.previousProducerId,
    nextProducerId: value.nextProducerId,
    producerEpoch: value.producerEpoch,
    lastProducerEpoch: NO_PRODUCER_EPOCH,
    timeoutMs: value.transactionTimeoutMs,
    state: state as TransactionState,
    partitions: state === TransactionState.Empty ? NO_PARTITIONS : partitionSet(topics),
    startTimestamp: value.transactionStartTimestampMs,
    lastUpdateTimestamp: value.transactionLastUpdateTimestampMs,
    clientTransactionVersion: value.clientTransactionVersion,
  };
}

const partitionsOf = ({ partitions }: Transaction) =>
  Array.from(partitions, ([topic, ids]) => ({ topic, partitionIds: [...ids] }));
