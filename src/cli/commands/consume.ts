import { Consumer } from '../../client/consumer.ts';
import type { GroupConsumerOptions } from '../../client/group/group-consumer-options.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, type CommandIo, EXIT_OK, type ParsedOptions, UsageError } from '../command.ts';
import { consumeAsMember } from '../consume-as-member.ts';
import { Interruption } from '../interruption.ts';
import { OFFSET_HELP, type OffsetRange, parseOffsetRange } from '../offset-range.ts';
import { Progress } from '../progress.ts';
import { FORMAT_HELP, formatWriter, jsonWriter, type RecordWriter } from '../record-format.ts';
import { resolveStretches, type Stretch } from '../stretches.ts';

export const consume: Command = {
  name: 'consume',
  summary: 'Read records',
  arguments: '<topic>...',
  argumentCount: [1, 1000],
  options: {
    ...CLUSTER_OPTIONS,
    partition: {
      type: 'string',
      short: 'p',
      multiple: true,
      value: 'number,...',
      description: 'Read these partitions only',
    },
    offset: { type: 'string', short: 'o', value: 'offset', description: 'Where to begin, or a range (end)' },
    'from-beginning': { type: 'boolean', description: 'The same as --offset start' },
    'exit-at-end': { type: 'boolean', short: 'e', description: 'Stop at the end that the partitions have now' },
    count: { type: 'string', short: 'n', value: 'count', description: 'Stop after this many records' },
    format: { type: 'string', short: 'f', value: 'format', description: 'How to write a record (%v\\n)' },
    isolation: { type: 'string', value: 'level', description: 'read_committed or read_uncommitted (read_uncommitted)' },
    group: {
      type: 'string',
      short: 'g',
      value: 'name',
      description: 'Read as a member of this group: from where it stopped, with the others',
    },
    protocol: { type: 'string', value: 'protocol', description: 'Of the group: classic or consumer (classic)' },
    'instance-id': { type: 'string', value: 'id', description: 'Be a static member, whose place is kept for a while' },
    progress: { type: 'boolean', description: 'Tell how it goes on standard error' },
    json: JSON_OPTION,
  },
  details: `
A member of a group begins where the group stopped, and where it has not been, at the end, or with --from-beginning at the
start. It commits every five seconds, when partitions go to another member, and at the end.
${OFFSET_HELP}\n${FORMAT_HELP}`,
  async run(invocation) {
    const { options, io } = invocation;
    const writer = options.has('json') ? jsonWriter : formatWriter(options.text('format') ?? '%v\\n');
    if (options.has('json') && options.has('format')) throw new UsageError('give either --json or --format');
    const isReadCommitted =
      options.oneOf('isolation', ['read_committed', 'read_uncommitted'], 'read_uncommitted') === 'read_committed';
    const countMax = options.integer('count', Number.POSITIVE_INFINITY, 0);
    const progress = new Progress(io, options.has('progress'));
    const group = groupOptions(options);
    if (group !== null) {
      const isBounded = options.has('exit-at-end');
      const terms = { ...group, topics: invocation.arguments, isReadCommitted };
      await withClient(invocation, (client) =>
        consumeAsMember(client, terms, { writer, countMax, isBounded, io, progress }),
      );
      return EXIT_OK;
    }
    const range = offsetRange(options);
    const partitions = partitionNumbers(options);
    const isBounded = options.has('exit-at-end') || range.to !== null;
    await withClient(invocation, async (client) => {
      const stretches = await resolveStretches(
        client,
        invocation.arguments,
        partitions,
        range,
        isBounded,
        isReadCommitted,
      );
      const consumer = await Consumer.create(client, { isReadCommitted });
      await read(consumer, stretches, writer, countMax, io, progress);
    });
    return EXIT_OK;
  },
};

/** Null without --group. Throws UsageError for options of the other way to read. */
function groupOptions(
  options: ParsedOptions,
): Pick<GroupConsumerOptions, 'groupId' | 'protocol' | 'instanceId' | 'offsetReset'> | null {
  const groupId = options.text('group');
  if (groupId === null) {
    for (const name of ['protocol', 'instance-id']) {
      if (options.has(name)) throw new UsageError(`--${name} belongs to --group`);
    }
    return null;
  }
  if (groupId === '') throw new UsageError('--group takes a name');
  for (const name of ['partition', 'offset']) {
    if (options.has(name)) {
      throw new UsageError(
        `--${name} does not go with --group, which reads on from where it stopped; chronik group reset-offsets moves it`,
      );
    }
  }
  return {
    groupId,
    protocol: options.oneOf('protocol', ['classic', 'consumer'], 'classic'),
    instanceId: options.text('instance-id'),
    offsetReset: options.has('from-beginning') ? 'earliest' : 'latest',
  };
}

function offsetRange(options: ParsedOptions): OffsetRange {
  const text = options.text('offset');
  if (text !== null && options.has('from-beginning')) throw new UsageError('give either --offset or --from-beginning');
  return parseOffsetRange(options.has('from-beginning') ? 'start' : (text ?? 'end'), Date.now());
}

/** Null: all. */
function partitionNumbers(options: ParsedOptions): ReadonlySet<number> | null {
  const texts = options.texts('partition').flatMap((text) => text.split(','));
  if (texts.length === 0) return null;
  return new Set(
    texts.map((text) => {
      if (!/^\d{1,10}$/.test(text.trim())) throw new UsageError(`--partition takes numbers, not '${text}'`);
      return Number(text);
    }),
  );
}

async function read(
  consumer: Consumer,
  stretches: readonly Stretch[],
  writer: RecordWriter,
  countMax: number,
  io: CommandIo,
  progress: Progress,
): Promise<void> {
  const open = new Map<string, Stretch>();
  for (const stretch of stretches) {
    if (stretch.to !== null && stretch.from >= stretch.to) continue;
    consumer.seek(stretch.topic, stretch.partition, stretch.from);
    open.set(`${stretch.topic} ${stretch.partition}`, stretch);
  }
  const isBounded = stretches.every(({ to }) => to !== null);
  const expected = isBounded ? stretches.reduce((sum, { from, to }) => sum + Math.max(0, to! - from), 0) : null;
  const total = Math.min(expected ?? Number.POSITIVE_INFINITY, countMax);
  const interruption = new Interruption(io);
  while (open.size > 0 && progress.records < countMax && !io.isTerminating) {
    const fetched = await interruption.unless(consumer.poll());
    if (fetched === null) break;
    for (const { topic, partition, records, nextOffset } of fetched) {
      const stretch = open.get(`${topic} ${partition}`);
      if (stretch === undefined) continue;
      const chunks: Uint8Array[] = [];
      let taken = 0;
      let bytes = 0;
      for (const record of records) {
        if (progress.records + taken >= countMax || (stretch.to !== null && record.offset >= stretch.to)) break;
        writer(topic, partition, record, chunks);
        taken += 1;
        bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0);
      }
      if (chunks.length > 0) await io.write(Buffer.concat(chunks));
      progress.add(taken, bytes, Number.isFinite(total) ? total : null);
      if (stretch.to !== null && nextOffset >= stretch.to) {
        open.delete(`${topic} ${partition}`);
        consumer.remove(topic, partition);
      }
    }
  }
}
