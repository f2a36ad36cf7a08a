/** Named mistakes in the real code: each says what it breaks, and must be caught within a bounded number of seeds. */
import type { TextChange } from './code.ts';

export interface Mutation {
  readonly name: string;
  /** What a broker with it does wrong. */
  readonly breaks: string;
  readonly changes: readonly TextChange[];
}

function mutation(name: string, breaks: string, file: string, from: string, to: string): Mutation {
  return { name, breaks, changes: [{ file, from, to }] };
}

export const MUTATIONS: readonly Mutation[] = [
  mutation(
    'journalNotSynced',
    'acknowledges what the disk does not have',
    'workers/wal/wal-agent.ts',
    '    journal.sync();\n',
    '',
  ),
];
