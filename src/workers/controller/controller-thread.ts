/** Entry of the controller thread: builds the agent and lets the event loop run it. Its disk work has its own thread. */
import { workerData } from 'node:worker_threads';
import { type ControllerThreadData, runControllerThread } from './controller-loop.ts';

void runControllerThread(workerData as ControllerThreadData);
