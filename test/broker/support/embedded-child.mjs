// Starts a broker, produces, stops, and then has nothing left to do: the process must end by itself.
const [, , index, threads] = process.argv;
const { startBroker } = await import(index);
const { Kafka, logLevel } = (await import('kafkajs')).default;
const before = process.getActiveResourcesInfo();
const broker = await startBroker({ threads });
const kafka = new Kafka({ brokers: [broker.bootstrapServers], logLevel: logLevel.NOTHING });
const producer = kafka.producer();
await producer.connect();
await producer.send({ topic: 'orders', messages: [{ value: 'one' }] });
await producer.disconnect();
await broker.stop();
const stoppedAt = performance.now();
// What ends with this turn of the loop is not left behind.
await new Promise((resolve) => setImmediate(resolve));
await new Promise((resolve) => setImmediate(resolve));
const left = process.getActiveResourcesInfo().filter((name) => !before.includes(name) && name !== 'Immediate');
process.on('exit', () => {
  process.stdout.write(JSON.stringify({ left, lingeredMs: Math.round(performance.now() - stoppedAt) }));
});
