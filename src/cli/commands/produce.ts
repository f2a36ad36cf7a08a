import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { KafkaError } from '../../client/kafka-error.ts';
import { Producer } from '../../client/producer.ts';
import { compressionByName } from '../../client/producer-batch.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import { COMPRESSION_NAMES } from '../../core/records/batch-format.ts';
import { CLUSTER_OPTIONS, CommandError, JSON_OPTION, parseAssignment, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK, type Invocation, UsageError } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { readLines } from '../line-reader.ts';
import { Progress } from '../progress.ts';
import { unescapeText } from '../record-format.ts';
import { type InputRecord, type LineRules, recordOfJson, recordOfLine } from '../record-input.ts';

export const produce: Command = {
  name: 'produce',
  summary: 'Write records from standard input or a file',
  arguments: '<topic>',
  argumentCount: [1, 1],
  options: {
    ...CLUSTER_OPTIONS,
    file: { type: 'string', short: 'f', value: 'path', description: 'Read this file instead of standard input' },
    input: {
      type: 'string',
      short: 'i',
      value: 'lines|json|whole',
      description: 'A record per line, per line of JSON, or one in all (lines)',
    },
    key: { type: 'string', short: 'k', value: 'key', description: 'The key of every record' },
    'key-separator': {
      type: 'string',
      short: 'K',
      value: 'text',
      description: 'What parts key and value in a line, as in : or \\t',
    },
    header: {
      type: 'string',
      short: 'H',
      multiple: true,
      value: 'name=value',
      description: 'A header of every record',
    },
    'empty-as-null': {
      type: 'boolean',
      short: 'Z',
      description: 'An empty value is null: a tombstone on a compacted topic',
    },
    partition: { type: 'string', short: 'p', value: 'number', description: 'Write to this partition only' },
    compression: { type: 'string', short: 'z', value: 'codec', description: 'none, gzip, snappy, lz4 or zstd (none)' },
    acks: { type: 'string', value: 'all|1|0', description: 'Who must have a record before it counts as written (all)' },
    'no-idempotence': {
      type: 'boolean',
      description: 'With acks=all: accept that a repeated send may be stored twice',
    },
    linger: { type: 'string', value: 'ms', description: 'How long a batch waits for more records (5)' },
    'batch-bytes': { type: 'string', value: 'bytes', description: 'The largest batch, before compression (1000000)' },
    progress: { type: 'boolean', description: 'Tell how it goes on standard error' },
    json: JSON_OPTION,
  },
  details: 'With --input json, lines are those of \'consume --json\'; only the value is needed: {"value":"hello"}.',
  async run(invocation) {
    const { options, io } = invocation;
    const topic = invocation.arguments[0]!;
    const rules = lineRules(invocation);
    const codec = options.oneOf('compression', COMPRESSION_NAMES, 'none');
    const acks = ({ all: -1, '-1': -1, 1: 1, 0: 0 } as const)[options.oneOf('acks', ['all', '-1', '1', '0'], 'all')];
    const lingerMs = options.integer('linger', 5, 0, 60_000);
    const batchBytesMax = options.integer('batch-bytes', 1_000_000, 1, 2 ** 30);
    const written = new Map<number, { first: number; last: number; count: number }>();
    const progress = new Progress(io, options.has('progress'));
    await withClient(invocation, async (client) => {
      const producer = await Producer.create(client, {
        acks,
        compression: compressionByName(codec)!,
        idempotent: acks === -1 && !options.has('no-idempotence'),
        lingerMs,
        batchBytesMax,
        onDelivered(_topic, partition, baseOffset, count) {
          const known = written.get(partition);
          const last = baseOffset < 0 ? -1 : baseOffset + count - 1;
          if (known === undefined) written.set(partition, { first: baseOffset, last, count });
          else {
            known.last = last;
            known.count += count;
          }
        },
      });
      await producer.prepare(topic);
      for await (const records of readRecords(invocation, rules)) {
        for (const { partition, key, value, headers, timestamp } of records) {
          producer.append(topic, partition, key, value, headers, timestamp ?? Date.now());
          progress.add(1, (key?.length ?? 0) + (value?.length ?? 0));
          if (producer.isFull) await producer.room();
        }
      }
      await producer.flush();
    }).catch((error: unknown) => {
      throw tooLarge(error) ?? error;
    });
    const partitions = [...written].sort(([left], [right]) => left - right);
    if (options.has('json')) {
      const places = partitions.map(([partition, { first, last, count }]) => ({
        partition,
        firstOffset: first,
        lastOffset: last,
        records: count,
      }));
      await io.write(jsonLine({ topic, records: progress.records, bytes: progress.bytes, partitions: places }));
    } else if (io.isErrorTerminal) {
      const places = partitions.map(([partition, { first, last }]) =>
        first < 0 ? `${partition}` : `${partition} (${first}-${last})`,
      );
      io.writeError(
        `${progress.records} records to ${topic}, partitions and offsets: ${places.join(', ') || 'none'}\n`,
      );
    }
    return EXIT_OK;
  },
};

/** What would let it in, where Kafka's sentence says only how large it may be; null for any other error. */
function tooLarge(error: unknown): CommandError | null {
  if (!(error instanceof KafkaError) || error.code !== ErrorCode.MESSAGE_TOO_LARGE) return null;
  return new CommandError(
    `${error.message}; the topic's max.message.bytes allows more, --batch-bytes sends less at a time`,
  );
}

function lineRules({ options }: Invocation): LineRules {
  const keySeparator = options.text('key-separator');
  if (keySeparator === '') throw new UsageError('--key-separator is empty');
  if (keySeparator !== null && options.has('key')) throw new UsageError('give either --key or --key-separator');
  const key = options.text('key');
  return {
    key: key === null ? null : Buffer.from(key),
    keySeparator: keySeparator === null ? null : unescapeText(keySeparator),
    isEmptyNull: options.has('empty-as-null'),
    headers: options.texts('header').map((text) => {
      const [name, value] = parseAssignment('header', text);
      return { key: Buffer.from(name), value: Buffer.from(value) };
    }),
    partition: options.has('partition') ? options.integer('partition', 0, 0, 2 ** 31 - 1) : null,
  };
}

async function* readRecords(invocation: Invocation, rules: LineRules): AsyncGenerator<InputRecord[]> {
  const { options, io } = invocation;
  const file = options.text('file');
  const input: AsyncIterable<Uint8Array> =
    file === null ? io.stdin : createReadStream(resolve(io.workingDirectory, file), { highWaterMark: 1 << 18 });
  const form = options.oneOf('input', ['lines', 'json', 'whole'], 'lines');
  try {
    if (form === 'whole') {
      const chunks: Uint8Array[] = [];
      for await (const chunk of input) chunks.push(chunk);
      const value = Buffer.concat(chunks);
      yield [
        {
          key: rules.key,
          value: rules.isEmptyNull && value.length === 0 ? null : value,
          headers: rules.headers,
          partition: rules.partition,
          timestamp: null,
        },
      ];
      return;
    }
    const recordOf = form === 'json' ? recordOfJson : recordOfLine;
    let number = 0;
    for await (const lines of readLines(input)) {
      yield lines.map((line) => {
        number += 1;
        return recordOf(line, number, rules);
      });
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (file !== null && code !== undefined) throw new CommandError(`--file ${file}: ${(error as Error).message}`);
    throw error;
  }
}
