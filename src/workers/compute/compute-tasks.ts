/** What a compute thread does: ordinary Piscina tasks, one function each. */
import { workerData } from 'node:worker_threads';
import { move } from 'piscina';
import { CounterPage } from '../../runtime/counters/counter-page.ts';
import { TaskCounters } from '../../runtime/counters/task-counters.ts';
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import { BACKGROUND_NICE, takePriority } from '../../runtime/threads/thread-priority.ts';
import { carryOutFlush, type FlushOutcome, type FlushRequest } from '../../storage/flush.ts';
import type { LoadedPartition } from '../../storage/partition-loader.ts';
import { swapSegments } from '../../storage/segments/segment-swap.ts';
import { type CompactRequest, type CompactResult, compactSegments } from './compact-segments.ts';
import { type ComputeThreadData, type LoadRequest, loadAgain, type SwapRequest } from './compute-client.ts';
import { type RecompressRequest, type RecompressResult, recompressBatch } from './recompress-batch.ts';

const { counters: handle, isBackground } = workerData as ComputeThreadData;
const page = new CounterPage(handle);
const counters = new TaskCounters(page);
if (isBackground) takePriority(BACKGROUND_NICE, page);

const pauses = new Int32Array(new SharedArrayBuffer(4));

/** Nobody else waits for this thread. */
function pause(ms: number): void {
  Atomics.wait(pauses, 0, 0, ms);
}

export function flush(request: FlushRequest): Promise<FlushOutcome> {
  return counters.measure(() => carryOutFlush(new NodeFileSystem(), request));
}

export async function recompress(request: RecompressRequest): Promise<RecompressResult> {
  const result = await counters.measure(() => recompressBatch(request));
  return typeof result === 'string' ? result : (move(result) as RecompressResult);
}

export function compact(request: CompactRequest): Promise<CompactResult> {
  return counters.measure(() => compactSegments(new NodeFileSystem(), request, pause));
}

export function swap({ directory, baseOffset, replaced }: SwapRequest): Promise<void> {
  return counters.measure(() => swapSegments(new NodeFileSystem(), directory, baseOffset, replaced));
}

export function load(request: LoadRequest): Promise<LoadedPartition> {
  return counters.measure(() => loadAgain(new NodeFileSystem(), request));
}
