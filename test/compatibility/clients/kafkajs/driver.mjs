// kafkajs behind the drivers' two commands (see ../README.md). It reads only as a member of a group.
import { createInterface } from 'node:readline';
import kafkajs from 'kafkajs';
import { registerCodecs } from './codecs.mjs';

const { CompressionTypes, Kafka, logLevel } = kafkajs;
const CODECS = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};
/** Records of one request: kafkajs makes one batch per partition of whatever one send is given. */
const SEND_BYTES = 256 << 10;

const [command, bootstrap, target, ...rest] = process.argv.slice(2);
const decode = (text) => (text === null ? null : Buffer.from(text, 'base64'));
const encode = (bytes) => (bytes === null || bytes === undefined ? null : Buffer.from(bytes).toString('base64'));
await registerCodecs(kafkajs);
process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
const kafka = new Kafka({
  clientId: 'compatibility',
  brokers: bootstrap.split(','),
  logLevel: logLevel.NOTHING,
  retry: { retries: 8 },
});

async function produce(topic, codec) {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  let messages = [];
  let bytes = 0;
  const send = async () => {
    if (messages.length > 0) await producer.send({ topic, acks: -1, compression: CODECS[codec], messages });
    messages = [];
    bytes = 0;
  };
  for await (const line of createInterface({ input: process.stdin })) {
    const record = JSON.parse(line);
    const headers = {};
    for (const [name, value] of record.headers) {
      if (name in headers) headers[name] = [headers[name], decode(value)].flat();
      else headers[name] = decode(value);
    }
    messages.push({
      partition: record.partition,
      timestamp: String(record.timestamp),
      key: decode(record.key),
      value: decode(record.value),
      headers,
    });
    bytes += line.length;
    if (bytes > SEND_BYTES) await send();
  }
  await send();
  await producer.disconnect();
}

/** As a member of a group: reads `count` records and, with `commits`, commits exactly those before it leaves. */
async function consume(topics, groupId, count, commits) {
  const readUncommitted = process.env.READ_COMMITTED !== '1';
  const consumer = kafka.consumer({ groupId, maxBytesPerPartition: 4 << 20, readUncommitted });
  const positions = new Map();
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  let seen = 0;
  const done = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`read ${seen} of ${count} records in time`)), 15_000).unref();
    // A coordinator that is only just loading is such a crash, after which the library starts again by itself.
    consumer.on('consumer.crash', ({ payload }) => payload.restart || reject(payload.error));
    consumer
      .run({
        autoCommit: false,
        eachMessage: async ({ topic, partition, message }) => {
          if (seen >= count) return;
          seen++;
          positions.set(partition, String(Number(message.offset) + 1));
          const headers = Object.entries(message.headers ?? {}).flatMap(([name, value]) =>
            [value].flat().map((one) => [name, encode(one)]),
          );
          const { offset, timestamp } = message;
          const record = {
            topic,
            partition,
            offset: Number(offset),
            timestamp: Number(timestamp),
            key: encode(message.key),
            value: encode(message.value),
            headers,
          };
          process.stdout.write(`${JSON.stringify(record)}\n`);
          if (seen === count) resolve();
        },
      })
      .catch(reject);
  });
  await done;
  if (commits)
    await consumer.commitOffsets(
      [...positions].map(([partition, offset]) => ({ topic: topics[0], partition, offset })),
    );
  await consumer.disconnect();
}

async function transact(topic, transactionalId, outcomes) {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, transactionalId });
  await producer.connect();
  for (const [n, outcome] of [...outcomes].entries()) {
    const transaction = await producer.transaction();
    const value = `${transactionalId}-${n}-${outcome}`;
    await transaction.send({ topic, messages: [0, 1].map((partition) => ({ partition, value })) });
    await (outcome === 'c' ? transaction.commit() : transaction.abort());
  }
  await producer.disconnect();
}

try {
  if (command === 'produce') await produce(target, rest[0]);
  else if (command === 'consume')
    await consume(target.split(','), `compatibility-${process.pid}-${Date.now()}`, Number(rest[0]), false);
  else if (command === 'group') await consume([target], rest[0], Number(rest[2]), true);
  else await transact(target, rest[0], rest[1]);
  process.stdout.write('', () => process.exit(0));
} catch (error) {
  process.stderr.write(`${error.stack ?? error}\n`);
  process.exit(1);
}
