/** The broker properties that the controller decides by. */
import { brokerValue, staticLayers } from '../config/layers.ts';
import type { ControllerPolicies, ControllerSettings } from './control.ts';

export function controllerSettings(
  properties: ReadonlyMap<string, string>,
  policies: ControllerPolicies | undefined,
): { readonly settings: ControllerSettings; readonly sessionTimeoutMs: number } {
  const layers = staticLayers(properties);
  const value = (name: string) => brokerValue(layers, name)!.value;
  return {
    settings: {
      numPartitions: value('num.partitions') as number,
      defaultReplicationFactor: value('default.replication.factor') as number,
      isTopicDeletionEnabled: value('delete.topic.enable') as boolean,
      ...(value('auto.leader.rebalance.enable') === true
        ? { leaderBalanceIntervalMs: 1_000 * (value('leader.imbalance.check.interval.seconds') as number) }
        : {}),
      ...(policies === undefined ? {} : { policies }),
    },
    sessionTimeoutMs: value('broker.session.timeout.ms') as number,
  };
}
