/**
 * One node of `chronik dev`, in a process of its own: gets its properties from the parent, says when it serves, and ends
 * in good order when it is told to, or when the parent is gone.
 */
import { localNodeConfig } from '../../broker/local-cluster.ts';
import { type RunningBroker, startBrokerFromConfig } from '../../broker/start-broker.ts';
import type { LogLevel } from '../../runtime/logging/logger.ts';

export interface NodeOrder {
  readonly properties: readonly (readonly [string, string])[];
  /** Null: it follows from the voters. */
  readonly clusterId: string | null;
  readonly logLevel: LogLevel;
}

export type NodeReport =
  | { readonly type: 'ready'; readonly bootstrapServers: string; readonly clusterId: string }
  | { readonly type: 'failed'; readonly message: string };

let broker: RunningBroker | null = null;
let isStopping = false;
const abort = new AbortController();

function stop(): void {
  if (isStopping) return;
  isStopping = true;
  if (broker === null) abort.abort();
  else void broker.stop().then(() => process.exit(0));
}

function report(message: NodeReport): void {
  if (process.connected) process.send!(message);
}

process.once('message', (order: NodeOrder) => {
  void (async () => {
    try {
      const config = localNodeConfig(new Map(order.properties), order.clusterId);
      broker = await startBrokerFromConfig(config, { logLevel: order.logLevel, signal: abort.signal });
      report({ type: 'ready', bootstrapServers: broker.bootstrapServers, clusterId: broker.clusterId });
    } catch (error) {
      if (isStopping) process.exit(0);
      report({ type: 'failed', message: (error as Error).message });
      process.exitCode = 1;
      process.disconnect();
    }
  })();
});
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.once('disconnect', stop);
