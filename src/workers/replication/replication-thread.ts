/** Entry of a replication thread: one Piscina task that lasts as long as the agent. */
import { installNativeCrc32c } from '../../runtime/compression/native-crc32c.ts';
import { ReplicationAgent } from './replication-agent.ts';
import { tcpParts } from './replication-host.ts';
import type { ReplicationStart } from './replication-messages.ts';

export default async function replicationThread(start: ReplicationStart): Promise<void> {
  installNativeCrc32c();
  const agent = new ReplicationAgent(start, tcpParts);
  // Doorbells and unreferenced timers alone would let the thread end.
  const keepAlive = setInterval(() => {}, 60_000);
  await agent.start();
  await agent.stopped;
  clearInterval(keepAlive);
}
