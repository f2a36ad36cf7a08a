/**
 * Main's copy of the committed image: what every handler reads. Follows the controller's publications in order, tells
 * subscribers what each of them changed, and says when it has reached an index. Main thread.
 */
import { assert } from '../../core/base/assert.ts';
import type { BrokerRegistration } from '../../core/metadata/brokers-image.ts';
import { ClusterImage } from '../../core/metadata/cluster-image.ts';
import { CLUSTER_DEFAULT, ResourceType } from '../../core/metadata/configs-image.ts';
import { ImageDelta } from '../../core/metadata/image-delta.ts';
import { diffImages } from '../../core/metadata/image-diff.ts';
import type { PublishedEntry } from '../../workers/controller/controller-messages.ts';

/** Called after the image has changed, with what changed. Must not throw; may read the image, not keep the delta. */
export type MetadataListener = (delta: ImageDelta, image: ClusterImage) => void;

interface Waiter {
  readonly index: number;
  callback(): void;
}

export class MetadataCache {
  #image = new ClusterImage();
  readonly #listeners: MetadataListener[] = [];
  #waiters: Waiter[] = [];

  /** To read; replaced when a whole image arrives, so do not keep it. */
  get image(): ClusterImage {
    return this.#image;
  }

  /** Subscribers are called in the order in which they subscribed, for everything from now on. */
  subscribe(listener: MetadataListener): void {
    this.#listeners.push(listener);
  }

  /** As `subscribe`, and at once for everything there is now, as if it had all just been created. */
  subscribeFromStart(listener: MetadataListener): void {
    listener(diffImages(new ClusterImage(), this.#image), this.#image);
    this.subscribe(listener);
  }

  onImage(entry: PublishedEntry): void {
    const image = new ClusterImage();
    image.replayEntry(entry);
    assert(image.index >= this.#image.index, 'a published image goes back in time');
    const delta = diffImages(this.#image, image);
    this.#image = image;
    this.#published(delta);
  }

  onEntries(entries: readonly PublishedEntry[]): void {
    const delta = new ImageDelta();
    for (const entry of entries) {
      assert(entry.index === this.#image.index + 1, 'published entries leave a gap');
      this.#image.replayEntry(entry, delta);
    }
    this.#published(delta);
  }

  /** Calls back once the image has reached `index`: at once where it has. */
  whenApplied(index: number, callback: () => void): void {
    if (this.#image.index >= index) callback();
    else this.#waiters.push({ index, callback });
  }

  /** Brokers that are not fenced, ascending by id. */
  aliveBrokers(): BrokerRegistration[] {
    return this.#image.brokers.all().filter((broker) => !broker.isFenced);
  }

  topicConfig(name: string): ReadonlyMap<string, string> {
    return this.#image.configs.topic(name);
  }

  /** Dynamic configs of one broker alone. */
  brokerConfig(brokerId: number): ReadonlyMap<string, string> {
    return this.#image.configs.of(ResourceType.BROKER, String(brokerId));
  }

  /** Dynamic configs of every broker. */
  clusterConfig(): ReadonlyMap<string, string> {
    return this.#image.configs.of(ResourceType.BROKER, CLUSTER_DEFAULT);
  }

  #published(delta: ImageDelta): void {
    if (!delta.isEmpty) for (const listener of this.#listeners) listener(delta, this.#image);
    if (this.#waiters.length === 0) return;
    const waiters = this.#waiters;
    this.#waiters = waiters.filter((waiter) => waiter.index > this.#image.index);
    for (const waiter of waiters) if (waiter.index <= this.#image.index) waiter.callback();
  }
}
