import { alterConfigs } from '../../client/admin.ts';
import { CLUSTER_OPTIONS, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { CHANGE_OPTIONS, parseChanges } from '../config-changes.ts';
import { CONFIG_RESOURCE_ARGUMENTS, CONFIG_RESOURCE_DETAILS, parseConfigResource } from '../config-resource.ts';

export const configAlter: Command = {
  name: 'config alter',
  summary: 'Change the configuration of a topic, broker or group',
  arguments: CONFIG_RESOURCE_ARGUMENTS,
  argumentCount: [2, 2],
  options: { ...CLUSTER_OPTIONS, ...CHANGE_OPTIONS },
  details: CONFIG_RESOURCE_DETAILS,
  async run(invocation) {
    const { type, name } = parseConfigResource(invocation.arguments);
    const changes = parseChanges(invocation.options);
    const validateOnly = invocation.options.has('validate-only');
    await withClient(invocation, (client) => alterConfigs(client, type, name, changes, validateOnly));
    const [kind, shown] = invocation.arguments;
    await invocation.io.write(validateOnly ? `${kind} ${shown} could be changed\n` : `Changed ${kind} ${shown}\n`);
    return EXIT_OK;
  },
};
