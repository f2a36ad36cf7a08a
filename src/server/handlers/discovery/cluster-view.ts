/** What a client on one listener sees of the brokers: only those alive, only the addresses meant for that listener. */

import { ZERO_UUID } from '../../../core/bytes/uuid.ts';
import type { BrokerRegistration } from '../../../core/metadata/brokers-image.ts';
import type { ClusterImage } from '../../../core/metadata/cluster-image.ts';
import type { PartitionRegistration } from '../../../core/metadata/topics-image.ts';

export interface BrokerAddress {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
  readonly isFenced: boolean;
}

/** Ascending by id. Fenced brokers only on request: nobody should connect to them. */
export function brokerAddresses(image: ClusterImage, listenerName: string, withFenced = false): BrokerAddress[] {
  const addresses: BrokerAddress[] = [];
  for (const broker of image.brokers.all()) {
    const endpoint = image.brokers.endpoint(broker.id, listenerName);
    if (endpoint === undefined || (broker.isFenced && !withFenced)) continue;
    const { id, rack, isFenced } = broker;
    addresses.push({ id, host: endpoint.host, port: endpoint.port, rack, isFenced });
  }
  return addresses;
}

/**
 * The broker that admin clients should send controller requests to. Any of them forwards, so: the controller where it is
 * among the addresses, else the first of them, else -1.
 */
export function controllerAmong(image: ClusterImage, addresses: readonly BrokerAddress[]): number {
  if (addresses.some((address) => address.id === image.controllerId && !address.isFenced)) return image.controllerId;
  return addresses.find((address) => !address.isFenced)?.id ?? -1;
}

/** True where clients of this listener can reach the broker. */
export function isReachable(image: ClusterImage, brokerId: number, listenerName: string): boolean {
  const broker = image.brokers.get(brokerId);
  return broker !== undefined && !broker.isFenced && image.brokers.endpoint(brokerId, listenerName) !== undefined;
}

/** Replicas on brokers that are gone, fenced or unreachable on this listener, or whose log directory is offline. */
export function offlineReplicas(image: ClusterImage, partition: PartitionRegistration, listenerName: string): number[] {
  return partition.replicas.filter((id, i) => {
    const broker = image.brokers.get(id);
    return broker === undefined || !isReachable(image, id, listenerName) || isInOfflineDirectory(broker, partition, i);
  });
}

function isInOfflineDirectory(broker: BrokerRegistration, partition: PartitionRegistration, replica: number): boolean {
  const directory = partition.directories[replica] ?? ZERO_UUID;
  return broker.logDirs.length > 0 && directory !== ZERO_UUID && !broker.logDirs.includes(directory);
}
