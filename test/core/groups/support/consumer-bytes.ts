/** What consumers put into the bytes of the classic protocol, written with the generated codecs. */
import { ByteReader } from '../../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../../src/core/bytes/byte-writer.ts';
import {
  newConsumerProtocolAssignment,
  readConsumerProtocolAssignment,
  writeConsumerProtocolAssignment,
} from '../../../../src/core/protocol/generated/consumer-protocol-assignment.ts';
import {
  newConsumerProtocolSubscription,
  writeConsumerProtocolSubscription,
} from '../../../../src/core/protocol/generated/consumer-protocol-subscription.ts';

export type Owned = Record<string, number[]>;

export function subscriptionBytes(topics: string[], owned: Owned = {}, version = 3): Uint8Array {
  const writer = new ByteWriter();
  writer.int16(version);
  const ownedPartitions =
    version === 0 ? [] : Object.entries(owned).map(([topic, partitions]) => ({ topic, partitions }));
  writeConsumerProtocolSubscription(
    writer,
    newConsumerProtocolSubscription({ topics, ownedPartitions, rackId: null }),
    version,
  );
  return writer.toBytes().slice();
}

export function assignmentBytes(assigned: Owned, userData: Uint8Array | null = null): Uint8Array {
  const writer = new ByteWriter();
  writer.int16(3);
  const assignedPartitions = Object.entries(assigned).map(([topic, partitions]) => ({ topic, partitions }));
  writeConsumerProtocolAssignment(writer, newConsumerProtocolAssignment({ assignedPartitions, userData }), 3);
  return writer.toBytes().slice();
}

export function readAssigned(bytes: Uint8Array): Owned {
  if (bytes.length === 0) return {};
  const reader = new ByteReader(bytes);
  const version = reader.int16();
  return Object.fromEntries(
    readConsumerProtocolAssignment(reader, version).assignedPartitions.map(({ topic, partitions }) => [
      topic,
      [...partitions].sort((a, b) => a - b),
    ]),
  );
}
