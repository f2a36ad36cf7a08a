import { alterConfigs } from '../../client/admin.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { CHANGE_OPTIONS, parseChanges } from '../config-changes.ts';
import { jsonLine } from '../config-output.ts';
import { CONFIG_RESOURCE_ARGUMENTS, CONFIG_RESOURCE_DETAILS, parseConfigResource } from '../config-resource.ts';

export const configAlter: Command = {
  name: 'config alter',
  summary: 'Change the configuration of a topic, broker or group',
  arguments: CONFIG_RESOURCE_ARGUMENTS,
  argumentCount: [2, 2],
  options: { ...CLUSTER_OPTIONS, ...CHANGE_OPTIONS, json: JSON_OPTION },
  details: CONFIG_RESOURCE_DETAILS,
  async run(invocation) {
    const { type, name } = parseConfigResource(invocation.arguments);
    const changes = parseChanges(invocation.options);
    const validateOnly = invocation.options.has('validate-only');
    await withClient(invocation, (client) => alterConfigs(client, type, name, changes, validateOnly));
    const [kind, shown] = invocation.arguments;
    const sentence = validateOnly ? `${kind} ${shown} could be changed\n` : `Changed ${kind} ${shown}\n`;
    const facts = { type: kind, name: shown, changed: !validateOnly };
    await invocation.io.write(invocation.options.has('json') ? jsonLine(facts) : sentence);
    return EXIT_OK;
  },
};
