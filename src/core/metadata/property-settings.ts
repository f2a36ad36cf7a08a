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
      ...(policies === undefined ? {} : { policies }),
    },
    sessionTimeoutMs: value('broker.session.timeout.ms') as number,
  };
}
