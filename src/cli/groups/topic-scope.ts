/** `--topic orders` and `--topic orders:0,3`, as Kafka's group tool takes them. */
import { UsageError } from '../command.ts';

export interface TopicScope {
  readonly topic: string;
  /** Null: all of them. */
  readonly partitions: readonly number[] | null;
}

/** `where` they were given, for the UsageError that this throws. */
export function parseTopicScopes(texts: readonly string[], where = '--topic'): TopicScope[] {
  return texts.map((text) => {
    const [topic = '', numbers, ...rest] = text.split(':');
    const words = numbers?.split(',') ?? null;
    if (topic === '' || rest.length > 0 || words?.some((word) => !/^\d{1,10}$/.test(word))) {
      throw new UsageError(`${where} takes a topic or topic:partition,..., not '${text}'`);
    }
    return { topic, partitions: words === null ? null : [...new Set(words.map(Number))] };
  });
}

export function isInScope(scopes: readonly TopicScope[], topic: string, partition: number): boolean {
  return scopes.some((scope) => scope.topic === topic && (scope.partitions?.includes(partition) ?? true));
}
