/** Starts the controller on a thread of its own, seen from the thread that starts it. */
import { MessageChannel, Worker } from 'node:worker_threads';
import { threadUrl } from '../../runtime/threads/thread-urls.ts';
import type { ControllerConfig } from './controller-host.ts';
import type { ControllerPort, FromController, ToController } from './controller-messages.ts';

/** A log that cannot be opened, and a thread that dies, arrive as a `fatal` message. */
export function startControllerThread(config: ControllerConfig): ControllerPort<ToController, FromController> {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(threadUrl('workers/controller/controller-thread.ts'), {
    workerData: { config, port: port2 },
    transferList: [port2],
    name: 'controller',
  });
  const near: ControllerPort<ToController, FromController> = {
    post: (message) => port1.postMessage(message),
    onMessage: () => {},
  };
  port1.on('message', (message: FromController) => near.onMessage(message));
  worker.on('error', (error: Error) => {
    near.onMessage({ type: 'fatal', message: `the controller thread died: ${error.message}`, code: error.name });
  });
  worker.on('exit', () => {
    port1.close();
    // Once more where the thread said so itself: nobody waits for a thread that is gone.
    near.onMessage({ type: 'stopped' });
  });
  return near;
}
