/**
 * The nodes of a cluster on one machine, as the properties each of them is started with: what three files of
 * server.properties would say. For `chronik dev` and `startCluster`.
 */

import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { type BrokerConfig, resolveBrokerConfig } from '../core/config/broker-config.ts';

export interface LocalNode {
  readonly nodeId: number;
  readonly directory: string;
  /** 0 takes a free one at each start. */
  readonly clientPort: number;
  readonly controllerPort: number;
}

const HOST = '127.0.0.1';

/** What suits a cluster that one person tries things on: three replicas, faults noticed at once, few internal partitions. */
const LOCAL_DEFAULTS: Readonly<Record<string, string>> = {
  'broker.heartbeat.interval.ms': '100',
  'broker.session.timeout.ms': '1000',
  'group.initial.rebalance.delay.ms': '0',
  'offsets.topic.num.partitions': '6',
  'transaction.state.log.num.partitions': '6',
  // Three or more nodes work side by side on one machine.
  'chronik.ring.bytes': String(8 * 1024 * 1024),
  'chronik.journal.bytes': String(16 * 1024 * 1024),
};

/** The properties of one node. `overrides` win over everything but what makes it that node. */
export function localNodeProperties(
  node: LocalNode,
  nodes: readonly LocalNode[],
  overrides: ReadonlyMap<string, string>,
): Map<string, string> {
  const replicas = Math.min(3, nodes.length);
  const properties = new Map(Object.entries(LOCAL_DEFAULTS));
  for (const name of [
    'default.replication.factor',
    'offsets.topic.replication.factor',
    'transaction.state.log.replication.factor',
  ])
    properties.set(name, String(replicas));
  for (const name of ['min.insync.replicas', 'transaction.state.log.min.isr'])
    properties.set(name, String(Math.max(1, replicas - 1)));
  for (const [name, value] of overrides) properties.set(name, value);
  properties.set('process.roles', 'broker,controller');
  properties.set('node.id', String(node.nodeId));
  properties.set('log.dirs', node.directory);
  properties.set('listeners', `PLAINTEXT://${HOST}:${node.clientPort},CONTROLLER://${HOST}:${node.controllerPort}`);
  properties.set('controller.listener.names', 'CONTROLLER');
  properties.set(
    'controller.quorum.voters',
    nodes.map(({ nodeId, controllerPort }) => `${nodeId}@${HOST}:${controllerPort}`).join(','),
  );
  return properties;
}

/** `clusterId` null: as the directory or the voters say. @throws a sentence about the property that cannot be */
export function localNodeConfig(
  properties: ReadonlyMap<string, string>,
  clusterId: string | null = null,
): BrokerConfig {
  const outcome = resolveBrokerConfig(properties, { hostName: hostname(), clusterId });
  if ('errors' in outcome) throw new Error(outcome.errors.map(({ message }) => message).join('; '));
  return outcome.config;
}

/** Ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, HOST, () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}
