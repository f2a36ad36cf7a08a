/** The segment files of a partition on every node, compared byte by byte once all nodes have stopped. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What says how long the batch is that begins here. */
const LENGTH_AT = 8;
const LOG_OVERHEAD = 12;

/** All batches, without what is preallocated behind them. */
export function batchesOf(directory: string): Buffer {
  const segments = readdirSync(directory).filter((name) => name.endsWith('.log'));
  return Buffer.concat(segments.sort().map((name) => withoutTail(readFileSync(join(directory, name)))));
}

function withoutTail(bytes: Buffer): Buffer {
  let end = 0;
  while (end + LOG_OVERHEAD <= bytes.length) {
    const length = bytes.readInt32BE(end + LENGTH_AT);
    if (length <= 0) break;
    end += LOG_OVERHEAD + length;
  }
  return bytes.subarray(0, end);
}

/** Where the replicas of a partition differ, as sentences. @param directories of it, one of each node */
export function differences(name: string, directories: readonly string[]): string[] {
  const [first, ...others] = directories.map(batchesOf);
  return others.flatMap((other, i) => {
    if (first!.equals(other)) return [];
    let at = 0;
    while (at < Math.min(first!.length, other.length) && first![at] === other[at]) at++;
    const lengths = `${first!.length} and ${other.length} bytes`;
    return [`${name}: replicas 1 and ${i + 2} part at byte ${at} (${lengths})`];
  });
}
