/** Runs an agent on a worker thread until it is finished. Blocks the thread; its event loop does not turn meanwhile. */
import { CounterPage } from '../counters/counter-page.ts';
import { identifyThread } from '../counters/thread-identity.ts';
import type { Agent } from './agent.ts';

/** How long an idle agent sleeps before it looks at the clock again. */
const PARK_MS = 100;

/** @param page of this thread: it says at every turn that it gets on, and how much of its time was work */
export function runAgent(agent: Agent, page = new CounterPage()): void {
  page.open();
  identifyThread(page);
  const startedAt = performance.now();
  let parkedMs = 0;
  agent.onStart();
  try {
    while (!agent.isFinished()) {
      const work = agent.doWork();
      const now = performance.now();
      page.beat(now - startedAt - parkedMs);
      if (work > 0) continue;
      agent.park(PARK_MS);
      parkedMs += performance.now() - now;
    }
  } finally {
    agent.onClose();
    page.close();
  }
}
