/** Produces to and reads from a broker one partition at a time, saying plainly which error came instead. */
import { createTopic } from '../../../src/client/admin.ts';
import { FETCH, PRODUCE } from '../../../src/client/apis.ts';
import { decodeRecords } from '../../../src/client/decode-records.ts';
import { KafkaClient } from '../../../src/client/kafka-client.ts';
import { ErrorCode, errorName } from '../../../src/core/protocol/error-codes.ts';
import {
  newFetchRequest,
  newFetchRequestFetchPartition,
  newFetchRequestFetchTopic,
} from '../../../src/core/protocol/generated/fetch-request.ts';
import {
  newProduceRequest,
  newProduceRequestPartitionProduceData,
  newProduceRequestTopicProduceData,
} from '../../../src/core/protocol/generated/produce-request.ts';
import { BatchBuilder } from '../../../src/core/records/batch-builder.ts';
import { loadCodecs } from '../../../src/runtime/compression/codecs.ts';

/** Below the segments of the tests, so that reading takes several fetches. */
const MAX_BYTES = 256 * 1024;

export interface ReadBack {
  /** `errorName` of the fetch, or CHECKSUM where the client's own check of the batch failed. */
  readonly error: string;
  readonly highWatermark: number;
  /** Value by offset. */
  readonly values: Map<number, string>;
}

export class TopicClient {
  readonly client: KafkaClient;
  readonly #topicIds = new Map<string, string>();

  constructor(bootstrapServers: string) {
    this.client = new KafkaClient({ bootstrapServers, requestTimeoutMs: 10_000, retry: { deadlineMs: 5_000 } });
  }

  async create(name: string, configs: Record<string, string> = {}, partitions = 1): Promise<void> {
    const topic = { name, partitions, replicationFactor: 1, configs: new Map(Object.entries(configs)) };
    await createTopic(this.client, topic);
  }

  /** One batch, acks=all. Returns its base offset, or the error's name. */
  async produce(topic: string, values: readonly string[], partition = 0): Promise<number | string> {
    const builder = new BatchBuilder();
    for (const value of values) builder.append(Date.now(), null, new TextEncoder().encode(value), []);
    const records = builder.build();
    const connection = await this.client.anyBroker();
    const partitionData = [newProduceRequestPartitionProduceData({ index: partition, records })];
    const topicData = [
      newProduceRequestTopicProduceData({ name: topic, topicId: await this.#idOf(topic), partitionData }),
    ];
    const response = await connection.call(PRODUCE, newProduceRequest({ acks: -1, timeoutMs: 500, topicData }));
    const { errorCode, baseOffset } = response!.responses[0]!.partitionResponses[0]!;
    return errorCode === ErrorCode.NONE ? baseOffset : errorName(errorCode);
  }

  /** Every committed record from `offset` to the high watermark, until an error. */
  async readAll(topic: string, partition = 0, offset = 0): Promise<ReadBack> {
    const codecs = await loadCodecs();
    const values = new Map<number, string>();
    let next = offset;
    for (;;) {
      const part = await this.#fetch(topic, partition, next);
      if (part.errorCode !== ErrorCode.NONE) {
        return { error: errorName(part.errorCode), highWatermark: part.highWatermark, values };
      }
      if (next >= part.highWatermark) return { error: 'NONE', highWatermark: part.highWatermark, values };
      try {
        const { records, nextOffset } = decodeRecords(
          part.records ?? new Uint8Array(0),
          next,
          part.abortedTransactions ?? [],
          codecs,
          topic,
        );
        for (const record of records) values.set(record.offset, new TextDecoder().decode(record.value!));
        if (nextOffset === next) return { error: 'STUCK', highWatermark: part.highWatermark, values };
        next = nextOffset;
      } catch {
        return { error: 'CHECKSUM', highWatermark: part.highWatermark, values };
      }
    }
  }

  close(): Promise<void> {
    return this.client.close();
  }

  async #fetch(topic: string, partition: number, fetchOffset: number) {
    const connection = await this.client.anyBroker();
    const partitions = [newFetchRequestFetchPartition({ partition, fetchOffset, partitionMaxBytes: MAX_BYTES })];
    const topics = [newFetchRequestFetchTopic({ topic, topicId: await this.#idOf(topic), partitions })];
    const request = newFetchRequest({
      maxWaitMs: 10,
      minBytes: 0,
      maxBytes: MAX_BYTES,
      isolationLevel: 1,
      sessionEpoch: -1,
      topics,
    });
    const response = await connection.call(FETCH, request);
    return response.responses[0]!.partitions[0]!;
  }

  async #idOf(topic: string): Promise<string> {
    const known = this.#topicIds.get(topic);
    if (known !== undefined) return known;
    const found = (await this.client.metadata([topic])).topics.get(topic)!;
    this.#topicIds.set(topic, found.topicId);
    return found.topicId;
  }
}
