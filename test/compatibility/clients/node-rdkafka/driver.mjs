// node-rdkafka (librdkafka) behind the drivers' two commands (see ../README.md). Loaded from .compat/, where fetch.sh built it.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(`${process.env.COMPAT_DIR}/node-rdkafka/`);
const rdkafka = require('node-rdkafka');
const [command, bootstrap, target, last, outcomes] = process.argv.slice(2);
const decode = (text) => (text === null ? null : Buffer.from(text, 'base64'));
const encode = (bytes) => (bytes === null || bytes === undefined ? null : Buffer.from(bytes).toString('base64'));

function fail(error) {
  process.stderr.write(`${error?.message ?? error}\n`);
  process.exit(1);
}

function connected(client) {
  return new Promise((resolve, reject) => {
    client.on('event.error', () => {});
    client.connect({ timeout: 15_000 }, (error) => (error ? reject(error) : resolve()));
  });
}

async function produce(topic, codec) {
  const producer = new rdkafka.Producer({
    'metadata.broker.list': bootstrap,
    'enable.idempotence': true,
    'compression.codec': codec,
    'linger.ms': 20,
    'message.max.bytes': 4 << 20,
    'message.timeout.ms': 60_000,
    dr_cb: true,
  });
  await connected(producer);
  producer.setPollInterval(20);
  let open = 0;
  producer.on('delivery-report', (error) => (error ? fail(error) : open--));
  for await (const line of createInterface({ input: process.stdin })) {
    const record = JSON.parse(line);
    const headers = record.headers.map(([name, value]) => ({ [name]: decode(value) }));
    open++;
    producer.produce(
      topic,
      record.partition,
      decode(record.value),
      decode(record.key),
      record.timestamp,
      null,
      headers,
    );
  }
  producer.flush(60_000, (error) => {
    if (error || open > 0) {
      setTimeout(() => (open > 0 ? fail(error ?? `${open} records not delivered`) : process.exit(0)), 1_000);
    } else process.exit(0);
  });
}

async function consume(topics, count) {
  const consumer = new rdkafka.KafkaConsumer(
    {
      'metadata.broker.list': bootstrap,
      'group.id': 'unused',
      'enable.auto.commit': false,
      'isolation.level': process.env.READ_COMMITTED === '1' ? 'read_committed' : 'read_uncommitted',
      'check.crcs': true,
      'fetch.message.max.bytes': 4 << 20,
    },
    { 'auto.offset.reset': 'earliest' },
  );
  await connected(consumer);
  const metadata = await new Promise((resolve, reject) =>
    consumer.getMetadata({ timeout: 10_000 }, (error, found) => (error ? reject(error) : resolve(found))),
  );
  const assignment = [];
  for (const topic of metadata.topics) {
    if (!topics.includes(topic.name)) continue;
    for (const partition of topic.partitions)
      assignment.push({ topic: topic.name, partition: partition.id, offset: 0 });
  }
  consumer.assign(assignment);
  let seen = 0;
  consumer.on('data', (record) => {
    if (seen >= count) return;
    seen++;
    const headers = (record.headers ?? [])
      .flatMap((header) => Object.entries(header))
      .map(([name, value]) => [name, encode(value)]);
    const { topic, partition, offset, timestamp } = record;
    process.stdout.write(
      `${JSON.stringify({ topic, partition, offset, timestamp, key: encode(record.key), value: encode(record.value), headers })}\n`,
    );
    if (seen === count) process.stdout.write('', () => process.exit(0));
  });
  consumer.consume();
  setTimeout(() => fail(`read ${seen} of ${count} records in time`), 15_000);
}

function done(start) {
  return new Promise((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
}

async function transact(topic, id, outcomes) {
  const producer = new rdkafka.Producer({ 'metadata.broker.list': bootstrap, 'transactional.id': id });
  await connected(producer);
  producer.setPollInterval(20);
  await done((callback) => producer.initTransactions(30_000, callback));
  for (const [n, outcome] of [...outcomes].entries()) {
    await done((callback) => producer.beginTransaction(callback));
    for (const partition of [0, 1]) producer.produce(topic, partition, Buffer.from(`${id}-${n}-${outcome}`));
    await done((callback) => producer.flush(30_000, callback));
    if (outcome === 'c') await done((callback) => producer.commitTransaction(30_000, callback));
    else await done((callback) => producer.abortTransaction(30_000, callback));
  }
  process.exit(0);
}

const commands = {
  produce: () => produce(target, last),
  consume: () => consume(target.split(','), Number(last)),
  transact: () => transact(target, last, outcomes),
};
commands[command]().catch(fail);
