import { describeGroup } from '../../client/describe-group.ts';
import type { KafkaClient } from '../../client/kafka-client.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_FAILURE, EXIT_OK, UsageError } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { type Description, json, membersText, offsetsText, statesText } from '../groups/group-output.ts';
import { lagOf } from '../groups/lag.ts';
import { ALL_GROUPS_OPTION, checkSelection, selectedGroups } from '../groups/selection.ts';

const VIEWS = ['offsets', 'members', 'state'] as const;

export const groupDescribe: Command = {
  name: 'group describe',
  summary: 'Show offsets and lag, members or state of groups',
  arguments: '<group>...',
  argumentCount: [0, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    'all-groups': ALL_GROUPS_OPTION,
    offsets: { type: 'boolean', description: 'Offset and lag of every partition (what is shown by default)' },
    members: { type: 'boolean', description: 'The members and how much they have' },
    state: { type: 'boolean', description: 'Coordinator, assignor and state, a line a group' },
    verbose: { type: 'boolean', short: 'v', description: 'Also assignments and epochs' },
    json: { ...JSON_OPTION, description: 'Write JSON, with everything of --offsets, --members and --state' },
  },
  async run(invocation) {
    const { options, io } = invocation;
    checkSelection(invocation);
    const views = VIEWS.filter((view) => options.has(view));
    if (views.length > 1) throw new UsageError(`give one of ${VIEWS.map((view) => `--${view}`).join(', ')}`);
    const view = views[0] ?? 'offsets';
    const needsLag = options.has('json') || view === 'offsets';
    const { found, missing } = await withClient(invocation, async (client) =>
      describeAll(client, await selectedGroups(client, invocation), needsLag),
    );
    const isVerbose = options.has('verbose');
    if (options.has('json')) await io.write(jsonLine(found.map(json)));
    else if (view === 'state') {
      if (found.length > 0)
        await io.write(
          statesText(
            found.map(({ group }) => group),
            isVerbose,
          ),
        );
    } else {
      const write = view === 'members' ? membersText : offsetsText;
      await io.write(found.map((description) => write(description, isVerbose)).join('\n'));
    }
    for (const groupId of missing) io.writeError(`chronik group describe: group ${groupId} does not exist\n`);
    return missing.length > 0 ? EXIT_FAILURE : EXIT_OK;
  },
};

async function describeAll(client: KafkaClient, groupIds: readonly string[], needsLag: boolean) {
  const found: Description[] = [];
  const missing: string[] = [];
  for (const groupId of groupIds) {
    const group = await describeGroup(client, groupId);
    if (group === null) missing.push(groupId);
    else found.push({ group, lag: needsLag ? await lagOf(client, group) : null });
  }
  return { found, missing };
}
