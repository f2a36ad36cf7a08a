// Apache Kafka's own log against ours: the same requests, then every verdict and every byte of every file compared.
// Needs a JDK and Kafka's jars (`npm run compat:fetch`); skipped by name without them.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeProducerSnapshot } from '../../../src/core/log/producer-snapshot.ts';
import { ErrorCode } from '../../../src/core/protocol/error-codes.ts';
import { BatchBuilder } from '../../../src/core/records/batch-builder.ts';
import { BatchValidator } from '../../../src/core/records/batch-validator.ts';
import { buildEndTxnBatch } from '../../../src/core/records/control-record.ts';
import { type Codecs, createCodecs } from '../../../src/runtime/compression/codecs.ts';
import { batchViewOf, readAll, text, viewOf } from '../records/batches.ts';
import { MAX_TIMESTAMP, type OurConfig, OurLog } from './kafka-oracle/our-log.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const libs = `${process.env['COMPAT_DIR'] ?? `${root}.compat`}/kafka/libs`;
const whyNot =
  spawnSync('javac', ['-version']).status !== 0
    ? 'no javac on the PATH'
    : existsSync(libs)
      ? null
      : "Apache Kafka's jars are not fetched";

/** More scenarios than a default run has time for. */
const RUNS = Number(process.env['KAFKA_ORACLE_RUNS'] ?? 1);
const START = 1_700_000_000_000;
const base: OurConfig = {
  segmentBytes: 1 << 20,
  segmentMs: 604_800_000,
  segmentIndexBytes: 12_000,
  indexIntervalBytes: 4096,
  maxMessageBytes: 1_048_588,
  isCompacted: false,
  isLogAppendTime: false,
  timestampBeforeMaxMs: 1_000_000_000_000,
  timestampAfterMaxMs: 3_600_000,
  deleteRetentionMs: 86_400_000,
  retentionMs: -1,
  retentionBytes: -1,
};

/** One scenario: commands for Kafka, answers and files of ours. */
class Scenario {
  readonly commands: string[];
  readonly expected: string[] = ['OK', 'OK'];
  readonly log: OurLog;
  readonly directory: string;

  constructor(directory: string, config: Partial<OurConfig>, codecs: Codecs) {
    const c = { ...base, ...config };
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
    this.log = new OurLog(c, codecs, START);
    this.commands = [
      `time ${START}`,
      [
        `open ${directory}`,
        `internal.segment.bytes=${c.segmentBytes}`,
        `segment.ms=${c.segmentMs}`,
        `segment.index.bytes=${c.segmentIndexBytes}`,
        `index.interval.bytes=${c.indexIntervalBytes}`,
        `max.message.bytes=${c.maxMessageBytes}`,
        `cleanup.policy=${c.isCompacted ? 'compact' : 'delete'}`,
        `message.timestamp.type=${c.isLogAppendTime ? 'LogAppendTime' : 'CreateTime'}`,
        `message.timestamp.before.max.ms=${c.timestampBeforeMaxMs}`,
        `message.timestamp.after.max.ms=${c.timestampAfterMaxMs}`,
        `delete.retention.ms=${c.deleteRetentionMs}`,
        `retention.ms=${c.retentionMs}`,
        `retention.bytes=${c.retentionBytes}`,
      ].join(' '),
    ];
  }
  #say(command: string, answer: string): void {
    this.commands.push(command);
    this.expected.push(answer);
  }
  client(bytes: Uint8Array, epoch = 0, version = 9): void {
    this.#say(
      `client ${version} ${epoch} ${Buffer.from(bytes).toString('hex')}`,
      this.log.client(version, epoch, bytes),
    );
  }
  marker(bytes: Uint8Array, epoch: number, transactionVersion: number): void {
    this.#say(
      `coordinator ${epoch} ${transactionVersion} ${Buffer.from(bytes).toString('hex')}`,
      this.log.coordinator(epoch, transactionVersion, bytes),
    );
  }
  /** As on becoming leader: the epoch begins at the end of the log. */
  leader(epoch: number): void {
    this.log.epochs.assign(epoch, this.log.state.endOffset);
    this.#say(`epoch ${epoch}`, 'OK');
  }
  time(now: number): void {
    this.log.now = now;
    this.#say(`time ${now}`, 'OK');
  }
  highWatermark(): void {
    const offset = this.log.state.endOffset;
    this.#say(`hw ${offset}`, this.log.highWatermark(offset));
  }
  /** The start of the batch that lies `share` of the way into the log. */
  #batchAt(share: number): number {
    const { segments, state } = this.log;
    const starts = segments.flatMap((segment) => segment.batches.map((bytes) => batchViewOf(bytes).baseOffset));
    return starts[Math.floor(share * starts.length)] ?? state.endOffset;
  }
  truncate(share: number): void {
    const offset = this.#batchAt(share);
    this.#say(`truncate ${offset}`, this.log.truncate(offset));
  }
  /** Between batches: from within one, Kafka puts the last stable offset before the log start. */
  start(share: number): void {
    const offset = this.#batchAt(share);
    this.#say(`start ${offset}`, this.log.start(offset));
  }
  retain(): void {
    this.#say('retain', this.log.retain());
  }
  /** Everything that readers ask of a log: where epochs end, what was aborted, which record is of a time. */
  questions(): void {
    const { log } = this;
    for (let epoch = -1; epoch <= log.epochs.latestEpoch + 1; epoch++)
      this.#say(`epochEnd ${epoch}`, log.endOfEpoch(epoch));
    // Kafka's cleaner asks for whole logs only, and so its answer is for the log start whatever offset it is asked for.
    const start = log.logStartOffset;
    for (let to = start + 1; to <= log.state.endOffset; to++)
      this.#say(`aborted ${start} ${to}`, log.aborted(start, to));
    for (let time = START - 60; time <= log.now + 60; time += 37) this.#say(`search ${time}`, log.search(time));
    this.#say(`search ${MAX_TIMESTAMP}`, log.search(MAX_TIMESTAMP));
  }
  roll(): void {
    this.#say('roll', this.log.roll());
  }
  clean(): void {
    this.#say('clean', this.log.clean());
  }
}

function ask(classes: string, commands: readonly string[]): string[] {
  const output = execFileSync('java', ['-Dlog4j2.level=OFF', '-cp', `${classes}:${libs}/*`, 'KafkaLog'], {
    input: commands.join('\n'),
    maxBuffer: 1 << 28,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return output.toString().trim().split('\n');
}

function askScenarios(classes: string, scenarios: readonly Scenario[]): string[][] {
  const lines = ask(
    classes,
    scenarios.flatMap((s) => [...s.commands, 'close']),
  );
  let at = 0;
  return scenarios.map(({ commands }) => {
    const answers = lines.slice(at, at + commands.length);
    at += commands.length + 1;
    return answers;
  });
}

/** The order of a snapshot's entries is a hash map's; the rest of every file is compared as bytes. */
function comparable(name: string, bytes: Uint8Array): unknown {
  if (!name.endsWith('.snapshot')) return Buffer.from(bytes).toString('hex');
  const entries = decodeProducerSnapshot(bytes);
  if (typeof entries === 'string') return entries;
  return entries
    .map((entry) => ({ ...entry, batch: entry.batchCount === 0 ? null : entry.batchAt(0) }))
    .sort((a, b) => a.producerId - b.producerId);
}

/** A checkpoint whose epochs were all truncated says as much as one that is not there. */
const NO_EPOCHS = '0\n0\n';

function compare(scenario: Scenario, answers: readonly string[], withSnapshots = true): void {
  answers.forEach((answer, index) => {
    const expected = scenario.expected[index]!;
    const seen = answer.startsWith('ERR') ? answer.split(' ').slice(0, 3).join(' ') : answer;
    if (seen !== expected) throw new Error(`${scenario.commands[index]}\nKafka: ${answer}\nours:  ${expected}`);
  });
  const ours = scenario.log.files();
  const theirs = readdirSync(scenario.directory).filter((name) => {
    if (name.endsWith('.deleted')) return false;
    const content = readFileSync(join(scenario.directory, name)).toString();
    return content !== '' && content !== NO_EPOCHS;
  });
  const isCompared = (name: string) => withSnapshots || !name.endsWith('.snapshot');
  const last = [...ours.keys()].find((name) => name.endsWith('.snapshot'));
  // Kafka keeps the snapshots of earlier rolls too.
  const files = theirs.filter((name) => isCompared(name) && (!name.endsWith('.snapshot') || name === last)).sort();
  expect(files).toEqual([...ours.keys()].filter(isCompared).sort());
  for (const name of files) {
    const found = readFileSync(join(scenario.directory, name));
    expect(comparable(name, ours.get(name)!), `${scenario.directory}/${name}`).toEqual(comparable(name, found));
  }
}

describe.skipIf(whyNot !== null)(
  `the same log as Apache Kafka's${whyNot === null ? '' : ` [SKIPPED: ${whyNot}]`}`,
  () => {
    let work: string;
    let classes: string;
    let codecs: Codecs;
    let plain: Codecs;
    beforeAll(async () => {
      codecs = await createCodecs(true);
      plain = await createCodecs(false);
      work = mkdtempSync(join(tmpdir(), 'kafka-oracle-'));
      classes = join(work, 'classes');
      execFileSync(
        'javac',
        [
          '-nowarn',
          '-d',
          classes,
          '-cp',
          `${libs}/*`,
          fileURLToPath(new URL('kafka-oracle/KafkaLog.java', import.meta.url)),
        ],
        { stdio: 'pipe' },
      );
    }, 60_000);
    afterAll(() => rmSync(work, { recursive: true, force: true }));

    /** Runs, repeats and noise, some beyond the codecs' block sizes. */
    const anyPayload = fc
      .tuple(
        fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fc.constantFrom(1, 3, 100, 3000),
        fc.uint8Array({ maxLength: 200 }),
      )
      .map(([unit, times, tail]) => new Uint8Array(Buffer.concat([...Array<Uint8Array>(times).fill(unit), tail])));
    const anyRecord = fc.record({
      key: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { nil: null, freq: 8 }),
      value: fc.option(fc.string({ maxLength: 40 }), { nil: null, freq: 4 }),
      dt: fc.oneof(
        { weight: 20, arbitrary: fc.integer({ min: -50, max: 50 }) },
        { weight: 1, arbitrary: fc.constantFrom(3_600_001, -2e12) },
      ),
    });
    const anyWrite = fc.record({
      kind: fc.constant('write' as const),
      records: fc.array(anyRecord, { minLength: 1, maxLength: 5 }),
      codec: fc.constantFrom(0, 0, 0, 1, 2, 3, 4),
      pid: fc.constantFrom(-1, -1, 1, 2, 4_000_000_000),
      sequence: fc.constantFrom('next', 'next', 'next', 'next', 'repeat', 'gap', 'zero', 'wrap'),
      epoch: fc.constantFrom(0, 0, 0, 0, 1, -1),
      txn: fc.constantFrom('keep', 'keep', 'keep', 'begin', 'plain'),
    });
    const anyOther = fc.oneof(
      fc.record({
        kind: fc.constant('end' as const),
        pid: fc.constantFrom(1, 2, 4_000_000_000),
        commits: fc.boolean(),
        epoch: fc.constantFrom(0, 0, 0, 1, -1),
        coordinatorEpoch: fc.constantFrom(3, 3, 3, 4, 2),
        version: fc.constantFrom(0, 1, 2),
      }),
      fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 0, max: 5000 }) }),
      fc.record({ kind: fc.constant('hw' as const) }),
      fc.record({ kind: fc.constant('leader' as const) }),
      fc.record({ kind: fc.constant('truncate' as const), share: fc.double({ min: 0.5, max: 1, noNaN: true }) }),
    );
    const anySteps = fc.array(fc.oneof({ weight: 4, arbitrary: anyWrite }, { weight: 2, arbitrary: anyOther }), {
      minLength: 5,
      maxLength: 60,
    });
    type Step = typeof anySteps extends fc.Arbitrary<(infer S)[]> ? S : never;

    function play(scenario: Scenario, steps: readonly Step[], withCodecs = true, truncates = false): void {
      const { log } = scenario;
      let epoch = Math.max(0, log.epochs.latestEpoch);
      scenario.leader(epoch);
      let previous: Uint8Array | null = null;
      let writes = 0;
      for (const step of steps) {
        if (step.kind === 'time') scenario.time(log.now + step.ms);
        else if (step.kind === 'hw') scenario.highWatermark();
        else if (step.kind === 'leader') scenario.leader(++epoch);
        else if (step.kind === 'truncate') {
          if (truncates) scenario.truncate(step.share);
        } else if (step.kind === 'end') {
          const producerEpoch = Math.max(0, (log.state.producers.get(step.pid)?.producerEpoch ?? 0) + step.epoch);
          const { coordinatorEpoch, commits, pid } = step;
          scenario.marker(
            buildEndTxnBatch({ producerId: pid, producerEpoch, coordinatorEpoch, commits }, log.now),
            epoch,
            step.version,
          );
        } else {
          const entry = log.state.producers.get(step.pid);
          const next = entry === undefined || step.epoch > 0 ? 0 : entry.lastSequence + 1;
          const sequence = { next, repeat: next, gap: next + 3, zero: 0, wrap: 2 ** 31 - 2 }[step.sequence];
          const isOpen = entry !== undefined && entry.currentTxnFirstOffset >= 0;
          const builder = new BatchBuilder({
            compression: withCodecs ? step.codec : 0,
            ...(step.pid < 0
              ? {}
              : {
                  producerId: step.pid,
                  producerEpoch: Math.max(0, (entry?.producerEpoch ?? 0) + step.epoch),
                  baseSequence: Math.min(sequence, 2 ** 31 - 1),
                  isTransactional: step.txn === 'begin' || (step.txn === 'keep' && isOpen),
                }),
          });
          for (const { key, value, dt } of step.records) {
            builder.append(log.now + dt, key === null ? null : text(key), value === null ? null : text(value));
          }
          const bytes: Uint8Array =
            step.sequence === 'repeat' && previous !== null ? previous : builder.build(writes++ % 2 ? plain : codecs)!;
          previous = bytes;
          scenario.client(bytes, epoch);
        }
      }
    }

    test('verdicts, offsets and files of any sequence of writes and markers', () => {
      const configs: Partial<OurConfig>[] = [
        {},
        { segmentBytes: 1500, indexIntervalBytes: 200 },
        { indexIntervalBytes: 0, segmentIndexBytes: 100 },
        { isCompacted: true, segmentMs: 200 },
        { isLogAppendTime: true, indexIntervalBytes: 300 },
        { maxMessageBytes: 150, segmentBytes: 120 },
      ];
      const scenarios = fc.sample(anySteps, { numRuns: 24 * RUNS, seed: 7 }).map((steps, index) => {
        const scenario = new Scenario(join(work, 'writes', `t-${index}`), configs[index % configs.length]!, codecs);
        play(scenario, steps);
        scenario.questions();
        return scenario;
      });
      const answers = askScenarios(classes, scenarios);
      for (const [index, scenario] of scenarios.entries()) compare(scenario, answers[index]!);
    }, 600_000);

    test('the same again after truncations, as a follower meets them', () => {
      const scenarios = fc.sample(anySteps, { numRuns: 24 * RUNS, seed: 13 }).map((steps, index) => {
        const config = { segmentBytes: index % 2 ? 900 : 1 << 20, indexIntervalBytes: index % 3 ? 150 : 4096 };
        const scenario = new Scenario(join(work, 'truncations', `t-${index}`), config, codecs);
        play(scenario, steps, true, true);
        scenario.questions();
        return scenario;
      });
      const answers = askScenarios(classes, scenarios);
      for (const [index, scenario] of scenarios.entries()) compare(scenario, answers[index]!);
    }, 600_000);

    test('what retention deletes, by size, time and log start', () => {
      const scenarios = fc.sample(anySteps, { numRuns: 24 * RUNS, seed: 17 }).map((steps, index) => {
        const config = {
          segmentBytes: 400 + 100 * (index % 5),
          retentionMs: [-1, 0, 3000, 8000][index % 4]!,
          retentionBytes: [-1, 1500, 800, 0][Math.floor(index / 4) % 4]!,
          isCompacted: index % 7 === 0,
          timestampAfterMaxMs: 3_000_000,
        };
        const scenario = new Scenario(join(work, 'retention', `t-${index}`), config, codecs);
        for (let third = 0; third < 3; third++) {
          play(scenario, steps.slice((third * steps.length) / 3, ((third + 1) * steps.length) / 3));
          if ((index + third) % 3 === 0) scenario.start((index % 10) / 10);
          scenario.retain();
          scenario.time(scenario.log.now + 2000);
        }
        scenario.questions();
        return scenario;
      });
      const answers = askScenarios(classes, scenarios);
      for (const [index, scenario] of scenarios.entries()) compare(scenario, answers[index]!);
    }, 600_000);

    test('what its producer compresses, both our backends read', () => {
      const payloads = fc.sample(
        fc.array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), anyPayload), { minLength: 1, maxLength: 6 }),
        { numRuns: 12 * RUNS, seed: 5 },
      );
      const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
      const cases = payloads.flatMap((records) =>
        ['none', 'gzip', 'snappy', 'lz4', 'zstd'].map((codec) => ({ codec, records })),
      );
      const commands = cases.map(({ codec, records }) =>
        ['encode', codec, ...records.flatMap(([key, value]) => [hex(key), hex(value)])].join(' '),
      );
      const answers = ask(classes, commands);
      for (const [index, { codec, records }] of cases.entries()) {
        const bytes = new Uint8Array(Buffer.from(answers[index]!.slice(3), 'hex'));
        for (const backend of [codecs, plain]) {
          const validator = new BatchValidator(backend);
          const rules = { ...new OurLog(base, backend, START).rules, timestampBeforeMaxMs: 2 ** 63 };
          const origin = { topic: 't', partition: 0, apiVersion: 9, now: START };
          expect(
            validator.validate(bytes, viewOf(bytes), 0, bytes.length, rules, origin),
            validator.errorMessage ?? '',
          ).toBe(0);
          const { batch } = validator;
          const section =
            codec === 'none'
              ? null
              : backend.decompress(batch.compression, bytes, batch.recordsStart, batch.end, 1 << 24);
          const read = readAll(batch, section as Uint8Array | null);
          expect(read.map(({ key, value }) => [hex(key!), hex(value!)])).toEqual(
            records.map(([key, value]) => [hex(key), hex(value)]),
          );
        }
      }
    }, 600_000);

    test('batches damaged in any header field, their checksum made to fit or not', () => {
      const anyDamage = fc.array(
        fc.record({
          records: fc.array(anyRecord, { minLength: 1, maxLength: 3 }),
          at: fc.oneof(
            { weight: 5, arbitrary: fc.integer({ min: 0, max: 60 }) },
            { weight: 3, arbitrary: fc.integer({ min: 61, max: 200 }) },
          ),
          value: fc.constantFrom(0, 1, 2, 3, 0x10, 0x20, 0x7f, 0x80, 0xff),
          fits: fc.boolean(),
          pid: fc.constantFrom(-1, 5),
          twice: fc.constantFrom(false, false, false, true),
          cut: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null, freq: 5 }),
          version: fc.constantFrom(3, 6, 7, 9, 13),
        }),
        { minLength: 20, maxLength: 60 },
      );
      const scenarios = fc.sample(anyDamage, { numRuns: 12 * RUNS, seed: 11 }).map((damages, index) => {
        const scenario = new Scenario(join(work, 'damage', `t-${index}`), { isCompacted: index % 2 === 0 }, codecs);
        for (const { records, at, value, fits, pid, twice, cut, version } of damages) {
          const builder = new BatchBuilder(pid < 0 ? {} : { producerId: pid, producerEpoch: 0, baseSequence: 0 });
          for (const { key, dt } of records) builder.append(START + dt, key === null ? null : text(key), text('v'));
          let bytes = builder.build()!;
          if (at < bytes.length) bytes[at] = value;
          const batch = batchViewOf(bytes);
          if (fits && batch.end === bytes.length) viewOf(bytes).setUint32(17, batch.computeCrc());
          if (twice) bytes = new Uint8Array(Buffer.concat([bytes, bytes]));
          if (cut !== null) bytes = bytes.slice(0, Math.max(0, bytes.length - cut));
          if (!isStricter(scenario.log, bytes, version, at)) scenario.client(bytes, 0, version);
        }
        return scenario;
      });
      const answers = askScenarios(classes, scenarios);
      for (const [index, scenario] of scenarios.entries()) compare(scenario, answers[index]!);
    }, 600_000);

    /**
     * Where ours means to be stricter than Kafka: offset deltas that do not ascend by one, lengths below -1, producer ids
     * without epoch, transactions without producer. And where Kafka answers that it does not know what went wrong:
     * payloads that do not decompress.
     */
    function isStricter(log: OurLog, bytes: Uint8Array, version: number, damagedAt: number): boolean {
      if (bytes.length >= 61 && batchViewOf(bytes).compression !== 0) return true;
      const verdict = log.judge(version, bytes);
      return (
        (verdict === `ERR ${ErrorCode.INVALID_RECORD} []` && damagedAt >= 61) ||
        /epoch|without a producerId/.test(log.lastMessage)
      );
    }

    test('compaction: the same segments, byte for byte', () => {
      const scenarios = fc.sample(anySteps, { numRuns: 20 * RUNS, seed: 3 }).map((steps, index) => {
        const scenario = new Scenario(
          join(work, 'compaction', `t-${index}`),
          {
            segmentBytes: index % 2 ? 1200 : 1 << 20,
            indexIntervalBytes: index % 3 ? 4096 : 100,
            deleteRetentionMs: 10_000,
            isCompacted: true,
          },
          codecs,
        );
        const half = Math.floor(steps.length / 2);
        play(scenario, steps.slice(0, half), false);
        scenario.roll();
        scenario.clean();
        scenario.time(scenario.log.now + (index % 4) * 5_000);
        play(scenario, steps.slice(half), false);
        scenario.roll();
        scenario.clean();
        scenario.time(scenario.log.now + 10_000);
        scenario.clean();
        return scenario;
      });
      const answers = askScenarios(classes, scenarios);
      for (const [index, scenario] of scenarios.entries()) compare(scenario, answers[index]!, false);
    }, 600_000);
  },
);
