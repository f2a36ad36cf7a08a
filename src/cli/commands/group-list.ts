import { listGroups } from '../../client/groups.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK, type ParsedOptions, UsageError } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { formatTable } from '../table.ts';

const STATES = ['PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead', 'Empty', 'Assigning', 'Reconciling'];
const TYPES = ['classic', 'consumer', 'share', 'streams'];

export const groupList: Command = {
  name: 'group list',
  summary: 'List groups',
  arguments: '',
  argumentCount: [0, 0],
  options: {
    ...CLUSTER_OPTIONS,
    state: { type: 'string', multiple: true, value: 'state,...', description: 'Only groups in these states' },
    type: { type: 'string', multiple: true, value: 'type,...', description: 'Only groups of these types' },
    json: JSON_OPTION,
  },
  details: `
States are ${STATES.join(', ')} and NotReady,
types ${TYPES.join(', ')}; upper or lower case.`,
  async run(invocation) {
    const { options, io } = invocation;
    const states = words(options, 'state', [...STATES, 'NotReady']);
    const types = words(options, 'type', TYPES);
    const groups = await withClient(invocation, (client) => listGroups(client, states, types));
    if (options.has('json')) {
      await io.write(jsonLine(groups));
      return EXIT_OK;
    }
    const columns = [{ title: 'GROUP' }, { title: 'TYPE' }, { title: 'PROTOCOL' }, { title: 'STATE' }];
    const rows = groups.map(({ groupId, type, protocolType, state }) => [groupId, type, protocolType, state]);
    await io.write(formatTable(columns, rows));
    return EXIT_OK;
  },
};

/** As Kafka writes them, whatever the case they were given in. */
function words(options: ParsedOptions, name: string, known: readonly string[]): string[] {
  return options
    .texts(name)
    .flatMap((text) => text.split(','))
    .map((text) => {
      const found = known.find((word) => word.toLowerCase() === text.trim().toLowerCase());
      if (found === undefined) throw new UsageError(`--${name} is one of ${known.join(', ')}, not '${text}'`);
      return found;
    });
}
