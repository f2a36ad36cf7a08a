/** Our own client, as it is built: it reads partitions without a group, which kafkajs cannot. */

/** From dist/eos/. */
const room = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../client/${path}`, import.meta.url).href)) as Module;

export const { Consumer } = await room<typeof import('../../src/client/consumer.ts')>('consumer.js');
export const { KafkaClient } = await room<typeof import('../../src/client/kafka-client.ts')>('kafka-client.js');
export const { LATEST, listOffsets } = await room<typeof import('../../src/client/list-offsets.ts')>('list-offsets.js');
export type Consumer = Awaited<ReturnType<typeof Consumer.create>>;
