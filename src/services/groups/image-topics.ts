/** The committed topics as group coordinators ask for them. Main thread. */
import type { TopicMetadataPort } from '../../core/groups/coordinator-contract.ts';
import type { MetadataCache } from '../metadata/metadata-cache.ts';

export class ImageTopics implements TopicMetadataPort {
  readonly #cache: MetadataCache;
  /** Counted by whoever sees topics come, go or grow. */
  version = 1;

  constructor(cache: MetadataCache) {
    this.#cache = cache;
  }

  topicId(name: string): string | null {
    return this.#cache.image.topics.byName(name)?.id ?? null;
  }

  topicName(id: string): string | null {
    return this.#cache.image.topics.byId(id)?.name ?? null;
  }

  partitionCount(name: string): number {
    return this.#cache.image.topics.byName(name)?.partitions.length ?? 0;
  }

  topicNames(): Iterable<string> {
    return this.#cache.image.topics.names();
  }
}
