/** The generated codecs of the hot requests: a produce and a fetch as a busy client sends and gets them. */
import type { Case } from '../corpus.ts';
import { noise } from '../fixtures.ts';
import { room } from '../room.ts';

export async function cases(tiny: boolean): Promise<Case[]> {
  const { ByteReader } = await room<typeof import('../../src/core/bytes/byte-reader.ts')>('core/bytes/byte-reader.ts');
  const { ByteWriter } = await room<typeof import('../../src/core/bytes/byte-writer.ts')>('core/bytes/byte-writer.ts');
  const produce = await room<typeof import('../../src/core/protocol/generated/produce-request.ts')>(
    'core/protocol/generated/produce-request.ts',
  );
  const fetch = await room<typeof import('../../src/core/protocol/generated/fetch-response.ts')>(
    'core/protocol/generated/fetch-response.ts',
  );
  const partitions = tiny ? 2 : 6;
  const records = noise(tiny ? 100 : 16_384);
  const request = produce.newProduceRequest({
    acks: -1,
    timeoutMs: 30_000,
    topicData: [
      produce.newProduceRequestTopicProduceData({
        name: 'bench-topic',
        partitionData: Array.from({ length: partitions }, (_, index) =>
          produce.newProduceRequestPartitionProduceData({ index, records }),
        ),
      }),
    ],
  });
  const response = fetch.newFetchResponse({
    responses: [
      fetch.newFetchResponseFetchableTopicResponse({
        topic: 'bench-topic',
        partitions: Array.from({ length: partitions }, (_, partitionIndex) =>
          fetch.newFetchResponsePartitionData({
            partitionIndex,
            highWatermark: 123_456,
            lastStableOffset: 123_456,
            records,
          }),
        ),
      }),
    ],
  });
  const encoded = new ByteWriter();
  produce.writeProduceRequest(encoded, request, 9);
  const bytes = encoded.toBytes();
  const reader = new ByteReader(bytes);
  const writer = new ByteWriter(1 << 16);
  return [
    {
      name: `produce request: read, ${partitions} partitions`,
      bytes: 0,
      batch: 1,
      columns: {
        js: () =>
          produce.readProduceRequest(reader.reset(bytes), 9).topicData[0]!.partitionData.at(-1)!.records!.length,
      },
    },
    {
      name: `fetch response: write, ${partitions} partitions`,
      bytes: 0,
      batch: 1,
      columns: {
        js: () => {
          writer.clear();
          fetch.writeFetchResponse(writer, response, 12);
          const chunks = writer.finish();
          return chunks.length;
        },
      },
    },
  ];
}
