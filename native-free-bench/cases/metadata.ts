/** Records of the metadata log into the cluster image: one by one, as a whole snapshot, and back into bytes. */
import type { Case, Columns } from '../corpus.ts';
import { noise } from '../fixtures.ts';
import { room } from '../room.ts';

type ClusterImage = import('../../src/core/metadata/cluster-image.ts').ClusterImage;
type MetadataRecord = import('../../src/core/metadata/records.ts').MetadataRecord;

const PARTITIONS = 6;
const BROKERS = 3;

export async function cases(tiny: boolean): Promise<Case[]> {
  const { ClusterImage } = await room<typeof import('../../src/core/metadata/cluster-image.ts')>(
    'core/metadata/cluster-image.ts',
  );
  const { metadataRecord, RecordType } =
    await room<typeof import('../../src/core/metadata/records.ts')>('core/metadata/records.ts');
  const { readRecords, writeRecords } = await room<typeof import('../../src/core/metadata/record-codec.ts')>(
    'core/metadata/record-codec.ts',
  );
  const { canonicalBytes } = await room<typeof import('../../src/core/metadata/image-snapshot.ts')>(
    'core/metadata/image-snapshot.ts',
  );
  const { newPartitionRecord } = await room<typeof import('../../src/core/metadata/generated/partition-record.ts')>(
    'core/metadata/generated/partition-record.ts',
  );
  const { newPartitionChangeRecord } = await room<
    typeof import('../../src/core/metadata/generated/partition-change-record.ts')
  >('core/metadata/generated/partition-change-record.ts');
  const { uuidToText } = await room<typeof import('../../src/core/bytes/uuid.ts')>('core/bytes/uuid.ts');
  const { ByteReader } = await room<typeof import('../../src/core/bytes/byte-reader.ts')>('core/bytes/byte-reader.ts');
  const { ByteWriter } = await room<typeof import('../../src/core/bytes/byte-writer.ts')>('core/bytes/byte-writer.ts');

  const topicCount = tiny ? 5 : 1_000;
  const topicIds = Array.from({ length: topicCount }, (_, n) => uuidToText(noise(16, n + 1), 0));
  const directories = Array.from({ length: BROKERS }, (_, n) => uuidToText(noise(16, 5_000 + n), 0));

  const creations = (): MetadataRecord[] =>
    topicIds.flatMap((topicId, n) => [
      metadataRecord(RecordType.TOPIC, { name: `topic-${n}`, topicId }),
      ...Array.from({ length: PARTITIONS }, (_, partitionId) => {
        const replicas = Array.from({ length: BROKERS }, (_, at) => 1 + ((n + partitionId + at) % BROKERS));
        return metadataRecord(
          RecordType.PARTITION,
          newPartitionRecord({ topicId, partitionId, replicas, isr: replicas, leader: replicas[0]!, directories }),
        );
      }),
    ]);
  /** One broker falls out of every in-sync set and comes back: twice as many records as there are partitions. */
  const changes = (): MetadataRecord[] =>
    [
      [1, 2],
      [1, 2, 3],
    ].flatMap((isr) =>
      topicIds.flatMap((topicId) =>
        Array.from({ length: PARTITIONS }, (_, partitionId) =>
          metadataRecord(RecordType.PARTITION_CHANGE, newPartitionChangeRecord({ topicId, partitionId, isr })),
        ),
      ),
    );
  const replayAll = (image: ClusterImage, records: readonly MetadataRecord[]): void => {
    for (const record of records) image.replay(record, 1, null);
  };
  const created = (): ClusterImage => {
    const image = new ClusterImage();
    replayAll(image, creations());
    return image;
  };

  const replaying = (records: readonly MetadataRecord[], start: () => ClusterImage): Columns => {
    const after = (): ClusterImage => {
      const image = start();
      replayAll(image, records);
      return image;
    };
    return { js: { run: () => after().topics.partitionCount, result: () => canonicalBytes(after()) } };
  };
  const loading = (): Columns => {
    const writer = new ByteWriter();
    writeRecords(writer, creations());
    const bytes = writer.toBytes().slice();
    const load = (): ClusterImage => {
      const image = new ClusterImage();
      replayAll(image, readRecords(new ByteReader(bytes)));
      return image;
    };
    return { js: { run: () => load().topics.partitionCount, result: () => canonicalBytes(load()) } };
  };
  const saving = (): Columns => {
    const image = created();
    return { js: { run: () => canonicalBytes(image).length, result: () => canonicalBytes(image) } };
  };

  const changed = changes();
  // Changes apply to an image that is there: the same one again and again, which grows by nothing but its epochs.
  const standing = created();
  const partitions = topicCount * PARTITIONS;
  return [
    {
      name: `metadata: replay of one change of a partition, of ${partitions}`,
      bytes: 0,
      batch: changed.length,
      columns: async () => replaying(changed, () => standing),
    },
    {
      name: `metadata: replay of one new topic of ${PARTITIONS} partitions`,
      bytes: 0,
      batch: topicCount,
      columns: async () => replaying(creations(), () => new ClusterImage()),
    },
    {
      name: `metadata: load a snapshot of ${partitions} partitions`,
      bytes: 0,
      batch: 1,
      columns: async () => loading(),
    },
    {
      name: `metadata: write a snapshot of ${partitions} partitions`,
      bytes: 0,
      batch: 1,
      columns: async () => saving(),
    },
  ];
}
