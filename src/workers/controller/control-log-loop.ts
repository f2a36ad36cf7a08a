/** The control-log thread's loop: one job after another, each blocking it, and how long each took. */
import type { MessagePort } from 'node:worker_threads';
import { Word } from '../../runtime/counters/counter-layout.ts';
import { CounterPage, type PageHandle } from '../../runtime/counters/counter-page.ts';
import { TaskCounters } from '../../runtime/counters/task-counters.ts';
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import { CONTROL_NICE, takePriority } from '../../runtime/threads/thread-priority.ts';
import { type LogJob, runLogJob } from './log-jobs.ts';

export interface ControlLogThreadData {
  readonly port: MessagePort;
  readonly counters?: PageHandle | undefined;
  readonly takesPriority: boolean;
}

export function runControlLogThread({ port, counters, takesPriority }: ControlLogThreadData): void {
  const page = new CounterPage(counters);
  const tasks = new TaskCounters(page);
  if (takesPriority) takePriority(CONTROL_NICE, page);
  const files = new NodeFileSystem();
  port.on('message', (job: LogJob) => {
    const startedAt = tasks.begin();
    const result = runLogJob(files, job);
    tasks.end(startedAt);
    if (result.error !== null) page.count(Word.SYNC_FAILURES);
    port.postMessage(result);
  });
}
