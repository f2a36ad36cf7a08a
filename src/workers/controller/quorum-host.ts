/**
 * Joins the quorum: opens raft's durable state, the control network, and starts the election. Loaded only by nodes that
 * have peers. Controller thread, or the caller's.
 */
import { CounterPage } from '../../runtime/counters/counter-page.ts';
import { connectOverTcp } from '../../runtime/sockets/connect-tcp.ts';
import { listenOnTcp } from '../../runtime/sockets/node-socket.ts';
import { addressOf, type ControlIdentity, type ControlNetwork } from '../control-net/control-network.ts';
import { TcpControlNetwork } from '../control-net/tcp-network.ts';
import { RaftGauges } from '../raft/raft-gauges.ts';
import { openRaftStore } from '../raft/raft-recovery.ts';
import { startRaft } from '../raft/start-raft.ts';
import { WatchedLogIo } from '../raft/watched-log-io.ts';
import type { ControllerConfig, ControllerParts, JoinQuorum, QuorumConfig } from './controller-host.ts';
import type { ControllerPort, FromController, ToController } from './controller-messages.ts';
import { portLogger } from './port-logger.ts';

type Port = ControllerPort<FromController, ToController>;

/** Another network than TCP, for tests and the simulator. */
export type OpenNetwork = (
  identity: ControlIdentity,
  quorum: QuorumConfig,
  parts: ControllerParts,
  port: Port,
) => ControlNetwork;

export function joinQuorumOver(openNetwork: OpenNetwork): JoinQuorum {
  return (config, quorum, recovered, parts, port) => {
    const { clock, files, random } = parts;
    const randomBytes = (length: number) => random.bytes(length);
    const store = openRaftStore(files, {
      directory: config.directory,
      clusterId: config.clusterId,
      nodeId: config.nodeId,
      voters: quorum.voters.map(({ nodeId }) => nodeId),
      formerEpoch: Math.max(recovered.promisedEpoch, recovered.last.epoch),
      randomBytes,
    });
    const identity = identityOf(config, quorum, store.starts);
    const network = openNetwork(identity, quorum, parts, port);
    const io = new WatchedLogIo(parts.io, clock);
    const election = startRaft({ identity, voters: quorum.voters, directory: config.directory }, store, {
      clock,
      io,
      network,
      logger: portLogger(port, { room: 'raft' }),
      gauges: new RaftGauges(new CounterPage(config.counters?.controller)),
      random: () => random.below(2 ** 31) / 2 ** 31,
      randomBytes,
    });
    return { election, network, io };
  };
}

/** Over TCP, on the controller listener. That the listener cannot be bound arrives as a `fatal` message. */
export const openTcpNetwork: OpenNetwork = (identity, quorum, { clock, random }, port) => {
  const own = quorum.voters.find(({ nodeId }) => nodeId === identity.nodeId);
  const network = new TcpControlNetwork(identity, {
    address: own === undefined ? '' : addressOf(own),
    clock,
    connect: connectOverTcp,
    listen: listenOnTcp,
    logger: portLogger(port, { room: 'control-net' }),
    random: () => random.below(2 ** 31) / 2 ** 31,
    onOver: ({ message }) => port.post({ type: 'fatal', message, code: 'EEXIST' }),
  });
  const { listen } = quorum;
  if (listen !== null) {
    network.listen(listen.host, listen.port).catch((error: Error & { code?: string }) => {
      const message = `the controller listener cannot be bound to ${listen.host}:${listen.port}: ${error.message}`;
      port.post({ type: 'fatal', message, code: error.code ?? 'EIO' });
    });
  }
  return network;
};

function identityOf(config: ControllerConfig, quorum: QuorumConfig, incarnation: number): ControlIdentity {
  const { clusterId, nodeId } = config;
  return { clusterId, nodeId, directoryId: quorum.directoryId, incarnation };
}
