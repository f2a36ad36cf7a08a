import { alterConfigs, ConfigResourceType } from '../../client/admin.ts';
import { CLUSTER_OPTIONS, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { CHANGE_OPTIONS, parseChanges } from '../config-changes.ts';

export const topicAlter: Command = {
  name: 'topic alter',
  summary: 'Change the configuration of a topic',
  arguments: '<topic>...',
  argumentCount: [1, 1000],
  options: { ...CLUSTER_OPTIONS, ...CHANGE_OPTIONS },
  async run(invocation) {
    const changes = parseChanges(invocation.options);
    const validateOnly = invocation.options.has('validate-only');
    await withClient(invocation, async (client) => {
      for (const name of invocation.arguments) {
        await alterConfigs(client, ConfigResourceType.TOPIC, name, changes, validateOnly);
        await invocation.io.write(validateOnly ? `${name} could be changed\n` : `Changed ${name}\n`);
      }
    });
    return EXIT_OK;
  },
};
