/** How the broker's own topics are created when they are first needed: from its properties, whatever a client asks for. */
import { type BrokerConfigLayers, brokerValue } from '../../core/config/layers.ts';
import {
  CONSUMER_OFFSETS_TOPIC,
  SHARE_GROUP_STATE_TOPIC,
  TRANSACTION_STATE_TOPIC,
} from '../../core/metadata/topic-names.ts';
import type { CreateTopicsRequest } from '../../core/protocol/generated/create-topics-request.ts';

type NewTopic = CreateTopicsRequest['topics'][number];

/**
 * `brokers` bounds the replication factor: the default of 3 would keep consumers off a single node for ever, where one
 * replica is all there can be.
 */
export function newTopicNamed(name: string, layers: BrokerConfigLayers, brokers: number): NewTopic {
  const number = (property: string) => brokerValue(layers, property)!.value as number;
  const internal = (prefix: string, configs: Record<string, string>): NewTopic => ({
    name,
    numPartitions: number(`${prefix}.num.partitions`),
    replicationFactor: Math.min(number(`${prefix}.replication.factor`), Math.max(brokers, 1)),
    assignments: [],
    configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
  });
  const minIsr = (prefix: string) => String(Math.min(number(`${prefix}.min.isr`), Math.max(brokers, 1)));
  switch (name) {
    case CONSUMER_OFFSETS_TOPIC:
      return internal('offsets.topic', {
        'cleanup.policy': 'compact',
        'compression.type': 'producer',
        'segment.bytes': String(number('offsets.topic.segment.bytes')),
      });
    case TRANSACTION_STATE_TOPIC:
      return internal('transaction.state.log', {
        'cleanup.policy': 'compact',
        'compression.type': 'uncompressed',
        'min.insync.replicas': minIsr('transaction.state.log'),
        'segment.bytes': String(number('transaction.state.log.segment.bytes')),
        'unclean.leader.election.enable': 'false',
      });
    case SHARE_GROUP_STATE_TOPIC:
      return internal('share.coordinator.state.topic', {
        'cleanup.policy': 'delete',
        'compression.type': 'producer',
        'min.insync.replicas': minIsr('share.coordinator.state.topic'),
        'retention.ms': '-1',
        'segment.bytes': String(number('share.coordinator.state.topic.segment.bytes')),
      });
    default:
      return { name, numPartitions: -1, replicationFactor: -1, assignments: [], configs: [] };
  }
}
