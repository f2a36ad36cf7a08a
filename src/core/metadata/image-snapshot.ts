/**
 * A cluster image as the records that rebuild it, in one canonical order: equal images give equal bytes, whatever the
 * order of events that led to them, so their hash tells two nodes whether they agree.
 */
import { ByteWriter } from '../bytes/byte-writer.ts';
import { crc32c } from '../bytes/crc32c.ts';
import type { ClusterImage } from './cluster-image.ts';
import { writeRecords } from './record-codec.ts';
import { type MetadataRecord, metadataRecord, RecordType } from './records.ts';
import type { TopicImage } from './topics-image.ts';

export function snapshotRecords(image: ClusterImage): MetadataRecord[] {
  const { controllerId, clusterId, epoch } = image;
  const records: MetadataRecord[] = [metadataRecord(RecordType.EPOCH_START, { epoch, controllerId, clusterId })];
  for (const name of [...image.features.keys()].sort()) {
    records.push(metadataRecord(RecordType.FEATURE_LEVEL, { name, featureLevel: image.features.get(name)! }));
  }
  for (const broker of image.brokers.all()) {
    records.push(
      metadataRecord(RecordType.REGISTER_BROKER, {
        brokerId: broker.id,
        brokerEpoch: broker.epoch,
        incarnationId: broker.incarnationId,
        endPoints: [...broker.endpoints],
        features: [...broker.features],
        rack: broker.rack,
        fenced: broker.isFenced,
        inControlledShutdown: broker.isInControlledShutdown,
        logDirs: [...broker.logDirs],
      }),
    );
  }
  const topics = [...image.topics.all()].sort((a, b) => compareText(a.name, b.name));
  for (const topic of topics) pushTopic(records, topic);
  pushConfigs(records, image);
  records.push(
    metadataRecord(RecordType.PRODUCER_IDS, { brokerId: -1, brokerEpoch: -1, nextProducerId: image.nextProducerId }),
  );
  for (const result of image.results.all()) records.push(metadataRecord(RecordType.REQUEST_RESULT, result));
  return records;
}

/** The records of `snapshotRecords` as bytes: equal for equal images. */
export function canonicalBytes(image: ClusterImage): Uint8Array {
  const writer = new ByteWriter(4096);
  writeRecords(writer, snapshotRecords(image));
  return writer.toBytes();
}

/** Sixteen hexadecimal digits over the canonical bytes. Finds divergence; no defence against forgery. */
export function imageHash(image: ClusterImage): string {
  return hashOf(canonicalBytes(image));
}

/** The image's hash, where its canonical bytes are at hand. */
export function hashOf(bytes: Uint8Array): string {
  return hex(crc32c(bytes, 0, bytes.length)) + hex(mixed(bytes));
}

function pushTopic(records: MetadataRecord[], topic: TopicImage): void {
  records.push(metadataRecord(RecordType.TOPIC, { name: topic.name, topicId: topic.id }));
  for (const partition of topic.partitions) {
    records.push(
      metadataRecord(RecordType.PARTITION, {
        topicId: topic.id,
        partitionId: partition.partition,
        replicas: [...partition.replicas],
        isr: [...partition.isr],
        removingReplicas: [...partition.removingReplicas],
        addingReplicas: [...partition.addingReplicas],
        leader: partition.leader,
        leaderRecoveryState: partition.leaderRecoveryState,
        leaderEpoch: partition.leaderEpoch,
        partitionEpoch: partition.partitionEpoch,
        directories: [...partition.directories],
        eligibleLeaderReplicas: [...partition.elr],
        lastKnownElr: [...partition.lastKnownElr],
      }),
    );
  }
}

function pushConfigs(records: MetadataRecord[], image: ClusterImage): void {
  for (const resourceType of image.configs.types().sort((a, b) => a - b)) {
    for (const resourceName of image.configs.resourcesOf(resourceType).sort(compareText)) {
      const configs = image.configs.of(resourceType, resourceName);
      for (const name of [...configs.keys()].sort(compareText)) {
        records.push(
          metadataRecord(RecordType.CONFIG, { resourceType, resourceName, name, value: configs.get(name)! }),
        );
      }
    }
  }
}

/** By code unit, which no locale changes. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A second 32 bits, independent of the CRC: multiply and rotate over words, then over the rest. */
function mixed(bytes: Uint8Array): number {
  let h = bytes.length | 0;
  for (let i = 0; i < bytes.length; i++) {
    h = Math.imul(h ^ bytes[i]!, 0x9e37_79b1);
    h = (h << 13) | (h >>> 19);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  return (h ^ (h >>> 13)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
