/**
 * A producer of transactions (version 2, KIP-890) over several partitions, some of them aborted on purpose. What passes is
 * asked again; after anything else the producer begins anew under its transactional id, and the outcome of a commit that
 * was under way is not known.
 */
import { Prng } from '../crash/prng.ts';
import { BatchBuilder, endTxn, errorName, initProducerId, produce } from '../eos/wire.ts';
import { clientOf } from './load.ts';
import { type Client, CoordinatorType, findCoordinator, isRetriableError, KafkaError } from './our-client.ts';
import { readAll, textIn } from './reading.ts';
import { encodeRecord, type Outcome, TransactionHistory } from './transaction-history.ts';
import type { Workload } from './workload.ts';

export const TRANSACTIONS_TOPIC = 'nemesis-transactions';
export const TRANSACTIONS_PARTITIONS = 3;

const SIZE = 9;
const ABORTED_PERCENT = 20;
const PAUSE_MS = 10;
const TIMEOUT_MS = 60_000;
/** How long one request is asked again. */
const PATIENCE_MS = 180_000;
/** Of those that passed, the last ones are told. */
const TOLD_ERRORS = 5;
const NO_ID = 'AAAAAAAAAAAAAAAAAAAAAA';
/** What a client comes back with although its kind of error does not pass everywhere. */
const PASSING = new Set(['CONCURRENT_TRANSACTIONS', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND']);

export class TransactionLoad implements Workload {
  readonly name: string;
  readonly #bootstrapServers: string;
  readonly #history: TransactionHistory;
  readonly #producer: number;
  readonly #prng: Prng;
  readonly #client: Client;
  #identity = { producerId: -1, producerEpoch: -1 };
  #isStopping = false;
  #running: Promise<void> = Promise.resolve();
  /** What made the producer begin anew. */
  readonly #failures: string[] = [];
  /** False: nothing may happen that does not pass. */
  readonly #mayBeginAnew: boolean;

  constructor(bootstrapServers: string, producer: number, mayBeginAnew: boolean) {
    this.#mayBeginAnew = mayBeginAnew;
    this.name = `nemesis-transactions-${producer}`;
    this.#bootstrapServers = bootstrapServers;
    this.#producer = producer;
    this.#prng = new Prng(producer);
    this.#history = new TransactionHistory(producer, SIZE, TRANSACTIONS_PARTITIONS);
    this.#client = clientOf(bootstrapServers);
  }

  async start(): Promise<void> {
    this.#running = this.#produce();
  }

  watch(): Promise<void> {
    return this.#running;
  }

  async finish(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  async judge(): Promise<string[]> {
    const there = await readAll(this.#bootstrapServers, TRANSACTIONS_TOPIC, TRANSACTIONS_PARTITIONS, true, textIn);
    await this.#client.close();
    return this.#history.judge(there.map((records) => records.map(({ value }) => value)));
  }

  summary(): string {
    const counts = (['committed', 'aborted', 'unknown'] as const).map((each) => `${this.#history.count(each)} ${each}`);
    return [counts.join(', '), `begun anew ${this.#failures.length} times`, ...new Set(this.#failures)].join('; ');
  }

  async #produce(): Promise<void> {
    await this.#init();
    while (!this.#isStopping) {
      const transaction = this.#history.begin();
      let outcome: Outcome = 'aborted';
      try {
        await this.#write(transaction);
        const commits = !this.#prng.chance(ABORTED_PERCENT);
        if (commits) outcome = 'unknown';
        await this.#end(transaction, commits);
        if (commits) outcome = 'committed';
      } catch (error) {
        if (!this.#mayBeginAnew) throw error;
        this.#failures.push(String(error));
        await this.#init();
      }
      this.#history.end(transaction, outcome);
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }

  /** Fences what was before, and completes or aborts what it left. */
  async #init(): Promise<void> {
    const answer = await this.#atCoordinator(
      (connection) => initProducerId(connection, { transactionalId: this.name, transactionTimeoutMs: TIMEOUT_MS }),
      ({ errorCode }) => errorCode,
      'InitProducerId',
    );
    this.#identity = { producerId: answer.producerId, producerEpoch: answer.producerEpoch };
  }

  async #write(transaction: number): Promise<void> {
    for (let partition = 0; partition < TRANSACTIONS_PARTITIONS; partition++) {
      const batch = new BatchBuilder({ ...this.#identity, baseSequence: 0, isTransactional: true });
      for (let index = partition; index < SIZE; index += TRANSACTIONS_PARTITIONS) {
        const value = encodeRecord({ producer: this.#producer, transaction, index });
        batch.append(Date.now(), null, new TextEncoder().encode(value));
      }
      const partitionData = [{ index: partition, records: batch.build()! }];
      const topicData = [{ name: TRANSACTIONS_TOPIC, topicId: NO_ID, partitionData }];
      await this.#again(
        async () => {
          const connection = await this.#client.broker(await this.#client.leaderOf(TRANSACTIONS_TOPIC, partition));
          return produce(connection, { transactionalId: this.name, acks: -1, timeoutMs: 5_000, topicData });
        },
        codeOfProduce,
        `Produce ${transaction} to ${partition}`,
      );
    }
  }

  async #end(transaction: number, committed: boolean): Promise<void> {
    const answer = await this.#atCoordinator(
      (connection) => endTxn(connection, { transactionalId: this.name, ...this.#identity, committed }),
      ({ errorCode }) => errorCode,
      `EndTxn ${transaction} ${committed}`,
    );
    this.#identity = { producerId: answer.producerId, producerEpoch: answer.producerEpoch };
  }

  #atCoordinator<Answer>(
    send: (connection: Awaited<ReturnType<Client['at']>>) => Promise<Answer>,
    codeOf: (answer: Answer) => number,
    what: string,
  ): Promise<Answer> {
    return this.#again(
      async () => {
        const coordinator = await findCoordinator(this.#client, CoordinatorType.TRANSACTION, this.name);
        return send(await this.#client.at(coordinator));
      },
      codeOf,
      what,
    );
  }

  /** Asks until the error passes. @throws any other */
  async #again<Answer>(send: () => Promise<Answer>, codeOf: (answer: Answer) => number, what: string): Promise<Answer> {
    const before: string[] = [];
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      let failure: Error;
      try {
        const answer = await send();
        const code = codeOf(answer);
        if (code === 0) return answer;
        const error = new KafkaError(code, [what, ...before].join(', after '));
        if (!error.isRetriable && !PASSING.has(errorName(code))) throw error;
        failure = error;
      } catch (error) {
        if (!isRetriableError(error)) throw error;
        failure = error as Error;
      }
      before.push(failure instanceof KafkaError ? errorName(failure.code) : failure.message);
      if (before.length > TOLD_ERRORS) before.shift();
      if (performance.now() > deadline) throw failure;
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

/** An earlier sending of the very batch has arrived. */
const DUPLICATE_SEQUENCE_NUMBER = 46;

function codeOfProduce({ responses }: Awaited<ReturnType<typeof produce>>): number {
  const { errorCode } = responses[0]!.partitionResponses[0]!;
  return errorCode === DUPLICATE_SEQUENCE_NUMBER ? 0 : errorCode;
}
