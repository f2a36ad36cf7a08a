/** Entry of the pace thread: an open loop's clock. Sleeps in each wait; has nothing else to do. */
import { parentPort, workerData } from 'node:worker_threads';
import { keepPace } from './pace-keeper.ts';

keepPace(workerData as SharedArrayBuffer, (wait) => parentPort!.postMessage(wait));
