/** Names of generated things. */
import type { Message } from '../schema/schema-model.ts';

/** `DescribeTopicPartitionsRequest` becomes `describe-topic-partitions-request`, `KRaftVersion` becomes `kraft-version`. */
export function kebabCase(name: string): string {
  return name
    .replace(/^([A-Z])([A-Z][a-z])/, (_, first: string, rest: string) => first + rest.toLowerCase())
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/** The interface of a struct: unique in its folder, because it carries the message's name. */
export function structTypeName(message: Message, struct: string): string {
  return struct.startsWith(message.name) ? struct : message.name + struct;
}
