/** Starts the controller on threads of its own, seen from the thread that starts it. */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { threadUrl } from '../../runtime/threads/thread-urls.ts';
import type { ControllerConfig } from './controller-host.ts';
import type { ControllerPort, FromController, ToController } from './controller-messages.ts';

/** How long the log's thread may take to end by itself once the controller has. */
const LOG_THREAD_GRACE_MS = 1_000;

/** A log that cannot be opened, and a thread that dies, arrive as a `fatal` message. */
export function startControllerThread(config: ControllerConfig): ControllerPort<ToController, FromController> {
  const { port1, port2 } = new MessageChannel();
  // Both threads start at the same time; the log's own one is ready when the controller has read the log.
  const log = new MessageChannel();
  const worker = new Worker(threadUrl('workers/controller/controller-thread.ts'), {
    workerData: { config, port: port2, logPort: log.port1 },
    transferList: [port2, log.port1],
    name: 'controller',
  });
  const logWorker = new Worker(threadUrl('workers/controller/control-log-thread.ts'), {
    workerData: {
      port: log.port2,
      counters: config.counters?.controlLog,
      takesPriority: config.takesPriority === true,
    },
    transferList: [log.port2],
    name: 'control-log',
  });
  const near: ControllerPort<ToController, FromController> = {
    post: (message) => port1.postMessage(message),
    onMessage: () => {},
  };
  // That it stopped is told once both threads are gone: then nothing of them keeps the process, or its files open.
  const hear = (message: FromController): void => {
    if (message.type !== 'stopped') near.onMessage(message);
  };
  port1.on('message', hear);
  const died = (thread: string) => (error: Error) =>
    near.onMessage({ type: 'fatal', message: `the ${thread} thread died: ${error.message}`, code: error.name });
  worker.on('error', died('controller'));
  logWorker.on('error', died('control-log'));
  let threads = 2;
  const exited = (): void => {
    threads--;
    if (threads === 0) near.onMessage({ type: 'stopped' });
  };
  let limit: NodeJS.Timeout | null = null;
  let isLogGone = false;
  worker.on('exit', () => {
    // Its last words may still be in the port, and would go with it: among them why it ended.
    for (let last = receiveMessageOnPort(port1); last !== undefined; last = receiveMessageOnPort(port1)) {
      hear(last.message as FromController);
    }
    port1.close();
    // Nobody is left to ask for writes. A log thread that was still starting may miss that its port has closed.
    if (!isLogGone) limit = setTimeout(() => void logWorker.terminate(), LOG_THREAD_GRACE_MS);
    exited();
  });
  logWorker.on('exit', () => {
    isLogGone = true;
    if (limit !== null) clearTimeout(limit);
    exited();
  });
  return near;
}
