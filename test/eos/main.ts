/**
 * Consume, transform, produce, exactly once: `npm run test:eos -- --records 5000`. Workers copy the input to the output
 * in transactions that commit their input offsets, too, while workers and broker are killed at random. A read_committed
 * consumer watches the output all the while and reads it all once more at the end; then the segment files are judged.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { BrokerProcess } from '../crash/broker.ts';
import { freePort } from '../crash/free-port.ts';
import { Prng } from '../crash/prng.ts';
import { OffsetLedger, OutputLedger, Violation } from './ledger.ts';
import { committedRecords } from './log-files.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { Consumer, KafkaClient, LATEST, listOffsets } from './our-client.ts';
import { GROUP, INPUT, inputPartition, OUTPUT, type WorkerPlan } from './pipeline.ts';
import { Workers } from './workers.ts';

/** Small, so that a restart reads little and a marker is rarely alone. */
const BROKER_ENV = {
  KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '3',
  KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS: '3',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
};
const FILL_BATCH = 5_000;

class Run {
  readonly #options: Options;
  readonly #directory: string;
  readonly #port: number;
  readonly #bootstrap: string;
  readonly #prng: Prng;
  readonly #kafka: Kafka;
  readonly output: OutputLedger;
  readonly offsets = new OffsetLedger();
  broker: BrokerProcess;
  brokerKills = 0;
  recoveryMs: number[] = [];
  #isOver = false;
  #workers: Workers | null = null;
  #fail: (error: unknown) => void = () => {};
  readonly #failed: Promise<never>;

  constructor(options: Options, directory: string, port: number) {
    this.#options = options;
    this.#directory = directory;
    this.#port = port;
    this.#bootstrap = `127.0.0.1:${port}`;
    this.#prng = new Prng(options.seed);
    this.#kafka = new Kafka({ brokers: [this.#bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 30 } });
    this.output = new OutputLedger(options.records, options.partitions);
    this.#failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.broker = this.#spawnBroker();
  }

  async fill(): Promise<void> {
    const { records, partitions } = this.#options;
    await this.broker.ready();
    const admin = this.#kafka.admin();
    await admin.connect();
    const topics = [INPUT, OUTPUT].map((topic) => ({ topic, numPartitions: partitions }));
    await admin.createTopics({ topics });
    await admin.disconnect();
    const producer = this.#kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    for (let from = 0; from < records; from += FILL_BATCH) {
      const ids = Array.from({ length: Math.min(FILL_BATCH, records - from) }, (_, i) => from + i);
      const messages = ids.map((id) => ({ value: String(id), partition: inputPartition(id, partitions) }));
      await producer.send({ topic: INPUT, messages });
    }
    await producer.disconnect();
  }

  /** Resolves when every record was seen in the output. */
  async work(): Promise<Workers> {
    const workers = new Workers(this.#options.client, this.#plans(), this.#prng);
    this.#workers = workers;
    const watched = this.#watchOutput();
    const timers = [this.#every(this.#options.killWorkerMs, async () => workers.killOne())];
    timers.push(this.#every(this.#options.killBrokerMs, () => this.#restartBroker()));
    timers.push(this.#every(200, () => this.#watchOffsets()));
    timers.push(this.#every(10_000, async () => this.#tell(workers)));
    const limit = setTimeout(() => {
      const seen = `${this.output.count} of ${this.#options.records} records after ${this.#options.limitMs} ms`;
      this.#fail(new Violation(`${seen}; ${workers.lastWords}`));
    }, this.#options.limitMs);
    try {
      workers.start();
      await Promise.race([watched, this.#failed]);
      this.#isOver = true;
      await Promise.race([Promise.all(timers), this.#failed]);
      return workers;
    } finally {
      this.#isOver = true;
      clearTimeout(limit);
      workers.stop();
    }
  }

  /** Leaves no process behind. */
  async abandon(): Promise<void> {
    this.#isOver = true;
    this.#workers?.stop();
    await this.broker.kill();
    process.exit(1);
  }

  /** No transaction is left open: what read_committed consumers may see is everything. */
  async checkStable(): Promise<void> {
    const client = new KafkaClient({ bootstrapServers: this.#bootstrap });
    const names = [OUTPUT, '__consumer_offsets'];
    const { topics } = await client.metadata(names);
    const queries = names.flatMap((topic) =>
      topics.get(topic)!.partitions.map(({ partition }) => ({ topic, partition, timestamp: LATEST })),
    );
    for (const deadline = Date.now() + 30_000; ; await sleep(100)) {
      const ends = await listOffsets(client, queries);
      const stable = await listOffsets(client, queries, true);
      const open = ends.filter(({ offset }, i) => offset !== stable[i]!.offset);
      if (open.length === 0) break;
      if (Date.now() > deadline)
        throw new Violation(`a transaction is open for ever in ${open.map((p) => `${p.topic}-${p.partition}`)}`);
    }
    await client.close();
  }

  /** Reads the whole output again, to its end: nothing came after all was there. */
  async checkToTheEnd(): Promise<void> {
    const { records, partitions } = this.#options;
    const client = new KafkaClient({ bootstrapServers: this.#bootstrap });
    const consumer = await Consumer.create(client, { isReadCommitted: true });
    const queries = Array.from({ length: partitions }, (_, partition) => ({
      topic: OUTPUT,
      partition,
      timestamp: LATEST,
    }));
    const ends = new Map(
      (await listOffsets(client, queries, true)).map(({ partition, offset }) => [partition, offset]),
    );
    const ledger = new OutputLedger(records, partitions);
    for (const partition of ends.keys()) consumer.seek(OUTPUT, partition, 0);
    while (ends.size > 0) {
      for (const { partition, records: read, nextOffset } of await consumer.poll()) {
        for (const { offset, value } of read) ledger.see(partition, offset, new TextDecoder().decode(value!));
        if (nextOffset < (ends.get(partition) ?? 0)) continue;
        ends.delete(partition);
        consumer.remove(OUTPUT, partition);
      }
    }
    ledger.complete();
    await client.close();
  }

  /** Judges the segment files, once the broker has stopped. */
  checkFiles(): void {
    const { records, partitions, broker } = this.#options;
    const ledger = new OutputLedger(records, partitions);
    const logs = broker === 'apache' ? `${this.#directory}/logs` : this.#directory;
    for (let partition = 0; partition < partitions; partition++)
      for (const { offset, value } of committedRecords(`${logs}/${OUTPUT}-${partition}`))
        ledger.see(partition, offset, value);
    ledger.complete();
  }

  #tell({ committed, aborted, kills }: Workers): void {
    const { count } = this.output;
    console.log(
      `  ${count} records; ${committed} commits, ${aborted} aborts, ${kills} workers and ${this.brokerKills} brokers killed`,
    );
  }

  #spawnBroker(): BrokerProcess {
    return BrokerProcess.spawn(this.#options.broker, this.#directory, this.#port, BROKER_ENV);
  }

  #plans(): WorkerPlan[] {
    const { records, workers, partitions, batch, aborts } = this.#options;
    const ends = Array.from({ length: partitions }, (_, p) => Math.max(Math.ceil((records - p) / partitions), 0));
    return Array.from({ length: workers }, (_, slot) => ({
      bootstrap: this.#bootstrap,
      transactionalId: `eos-${slot}`,
      owned: ends.map((_, partition) => partition).filter((partition) => partition % workers === slot),
      ends,
      partitions,
      batch,
      aborts,
      seed: 0,
    }));
  }

  async #every(ms: number, work: () => Promise<void>): Promise<void> {
    let last = Date.now();
    while (!this.#isOver && ms > 0) {
      await sleep(50);
      if (Date.now() - last < ms) continue;
      try {
        await work();
      } catch (error) {
        this.#fail(error);
      }
      // From its end: on a busy machine a start may take longer than the time between two kills.
      last = Date.now();
    }
  }

  async #restartBroker(): Promise<void> {
    if (this.broker.ended) throw new Violation(`the broker ended by itself:\n${this.broker.log}`);
    await this.broker.kill();
    this.brokerKills++;
    if (this.#isOver) return;
    const started = performance.now();
    this.broker = this.#spawnBroker();
    await this.#untilReady();
    this.recoveryMs.push(performance.now() - started);
  }

  /** A machine that stands still for a minute is no fault of the broker's; the run has a limit of its own. */
  async #untilReady(): Promise<void> {
    for (;;) {
      try {
        return await this.broker.ready();
      } catch (error) {
        if (this.broker.ended || this.#isOver) throw error;
      }
    }
  }

  async #watchOutput(): Promise<void> {
    const client = new KafkaClient({ bootstrapServers: this.#bootstrap });
    const consumer = await Consumer.create(client, { isReadCommitted: true });
    for (let partition = 0; partition < this.#options.partitions; partition++) consumer.seek(OUTPUT, partition, 0);
    const decoder = new TextDecoder();
    try {
      while (!this.output.isComplete) {
        for (const { partition, records } of await consumer.poll())
          for (const { offset, value } of records) this.output.see(partition, offset, decoder.decode(value!));
        await sleep(20);
      }
    } catch (error) {
      this.#fail(error);
    }
    await client.close();
  }

  async #watchOffsets(): Promise<void> {
    const admin = this.#kafka.admin({ retry: { retries: 0 } });
    try {
      await admin.connect();
      const [fetched] = await admin.fetchOffsets({ groupId: GROUP, topics: [INPUT] });
      for (const { partition, offset } of fetched!.partitions) this.offsets.see(partition, Number(offset));
    } catch (error) {
      // The broker is away, or its coordinator not yet back.
      if (error instanceof Violation) throw error;
    } finally {
      await admin.disconnect();
    }
  }
}

async function main(options: Options): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'eos-'));
  console.log(
    `exactly once: seed ${options.seed}, ${options.records} records, ${options.workers} workers of ${options.client}, broker ${options.broker}, data in ${folder}`,
  );
  const run = new Run(options, `${folder}/data`, await freePort());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void run.abandon());
  try {
    await run.fill();
    const started = performance.now();
    const workers = await run.work();
    const seconds = (performance.now() - started) / 1000;
    run.output.complete();
    await run.checkStable();
    await run.checkToTheEnd();
    await run.broker.stop();
    run.checkFiles();
    const recovery = run.recoveryMs.map((ms) => Math.round(ms)).sort((a, b) => a - b);
    console.log(
      `transactions   ${workers.committed} committed, ${workers.aborted} aborted (as far as their workers lived to say)`,
    );
    console.log(
      `kills          ${workers.kills} workers, ${run.brokerKills} brokers; ${workers.failures} workers ended with an error`,
    );
    console.log(
      `output         ${run.output.count} records, each exactly once and in order, in ${seconds.toFixed(1)} s`,
    );
    console.log(`offsets        ${run.offsets.readings} readings, none of them went back`);
    console.log(`start to first reply ${recovery.length === 0 ? '-' : `${recovery[0]}-${recovery.at(-1)} ms`}`);
  } catch (error) {
    await run.broker.kill();
    console.error(
      `FAILED, seed ${options.seed}, data kept in ${folder}\n${error instanceof Error ? error.stack : error}`,
    );
    console.error(`--- the broker's last words ---\n${run.broker.log}`);
    process.exitCode = 1;
    return;
  }
  if (!options.keep) await rm(folder, { recursive: true, force: true });
}

let options: Options;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exit(64);
}
await main(options);
// Sockets of a client that still looks for the broker would keep the process.
process.exit();
