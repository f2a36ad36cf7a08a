/** The processes of a local cluster, as the one that started them sees them. */
import { type ChildProcess, fork } from 'node:child_process';
import type { LogLevel } from '../../runtime/logging/logger.ts';
import { threadUrl } from '../../runtime/threads/thread-urls.ts';
import { CommandError } from '../cluster-options.ts';
import type { NodeOrder, NodeReport } from './node-process.ts';

export interface ChildNode {
  readonly nodeId: number;
  readonly pid: number;
  readonly bootstrapServers: string;
  readonly clusterId: string;
  /** Resolves when the process has ended. */
  readonly ended: Promise<string>;
  /** Lets it end in good order. */
  stop(): void;
  /** At once. */
  kill(): void;
}

/** Resolves when the node serves clients. Rejects with what kept it from that. */
export function startChildNode(
  nodeId: number,
  properties: ReadonlyMap<string, string>,
  clusterId: string | null,
  logLevel: LogLevel,
  onStarted: (child: ChildProcess) => void,
): Promise<ChildNode> {
  // A process group of its own: Ctrl-C reaches the parent alone, which stops the nodes in good order.
  const child = fork(threadUrl('cli/dev/node-process.ts'), [], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onStarted(child);
  const order: NodeOrder = { properties: [...properties], clusterId, logLevel };
  child.send(order);
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('message', (report: NodeReport) => {
      if (report.type === 'failed') reject(new CommandError(`node ${nodeId}: ${report.message}`));
      else {
        const { bootstrapServers, clusterId } = report;
        resolve({
          nodeId,
          pid: child.pid!,
          bootstrapServers,
          clusterId,
          ended,
          stop: () => child.kill('SIGTERM'),
          kill: () => child.kill('SIGKILL'),
        });
      }
    });
    void ended.then((how) => reject(new CommandError(`node ${nodeId} ended before it was ready: ${how}`)));
  });
}
