/** Entry of a replication thread: one Piscina task that lasts as long as the agent. */
import { installNativeCrc32c } from '../../runtime/compression/native-crc32c.ts';
import { CounterPage } from '../../runtime/counters/counter-page.ts';
import { startLoopCounters } from '../../runtime/counters/loop-counters.ts';
import { ReplicationAgent } from './replication-agent.ts';
import { tcpParts } from './replication-host.ts';
import type { ReplicationStart } from './replication-messages.ts';

export default async function replicationThread(start: ReplicationStart): Promise<void> {
  installNativeCrc32c();
  const agent = new ReplicationAgent(start, tcpParts);
  const page = new CounterPage(start.counters);
  const end = startLoopCounters(page, { publish: () => agent.publish(page) });
  // Doorbells and unreferenced timers alone would let the thread end.
  const keepAlive = setInterval(() => {}, 60_000);
  await agent.start();
  await agent.stopped;
  clearInterval(keepAlive);
  end();
}
