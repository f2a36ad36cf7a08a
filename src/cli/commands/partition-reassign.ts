import { reassign } from '../../client/partitions.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, UsageError } from '../command.ts';
import { parseTopicScopes } from '../groups/topic-scope.ts';
import { tellOutcomes } from '../partitions/outcomes.ts';
import { partitionsOf } from '../topic-partitions.ts';

export const partitionReassign: Command = {
  name: 'partition reassign',
  summary: 'Move the replicas of partitions to other brokers',
  arguments: '<topic[:partition,...]>...',
  argumentCount: [1, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    replicas: {
      type: 'string',
      short: 'r',
      value: 'id,id,...',
      description: 'The brokers, the preferred leader first',
    },
    cancel: { type: 'boolean', description: 'Go back to the brokers from before a move that is under way' },
    json: JSON_OPTION,
  },
  details: `
The new replicas receive everything first; the old ones go once the new ones are in sync ('partition list --reassigning').`,
  async run(invocation) {
    const { arguments: scopes, options } = invocation;
    const text = options.text('replicas');
    if ((text === null) !== options.has('cancel')) throw new UsageError('give either --replicas or --cancel');
    const replicas = text === null ? null : brokerIds(text);
    const outcomes = await withClient(invocation, async (client) => {
      const partitions = await partitionsOf(client, parseTopicScopes(scopes, 'an argument'));
      return reassign(
        client,
        partitions.map((partition) => ({ ...partition, replicas })),
      );
    });
    return tellOutcomes(invocation, 'partition reassign', replicas === null ? 'taken back' : 'begun', outcomes);
  },
};

function brokerIds(text: string): number[] {
  const ids = text.split(',').map((part) => (/^\d{1,10}$/.test(part.trim()) ? Number(part) : -1));
  if (ids.some((id) => id < 0)) throw new UsageError(`--replicas takes broker ids with commas between, not '${text}'`);
  return ids;
}
