/** The hash by which Kafka's Java client, and so everybody who wants to agree with it, spreads keys over partitions. */

const SEED = 0x9747_b28c;
const MULTIPLIER = 0x5bd1_e995;

/** A signed 32-bit number. */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  let hash = SEED ^ length;
  const wholeEnd = length & ~3;
  for (let at = 0; at < wholeEnd; at += 4) {
    let word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    word = Math.imul(word, MULTIPLIER);
    word ^= word >>> 24;
    word = Math.imul(word, MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  const rest = length - wholeEnd;
  if (rest === 3) hash ^= bytes[wholeEnd + 2]! << 16;
  if (rest >= 2) hash ^= bytes[wholeEnd + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ bytes[wholeEnd]!, MULTIPLIER);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/** The partition that Kafka's default partitioner gives a key. */
export function partitionOfKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fff_ffff) % partitionCount;
}
