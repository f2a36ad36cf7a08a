/** Our own client, out of the broker's build: a project's output cannot name another project's sources. */

/** From dist/nemesis/. */
const room = async <Module>(path: string): Promise<Module> =>
  (await import(new URL(`../${path}.js`, import.meta.url).href)) as Module;

export const { createTopic, deleteTopic, describeCluster } =
  await room<typeof import('../../src/client/admin.ts')>('client/admin');
export const { LIST_OFFSETS } = await room<typeof import('../../src/client/apis.ts')>('client/apis');
export const { Consumer } = await room<typeof import('../../src/client/consumer.ts')>('client/consumer');
export const { CoordinatorType, findCoordinator } =
  await room<typeof import('../../src/client/coordinators.ts')>('client/coordinators');
export const { GroupConsumer } =
  await room<typeof import('../../src/client/group/group-consumer.ts')>('client/group/group-consumer');
export const { committedOffsets } =
  await room<typeof import('../../src/client/group-offsets.ts')>('client/group-offsets');
export const { KafkaClient } = await room<typeof import('../../src/client/kafka-client.ts')>('client/kafka-client');
export const { isRetriableError, KafkaError } =
  await room<typeof import('../../src/client/kafka-error.ts')>('client/kafka-error');
export const { LATEST, listOffsets } =
  await room<typeof import('../../src/client/list-offsets.ts')>('client/list-offsets');
export const { Producer } = await room<typeof import('../../src/client/producer.ts')>('client/producer');
export const { newListOffsetsRequest } = await room<
  typeof import('../../src/core/protocol/generated/list-offsets-request.ts')
>('core/protocol/generated/list-offsets-request');

export type ClusterMetadata = import('../../src/client/cluster-metadata.ts').ClusterMetadata;
export type Client = InstanceType<typeof KafkaClient>;
