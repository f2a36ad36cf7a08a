/** Our own client and codecs, as they are built: kafkajs can neither read without a group nor speak transactions version 2. */

/** From dist/eos/. */
export const room = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../${path}.js`, import.meta.url).href)) as Module;

export const { Consumer } = await room<typeof import('../../src/client/consumer.ts')>('client/consumer');
export const { KafkaClient } = await room<typeof import('../../src/client/kafka-client.ts')>('client/kafka-client');
export const { LATEST, listOffsets } =
  await room<typeof import('../../src/client/list-offsets.ts')>('client/list-offsets');
export type Consumer = Awaited<ReturnType<typeof Consumer.create>>;
