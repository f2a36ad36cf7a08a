/** Replay is deterministic: however an image came about, by the log, by a snapshot and what followed, or over the wire. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteReader } from '../../../src/core/bytes/byte-reader.ts';
import { ByteWriter } from '../../../src/core/bytes/byte-writer.ts';
import { DecodeError } from '../../../src/core/bytes/decode-error.ts';
import { ClusterImage } from '../../../src/core/metadata/cluster-image.ts';
import { ImageDelta } from '../../../src/core/metadata/image-delta.ts';
import { diffImages } from '../../../src/core/metadata/image-diff.ts';
import { imageHash, snapshotRecords } from '../../../src/core/metadata/image-snapshot.ts';
import { readRecords, writeRecords } from '../../../src/core/metadata/record-codec.ts';
import { type MetadataRecord, metadataRecord, RecordType } from '../../../src/core/metadata/records.ts';
import { RESULT_BYTES_PER_BROKER, RESULTS_PER_BROKER } from '../../../src/core/metadata/request-results.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { TestController } from './support.ts';

const action = fc.oneof(
  fc.record({
    kind: fc.constant('create' as const),
    topic: fc.nat(8),
    partitions: fc.integer({ min: 1, max: 4 }),
    replicas: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('delete' as const), topic: fc.nat(8) }),
  fc.record({ kind: fc.constant('grow' as const), topic: fc.nat(8), count: fc.integer({ min: 2, max: 9 }) }),
  fc.record({ kind: fc.constant('toggle' as const), broker: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('config' as const), topic: fc.nat(8), value: fc.option(fc.nat(99)) }),
  fc.record({ kind: fc.constant('ids' as const), broker: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    kind: fc.constant('result' as const),
    broker: fc.integer({ min: 1, max: 3 }),
    sequence: fc.nat(50),
    size: fc.nat(40),
  }),
  fc.record({ kind: fc.constant('restart' as const), broker: fc.integer({ min: 1, max: 3 }), incarnation: fc.nat(9) }),
);

type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

function perform(controller: TestController, step: Action): void {
  switch (step.kind) {
    case 'create':
      controller.createTopic(`topic-${step.topic}`, step.partitions, step.replicas);
      return;
    case 'delete':
      controller.handle(ApiKey.DeleteTopics, {
        topics: [{ name: `topic-${step.topic}`, topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }],
        topicNames: [],
        timeoutMs: 0,
      });
      return;
    case 'grow':
      controller.handle(ApiKey.CreatePartitions, {
        topics: [{ name: `topic-${step.topic}`, count: step.count, assignments: null }],
        timeoutMs: 0,
        validateOnly: false,
      });
      return;
    case 'toggle':
      if (controller.image.brokers.get(step.broker)!.isFenced) controller.unfence(step.broker);
      else controller.fence(step.broker);
      return;
    case 'config':
      controller.handle(ApiKey.IncrementalAlterConfigs, {
        resources: [
          {
            resourceType: 2,
            resourceName: `topic-${step.topic}`,
            configs: [
              {
                name: 'retention.ms',
                configOperation: step.value === null ? 1 : 0,
                value: step.value === null ? null : String(step.value),
              },
            ],
          },
        ],
        validateOnly: false,
      });
      return;
    case 'ids':
      controller.handle(ApiKey.AllocateProducerIds, {
        brokerId: step.broker,
        brokerEpoch: controller.image.brokers.get(step.broker)!.epoch,
      });
      return;
    case 'result':
      controller.append([result(step.broker, step.sequence, step.size)]);
      return;
    case 'restart':
      controller.now += 5_000;
      controller.register(step.broker, null, `BBBBBBBBBBBBBBBBBBBB${step.incarnation}Q`);
  }
}

function result(brokerId: number, sequence: number, size: number): MetadataRecord {
  return metadataRecord(RecordType.REQUEST_RESULT, {
    brokerId,
    brokerEpoch: 4,
    sequence,
    index: -1,
    apiKey: 19,
    apiVersion: 7,
    response: new Uint8Array(size).fill(sequence),
  });
}

function throughBytes(records: readonly MetadataRecord[]): MetadataRecord[] {
  const writer = new ByteWriter();
  writeRecords(writer, records);
  return readRecords(new ByteReader(writer.toBytes()));
}

const run = (steps: readonly Action[]) => {
  const controller = new TestController({ brokers: [{ id: 1 }, { id: 2, rack: 'a' }, { id: 3 }] });
  for (const step of steps) perform(controller, step);
  return controller;
};

describe('an image', () => {
  test('is the same by log, by log read back from bytes, and by any snapshot and the entries behind it', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), fc.nat(), (steps, at) => {
        const controller = run(steps);
        const expected = imageHash(controller.image);
        const replayed = new ClusterImage();
        const cut = at % controller.entries.length;
        let restored = new ClusterImage();
        for (const [i, entry] of controller.entries.entries()) {
          const copy = { ...entry, records: throughBytes(entry.records) };
          replayed.replayEntry(copy);
          restored.replayEntry(copy);
          if (i === cut) {
            const { epoch, index } = restored;
            const snapshot = throughBytes(snapshotRecords(restored));
            restored = new ClusterImage();
            restored.replayEntry({ epoch, index, records: snapshot });
          }
        }
        expect(imageHash(replayed)).toBe(expected);
        expect(imageHash(restored)).toBe(expected);
        expect(restored.index).toBe(controller.image.index);
      }),
      { numRuns: 150 },
    );
  });

  test('changes its hash with every entry that changes anything', () => {
    const controller = new TestController();
    const hashes = new Set([imageHash(controller.image)]);
    const note = () => hashes.add(imageHash(controller.image));
    controller.createTopic('a');
    note();
    controller.createTopic('b');
    note();
    controller.fence(1);
    note();
    controller.unfence(1);
    note();
    controller.setConfig('a', 'retention.ms', '4');
    note();
    controller.setFeature('f', 1);
    note();
    controller.append([result(1, 1, 1)]);
    note();
    expect(hashes.size).toBe(8);
  });

  test('does not depend on the order in which independent facts came', () => {
    const facts = [
      metadataRecord(RecordType.TOPIC, { name: 'a', topicId: 'AAAAAAAAAAAAAAAAAAAAAg' }),
      metadataRecord(RecordType.TOPIC, { name: 'b', topicId: 'AAAAAAAAAAAAAAAAAAAAAw' }),
      metadataRecord(RecordType.CONFIG, { resourceType: 2, resourceName: 'a', name: 'k', value: '1' }),
      metadataRecord(RecordType.CONFIG, { resourceType: 2, resourceName: 'a', name: 'j', value: '2' }),
      metadataRecord(RecordType.FEATURE_LEVEL, { name: 'x', featureLevel: 1 }),
      metadataRecord(RecordType.FEATURE_LEVEL, { name: 'w', featureLevel: 2 }),
    ];
    const image = (records: MetadataRecord[]) => {
      const made = new ClusterImage();
      made.replayEntry({ epoch: 1, index: 1, records });
      return imageHash(made);
    };
    expect(image(facts.toReversed())).toBe(image(facts));
  });
});

test('a delta names exactly what two images differ in', () => {
  fc.assert(
    fc.property(fc.array(action, { minLength: 1, maxLength: 30 }), fc.nat(), (steps, at) => {
      const controller = run(steps);
      const cut = at % controller.entries.length;
      const before = new ClusterImage();
      const after = new ClusterImage();
      const delta = new ImageDelta();
      for (const [i, entry] of controller.entries.entries()) {
        if (i < cut) before.replayEntry(entry);
        after.replayEntry(entry, i < cut ? null : delta);
      }
      const diff = diffImages(before, after);
      expect(new Set(delta.createdTopics.keys())).toEqual(new Set(diff.createdTopics.keys()));
      expect(new Set(delta.deletedTopics.keys())).toEqual(new Set(diff.deletedTopics.keys()));
      expect(delta.changedPartitions).toEqual(diff.changedPartitions);
      // What changed there and back is in the delta and not in the difference.
      for (const id of diff.changedBrokers) expect(delta.changedBrokers).toContain(id);
      const named = new Set([...delta.changedConfigs()].map(({ type, name }) => `${type}:${name}`));
      for (const { type, name } of diff.changedConfigs()) {
        const isOfDeletedTopic = after.topics.byName(name) === undefined;
        expect(named.has(`${type}:${name}`) || isOfDeletedTopic).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

describe('results of requests', () => {
  test('are found by broker, epoch and sequence; a new incarnation starts afresh', () => {
    const image = new ClusterImage();
    image.replayEntry({ epoch: 1, index: 9, records: [result(1, 5, 3)] });
    expect(image.results.find({ brokerId: 1, brokerEpoch: 4, sequence: 5 })).toMatchObject({ index: 9 });
    expect(image.results.find({ brokerId: 1, brokerEpoch: 5, sequence: 5 })).toBeUndefined();
    expect(image.results.find({ brokerId: 2, brokerEpoch: 4, sequence: 5 })).toBeUndefined();
  });

  test('are kept up to a number and a size, the oldest going first', () => {
    const image = new ClusterImage();
    for (let i = 0; i < RESULTS_PER_BROKER + 10; i++)
      image.replayEntry({ epoch: 1, index: i + 1, records: [result(1, i, 1)] });
    expect(image.results.all()).toHaveLength(RESULTS_PER_BROKER);
    expect(image.results.find({ brokerId: 1, brokerEpoch: 4, sequence: 9 })).toBeUndefined();
    expect(image.results.find({ brokerId: 1, brokerEpoch: 4, sequence: 10 })).toBeDefined();
    image.replayEntry({ epoch: 1, index: 9_999, records: [result(1, 9_999, RESULT_BYTES_PER_BROKER)] });
    expect(image.results.all()).toHaveLength(1);
  });
});

test('bytes that are no records are an error, not a crash', () => {
  const controller = run([]);
  const writer = new ByteWriter();
  writeRecords(writer, snapshotRecords(controller.image));
  const bytes = writer.toBytes().slice();
  for (let length = 0; length < bytes.length; length++) {
    expect(() => readRecords(new ByteReader(bytes, 0, length))).toThrow(DecodeError);
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
      try {
        readRecords(new ByteReader(noise));
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
      }
    }),
  );
});
