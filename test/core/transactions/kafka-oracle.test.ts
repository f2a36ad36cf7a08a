/** Steps of transactions and their records against Kafka's own classes. Needs Java 17 and the jars that `test/wire/java/fetch.sh` fetches. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isEpochExhausted,
  isIdle,
  isPrepared,
  newTransaction,
  STATE_NAMES,
  type Transaction,
  TransactionState,
} from '../../../src/core/transactions/transaction.ts';
import { decodeValue, encodeKey, encodeValue } from '../../../src/core/transactions/transaction-record.ts';
import {
  withAddedPartitions,
  withCompletion,
  withEpoch,
  withFence,
  withOutcome,
  withProducerId,
} from '../../../src/core/transactions/transitions.ts';

const jars = new URL('../../../.compat/jars/', import.meta.url).pathname;
const source = new URL('java/TransactionOracle.java', import.meta.url).pathname;
const hasJars = existsSync(jars) && readdirSync(jars).some((name) => name.startsWith('kafka-transaction-coordinator'));
const missing = hasJars ? (hasJava() ? '' : 'no java') : 'no jars: run test/wire/java/fetch.sh';

function hasJava(): boolean {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const oracle = (lines: readonly string[]): string[] =>
  execFileSync('java', ['-cp', `${jars}*`, source], { input: lines.join('\n'), maxBuffer: 1e9 })
    .toString()
    .trimEnd()
    .split('\n');

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function show(one: Transaction): string {
  const partitions = Array.from(one.partitions, ([topic, ids]) => [...ids].map((id) => `${topic}-${id}`)).flat();
  return [
    one.producerId,
    one.previousProducerId,
    one.nextProducerId,
    one.producerEpoch,
    one.lastProducerEpoch,
    one.timeoutMs,
    STATE_NAMES[one.state],
    partitions.sort().join('+'),
    one.startTimestamp,
    one.lastUpdateTimestamp,
    one.clientTransactionVersion,
  ].join('/');
}

interface Life {
  readonly id: string;
  readonly serverVersion: number;
  readonly line: string;
  readonly states: readonly Transaction[];
}

const choices = fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 25 });
const ids = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((id) => !/[\s\p{C}]/u.test(id));
const firstEpochs = fc.constantFrom(-1, 7, 32_764);
const serverVersions = fc.constantFrom(0, 1, 2);

/** Steps that Kafka's coordinator would take from where the id is; `choice` decides which. */
function live(id: string, serverVersion: number, firstEpoch: number, drawn: readonly number[]): Life {
  let now = 1_700_000_000_000;
  let nextId = 5_000_000_000;
  let current: Transaction = { ...newTransaction(id, 4_000_000_000, 60_000, now), producerEpoch: firstEpoch };
  const words = [id, serverVersion, current.producerId, firstEpoch, 60_000, now].map(String);
  const states: Transaction[] = [];
  for (const choice of drawn) {
    now += choice;
    const client = serverVersion === 2 && choice % 2 === 0 ? 2 : 0;
    const isExhausted = isEpochExhausted(current.producerEpoch);
    if (isPrepared(current)) {
      words.push(`complete:${now}`);
      current = withCompletion(current, now);
    } else if (
      current.producerEpoch === -1 ||
      (isIdle(current) && (choice % 3 === 0 || current.producerEpoch === 32_767))
    ) {
      const timeout = 1000 + choice;
      const known = choice % 5 === 0 ? current.producerEpoch : -1;
      if (isExhausted) {
        const isKnown = known !== -1;
        words.push(`id:${now}:${nextId}:${timeout}:${isKnown}`);
        current = withProducerId(current, nextId++, isKnown, timeout, now);
      } else {
        words.push(`epoch:${now}:${timeout}:${known}`);
        current = withEpoch(current, current.producerEpoch + 1, known, timeout, now);
      }
    } else if (isIdle(current) && client === 2 && choice % 7 === 0) {
      const next = isExhausted ? nextId++ : -1;
      words.push(`end:${now}:2:false:${next}`);
      current = withOutcome(current, false, 2, next, now);
    } else if (isIdle(current) || choice % 3 === 0) {
      const topics = [
        { name: `topic${choice % 4}`, partitions: [choice % 5] },
        { name: 'other', partitions: [choice % 2] },
      ].slice(choice % 2);
      words.push(`add:${now}:${client}:${topics.map(({ name, partitions }) => `${name}-${partitions[0]}`).join(',')}`);
      current = withAddedPartitions(current, topics, client, now);
    } else if (choice % 3 === 1) {
      const next = serverVersion === 2 && isExhausted ? nextId++ : -1;
      words.push(`fence:${now}:${serverVersion}:${next}`);
      current = withFence(current, serverVersion, next, now);
    } else {
      const next = client === 2 && isExhausted ? nextId++ : -1;
      words.push(`end:${now}:${client}:${choice % 4 < 2}:${next}`);
      current = withOutcome(current, choice % 4 < 2, client, next, now);
    }
    states.push(current);
  }
  return { id, serverVersion, line: words.join(' '), states };
}

describe.skipIf(missing !== '')(
  `Kafka's TransactionMetadata and TransactionLog${missing === '' ? '' : ` (skipped: ${missing})`}`,
  () => {
    const seed = Number(process.env['TRANSACTION_SEED'] ?? 7);
    const lives = fc
      .sample(fc.tuple(ids, serverVersions, firstEpochs, choices), { numRuns: 700, seed })
      .map(([id, serverVersion, epoch, drawn]) => live(id, serverVersion, epoch, drawn));

    test('take the same steps, and write the same records', { timeout: 120_000 }, () => {
      const answers = oracle(lives.map(({ line }) => line));
      const reached = new Set<TransactionState>();
      let identical = 0;
      for (const [i, { id, states, serverVersion, line }] of lives.entries()) {
        const [key, ...steps] = answers[i]!.split(' ');
        expect(key).toBe(base64(encodeKey(id)));
        expect(steps.length, line).toBe(states.length);
        for (const [at, state] of states.entries()) {
          const [shown, value] = steps[at]!.split('|') as [string, string];
          expect(show(state), `${line}, step ${at}`).toBe(shown);
          const theirs = Buffer.from(value, 'base64');
          // Partitions have no order.
          const read = decodeValue(id, theirs)!;
          const ours = encodeValue(state, serverVersion);
          expect(show(read), line).toBe(show(decodeValue(id, ours)!));
          expect(ours.length).toBe(theirs.length);
          if (Buffer.compare(ours, theirs) === 0) identical++;
          reached.add(state.state);
        }
      }
      expect(reached.size).toBe(6);
      expect(identical).toBeGreaterThan(lives.length * 4);
    });

    test('read our records', { timeout: 120_000 }, () => {
      const all = lives.flatMap(({ id, serverVersion, states }) =>
        states.map((state) => ({ id, serverVersion, state })),
      );
      const lines = all.map(
        ({ id, serverVersion, state }) => `read ${base64(encodeKey(id))} ${base64(encodeValue(state, serverVersion))}`,
      );
      const answers = oracle([...lines, `read ${base64(encodeKey('gone'))}`]);
      for (const [i, { id, serverVersion, state }] of all.entries()) {
        const hasRoom = serverVersion >= 1 || state.clientTransactionVersion > 0;
        const readable = {
          ...state,
          lastProducerEpoch: -1,
          ...(hasRoom ? {} : { previousProducerId: -1, nextProducerId: -1 }),
        };
        expect(answers[i]).toBe(`${id} ${show(readable)}`);
      }
      expect(answers.at(-1)).toContain('TxnTombstone');
    });

    test('know the states by the same names', () => {
      expect(Object.entries(TransactionState).map(([name, number]) => STATE_NAMES[number] === name)).toEqual(
        Array(6).fill(true),
      );
    });
  },
);
