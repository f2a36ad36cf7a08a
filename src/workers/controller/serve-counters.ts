/** Hands the broker's figures to other processes, from whichever thread runs the controller. */
import { BrokerCounters } from '../../runtime/counters/broker-counters.ts';
import { CountersServer } from '../../runtime/counters/counters-socket.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { ControllerConfig } from './controller-host.ts';

/** Returns how to end it. */
export function serveCounters({ counters, countersSocket, nodeId }: ControllerConfig, logger: Logger): () => void {
  if (counters === undefined || countersSocket === undefined) return () => {};
  const shared = new BrokerCounters(counters.controller.memory);
  const server = new CountersServer(countersSocket, shared, nodeId, ({ message }) =>
    logger.info('`chronik top` cannot read this broker', { socket: countersSocket, cause: message }),
  );
  return () => server.close();
}
