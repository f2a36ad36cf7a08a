/** Randomness of the operating system, for topic ids and placement. */
import { randomBytes, randomInt } from 'node:crypto';
import type { RandomSource } from '../../core/metadata/control.ts';

export const systemRandom: RandomSource = {
  bytes: (length) => new Uint8Array(randomBytes(length)),
  below: (limit) => randomInt(limit),
};
