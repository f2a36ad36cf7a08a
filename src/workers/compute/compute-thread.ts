/** Entry of a compute thread: ordinary Piscina tasks, one exported function each. */
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import { carryOutFlush, type FlushRequest } from '../../storage/flush.ts';

export function flush(request: FlushRequest): void {
  carryOutFlush(new NodeFileSystem(), request);
}
