import { unregisterBroker } from '../../client/quorum.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK, UsageError } from '../command.ts';
import { jsonLine } from '../config-output.ts';

export const clusterUnregister: Command = {
  name: 'cluster unregister',
  summary: 'Strike a broker that will not come back from the books',
  arguments: '<node.id>',
  argumentCount: [1, 1],
  options: { ...CLUSTER_OPTIONS, json: JSON_OPTION },
  details:
    'Its replicas stay in the lists of their partitions: move them with `partition reassign`. A broker that runs ends.',
  async run(invocation) {
    const [text = ''] = invocation.arguments;
    if (!/^\d{1,10}$/.test(text)) throw new UsageError(`a broker is named by its node.id, not '${text}'`);
    await withClient(invocation, (client) => unregisterBroker(client, Number(text)));
    const { io, options } = invocation;
    await io.write(
      options.has('json') ? jsonLine({ nodeId: Number(text), unregistered: true }) : `Unregistered ${text}\n`,
    );
    return EXIT_OK;
  },
};
