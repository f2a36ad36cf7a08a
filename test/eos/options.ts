/** The command line of the exactly-once test. */
import { parseArgs } from 'node:util';
import { WORKER_CLIENTS, type WorkerClient } from './workers.ts';

export interface Options {
  readonly records: number;
  readonly workers: number;
  readonly partitions: number;
  /** Records of one transaction, at most. */
  readonly batch: number;
  /** A worker, taken at random, is killed so often, ms; 0 for never. */
  readonly killWorkerMs: number;
  readonly killBrokerMs: number;
  /** Percent of the transactions that a worker aborts by itself, and makes again. */
  readonly aborts: number;
  readonly seed: number;
  readonly client: WorkerClient;
  readonly broker: 'chronik' | 'apache';
  /** The run fails when it has not ended after this, ms. */
  readonly limitMs: number;
  readonly keep: boolean;
}

export const USAGE = `npm run test:eos -- [options]
  --records N          in the input topic, 500000 by default
  --workers N          processes, 5 by default, that share the input partitions
  --partitions N       of input and output, 10 by default
  --batch N            records of one transaction at most, 200 by default
  --kill-worker-ms N   kill -9 of a random worker so often, 1000 by default; 0 for never
  --kill-broker-ms N   kill -9 of the broker so often, 10000 by default; 0 for never
  --aborts N           percent of transactions that are aborted and made again, 10 by default
  --seed N             of every random choice; printed at the start
  --limit-s N          fail when it takes longer, 1200 by default
  --client NAME        kafkajs by default; wire: transactions version 2, by our own codecs; rdkafka: node-rdkafka as one
                       group of static members (needs 'npm run compat:fetch')
  --broker apache      Apache Kafka instead of ours, to prove the test itself (needs 'npm run compat:fetch')
  --keep               leave the directory of the data for a look`;

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      records: { type: 'string', default: '500000' },
      workers: { type: 'string', default: '5' },
      partitions: { type: 'string', default: '10' },
      batch: { type: 'string', default: '200' },
      'kill-worker-ms': { type: 'string', default: '1000' },
      'kill-broker-ms': { type: 'string', default: '10000' },
      aborts: { type: 'string', default: '10' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      'limit-s': { type: 'string', default: '1200' },
      client: { type: 'string', default: 'kafkajs' },
      broker: { type: 'string', default: 'chronik' },
      keep: { type: 'boolean', default: false },
    },
  });
  const { broker } = values;
  const client = WORKER_CLIENTS.find((one) => one === values.client);
  if (client === undefined) throw new Error(`--client ${values.client}: one of ${WORKER_CLIENTS.join(', ')}`);
  if (broker !== 'chronik' && broker !== 'apache') throw new Error(`--broker ${broker}: chronik or apache`);
  const number = (name: Exclude<keyof typeof values, 'keep'>): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} ${values[name]}: a whole number`);
    return value;
  };
  return {
    records: number('records'),
    workers: number('workers'),
    partitions: number('partitions'),
    batch: number('batch'),
    killWorkerMs: number('kill-worker-ms'),
    killBrokerMs: number('kill-broker-ms'),
    aborts: number('aborts'),
    seed: number('seed'),
    client,
    broker,
    limitMs: number('limit-s') * 1000,
    keep: values.keep,
  };
}
