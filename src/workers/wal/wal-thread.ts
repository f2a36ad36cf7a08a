/** Entry of a WAL thread: one endless Piscina task that runs one agent until its ring says stop. */
import { CounterPage } from '../../runtime/counters/counter-page.ts';
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import { runAgent } from '../../runtime/threads/agent-loop.ts';
import { WalAgent } from './wal-agent.ts';
import { type WalTask, walOwnerPort } from './wal-host.ts';

export default function walThread({ start, port }: WalTask): void {
  const page = new CounterPage(start.counters);
  runAgent(new WalAgent(start, new NodeFileSystem(), walOwnerPort(port), () => performance.now(), page), page);
}
