/** The cluster under test: its nodes, what they run in, and what of the faults asked for this machine allows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../crash/free-port.ts';
import { buildShim, whyNoShim } from './fault-switch.ts';
import { ALL } from './faults/all.ts';
import { sleep } from './faults/fault.ts';
import { clientOf, TOPIC } from './load.ts';
import { Network } from './network.ts';
import { ClusterNode, type NodePlace, root } from './nodes.ts';
import type { FaultName } from './options.ts';
import { type Client, describeCluster } from './our-client.ts';

/** A cluster that is not whole again by then has not recovered. */
export const RECOVERY_MS = 120_000;

/** The faults that can be had here; of the others, their names and reasons are told. */
export function possibleFaults(wanted: readonly FaultName[]): FaultName[] {
  const reasons = { network: Network.whyNot, shim: whyNoShim };
  return wanted.filter((name) => {
    const { needs } = ALL[name];
    const why = needs === null ? null : reasons[needs]();
    if (why !== null) console.log(`SKIPPED ${name}: ${why}`);
    return why === null;
  });
}

export class Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly network: Network | null;
  readonly folder: string;
  readonly #client: Client;

  private constructor(nodes: readonly ClusterNode[], network: Network | null, folder: string) {
    this.nodes = nodes;
    this.network = network;
    this.folder = folder;
    this.#client = clientOf(this.bootstrapServers);
  }

  static async open(count: number, faults: readonly FaultName[]): Promise<Cluster> {
    const folder = mkdtempSync(join(tmpdir(), 'nemesis-'));
    const needs = new Set(faults.map((name) => ALL[name].needs));
    const ids = Array.from({ length: count }, (_, i) => i + 1);
    const network = needs.has('network') ? Network.open(ids) : null;
    const shim = needs.has('shim') ? buildShim(`${root}test/nemesis/shim/faults.c`, folder) : null;
    const places: NodePlace[] = [];
    for (const id of ids) {
      const host = network?.addressOf(id) ?? '127.0.0.1';
      const [clientPort, controllerPort] = network === null ? [await freePort(), await freePort()] : [9092, 9093];
      places.push({ host, clientPort, controllerPort });
    }
    const surroundings = { folder, network, shim };
    return new Cluster(
      ids.map((id) => new ClusterNode(id, places, surroundings)),
      network,
      folder,
    );
  }

  get bootstrapServers(): string {
    return this.nodes.map(({ address }) => address).join(',');
  }

  async start(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.start()));
  }

  /** In good order. @throws when one does not end with status 0 */
  async stop(): Promise<void> {
    await this.#client.close();
    for (const node of this.nodes) await node.stop();
    this.network?.close();
  }

  async abandon(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
    this.network?.close();
  }

  discard(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Until all brokers are up and every partition has its whole in-sync set. @throws past RECOVERY_MS */
  async untilWhole(): Promise<void> {
    const deadline = performance.now() + RECOVERY_MS;
    for (;;) {
      try {
        const { topics } = await this.#client.metadata([TOPIC]);
        const { brokers } = await describeCluster(this.#client);
        const { partitions } = topics.get(TOPIC)!;
        const isWhole = partitions.every(({ inSyncReplicas, leader }) => leader > 0 && inSyncReplicas.length === 3);
        if (isWhole && brokers.filter(({ isFenced }) => !isFenced).length === this.nodes.length) return;
        if (performance.now() > deadline) {
          throw new Error(
            `the cluster is not whole after ${RECOVERY_MS} ms: ${JSON.stringify({ partitions, brokers })}`,
          );
        }
      } catch (error) {
        if (performance.now() > deadline) throw error;
      }
      await sleep(20);
    }
  }
}
