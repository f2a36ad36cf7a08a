/** The generated codecs of the hot requests, both ways: what the broker does, and what its client does. */
import type { Case, Columns } from '../corpus.ts';
import { noise } from '../fixtures.ts';
import { room } from '../room.ts';

const PRODUCE_VERSION = 9;
const FETCH_VERSION = 12;
const TOPIC = 'bench-topic';

export async function cases(tiny: boolean): Promise<Case[]> {
  const { ByteReader } = await room<typeof import('../../src/core/bytes/byte-reader.ts')>('core/bytes/byte-reader.ts');
  const { ByteWriter } = await room<typeof import('../../src/core/bytes/byte-writer.ts')>('core/bytes/byte-writer.ts');
  const request = await room<typeof import('../../src/core/protocol/generated/produce-request.ts')>(
    'core/protocol/generated/produce-request.ts',
  );
  const response = await room<typeof import('../../src/core/protocol/generated/produce-response.ts')>(
    'core/protocol/generated/produce-response.ts',
  );
  const fetchRequest = await room<typeof import('../../src/core/protocol/generated/fetch-request.ts')>(
    'core/protocol/generated/fetch-request.ts',
  );
  const fetchResponse = await room<typeof import('../../src/core/protocol/generated/fetch-response.ts')>(
    'core/protocol/generated/fetch-response.ts',
  );
  const count = tiny ? 2 : 6;
  const records = noise(tiny ? 100 : 16_384);
  const partitions = Array.from({ length: count }, (_, index) => index);
  const reader = new ByteReader(new Uint8Array(0));
  const writer = new ByteWriter(1 << 16);

  const produced = request.newProduceRequest({
    acks: -1,
    timeoutMs: 30_000,
    topicData: [
      request.newProduceRequestTopicProduceData({
        name: TOPIC,
        partitionData: partitions.map((index) => request.newProduceRequestPartitionProduceData({ index, records })),
      }),
    ],
  });
  const answered = response.newProduceResponse({
    responses: [
      response.newProduceResponseTopicProduceResponse({
        name: TOPIC,
        partitionResponses: partitions.map((index) =>
          response.newProduceResponsePartitionProduceResponse({ index, baseOffset: 123_456_789 + index }),
        ),
      }),
    ],
  });
  const asked = fetchRequest.newFetchRequest({
    maxWaitMs: 500,
    minBytes: 1,
    topics: [
      fetchRequest.newFetchRequestFetchTopic({
        topic: TOPIC,
        partitions: partitions.map((partition) =>
          fetchRequest.newFetchRequestFetchPartition({ partition, fetchOffset: 123_456, partitionMaxBytes: 1 << 20 }),
        ),
      }),
    ],
  });
  const fetched = fetchResponse.newFetchResponse({
    responses: [
      fetchResponse.newFetchResponseFetchableTopicResponse({
        topic: TOPIC,
        partitions: partitions.map((partitionIndex) =>
          fetchResponse.newFetchResponsePartitionData({
            partitionIndex,
            highWatermark: 123_456,
            lastStableOffset: 123_456,
            records,
          }),
        ),
      }),
    ],
  });

  /** Of what was read, the written form again: reading has lost nothing. */
  const both = <Message>(what: string, message: Message, read: () => Message, write: (of: Message) => void): Case[] => {
    const encode = (of: Message): Uint8Array => {
      writer.clear();
      write(of);
      return writer.toBytes().slice();
    };
    const encoded = encode(message);
    const reading: Columns = {
      js: {
        run: () => {
          reader.reset(encoded);
          read();
          return reader.position;
        },
        result: () => {
          reader.reset(encoded);
          return encode(read());
        },
      },
    };
    const writing: Columns = {
      js: {
        run: () => {
          writer.clear();
          write(message);
          return writer.finish().length;
        },
        result: () => encode(message),
      },
    };
    const name = `${what}, ${count} partitions`;
    return [
      { name: `${name}: read`, bytes: 0, batch: 1, columns: reading },
      { name: `${name}: write`, bytes: 0, batch: 1, columns: writing },
    ];
  };

  return [
    ...both(
      'produce request',
      produced,
      () => request.readProduceRequest(reader, PRODUCE_VERSION),
      (of) => request.writeProduceRequest(writer, of, PRODUCE_VERSION),
    ),
    ...both(
      'produce response',
      answered,
      () => response.readProduceResponse(reader, PRODUCE_VERSION),
      (of) => response.writeProduceResponse(writer, of, PRODUCE_VERSION),
    ),
    ...both(
      'fetch request',
      asked,
      () => fetchRequest.readFetchRequest(reader, FETCH_VERSION),
      (of) => fetchRequest.writeFetchRequest(writer, of, FETCH_VERSION),
    ),
    ...both(
      'fetch response',
      fetched,
      () => fetchResponse.readFetchResponse(reader, FETCH_VERSION),
      (of) => fetchResponse.writeFetchResponse(writer, of, FETCH_VERSION),
    ),
  ];
}
