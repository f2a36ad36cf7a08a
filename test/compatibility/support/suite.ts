/** What every suite starts from: the target broker, skipping by name, fresh topic names and their creation. */
import { Kafka, logLevel } from 'kafkajs';
import { describe, inject } from 'vitest';
import { PARTITIONS } from './corpus.ts';
import type { Target } from './global-setup.ts';

export const target: Target = inject('target');

/** API keys that whole suites depend on. */
export const JOIN_GROUP = 11;
export const INIT_PRODUCER_ID = 22;
export const ADD_PARTITIONS_TO_TXN = 24;
export const LIST_TRANSACTIONS = 66;
export const CONSUMER_GROUP_HEARTBEAT = 68;
export const DESCRIBE_QUORUM = 55;

/** null when the broker advertises the API. */
export function whyNotServed(api: number, name: string): string | null {
  return target.apis.includes(api) ? null : `the broker does not serve ${name}`;
}

/** A `describe` whose name says why it is skipped, when it is. */
export function suite(name: string, whyNot: string | null, body: () => void): void {
  const reason = target.whyNot !== '' ? target.whyNot : whyNot;
  if (reason === null) describe(name, body);
  else describe.skip(`${name} [SKIPPED: ${reason}]`, body);
}

const run = Date.now().toString(36);
let topics = 0;

/** A name that no other suite and no earlier run on the same broker used. */
export function freshTopic(what: string): string {
  return `${what}-${run}-${process.pid}-${topics++}`;
}

/** Creates topics with the corpus's partitions, wide enough for its big record, keeping its records of years ago. */
export async function createTopics(
  names: readonly string[],
  config: Record<string, string> = {},
  partitions = PARTITIONS,
): Promise<void> {
  const admin = new Kafka({ brokers: target.bootstrap.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const configEntries = Object.entries({ 'max.message.bytes': '4194304', 'retention.ms': '-1', ...config }).map(
    ([name, value]) => ({ name, value }),
  );
  await admin.createTopics({
    topics: names.map((topic) => ({ topic, numPartitions: partitions, replicationFactor: 1, configEntries })),
    waitForLeaders: true,
  });
  await admin.disconnect();
}
