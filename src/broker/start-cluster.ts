/**
 * A cluster in one process, for tests and experiments: every node a whole broker with its own directories, ports and
 * quorum member, that can be stopped and started again by itself.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { nodeDirectory, openClusterFolder } from './cluster-folder.ts';
import { type EmbeddedProperties, embeddedProperties } from './embedded-properties.ts';
import { freePorts, type LocalNode, localNodeConfig, localNodeProperties } from './local-cluster.ts';
import { type RunningBroker, type StartOptions, startBrokerFromConfig } from './start-broker.ts';

export interface ClusterOptions extends StartOptions {
  /** 3 unless said otherwise. All of them vote. */
  readonly nodes?: number;
  /** Holds a directory for each node. Without it, temporary ones that go when the cluster stops. */
  readonly directory?: string;
  /** `in-thread` (the default) runs all nodes on the caller's thread; `dedicated` gives each its own threads. */
  readonly threads?: 'in-thread' | 'dedicated';
  /** Broker properties by Kafka's names, for every node. */
  readonly properties?: EmbeddedProperties;
}

export interface RunningCluster {
  /** All nodes, for clients. The port of a node changes when it is started again. */
  readonly bootstrapServers: string;
  /** Empty while no node runs. */
  readonly clusterId: string;
  readonly nodeIds: readonly number[];
  /** Null while the node is stopped. */
  node(nodeId: number): RunningBroker | null;
  /** In good order: leadership moves first. */
  stopNode(nodeId: number): Promise<void>;
  startNode(nodeId: number): Promise<RunningBroker>;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Resolves when every node serves clients. */
export async function startCluster(options: ClusterOptions = {}): Promise<RunningCluster> {
  const count = options.nodes ?? 3;
  if (!Number.isInteger(count) || count < 1) throw new Error(`a cluster of ${count} nodes cannot be`);
  const temporary = options.directory === undefined ? mkdtempSync(join(tmpdir(), 'chronik-')) : null;
  const directory = temporary ?? resolve(options.directory!);
  const folder = openClusterFolder(directory, count);
  if (folder.nodeCount !== null && folder.nodeCount !== count)
    throw new Error(
      `${directory} holds a cluster of ${folder.nodeCount} nodes, not ${count}: change nodes or directory`,
    );
  const ports = await freePorts(count);
  const nodes = ports.map((controllerPort, i) => ({
    nodeId: i + 1,
    directory: nodeDirectory(directory, i + 1),
    clientPort: 0,
    controllerPort,
  }));
  const cluster = new LocalCluster(options, nodes, folder.clusterId, temporary);
  try {
    await Promise.all(nodes.map(({ nodeId }) => cluster.startNode(nodeId)));
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

class LocalCluster implements RunningCluster {
  readonly nodeIds: readonly number[];
  readonly #options: ClusterOptions;
  readonly #nodes: readonly LocalNode[];
  readonly #knownId: string | null;
  readonly #temporary: string | null;
  readonly #running = new Map<number, RunningBroker>();

  constructor(
    options: ClusterOptions,
    nodes: readonly LocalNode[],
    clusterId: string | null,
    temporary: string | null,
  ) {
    this.#options = options;
    this.#nodes = nodes;
    this.#knownId = clusterId;
    this.#temporary = temporary;
    this.nodeIds = nodes.map(({ nodeId }) => nodeId);
  }

  get bootstrapServers(): string {
    return [...this.#running.values()].map(({ bootstrapServers }) => bootstrapServers).join(',');
  }

  get clusterId(): string {
    return [...this.#running.values()][0]?.clusterId ?? '';
  }

  node(nodeId: number): RunningBroker | null {
    return this.#running.get(nodeId) ?? null;
  }

  async startNode(nodeId: number): Promise<RunningBroker> {
    const node = this.#nodes.find((each) => each.nodeId === nodeId);
    if (node === undefined || this.#running.has(nodeId)) throw new Error(`node ${nodeId} cannot be started`);
    const overrides = new Map<string, string>([['chronik.threads', this.#options.threads ?? 'in-thread']]);
    if (this.#temporary !== null) overrides.set('chronik.flush', 'os');
    for (const [name, value] of embeddedProperties(this.#options.properties)) overrides.set(name, value);
    const config = localNodeConfig(localNodeProperties(node, this.#nodes, overrides), this.#knownId);
    const broker = await startBrokerFromConfig(config, {
      logLevel: this.#options.logLevel ?? 'error',
      onFatal: this.#options.onFatal ?? (() => {}),
    });
    this.#running.set(nodeId, broker);
    return broker;
  }

  async stopNode(nodeId: number): Promise<void> {
    const broker = this.#running.get(nodeId);
    this.#running.delete(nodeId);
    await broker?.stop();
  }

  async stop(): Promise<void> {
    await Promise.all(this.nodeIds.map((nodeId) => this.stopNode(nodeId)));
    if (this.#temporary !== null) rmSync(this.#temporary, { recursive: true, force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
