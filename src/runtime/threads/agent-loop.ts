/** Runs an agent on a worker thread until it is finished. Blocks the thread; its event loop does not turn meanwhile. */
import type { Agent } from './agent.ts';

/** How long an idle agent sleeps before it looks at the clock again. */
const PARK_MS = 100;

export function runAgent(agent: Agent): void {
  agent.onStart();
  try {
    while (!agent.isFinished()) {
      if (agent.doWork() === 0) agent.park(PARK_MS);
    }
  } finally {
    agent.onClose();
  }
}
