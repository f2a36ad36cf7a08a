/**
 * What a run of records changed, as names to look up rather than as copies: cheap to collect, enough for a local
 * subscriber to open, change and close what it holds.
 */
import type { TopicImage } from './topics-image.ts';

export interface ConfigResourceId {
  readonly type: number;
  readonly name: string;
}

export class ImageDelta {
  /** Topics created and still there, by id. */
  readonly createdTopics = new Map<string, TopicImage>();
  /** Topics that existed before and are gone, as they last were, by id. */
  readonly deletedTopics = new Map<string, TopicImage>();
  /** Partitions created or changed, of topics that are still there. */
  readonly changedPartitions = new Map<string, Set<number>>();
  readonly changedBrokers = new Set<number>();
  haveFeaturesChanged = false;
  readonly #configs = new Map<string, ConfigResourceId>();

  get isEmpty(): boolean {
    return (
      this.createdTopics.size === 0 &&
      this.deletedTopics.size === 0 &&
      this.changedPartitions.size === 0 &&
      this.changedBrokers.size === 0 &&
      this.#configs.size === 0 &&
      !this.haveFeaturesChanged
    );
  }

  changedConfigs(): IterableIterator<ConfigResourceId> {
    return this.#configs.values();
  }

  topicCreated(topic: TopicImage): void {
    this.createdTopics.set(topic.id, topic);
  }

  topicDeleted(topic: TopicImage): void {
    this.changedPartitions.delete(topic.id);
    if (!this.createdTopics.delete(topic.id)) this.deletedTopics.set(topic.id, topic);
  }

  partitionChanged(topic: TopicImage, partition: number): void {
    const partitions = this.changedPartitions.get(topic.id);
    if (partitions === undefined) this.changedPartitions.set(topic.id, new Set([partition]));
    else partitions.add(partition);
  }

  configChanged(type: number, name: string): void {
    this.#configs.set(`${type}:${name}`, { type, name });
  }

  brokerChanged(id: number): void {
    this.changedBrokers.add(id);
  }
}
