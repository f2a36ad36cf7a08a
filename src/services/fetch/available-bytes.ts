/**
 * How many bytes a fetch would get of a log, without reading them: decides how long a fetch waits. Main thread.
 */
import type { PartitionLog } from '../log/partition-log.ts';

/**
 * Bytes of the batches in [from, limit), counting no further than `enough`. Exact in ring memory; of what is only in
 * files, an estimate that may be too high by an index interval and by what is not yet committed.
 */
export function availableBytes(log: PartitionLog, from: number, limit: number, enough: number): number {
  if (from >= limit) return 0;
  const { tail } = log;
  const first = tail.find(from, log.directory.wal.reusedUpTo);
  if (first === -1) return bytesInFiles(log, from);
  let total = 0;
  for (let i = first; i < tail.count && total < enough && tail.baseOffset(i) < limit; i++) total += tail.length(i);
  return total;
}

function bytesInFiles(log: PartitionLog, from: number): number {
  const index = log.segmentIndexFor(from);
  if (index === -1) return 0;
  const segment = log.segments[index]!;
  let total = segment.sizeInBytes - Math.max(segment.positionInMemory(from), 0);
  for (let i = index + 1; i < log.segments.length; i++) total += log.segments[i]!.sizeInBytes;
  return total;
}
