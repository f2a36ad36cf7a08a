/** Entry of the control-log thread: the only one that syncs the metadata log. Blocks in each job; has nothing else to do. */
import { type MessagePort, workerData } from 'node:worker_threads';
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import { type LogJob, runLogJob } from './log-jobs.ts';

const files = new NodeFileSystem();
const port = workerData as MessagePort;
port.on('message', (job: LogJob) => port.postMessage(runLogJob(files, job)));
