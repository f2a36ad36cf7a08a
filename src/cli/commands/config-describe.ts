import { describeConfigs } from '../../client/admin.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { configJson, formatConfigs, isDefault, jsonLine } from '../config-output.ts';
import { CONFIG_RESOURCE_ARGUMENTS, CONFIG_RESOURCE_DETAILS, parseConfigResource } from '../config-resource.ts';

export const configDescribe: Command = {
  name: 'config describe',
  summary: 'Show the configuration of a topic, broker or group',
  arguments: CONFIG_RESOURCE_ARGUMENTS,
  argumentCount: [2, 2],
  options: {
    ...CLUSTER_OPTIONS,
    all: { type: 'boolean', short: 'a', description: 'Show properties that have their default too' },
    property: { type: 'string', short: 'p', multiple: true, value: 'name', description: 'Show this property only' },
    documentation: { type: 'boolean', description: 'With --json: what each property means' },
    json: JSON_OPTION,
  },
  details: CONFIG_RESOURCE_DETAILS,
  async run(invocation) {
    const { options, io } = invocation;
    const { type, name } = parseConfigResource(invocation.arguments);
    const properties = options.texts('property');
    const configs = await withClient(invocation, (client) =>
      describeConfigs(client, type, name, properties.length === 0 ? null : properties, options.has('documentation')),
    );
    const isShownAnyway = options.has('all') || properties.length > 0;
    const shown = configs
      .filter((config) => isShownAnyway || !isDefault(config))
      .sort((left, right) => (left.name < right.name ? -1 : 1));
    if (options.has('json')) await io.write(jsonLine(shown.map(configJson)));
    else await io.write(shown.length === 0 ? 'Everything has its default; --all shows it\n' : formatConfigs(shown));
    return EXIT_OK;
  },
};
