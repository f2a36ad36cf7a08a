/** The clients under test, each as writer and reader, with what its library cannot say or show. */

import { type CorpusRecord, toLines } from './corpus.ts';
import { isText, kcatCanWrite, kcatConsume, kcatProduce } from './kcat.ts';
import { compatDir, kafkaLibs, suiteDir, whyNoCommand, whyNoJava, whyNotFetched } from './places.ts';
import { run, runToEnd } from './run.ts';

export const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Codec = (typeof CODECS)[number];

export interface ReadRecord extends CorpusRecord {
  readonly topic: string;
  readonly offset: number;
}

export interface Client {
  readonly name: string;
  /** null when it can run here, else the reason why not. */
  readonly whyNot: string | null;
  /** False for clients that stamp records with the time of sending. */
  readonly writesTimestamps: boolean;
  /** Reads only as a member of a consumer group. */
  readonly needsGroups: boolean;
  canWrite(record: CorpusRecord): boolean;
  /** The record as this library hands it to its user, where that loses something. */
  shows(record: CorpusRecord): CorpusRecord;
  produce(bootstrap: string, topic: string, codec: Codec, records: readonly CorpusRecord[]): Promise<void>;
  /** Reads `count` records, or fewer when no more come, of all partitions of the topics, from the beginning. */
  consume(bootstrap: string, topics: readonly string[], count: number, committedOnly?: boolean): Promise<ReadRecord[]>;
  /** Group protocols that it speaks here; empty when its driver has no `group` command. */
  readonly groupProtocols: readonly ('classic' | 'consumer')[];
  readonly hasTransactions: boolean;
  /** The drivers' `group` command. */
  group(bootstrap: string, topic: string, group: string, protocol: string, count: number): Promise<ReadRecord[]>;
  /** The drivers' `transact` command. */
  transact(bootstrap: string, topic: string, id: string, outcomes: string): Promise<void>;
}

interface Driver {
  readonly name: string;
  readonly whyNot: string | null;
  readonly command: readonly [string, ...string[]];
  readonly needsGroups?: boolean;
  readonly groupProtocols?: readonly ('classic' | 'consumer')[];
  readonly canWrite?: (record: CorpusRecord) => boolean;
  readonly shows?: (record: CorpusRecord) => CorpusRecord;
}

function driver(options: Driver): Client {
  const [program, ...first] = options.command;
  return {
    name: options.name,
    whyNot: options.whyNot,
    writesTimestamps: true,
    needsGroups: options.needsGroups ?? false,
    canWrite: options.canWrite ?? (() => true),
    shows: options.shows ?? ((record) => record),
    async produce(bootstrap, topic, codec, records) {
      await run(program, [...first, 'produce', bootstrap, topic, codec], {
        input: toLines(records),
        timeoutMs: 90_000,
      });
    },
    async consume(bootstrap, topics, count, committedOnly = false) {
      return await read(program, [...first, 'consume', bootstrap, topics.join(','), String(count)], committedOnly);
    },
    groupProtocols: options.groupProtocols ?? [],
    hasTransactions: true,
    async group(bootstrap, topic, group, protocol, count) {
      return await read(program, [...first, 'group', bootstrap, topic, group, protocol, String(count)], false);
    },
    async transact(bootstrap, topic, id, outcomes) {
      await run(program, [...first, 'transact', bootstrap, topic, id, outcomes], { timeoutMs: 90_000 });
    },
  };
}

/** Fewer records than asked for are handed on, so that the comparison names the missing ones. */
async function read(program: string, args: readonly string[], committedOnly: boolean): Promise<ReadRecord[]> {
  const finished = await runToEnd(program, args, {
    timeoutMs: 90_000,
    env: { READ_COMMITTED: committedOnly ? '1' : '0' },
  });
  const short = /read \d+ of \d+ records/.exec(finished.stderr);
  if (finished.status !== 0 && short === null)
    throw new Error(`${program} ${args.join(' ').slice(0, 200)}:\n${finished.stderr.slice(-2_000)}`);
  return finished.stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map(parseLine);
}

function bytes(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text, 'base64');
}

interface RawBytes {
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly [string, string | null][];
}

function parseLine(line: string): ReadRecord {
  const raw = JSON.parse(line) as Omit<ReadRecord, 'key' | 'value' | 'headers'> & RawBytes;
  return {
    ...raw,
    key: bytes(raw.key),
    value: bytes(raw.value),
    headers: raw.headers.map(([name, value]) => [name, bytes(value)]),
  };
}

function hasNullHeader(record: CorpusRecord): boolean {
  return record.headers.some(([, value]) => value === null);
}

const EMPTY = Buffer.alloc(0);

const python = `${compatDir}/python/bin/python`;

export const clients: readonly Client[] = [
  driver({
    name: 'kafkajs',
    whyNot: null,
    command: [process.execPath, `${suiteDir}/clients/kafkajs/driver.mjs`],
    needsGroups: true,
    groupProtocols: ['classic'],
    canWrite: (record) => !hasNullHeader(record), // its encoder throws on them
  }),
  driver({
    name: 'java',
    groupProtocols: ['classic', 'consumer'],
    whyNot: whyNoJava() ?? whyNotFetched(`${compatDir}/java/RecordDriver.class`),
    command: [
      'java',
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      `-Dlog4j2.configurationFile=${suiteDir}/kafka/log4j2.properties`,
      '-cp',
      `${compatDir}/java:${kafkaLibs}/*`,
      'RecordDriver',
    ],
  }),
  driver({
    name: 'franz-go',
    groupProtocols: ['classic'],
    whyNot: whyNotFetched(`${compatDir}/franz-go`),
    command: [`${compatDir}/franz-go`],
  }),
  driver({
    name: 'kafka-python',
    whyNot: whyNotFetched(python),
    command: [python, `${suiteDir}/clients/python/kafka_python_driver.py`],
    // Refused with a TypeError and a ValueError.
    canWrite: (record) => !hasNullHeader(record) && (record.key !== null || record.value !== null),
  }),
  driver({
    name: 'confluent-kafka',
    groupProtocols: ['classic', 'consumer'],
    whyNot: whyNotFetched(python),
    command: [python, `${suiteDir}/clients/python/confluent_driver.py`],
  }),
  driver({
    name: 'node-rdkafka',
    whyNot: whyNotFetched(`${compatDir}/node-rdkafka/node_modules/node-rdkafka/build/Release/node-librdkafka.node`),
    command: [process.execPath, `${suiteDir}/clients/node-rdkafka/driver.mjs`],
    // It writes empty keys and values as null, and header values only as text that is not empty; it shows null header values as empty.
    canWrite: (record) =>
      record.key?.length !== 0 &&
      record.value?.length !== 0 &&
      record.headers.every(([, value]) => value !== null && value.length > 0 && isText(value)),
    shows: (record) => ({ ...record, headers: record.headers.map(([name, value]) => [name, value ?? EMPTY]) }),
  }),
  {
    name: 'kcat',
    whyNot: whyNoCommand('kcat'),
    writesTimestamps: false,
    needsGroups: false,
    canWrite: kcatCanWrite,
    // Prints a null header value as the word.
    shows: (record) => ({
      ...record,
      headers: record.headers.map(([name, value]) => [name, value ?? Buffer.from('NULL')]),
    }),
    produce: kcatProduce,
    consume: kcatConsume,
    groupProtocols: [],
    hasTransactions: false,
    group: () => Promise.reject(new Error('kcat has no such driver')),
    transact: () => Promise.reject(new Error('kcat has no such driver')),
  },
];
