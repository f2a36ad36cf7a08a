/** What of replication is throttled on this broker, at the moment. The rates are dynamic only (definitions.ts). */
import { DYNAMIC_BROKER_PROPERTIES } from '../definitions.ts';
import { type BrokerConfigLayers, brokerValue } from '../layers.ts';
import { parseValue } from '../parse-value.ts';

export interface ReplicationThrottles {
  /** Bytes per second. */
  readonly leaderRate: number;
  readonly followerRate: number;
  readonly samples: number;
  readonly sampleMs: number;
}

export function replicationThrottlesOf(layers: BrokerConfigLayers): ReplicationThrottles {
  const number = (name: string) => brokerValue(layers, name)!.value as number;
  return {
    leaderRate: dynamicNumber(layers, 'leader.replication.throttled.rate'),
    followerRate: dynamicNumber(layers, 'follower.replication.throttled.rate'),
    samples: number('replication.quota.window.num'),
    sampleMs: number('replication.quota.window.size.seconds') * 1000,
  };
}

function dynamicNumber(layers: BrokerConfigLayers, name: string): number {
  const definition = DYNAMIC_BROKER_PROPERTIES.get(name)!;
  const given = layers.dynamicBroker.get(name) ?? layers.dynamicDefault.get(name);
  if (given !== undefined) {
    const outcome = parseValue(definition, given);
    if ('parsed' in outcome) return outcome.parsed.value as number;
  }
  return Number(definition.defaultValue);
}
