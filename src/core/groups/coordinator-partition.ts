/** Which partition of `__consumer_offsets`, and so which broker, coordinates a group. */

/** java.lang.String.hashCode: over UTF-16 units, in 32 bits. */
export function javaStringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Kafka's abs() of the smallest int32 is 0, not an overflow. */
export function coordinatorPartition(groupId: string, partitions: number): number {
  const hash = javaStringHash(groupId);
  return (hash === -2_147_483_648 ? 0 : Math.abs(hash)) % partitions;
}
