import { activeProducers } from '../../client/active-producers.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { parseTopicScopes } from '../groups/topic-scope.ts';
import { partitionsOf } from '../topic-partitions.ts';
import { producersTable } from '../transactions/output.ts';

export const txnProducers: Command = {
  name: 'txn producers',
  summary: 'Show the producers that partitions remember, and what they hold open',
  arguments: '<topic[:partition,...]>...',
  argumentCount: [1, 1000],
  options: { ...CLUSTER_OPTIONS, json: JSON_OPTION },
  async run(invocation) {
    const { options, io } = invocation;
    const scopes = parseTopicScopes(invocation.arguments, 'it');
    const producers = await withClient(invocation, async (client) =>
      activeProducers(client, await partitionsOf(client, scopes)),
    );
    await io.write(options.has('json') ? jsonLine(producers) : producersTable(producers, Date.now()));
    return EXIT_OK;
  },
};
