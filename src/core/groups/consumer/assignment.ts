/** Sets of partitions by topic id, in the two forms that consumer groups need: plain, and with the epoch of assignment. */

/** topic id → partitions, ascending. */
export type Assignment = ReadonlyMap<string, readonly number[]>;
/** topic id → partition → the member epoch at which the member was given it. */
export type EpochAssignment = ReadonlyMap<string, ReadonlyMap<number, number>>;

export interface TopicPartitions {
  readonly topicId: string;
  readonly partitions: readonly number[];
}

export const EMPTY_ASSIGNMENT: Assignment = new Map();
export const EMPTY_EPOCHS: EpochAssignment = new Map();

export function fromTopicPartitions(list: readonly TopicPartitions[]): Assignment {
  const assignment = new Map<string, number[]>();
  for (const { topicId, partitions } of list)
    assignment.set(
      topicId,
      [...new Set([...(assignment.get(topicId) ?? []), ...partitions])].sort((a, b) => a - b),
    );
  return assignment;
}

export function toTopicPartitions(assignment: Assignment): { topicId: string; partitions: number[] }[] {
  return [...assignment].map(([topicId, partitions]) => ({ topicId, partitions: [...partitions] }));
}

export function partitionsOf(assignment: EpochAssignment): Assignment {
  return new Map([...assignment].map(([topicId, epochs]) => [topicId, [...epochs.keys()].sort((a, b) => a - b)]));
}

export function withEpoch(assignment: Assignment, epoch: number): EpochAssignment {
  return new Map(
    [...assignment].map(([topicId, partitions]) => [
      topicId,
      new Map(partitions.map((partition) => [partition, epoch])),
    ]),
  );
}

export function sameAssignment(a: Assignment, b: Assignment): boolean {
  if (a.size !== b.size) return false;
  for (const [topicId, partitions] of a) {
    const others = b.get(topicId);
    if (others === undefined || others.length !== partitions.length) return false;
    if (partitions.some((partition, i) => partition !== others[i])) return false;
  }
  return true;
}

export function sameEpochs(a: EpochAssignment, b: EpochAssignment): boolean {
  if (a.size !== b.size) return false;
  for (const [topicId, epochs] of a) {
    const others = b.get(topicId);
    if (others === undefined || others.size !== epochs.size) return false;
    for (const [partition, epoch] of epochs) if (others.get(partition) !== epoch) return false;
  }
  return true;
}

/** Whether every partition of the list is in the assignment. */
export function contains(assignment: EpochAssignment, list: readonly TopicPartitions[]): boolean {
  return list.every(({ topicId, partitions }) =>
    partitions.every((partition) => assignment.get(topicId)?.has(partition) === true),
  );
}

export function overlaps(assignment: EpochAssignment, list: readonly TopicPartitions[]): boolean {
  return list.some(({ topicId, partitions }) =>
    partitions.some((partition) => assignment.get(topicId)?.has(partition) === true),
  );
}
