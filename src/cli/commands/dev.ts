import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { nodeDirectory, openClusterFolder } from '../../broker/cluster-folder.ts';
import { freePorts, type LocalNode, localNodeProperties } from '../../broker/local-cluster.ts';
import { resolveBrokerConfig } from '../../core/config/broker-config.ts';
import { CommandError, JSON_OPTION, parseAssignment } from '../cluster-options.ts';
import {
  type Command,
  type CommandIo,
  EXIT_FAILURE,
  EXIT_OK,
  EXIT_USAGE,
  type Invocation,
  UsageError,
} from '../command.ts';
import { type ChildNode, startChildNode } from '../dev/child-nodes.ts';
import { formatFacts, formatTable } from '../table.ts';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const MOST_NODES = 9;
/** After this a node that does not end by itself is killed. */
const PATIENCE_MS = 30_000;

export const dev: Command = {
  name: 'dev',
  summary: 'Run a cluster of several brokers on this machine',
  arguments: '',
  argumentCount: [0, 0],
  options: {
    nodes: { type: 'string', short: 'n', value: 'count', description: 'How many brokers (3)' },
    port: { type: 'string', short: 'p', value: 'port', description: 'The port of the first; the others follow (9092)' },
    data: { type: 'string', value: 'directory', description: 'Where the data is kept (./data-dev)' },
    ephemeral: { type: 'boolean', description: 'Keep the data in a temporary directory until the cluster stops' },
    override: {
      type: 'string',
      short: 'o',
      multiple: true,
      value: 'name=value',
      description: 'Set a property of every broker',
    },
    'log-level': { type: 'string', value: 'level', description: `${LOG_LEVELS.join(', ')} (warn)` },
    json: { ...JSON_OPTION, description: 'Write the banner as one line of JSON' },
  },
  details: `
Every broker is a process of its own, on 127.0.0.1, and a voter of the quorum. Topics get three replicas and
min.insync.replicas 2 unless --override says otherwise. Ports: <port> and following for clients, then as many for the
quorum; --port 0 takes free ones. Kill one of the processes to see what happens. Ctrl-C stops all of them in good order.`,
  async run(invocation) {
    const { io, options } = invocation;
    const temporary = options.has('ephemeral') ? mkdtempSync(join(tmpdir(), 'chronik-dev-')) : null;
    const terminated = io.terminated;
    const processes: ChildProcess[] = [];
    try {
      const { nodes, clusterId } = await nodesOf(invocation, temporary);
      const overrides = overridesOf(invocation, temporary);
      const properties = nodes.map((node) => localNodeProperties(node, nodes, overrides));
      if (!checked(properties[0]!, io)) return EXIT_USAGE;
      const level = options.oneOf('log-level', LOG_LEVELS, 'warn');
      const started = Promise.all(
        nodes.map(({ nodeId }, i) =>
          startChildNode(nodeId, properties[i]!, clusterId, level, (child) => processes.push(child)),
        ),
      );
      const children = await Promise.race([started.catch(portAdvice), terminated.then(() => null)]);
      started.catch(() => {});
      if (children === null) return EXIT_OK;
      await io.write(banner(invocation, nodes, children, temporary));
      let left = children.length;
      const allGone = Promise.all(
        children.map(async ({ ended, nodeId }) => {
          const how = await ended;
          left--;
          if (!io.isTerminating) io.writeError(`node ${nodeId} is gone (${how}), ${left} left\n`);
        }),
      );
      const signal = await Promise.race([terminated, allGone.then(() => null)]);
      return signal === null ? EXIT_FAILURE : EXIT_OK;
    } finally {
      await endAll(processes);
      if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
    }
  },
};

async function nodesOf(
  { io, options }: Invocation,
  temporary: string | null,
): Promise<{ nodes: LocalNode[]; clusterId: string | null }> {
  const count = options.integer('nodes', 3, 1, MOST_NODES);
  const first = options.integer('port', 9092, 0, 65_536 - 2 * count);
  const directory = temporary ?? resolve(io.workingDirectory, options.text('data') ?? 'data-dev');
  if (temporary !== null && options.has('data')) throw new UsageError('--ephemeral keeps no data: remove --data');
  const folder = openClusterFolder(directory, count);
  if (folder.nodeCount !== null && folder.nodeCount !== count) {
    throw new UsageError(
      `${directory} holds a cluster of ${folder.nodeCount} nodes, not ${count}: change --nodes, or --data for a new one`,
    );
  }
  const ports = first === 0 ? await freePorts(2 * count) : Array.from({ length: 2 * count }, (_, i) => first + i);
  const nodes = Array.from({ length: count }, (_, i) => ({
    nodeId: i + 1,
    directory: nodeDirectory(directory, i + 1),
    clientPort: ports[i]!,
    controllerPort: ports[count + i]!,
  }));
  return { nodes, clusterId: folder.clusterId };
}

/** Whether the nodes can be what --override wants; what is wrong is the same for all of them, and told once. */
function checked(properties: ReadonlyMap<string, string>, io: CommandIo): boolean {
  const outcome = resolveBrokerConfig(properties, { hostName: hostname(), clusterId: null });
  for (const { message } of outcome.warnings) io.writeError(`chronik dev: warning: ${message}\n`);
  if (!('errors' in outcome)) return true;
  for (const { message } of outcome.errors) io.writeError(`chronik dev: error: ${message} (--override)\n`);
  return false;
}

function overridesOf({ options }: Invocation, temporary: string | null): Map<string, string> {
  const overrides = new Map(options.texts('override').map((text) => parseAssignment('override', text)));
  if (temporary !== null) overrides.set('chronik.flush', 'os');
  return overrides;
}

function banner(
  { options }: Invocation,
  nodes: readonly LocalNode[],
  children: readonly ChildNode[],
  temporary: string | null,
): string {
  const bootstrapServers = children.map((child) => child.bootstrapServers).join(',');
  const clusterId = children[0]!.clusterId;
  if (options.has('json')) {
    const list = children.map((child, i) => ({
      nodeId: child.nodeId,
      pid: child.pid,
      bootstrapServers: child.bootstrapServers,
      directory: nodes[i]!.directory,
    }));
    return `${JSON.stringify({ bootstrapServers, clusterId, nodes: list, startedInMs: Math.round(performance.now()) })}\n`;
  }
  const facts = formatFacts([
    ['Bootstrap', bootstrapServers],
    ['Cluster', clusterId],
    ['Durability', temporary === null ? 'fsync on a majority before every acknowledgement with acks=all' : 'none'],
  ]);
  const table = formatTable(
    [{ title: 'NODE', isNumber: true }, { title: 'ADDRESS' }, { title: 'PID', isNumber: true }, { title: 'DATA' }],
    children.map((child, i) => [
      child.nodeId,
      child.bootstrapServers,
      child.pid,
      temporary === null ? nodes[i]!.directory : 'temporary',
    ]),
  );
  return `chronik is ready: ${children.length} nodes (${Math.round(performance.now())} ms)\n\n${facts}\n${table}`;
}

/** The listeners of a local cluster follow from an option. */
function portAdvice(error: Error): never {
  throw new CommandError(error.message.replace('change the port in `listeners`', 'choose others with --port'));
}

async function endAll(processes: readonly ChildProcess[]): Promise<void> {
  await Promise.all(
    processes.map(
      (child) =>
        new Promise<void>((ended) => {
          if (child.exitCode !== null || child.signalCode !== null) return ended();
          const limit = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
          child.once('exit', () => {
            clearTimeout(limit);
            ended();
          });
          child.kill('SIGTERM');
        }),
    ),
  );
}
