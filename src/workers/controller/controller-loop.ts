/**
 * The controller thread's loop: the event loop itself, since this thread has sockets and ports to serve and nothing that
 * blocks. Commands that arrive in one turn form one group.
 */
import type { MessagePort } from 'node:worker_threads';
import { systemClock } from '../../runtime/clock/system-clock.ts';
import { CounterPage } from '../../runtime/counters/counter-page.ts';
import { startLoopCounters } from '../../runtime/counters/loop-counters.ts';
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import { CONTROL_NICE, takePriority } from '../../runtime/threads/thread-priority.ts';
import { ThreadLogIo } from './control-log-client.ts';
import type { ControllerAgent } from './controller-agent.ts';
import { type ControllerConfig, hostController } from './controller-host.ts';
import type { FromController, ToController } from './controller-messages.ts';
import { portLogger } from './port-logger.ts';
import { serveCounters } from './serve-counters.ts';
import { systemRandom } from './system-random.ts';

export interface ControllerThreadData {
  readonly config: ControllerConfig;
  readonly port: MessagePort;
  /** To the control-log thread. */
  readonly logPort: MessagePort;
}

export async function runControllerThread({ config, port, logPort }: ControllerThreadData): Promise<void> {
  const page = new CounterPage(config.counters?.controller);
  startLoopCounters(page);
  if (config.takesPriority === true) takePriority(CONTROL_NICE, page);
  const io = new ThreadLogIo(logPort);
  let endServing = (): void => {};
  const far = {
    post(message: FromController): void {
      port.postMessage(message);
      if (message.type !== 'stopped') return;
      endServing();
      port.close();
    },
    onMessage: () => {},
  };
  let agent: ControllerAgent;
  try {
    const parts = { files: new NodeFileSystem(), io, clock: systemClock, random: systemRandom };
    if ((config.quorum ?? null) === null) agent = hostController(config, parts, far);
    else {
      const { joinQuorumOver, openTcpNetwork } = await import('./quorum-host.ts');
      agent = hostController(config, { ...parts, joinQuorum: joinQuorumOver(openTcpNetwork) }, far);
    }
  } catch (error) {
    const { message, name, code = name } = error as Error & { code?: string };
    far.post({ type: 'fatal', message, code });
    io.close();
    port.close();
    return;
  }
  endServing = serveCounters(config, portLogger(far));
  let isScheduled = false;
  port.on('message', (message: ToController) => {
    agent.receive(message, far);
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      agent.doWork();
    });
  });
}
