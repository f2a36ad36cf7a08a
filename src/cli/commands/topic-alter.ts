import { alterConfigs, ConfigResourceType } from '../../client/admin.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { CHANGE_OPTIONS, parseChanges } from '../config-changes.ts';
import { jsonLine } from '../config-output.ts';

export const topicAlter: Command = {
  name: 'topic alter',
  summary: 'Change the configuration of a topic',
  arguments: '<topic>...',
  argumentCount: [1, 1000],
  options: { ...CLUSTER_OPTIONS, ...CHANGE_OPTIONS, json: JSON_OPTION },
  async run(invocation) {
    const { io, options } = invocation;
    const changes = parseChanges(options);
    const validateOnly = options.has('validate-only');
    await withClient(invocation, async (client) => {
      for (const name of invocation.arguments) {
        await alterConfigs(client, ConfigResourceType.TOPIC, name, changes, validateOnly);
        if (!options.has('json')) await io.write(validateOnly ? `${name} could be changed\n` : `Changed ${name}\n`);
      }
    });
    if (options.has('json'))
      await io.write(jsonLine(invocation.arguments.map((name) => ({ name, changed: !validateOnly }))));
    return EXIT_OK;
  },
};
