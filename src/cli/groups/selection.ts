/** Which groups a command is about: those it names, or `--all-groups`. */
import { listGroups } from '../../client/groups.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { type Invocation, type OptionSpec, UsageError } from '../command.ts';

export const ALL_GROUPS_OPTION: OptionSpec = { type: 'boolean', description: 'All groups of consumers' };

/** Throws UsageError unless groups are named one way. */
export function checkSelection({ arguments: names, options }: Invocation): void {
  if (options.has('all-groups') === names.length > 0) throw new UsageError('give either groups or --all-groups');
}

export async function selectedGroups(client: KafkaClient, invocation: Invocation): Promise<readonly string[]> {
  if (!invocation.options.has('all-groups')) return [...new Set(invocation.arguments)];
  const groups = await listGroups(client);
  // Groups that only ever had offsets committed have no protocol.
  const isOfConsumers = ({ type, protocolType }: (typeof groups)[number]) =>
    (type === '' || type === 'classic' || type === 'consumer') && (protocolType === '' || protocolType === 'consumer');
  return groups.filter(isOfConsumers).map(({ groupId }) => groupId);
}
