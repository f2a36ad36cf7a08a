/**
 * Random requests of transactional producers, to our broker and to Apache Kafka: every answer, every state of the
 * transactional id, and in the end the batches and markers in the partitions must be the same. `COMPAT_SEED` and
 * `COMPAT_SCRIPTS` choose others, and more.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, type RunningBroker, startApacheKafka } from './support/brokers.ts';
import { whyNoJava } from './support/places.ts';
import { ADD_PARTITIONS_TO_TXN, freshTopic, suite, target, whyNotServed } from './support/suite.ts';
import { type Claim, type ScriptStep, TransactionSide } from './support/transaction-side.ts';

const SCRIPTS = Number(process.env['COMPAT_SCRIPTS'] ?? 60);
const SEED = Number(process.env['COMPAT_SEED'] ?? 1);
const STEPS = 40;

/** Most claims are the truth; the others are those of zombies, and of producers that were never there. */
const CLAIMS: readonly ((now: Claim) => Claim)[] = [
  ...Array<(now: Claim) => Claim>(14).fill((now) => now),
  (now) => ({ ...now, epoch: Math.max(0, now.epoch - 1) }),
  (now) => ({ ...now, epoch: Math.max(0, now.epoch - 1) }),
  (now) => ({ ...now, epoch: now.epoch + 1 }),
  (now) => ({ ...now, producer: 7 }),
];

/**
 * Kafka's partitions remember the sequence of a producer with an epoch that was never given, although they refuse it, and
 * hold it against the true one.
 */
const PRODUCE_CLAIMS = CLAIMS.filter((claim) => claim({ producer: 0, epoch: 1 }).epoch < 2);

const partition = fc.nat(2);
const claimed = fc.constantFrom(...CLAIMS);
/** How many partitions there are for offsets, and so whose groups share one, is not the same everywhere. */
const GROUP = 'transactions-differential';
const step: fc.Arbitrary<(now: Claim) => ScriptStep> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(4, 5), fc.constantFrom(null, ...CLAIMS), fc.constantFrom(60_000, 45_000, 900_001))
      .map(([version, claim, timeoutMs]) => (now: Claim): ScriptStep => {
        const nobody = { producer: -1, epoch: -1 };
        return { kind: 'init', version, claim: claim === null ? nobody : claim(now), timeoutMs };
      }),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.nat(5), claimed, fc.uniqueArray(partition, { minLength: 1, maxLength: 2 }), fc.boolean())
      .map(([version, claim, partitions, verifyOnly]) => (now: Claim): ScriptStep => {
        return { kind: 'add', version, claim: claim(now), partitions, verifyOnly };
      }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(3), claimed).map(([version, claim]) => (now: Claim): ScriptStep => {
      return { kind: 'addOffsets', version, claim: claim(now), group: GROUP };
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(3, 4, 5), claimed).map(([version, claim]) => (now: Claim): ScriptStep => {
      return { kind: 'commitOffset', version, claim: claim(now), group: GROUP };
    }),
  },
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(9, 11, 12), fc.constantFrom(...PRODUCE_CLAIMS), partition)
      .map(([version, claim, index]) => (now: Claim): ScriptStep => {
        return { kind: 'produce', version, claim: claim(now), partition: index };
      }),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 5 }), claimed, fc.boolean())
      .map(([version, claim, committed]) => (now: Claim): ScriptStep => {
        return { kind: 'end', version, claim: claim(now), committed };
      }),
  },
);

suite(
  'transactions as Apache Kafka has them',
  whyNoJava() ?? whyNotServed(ADD_PARTITIONS_TO_TXN, 'AddPartitionsToTxn'),
  () => {
    const topic = freshTopic('transactions-differential');
    let directory = '';
    let apache: RunningBroker;
    let sides: readonly [TransactionSide, TransactionSide];

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'compat-apache-'));
      apache = await startApacheKafka(directory, await freePort());
      sides = await Promise.all([
        TransactionSide.open(apache.bootstrap, topic),
        TransactionSide.open(target.bootstrap, topic),
      ]);
    });

    afterAll(async () => {
      for (const side of sides ?? []) side.close();
      await apache?.stop();
      await rm(directory, { recursive: true, force: true });
    });

    const scripts = fc.sample(fc.array(step, { minLength: STEPS, maxLength: STEPS }), { numRuns: SCRIPTS, seed: SEED });
    test(`${SCRIPTS} scripts of ${STEPS} requests`, { timeout: SCRIPTS * 20_000 }, async () => {
      for (const [i, script] of scripts.entries()) {
        const id = `${topic}-${i}`;
        for (const side of sides) side.begin(id);
        const first: ScriptStep = { kind: 'init', version: 5, claim: { producer: -1, epoch: -1 }, timeoutMs: 60_000 };
        const history: ScriptStep[] = [first];
        let now = await playOnBoth(first, `script ${i}`);
        for (const make of script) {
          const next = make(now);
          history.push(next);
          now = await playOnBoth(
            next,
            `script ${i}: ${history
              .map((one) => JSON.stringify(one))
              .slice(-12)
              .join('\n')}`,
          );
        }
        // Whatever is open is aborted; the logs are then at rest.
        await playOnBoth(first, `script ${i} ends`);
        const [theirs, ours] = await Promise.all(sides.map((side) => side.logs()));
        expect(ours, `the logs of script ${i}`).toBe(theirs);
      }
      for (const kind of ['init', 'add', 'addOffsets', 'commitOffset', 'produce', 'end'])
        expect(answered.get(`${kind} NONE`), kind).toBeGreaterThan(0);
      expect(answered.size).toBeGreaterThan(15);
    });

    /** What was answered at all: `produce NONE`, `end INVALID_TXN_STATE`, … */
    const answered = new Map<string, number>();

    async function playOnBoth(next: ScriptStep, where: string): Promise<Claim> {
      const [theirs, ours] = await Promise.all(sides.map((side) => side.play(next)));
      expect(ours!.text, where).toBe(theirs!.text);
      const kind = `${next.kind} ${ours!.text.split(' ')[0]}`;
      answered.set(kind, (answered.get(kind) ?? 0) + 1);
      return ours!.claim;
    }
  },
);
