/**
 * The controller on the caller's own thread: the embedded broker, tests, the simulator. Commands of one turn of the
 * event loop form one group; its fdatasync blocks the caller.
 */
import { ThreadState } from '../../runtime/counters/counter-layout.ts';
import { CounterPage } from '../../runtime/counters/counter-page.ts';
import { type ControllerConfig, type ControllerParts, hostController } from './controller-host.ts';
import type { ControllerPort, FromController, ToController } from './controller-messages.ts';
import { portLogger } from './port-logger.ts';
import { serveCounters } from './serve-counters.ts';

/** Throws where the log must not be opened. `schedule` runs a duty cycle soon: queueMicrotask but for the simulator. */
export function startInThreadController(
  config: ControllerConfig,
  parts: ControllerParts,
  schedule: (run: () => void) => void = queueMicrotask,
): ControllerPort<ToController, FromController> {
  new CounterPage(config.counters?.controller).open(ThreadState.OnMain);
  const early: FromController[] = [];
  let isScheduled = false;
  const near: ControllerPort<ToController, FromController> = {
    post(message) {
      agent.receive(message, far);
      if (isScheduled) return;
      isScheduled = true;
      schedule(() => {
        isScheduled = false;
        for (const missed of early.splice(0)) near.onMessage(missed);
        try {
          agent.doWork();
        } catch (error) {
          // A broken invariant ends this controller, and with it its broker; not the program that hosts it.
          const { message, name } = error as Error;
          near.onMessage({ type: 'fatal', message, code: name });
        }
      });
    },
    onMessage: (message) => early.push(message),
  };
  let endServing = (): void => {};
  const far: ControllerPort<FromController, ToController> = {
    post: (message) => {
      if (message.type === 'stopped') endServing();
      near.onMessage(message);
    },
    onMessage: () => {},
  };
  const agent = hostController(config, parts, far);
  endServing = serveCounters(config, portLogger(far));
  return near;
}
