import { deleteGroup } from '../../client/groups.ts';
import { KafkaError } from '../../client/kafka-error.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_FAILURE, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { ALL_GROUPS_OPTION, checkSelection, selectedGroups } from '../groups/selection.ts';

export const groupDelete: Command = {
  name: 'group delete',
  summary: 'Delete groups without members, with their offsets',
  arguments: '<group>...',
  argumentCount: [0, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    'all-groups': ALL_GROUPS_OPTION,
    'if-exists': { type: 'boolean', description: 'Succeed when there is no such group' },
    json: JSON_OPTION,
  },
  async run(invocation) {
    const { options, io } = invocation;
    checkSelection(invocation);
    const results: { group: string; deleted: boolean; error: string | null }[] = [];
    await withClient(invocation, async (client) => {
      for (const group of await selectedGroups(client, invocation)) {
        try {
          await deleteGroup(client, group);
          results.push({ group, deleted: true, error: null });
        } catch (error) {
          // One that cannot go does not keep the others.
          if (!(error instanceof KafkaError) || error.code === ErrorCode.NETWORK_EXCEPTION) throw error;
          const isForgiven = error.code === ErrorCode.GROUP_ID_NOT_FOUND && options.has('if-exists');
          results.push({ group, deleted: false, error: isForgiven ? null : error.message });
        }
      }
    });
    const failures = results.filter(({ error }) => error !== null);
    if (options.has('json')) await io.write(jsonLine(results));
    else {
      for (const { group, deleted, error } of results)
        if (error === null) await io.write(deleted ? `Deleted ${group}\n` : `${group} does not exist\n`);
    }
    for (const { error } of failures) io.writeError(`chronik group delete: ${error}\n`);
    return failures.length > 0 ? EXIT_FAILURE : EXIT_OK;
  },
};
