/** The work of the hand-off cases as a task of a Piscina pool. */
import { room } from '../room.ts';

const { plainCrc32c } = await room<typeof import('../../src/core/bytes/crc32c.ts')>('core/bytes/crc32c.ts');

export default function checksum(bytes: Uint8Array): number {
  return plainCrc32c(bytes, 0, bytes.length, 0);
}
