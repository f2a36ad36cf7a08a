/** `group.coordinator.rebalance.protocols`: a broker may offer the classic protocol alone. */
import { expect, test } from 'vitest';
import { startBroker } from '../../src/broker/start-broker.ts';
import { createTopic } from '../../src/client/admin.ts';
import { describeGroup } from '../../src/client/describe-group.ts';
import { GroupConsumer } from '../../src/client/group/group-consumer.ts';
import { KafkaClient } from '../../src/client/kafka-client.ts';

test('without the consumer protocol its members are refused, and others served', async () => {
  const broker = await startBroker({ properties: { 'group.coordinator.rebalance.protocols': 'classic' } });
  const client = new KafkaClient({ bootstrapServers: broker.bootstrapServers });
  await createTopic(client, { name: 't', partitions: 1, replicationFactor: 1, configs: new Map() });
  const refused = await GroupConsumer.create(client, { groupId: 'g', topics: ['t'], protocol: 'consumer' });
  await expect(refused.poll()).rejects.toThrow('UNSUPPORTED_VERSION');
  await refused.close();
  const served = await GroupConsumer.create(client, { groupId: 'g', topics: ['t'], protocol: 'classic' });
  await served.poll();
  expect(served.assignment).toHaveLength(1);
  expect(await describeGroup(client, 'g')).toMatchObject({ type: 'classic', state: 'Stable' });
  await served.close();
  await client.close();
  await broker.stop();
});
