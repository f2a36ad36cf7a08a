/** Entry of the control-log thread: the only one that syncs the metadata log. Blocks in each job; has nothing else to do. */
import { workerData } from 'node:worker_threads';
import { type ControlLogThreadData, runControlLogThread } from './control-log-loop.ts';

runControlLogThread(workerData as ControlLogThreadData);
