/** Who this node is, and the controller quorum it belongs to. */
import type { BrokerValues } from './broker-values.ts';
import type { ConfigProblem } from './problem.ts';
import { type Address, type QuorumVoter, resolveBootstrapServers, resolveVoters } from './quorum-addresses.ts';

export interface ClusterConfig {
  readonly nodeId: number;
  readonly isBroker: boolean;
  readonly isController: boolean;
  readonly brokerRack: string | null;
  readonly brokerHeartbeatIntervalMs: number;
  readonly brokerSessionTimeoutMs: number;
  readonly initialBrokerRegistrationTimeoutMs: number;
  /** Empty for a single node, which is a quorum of itself. */
  readonly controllerQuorumVoters: readonly QuorumVoter[];
  readonly controllerQuorumBootstrapServers: readonly Address[];
  /** Null: the first log directory. */
  readonly metadataLogDir: string | null;
}

/** Whether this node has others to agree with: a node by itself is a quorum of one, and opens no port for it. */
export function isClustered(config: Pick<ClusterConfig, 'controllerQuorumVoters' | 'isController'>): boolean {
  return config.controllerQuorumVoters.length > 1 || !config.isController;
}

export function resolveClusterConfig(values: BrokerValues, problems: ConfigProblem[]): ClusterConfig {
  const roles = values.list('process.roles');
  if (roles.length === 0) {
    problems.push({ property: 'process.roles', message: 'process.roles is empty: write broker,controller' });
  }
  const config: ClusterConfig = {
    nodeId: nodeId(values, problems),
    isBroker: roles.includes('broker'),
    isController: roles.includes('controller'),
    brokerRack: values.text('broker.rack'),
    brokerHeartbeatIntervalMs: values.number('broker.heartbeat.interval.ms'),
    brokerSessionTimeoutMs: values.number('broker.session.timeout.ms'),
    initialBrokerRegistrationTimeoutMs: values.number('initial.broker.registration.timeout.ms'),
    controllerQuorumVoters: resolveVoters(values, problems),
    controllerQuorumBootstrapServers: resolveBootstrapServers(values, problems),
    metadataLogDir: values.text('metadata.log.dir'),
  };
  checkQuorum(config, values, problems);
  return config;
}

function nodeId(values: BrokerValues, problems: ConfigProblem[]): number {
  const own = values.number('node.id');
  if (!values.isGiven('broker.id')) return own;
  const older = values.number('broker.id');
  if (values.isGiven('node.id') && own !== older) {
    problems.push({
      property: 'broker.id',
      message: `broker.id is ${older} and node.id is ${own}: give both the same value, or node.id alone`,
    });
  }
  return values.isGiven('node.id') || older < 0 ? own : older;
}

function checkQuorum(config: ClusterConfig, values: BrokerValues, problems: ConfigProblem[]): void {
  const voters = config.controllerQuorumVoters;
  const isListed = voters.some(({ id }) => id === config.nodeId);
  if (voters.length > 0 && config.isController && !isListed) {
    problems.push({
      property: 'controller.quorum.voters',
      message: `node.id is ${config.nodeId} and process.roles contains controller, but controller.quorum.voters does not list ${config.nodeId}`,
    });
  }
  if (config.isBroker && !config.isController && isListed) {
    problems.push({
      property: 'process.roles',
      message: `process.roles is broker alone, but controller.quorum.voters lists this node (node.id ${config.nodeId}): write broker,controller, or take it out of the voters`,
    });
  }
  if (config.isController && !config.isBroker) {
    problems.push({
      property: 'process.roles',
      message:
        'process.roles is controller alone, which is not available: a voter is a broker as well, write broker,controller',
    });
  } else if (!config.isController && voters.length === 0) {
    problems.push({
      property: 'controller.quorum.voters',
      message: 'process.roles names one role only, so controller.quorum.voters must say which nodes are controllers',
    });
  }
  if (config.controllerQuorumBootstrapServers.length > 1) {
    problems.push({
      property: 'controller.quorum.bootstrap.servers',
      message:
        'controller.quorum.bootstrap.servers names several nodes, which finds no quorum here: list them in controller.quorum.voters as id@host:port',
    });
  }
  if (voters.length > 1 && config.isController && values.list('controller.listener.names').length === 0) {
    problems.push({
      property: 'controller.listener.names',
      message: 'controller.listener.names must name the listener that carries controller traffic, as in CONTROLLER',
    });
  }
  if (config.brokerHeartbeatIntervalMs >= config.brokerSessionTimeoutMs) {
    problems.push({
      property: 'broker.heartbeat.interval.ms',
      message: `broker.heartbeat.interval.ms (${config.brokerHeartbeatIntervalMs}) must be less than broker.session.timeout.ms (${config.brokerSessionTimeoutMs})`,
    });
  }
}
