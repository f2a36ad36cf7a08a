import { electLeaders } from '../../client/partitions.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, UsageError } from '../command.ts';
import { parseTopicScopes } from '../groups/topic-scope.ts';
import { tellOutcomes } from '../partitions/outcomes.ts';
import { partitionsOf } from '../topic-partitions.ts';

export const partitionElect: Command = {
  name: 'partition elect',
  summary: 'Give partitions to their preferred leaders',
  arguments: '[topic[:partition,...]]...',
  argumentCount: [0, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    unclean: {
      type: 'boolean',
      description: 'Let any replica that is up lead a partition without a leader; acknowledged records may be lost',
    },
    json: JSON_OPTION,
  },
  details:
    'Without topics every partition is looked at. The preferred leader is the first replica; it must be in sync.',
  async run(invocation) {
    const { arguments: scopes, options } = invocation;
    const isUnclean = options.has('unclean');
    if (isUnclean && scopes.length === 0)
      throw new UsageError('--unclean may lose records: name the topics or partitions it is for');
    const outcomes = await withClient(invocation, async (client) => {
      const partitions =
        scopes.length === 0 ? null : await partitionsOf(client, parseTopicScopes(scopes, 'an argument'));
      return electLeaders(client, isUnclean ? 'unclean' : 'preferred', partitions);
    });
    return tellOutcomes(invocation, 'partition elect', 'elected', outcomes);
  },
};
