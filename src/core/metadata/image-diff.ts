/** What a whole new image changes, for a subscriber that missed the entries between: the same delta that they would give. */
import type { ClusterImage } from './cluster-image.ts';
import { ImageDelta } from './image-delta.ts';

export function diffImages(before: ClusterImage, after: ClusterImage): ImageDelta {
  const delta = new ImageDelta();
  for (const topic of before.topics.all()) {
    if (after.topics.byId(topic.id) === undefined) delta.topicDeleted(topic);
  }
  for (const topic of after.topics.all()) {
    const old = before.topics.byId(topic.id);
    if (old === undefined) delta.topicCreated(topic);
    for (const [i, partition] of topic.partitions.entries()) {
      if (old?.partitions[i]?.partitionEpoch !== partition.partitionEpoch) delta.partitionChanged(topic, i);
    }
  }
  for (const [from, to] of [
    [before, after],
    [after, before],
  ] as const) {
    for (const type of from.configs.types()) {
      for (const name of from.configs.resourcesOf(type)) {
        if (!sameEntries(from.configs.of(type, name), to.configs.of(type, name))) delta.configChanged(type, name);
      }
    }
  }
  const ids = new Set([...before.brokers.all(), ...after.brokers.all()].map((broker) => broker.id));
  for (const id of ids) {
    if (JSON.stringify(before.brokers.get(id)) !== JSON.stringify(after.brokers.get(id))) delta.brokerChanged(id);
  }
  delta.haveFeaturesChanged = !sameEntries(before.features, after.features);
  return delta;
}

function sameEntries<V>(a: ReadonlyMap<string, V>, b: ReadonlyMap<string, V>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (b.get(key) !== value) return false;
  return true;
}
