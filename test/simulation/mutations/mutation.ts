/** A named mistake in the real code. */
import type { TextChange } from '../code.ts';
import type { Circumstances } from '../world/circumstances.ts';

export interface Mutation {
  readonly name: string;
  /** What a broker with it does wrong. */
  readonly breaks: string;
  readonly changes: readonly TextChange[];
  /** What brings it to light soon; without, whatever the seeds draw. */
  readonly under?: Circumstances;
}

export function mutation(
  name: string,
  breaks: string,
  file: string,
  from: string,
  to: string,
  under: Circumstances = {},
): Mutation {
  return { name, breaks, changes: [{ file, from, to }], under };
}
