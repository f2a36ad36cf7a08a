/** Our own client, out of the broker's build: a project's output cannot name another project's sources. */

/** From dist/nemesis/. */
const room = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../client/${path}`, import.meta.url).href)) as Module;

export const { createTopic, deleteTopic, describeCluster } =
  await room<typeof import('../../src/client/admin.ts')>('admin.js');
export const { Consumer } = await room<typeof import('../../src/client/consumer.ts')>('consumer.js');
export const { KafkaClient } = await room<typeof import('../../src/client/kafka-client.ts')>('kafka-client.js');
export const { LATEST, listOffsets } = await room<typeof import('../../src/client/list-offsets.ts')>('list-offsets.js');
export const { Producer } = await room<typeof import('../../src/client/producer.ts')>('producer.js');

export type ClusterMetadata = import('../../src/client/cluster-metadata.ts').ClusterMetadata;
export type Client = InstanceType<typeof KafkaClient>;
