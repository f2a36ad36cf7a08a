/**
 * The state of the cluster as the metadata log tells it. The controller holds two (the head, to plan on; the committed
 * one, to serve), every broker one. `replay` is the only way to change it, and depends on nothing but the records.
 */
import { unreachable } from '../base/assert.ts';
import { BrokersImage } from './brokers-image.ts';
import { ConfigsImage } from './configs-image.ts';
import type { ImageDelta } from './image-delta.ts';
import { type MetadataRecord, RecordType } from './records.ts';
import { RequestResults } from './request-results.ts';
import { TopicsImage } from './topics-image.ts';

/** One position of the metadata log: the records of one command, which take effect together. */
export interface MetadataEntry {
  readonly epoch: number;
  /** 1 for the first entry ever; no gaps. */
  readonly index: number;
  readonly records: readonly MetadataRecord[];
}

export class ClusterImage {
  readonly topics = new TopicsImage();
  readonly configs = new ConfigsImage();
  readonly brokers = new BrokersImage();
  readonly results = new RequestResults();
  readonly features = new Map<string, number>();
  /** Everything below has been given out in blocks. */
  nextProducerId = 0;
  /** Node id of the controller of `epoch`; -1 before the first. */
  controllerId = -1;
  clusterId = '';
  /** Of the last entry replayed; 0 before the first. */
  epoch = 0;
  index = 0;

  replayEntry(entry: MetadataEntry, delta: ImageDelta | null = null): void {
    for (const record of entry.records) this.replay(record, entry.index, delta);
    this.epoch = entry.epoch;
    this.index = entry.index;
  }

  replay(record: MetadataRecord, index: number, delta: ImageDelta | null): void {
    switch (record.type) {
      case RecordType.EPOCH_START:
        this.controllerId = record.data.controllerId;
        this.clusterId = record.data.clusterId;
        return;
      case RecordType.TOPIC:
        this.topics.replayTopic(record.data, delta);
        return;
      case RecordType.PARTITION:
        this.topics.replayPartition(record.data, delta);
        return;
      case RecordType.PARTITION_CHANGE:
        this.topics.replayPartitionChange(record.data, delta);
        return;
      case RecordType.REMOVE_TOPIC:
        this.configs.topicRemoved(this.topics.replayRemoveTopic(record.data, delta).name);
        return;
      case RecordType.CONFIG:
        this.configs.replayConfig(record.data, delta);
        return;
      case RecordType.REGISTER_BROKER:
        this.brokers.replayRegister(record.data, delta);
        return;
      case RecordType.BROKER_REGISTRATION_CHANGE:
        this.brokers.replayChange(record.data, delta);
        return;
      case RecordType.UNREGISTER_BROKER:
        this.results.brokerUnregistered(record.data.brokerId);
        this.brokers.replayUnregister(record.data, delta);
        return;
      case RecordType.FEATURE_LEVEL:
        if (record.data.featureLevel === 0) this.features.delete(record.data.name);
        else this.features.set(record.data.name, record.data.featureLevel);
        if (delta !== null) delta.haveFeaturesChanged = true;
        return;
      case RecordType.PRODUCER_IDS:
        this.nextProducerId = record.data.nextProducerId;
        return;
      case RecordType.REQUEST_RESULT:
        this.results.replay(record.data, index);
        return;
      case RecordType.NO_OP:
        return;
      default:
        unreachable(record);
    }
  }
}
