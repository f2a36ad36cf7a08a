/** What a server-side assignor is given and gives: who subscribes to what, and what everybody was aimed at before. */
import type { Assignment } from '../consumer/assignment.ts';

export interface AssignorMember {
  readonly memberId: string;
  readonly instanceId: string | null;
  readonly topicIds: ReadonlySet<string>;
  readonly current: Assignment;
}

export interface AssignorInput {
  readonly members: readonly AssignorMember[];
  /** Partitions of each subscribed topic. */
  readonly partitionCounts: ReadonlyMap<string, number>;
}

/** Every partition of every subscribed topic to exactly one of its subscribers; partitions ascending. */
export type Assignor = (input: AssignorInput) => Map<string, Assignment>;
