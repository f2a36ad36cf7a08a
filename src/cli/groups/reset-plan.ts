/** Decides where each partition of a group goes. Pure: what the cluster says comes in, what to commit goes out. */
import type { ResetStrategy } from './reset-strategy.ts';

/** What is known of one partition that is to be reset. */
export interface PartitionFacts {
  readonly topic: string;
  readonly partition: number;
  /** Null where the group has committed nothing. */
  readonly committed: number | null;
  /** Null where the partition is not there any more. */
  readonly start: number | null;
  readonly end: number | null;
  /** For a time, the first offset at or after it, -1 where there is none; for a file, what it says. */
  readonly wanted: number | null;
}

export interface ResetRow {
  readonly topic: string;
  readonly partition: number;
  readonly currentOffset: number | null;
  readonly newOffset: number;
}

export interface ResetPlan {
  readonly rows: readonly ResetRow[];
  /** What was not as asked for, a sentence each. */
  readonly notes: readonly string[];
  /** Why nothing may be changed; null where it may. */
  readonly refusal: string | null;
}

export function planReset(strategy: ResetStrategy, partitions: readonly PartitionFacts[]): ResetPlan {
  const rows: ResetRow[] = [];
  const notes: string[] = [];
  for (const facts of partitions) {
    const { topic, partition, committed, start, end } = facts;
    const where = `${topic}-${partition}`;
    if (start === null || end === null) {
      notes.push(`${where} is left out: it is not there, or has no leader`);
      continue;
    }
    if (strategy.kind === 'shift' && committed === null) {
      return { rows: [], notes, refusal: `${where} cannot be shifted: the group has committed no offset in it` };
    }
    const asked = target(strategy, facts, start, end);
    // As in Kafka, what is committed stays as it is, even where the log has gone past it.
    const newOffset = strategy.kind === 'current' ? asked : Math.min(Math.max(asked, start), end);
    if (newOffset !== asked) {
      const side = asked > end ? 'after the last' : 'before the first';
      notes.push(`${where}: offset ${asked} is ${side}; it is set to ${newOffset}`);
    }
    if (strategy.kind === 'time' && facts.wanted === -1) {
      notes.push(`${where} has no record that young; it is set to its end, ${newOffset}`);
    }
    rows.push({ topic, partition, currentOffset: committed, newOffset });
  }
  return { rows, notes, refusal: null };
}

function target(strategy: ResetStrategy, facts: PartitionFacts, start: number, end: number): number {
  const { committed, wanted } = facts;
  switch (strategy.kind) {
    case 'earliest':
      return start;
    case 'latest':
      return end;
    case 'current':
      return committed ?? end;
    case 'offset':
      return strategy.offset;
    case 'shift':
      return committed! + strategy.by;
    case 'time':
      return wanted === null || wanted < 0 ? end : wanted;
    case 'file':
      return wanted!;
  }
}
