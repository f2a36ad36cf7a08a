/** A steady stream of records for tests in which readers come and go. */
import { Kafka, logLevel } from 'kafkajs';

/** Writes to every partition ten times a second until it is stopped, and then says where each one ends. */
export async function startPump(
  bootstrap: string,
  topic: string,
  partitions: number,
): Promise<() => Promise<number[]>> {
  const kafka = new Kafka({
    brokers: bootstrap.split(','),
    logLevel: logLevel.NOTHING,
    retry: { retries: 100, maxRetryTime: 500 },
  });
  const producer = kafka.producer({ createPartitioner: () => (args) => args.message.partition! });
  await producer.connect();
  const ends = Array.from({ length: partitions }, () => 0);
  let stopped = false;
  const pumping = (async () => {
    while (!stopped) {
      await producer.send({
        topic,
        messages: ends.map((end, partition) => ({ partition, value: `${partition}@${end}` })),
      });
      for (let partition = 0; partition < partitions; partition++) ends[partition]!++;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return async () => {
    stopped = true;
    await pumping;
    await producer.disconnect();
    return ends;
  };
}
