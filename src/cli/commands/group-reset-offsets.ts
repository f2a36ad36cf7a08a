import { setOffsets } from '../../client/group-offsets.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_FAILURE, EXIT_OK, type ParsedOptions, UsageError } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { formatCsvOffsets } from '../groups/offsets-csv.ts';
import { readOffsetsFile } from '../groups/offsets-file.ts';
import { planFor, type ResetScope } from '../groups/reset-facts.ts';
import type { ResetRow } from '../groups/reset-plan.ts';
import { parseStrategy, STRATEGY_OPTIONS } from '../groups/reset-strategy.ts';
import { ALL_GROUPS_OPTION, checkSelection, selectedGroups } from '../groups/selection.ts';
import { parseTopicScopes } from '../groups/topic-scope.ts';
import { formatTable } from '../table.ts';

export const groupResetOffsets: Command = {
  name: 'group reset-offsets',
  summary: 'Move where groups without members read on',
  arguments: '<group>...',
  argumentCount: [0, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    'all-groups': ALL_GROUPS_OPTION,
    topic: {
      type: 'string',
      short: 't',
      multiple: true,
      value: 'topic[:partition,...]',
      description: 'A topic, or some partitions of it',
    },
    'all-topics': { type: 'boolean', description: 'Everything that the group has committed offsets in' },
    ...STRATEGY_OPTIONS,
    'dry-run': { type: 'boolean', description: 'Show what would be done (what happens without --execute)' },
    execute: { type: 'boolean', description: 'Do it' },
    export: { type: 'boolean', description: 'Write lines that --from-file reads' },
    json: JSON_OPTION,
  },
  details: `
A group that has members is left alone: they would not know. Offsets outside of a log are moved to its nearer end.
--from-file takes lines of topic,partition,offset, or group,topic,partition,offset for several groups.`,
  async run(invocation) {
    const { options, io } = invocation;
    checkSelection(invocation);
    const strategy = parseStrategy(options, Date.now());
    const isExecuted = options.has('execute');
    if (isExecuted && options.has('dry-run')) throw new UsageError('give either --execute or --dry-run');
    if (options.has('export') && options.has('json')) throw new UsageError('give either --export or --json');
    const isOneGroup = !options.has('all-groups') && new Set(invocation.arguments).size === 1;
    const file =
      strategy.kind === 'file'
        ? readOffsetsFile(strategy.path, io.workingDirectory, isOneGroup ? invocation.arguments[0]! : null)
        : null;
    const scope: ResetScope = { ...scopeOf(options, file !== null), file };
    const rows: (ResetRow & { readonly group: string })[] = [];
    const complain = (text: string) => io.writeError(`chronik group reset-offsets: ${text}\n`);
    let hasFailed = false;
    await withClient(invocation, async (client) => {
      for (const group of await selectedGroups(client, invocation)) {
        const plan = await planFor(client, group, strategy, scope);
        for (const note of plan.notes) complain(`group ${group}: ${note}`);
        if (plan.refusal !== null) {
          complain(plan.refusal);
          hasFailed = true;
          continue;
        }
        if (isExecuted && plan.rows.length > 0) {
          await setOffsets(
            client,
            group,
            plan.rows.map(({ topic, partition, newOffset }) => ({ topic, partition, offset: newOffset })),
          );
        }
        rows.push(...plan.rows.map((row) => ({ group, ...row })));
      }
    });
    if (options.has('json')) await io.write(jsonLine({ executed: isExecuted, offsets: rows }));
    else if (options.has('export')) {
      const lines = rows.map(({ group, newOffset, ...row }) => ({
        ...row,
        group: isOneGroup ? null : group,
        offset: newOffset,
      }));
      await io.write(formatCsvOffsets(lines));
    } else {
      await io.write(text(rows));
      if (!isExecuted && rows.length > 0) complain('nothing was changed: --execute does it');
    }
    return hasFailed ? EXIT_FAILURE : EXIT_OK;
  },
};

function scopeOf(options: ParsedOptions, hasFile: boolean): Omit<ResetScope, 'file'> {
  const topics = parseTopicScopes(options.texts('topic'));
  const isAll = options.has('all-topics');
  if (isAll && topics.length > 0) throw new UsageError('give either --topic or --all-topics');
  if (!isAll && topics.length === 0 && !hasFile) throw new UsageError('it needs --topic or --all-topics');
  return { topics: topics.length === 0 ? null : topics };
}

function text(rows: readonly (ResetRow & { readonly group: string })[]): string {
  return formatTable(
    [
      { title: 'GROUP' },
      { title: 'TOPIC' },
      { title: 'PARTITION', isNumber: true },
      { title: 'CURRENT-OFFSET', isNumber: true },
      { title: 'NEW-OFFSET', isNumber: true },
    ],
    rows.map(({ group, topic, partition, currentOffset, newOffset }) => [
      group,
      topic,
      partition,
      currentOffset ?? '-',
      newOffset,
    ]),
  );
}
