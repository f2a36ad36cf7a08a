/** What a compute thread does: ordinary Piscina tasks, one function each. */
import { move } from 'piscina';
import { NodeFileSystem } from '../../runtime/files/node-file-system.ts';
import { carryOutFlush, type FlushRequest } from '../../storage/flush.ts';
import type { LoadedPartition } from '../../storage/partition-loader.ts';
import { swapSegments } from '../../storage/segments/segment-swap.ts';
import { type CompactRequest, type CompactResult, compactSegments } from './compact-segments.ts';
import { type LoadRequest, loadAgain, type SwapRequest } from './compute-client.ts';
import { type RecompressRequest, type RecompressResult, recompressBatch } from './recompress-batch.ts';

const pauses = new Int32Array(new SharedArrayBuffer(4));

/** Nobody else waits for this thread. */
function pause(ms: number): void {
  Atomics.wait(pauses, 0, 0, ms);
}

export function flush(request: FlushRequest): void {
  carryOutFlush(new NodeFileSystem(), request);
}

export async function recompress(request: RecompressRequest): Promise<RecompressResult> {
  const result = await recompressBatch(request);
  return typeof result === 'string' ? result : (move(result) as RecompressResult);
}

export function compact(request: CompactRequest): Promise<CompactResult> {
  return compactSegments(new NodeFileSystem(), request, pause);
}

export function swap({ directory, baseOffset, replaced }: SwapRequest): void {
  swapSegments(new NodeFileSystem(), directory, baseOffset, replaced);
}

export function load(request: LoadRequest): LoadedPartition {
  return loadAgain(new NodeFileSystem(), request);
}
