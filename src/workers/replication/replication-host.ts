/**
 * Who runs the replication agent: a thread of its own in a Piscina pool, whose one task never ends, or the caller's loop.
 * The owner of the logs sees one interface.
 */
import { systemClock } from '../../runtime/clock/system-clock.ts';
import { connectOverTcp } from '../../runtime/sockets/connect-tcp.ts';
import { listenOnTcp } from '../../runtime/sockets/node-socket.ts';
import { threadUrl } from '../../runtime/threads/thread-urls.ts';
import { type AgentParts, ReplicationAgent } from './replication-agent.ts';
import type { ReplicationStart } from './replication-messages.ts';

export interface ReplicationHost {
  /** After `Stop`: resolves once the agent has closed everything. */
  stopped(): Promise<void>;
}

export const tcpParts: AgentParts = { listen: listenOnTcp, connect: connectOverTcp, clock: systemClock };

/** @param onDied the thread ended by itself: the broker cannot go on */
export async function startReplicationThread(
  start: ReplicationStart,
  onDied: (error: Error) => void,
): Promise<ReplicationHost> {
  const { Piscina } = await import('piscina');
  const pool = new Piscina({
    filename: threadUrl('workers/replication/replication-thread.ts').href,
    minThreads: 1,
    maxThreads: 1,
    // The thread serves sockets: its loop must turn.
    atomics: 'disabled',
  });
  const run: Promise<void> = pool.run(start);
  run.catch(onDied);
  return {
    stopped: async () => {
      await run.catch(() => {});
      await pool.destroy();
    },
  };
}

export function startInThreadReplication(start: ReplicationStart, parts: AgentParts): ReplicationHost {
  const agent = new ReplicationAgent(start, parts);
  void agent.start();
  return { stopped: () => agent.stopped };
}
