import { expect, test } from 'vitest';
import { ImageDelta } from '../../../src/core/metadata/image-delta.ts';
import type { TopicImage } from '../../../src/core/metadata/topics-image.ts';
import { ManualClock } from '../../../src/runtime/clock/manual-clock.ts';
import type { MetadataCache, MetadataListener } from '../../../src/services/metadata/metadata-cache.ts';
import { TopicArrivals } from '../../../src/services/metadata/topic-arrivals.ts';

function fixture(brokers = 3) {
  const clock = new ManualClock();
  const listeners: MetadataListener[] = [];
  const image = { brokers: { size: brokers } };
  const cache = { image, subscribe: (listener: MetadataListener) => listeners.push(listener) };
  const known = new Set<string>();
  const order: string[] = [];
  const arrivals = new TopicArrivals(cache as unknown as MetadataCache, clock);
  return {
    clock,
    order,
    wants: (topic: string, name = topic) =>
      arrivals.whenThere(
        () => known.has(topic),
        () => order.push(name),
      ),
    arrive(topic: string) {
      known.add(topic);
      const delta = new ImageDelta();
      delta.topicCreated({ id: topic, name: topic, partitions: [] } as TopicImage);
      for (const listener of listeners) listener(delta, image as never);
    },
  };
}

test('what is known goes on at once, and so does everything on a broker by itself', () => {
  const three = fixture();
  three.arrive('t');
  three.wants('t');
  expect(three.order).toEqual(['t']);
  const alone = fixture(1);
  alone.wants('t');
  expect(alone.order).toEqual(['t']);
  expect(alone.clock.pendingTimers).toBe(0);
});

test('the rest waits for its topic, in order, and for no other', () => {
  const three = fixture();
  three.wants('a', 'first');
  three.wants('b');
  three.wants('a', 'second');
  three.clock.advance(10);
  three.arrive('a');
  expect(three.order).toEqual(['first', 'second']);
  three.clock.advance(39);
  expect(three.order).toHaveLength(2);
  three.clock.advance(1);
  expect(three.order).toEqual(['first', 'second', 'b']);
  three.clock.advance(100);
  three.arrive('b');
  expect(three.order).toHaveLength(3);
});
