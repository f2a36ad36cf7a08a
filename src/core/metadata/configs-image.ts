/** The dynamic configs of a cluster image: for each resource the values that were set, nothing inherited or defaulted. */

import type { ConfigRecord } from './generated/config-record.ts';
import type { ImageDelta } from './image-delta.ts';

/** ConfigResource types of the protocol. */
export const ResourceType = { TOPIC: 2, BROKER: 4, BROKER_LOGGER: 8, CLIENT_METRICS: 16, GROUP: 32 } as const;

/** The name of the BROKER resource that holds for every broker. */
export const CLUSTER_DEFAULT = '';

const NO_CONFIGS: ReadonlyMap<string, string> = new Map();

export class ConfigsImage {
  readonly #byType = new Map<number, Map<string, Map<string, string>>>();

  /** The values set for one resource; empty where nothing is. */
  of(resourceType: number, resourceName: string): ReadonlyMap<string, string> {
    return this.#byType.get(resourceType)?.get(resourceName) ?? NO_CONFIGS;
  }

  topic(name: string): ReadonlyMap<string, string> {
    return this.of(ResourceType.TOPIC, name);
  }

  /** Names of the resources of a type for which something is set. */
  resourcesOf(resourceType: number): string[] {
    return [...(this.#byType.get(resourceType)?.keys() ?? [])];
  }

  types(): number[] {
    return [...this.#byType.keys()];
  }

  replayConfig(record: ConfigRecord, delta: ImageDelta | null): void {
    let resources = this.#byType.get(record.resourceType);
    if (resources === undefined) {
      resources = new Map();
      this.#byType.set(record.resourceType, resources);
    }
    let configs = resources.get(record.resourceName);
    if (configs === undefined) {
      configs = new Map();
      resources.set(record.resourceName, configs);
    }
    if (record.value === null) configs.delete(record.name);
    else configs.set(record.name, record.value);
    if (configs.size === 0) resources.delete(record.resourceName);
    delta?.configChanged(record.resourceType, record.resourceName);
  }

  /** A topic takes its configs with it. */
  topicRemoved(name: string): void {
    this.#byType.get(ResourceType.TOPIC)?.delete(name);
  }
}
