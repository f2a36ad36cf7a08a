/**
 * A model of everything around a coordinator: producers that retry, die and come back, and partitions that keep records
 * and markers and fence as Kafka's do. It knows what every transaction was meant to be and what became of it.
 */
import { expect } from 'vitest';
import { ErrorCode, errorName } from '../../../../src/core/protocol/error-codes.ts';
import type { WriteMarkersEffect } from '../../../../src/core/transactions/coordinator-contract.ts';
import type { Bench, Producer } from './transaction-bench.ts';

export interface ModelTransaction {
  readonly name: string;
  /** What the producer asked for last. */
  asked: 'nothing' | 'commit' | 'abort';
  /** What it was told, even if the answer was lost on its way. */
  told: 'nothing' | 'commit' | 'abort';
  /** By partition: how its records there ended. */
  readonly outcomes: Map<string, 'open' | 'commit' | 'abort'>;
}

interface ProducerState {
  epoch: number;
  coordinatorEpoch: number;
  open: ModelTransaction | null;
}

/** One partition's view of producers. */
export class ModelPartition {
  readonly name: string;
  readonly producers = new Map<number, ProducerState>();

  constructor(name: string) {
    this.name = name;
  }

  /** Whether the coordinator has to be asked before the producer may write here. */
  isOpenFor({ producerId, producerEpoch }: Producer): boolean {
    const state = this.producers.get(producerId);
    return state !== undefined && state.epoch === producerEpoch && state.open !== null;
  }

  write({ producerId, producerEpoch }: Producer, transaction: ModelTransaction): number {
    const state = this.producers.get(producerId) ?? { epoch: -1, coordinatorEpoch: -1, open: null };
    if (producerEpoch < state.epoch) return ErrorCode.INVALID_PRODUCER_EPOCH;
    if (state.open !== null)
      expect(state.open, 'a transaction began before the one before it was complete').toBe(transaction);
    state.epoch = producerEpoch;
    state.open = transaction;
    this.producers.set(producerId, state);
    transaction.outcomes.set(this.name, 'open');
    return ErrorCode.NONE;
  }

  mark({ producerId, producerEpoch, isCommit, coordinatorEpoch, transactionVersion }: WriteMarkersEffect): number {
    const state = this.producers.get(producerId);
    if (state === undefined) {
      this.producers.set(producerId, { epoch: producerEpoch, coordinatorEpoch, open: null });
      return ErrorCode.NONE;
    }
    if (coordinatorEpoch < state.coordinatorEpoch) return ErrorCode.TRANSACTION_COORDINATOR_FENCED;
    if (producerEpoch < state.epoch) return ErrorCode.INVALID_PRODUCER_EPOCH;
    if (transactionVersion >= 2 && producerEpoch === state.epoch && state.open !== null)
      return ErrorCode.INVALID_PRODUCER_EPOCH;
    state.open?.outcomes.set(this.name, isCommit ? 'commit' : 'abort');
    state.open = null;
    state.epoch = producerEpoch;
    state.coordinatorEpoch = coordinatorEpoch;
    return ErrorCode.NONE;
  }
}

interface Sent {
  readonly kind: 'init' | 'add' | 'end';
  ticket: number;
  /** Repeats the request; returns a ticket. */
  readonly send: () => number;
  readonly transaction: ModelTransaction | null;
  readonly partitions: readonly number[];
  readonly committed: boolean;
  /** Tickets of the same request whose answers nobody waited for. */
  readonly lost: number[];
}

export class ModelProducer {
  readonly id: string;
  /** Of transactions: 1 or 2. */
  readonly version: number;
  readonly world: World;
  producer: Producer | null = null;
  transaction: ModelTransaction | null = null;
  #sent: Sent | null = null;

  constructor(world: World, id: string, version: number) {
    this.world = world;
    this.id = id;
    this.version = version;
  }

  /** The process is gone, and started anew. */
  die(): void {
    if (this.#sent !== null) this.world.abandoned.push(this.#sent);
    this.#sent = null;
    this.producer = null;
    this.transaction = null;
  }

  /** Does whatever comes next; `choice` decides where there is a choice. */
  step(choice: number): void {
    if (this.#sent !== null) this.#follow(this.#sent, choice);
    else if (this.producer === null) this.#init({ producerId: -1, producerEpoch: -1 });
    else if (choice % 11 === 10 && this.transaction === null) this.#init(this.producer);
    else if (this.transaction === null) this.#add([choice % this.world.partitions.length]);
    else if (choice % 4 === 0) this.#add([choice % 3, (choice + 1) % this.world.partitions.length]);
    else if (choice % 4 === 1) this.#write([choice % this.world.partitions.length]);
    else this.#end(choice % 4 === 2);
  }

  #follow(sent: Sent, choice: number): void {
    const { bench } = this.world;
    if (choice % 5 === 4) {
      // The answer was lost, or takes too long.
      sent.lost.push(sent.ticket);
      sent.ticket = sent.send();
      return;
    }
    if (!bench.isAnswered(sent.ticket)) return;
    const errorCode = bench.error(sent.ticket);
    switch (errorCode) {
      case ErrorCode.CONCURRENT_TRANSACTIONS:
      case ErrorCode.COORDINATOR_NOT_AVAILABLE:
      case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
      case ErrorCode.NOT_COORDINATOR:
        sent.lost.push(sent.ticket);
        sent.ticket = sent.send();
        return;
      case ErrorCode.NONE:
        break;
      default:
        // Fenced, or its transaction timed out.
        expect(['PRODUCER_FENCED', 'INVALID_PRODUCER_ID_MAPPING', 'INVALID_TXN_STATE']).toContain(errorName(errorCode));
        this.die();
        return;
    }
    this.#sent = null;
    this.world.abandoned.push(sent);
    if (sent.kind === 'init') {
      const { producerId, producerEpoch } = bench.initAnswer(sent.ticket);
      this.producer = { producerId, producerEpoch };
      this.transaction = null;
      this.world.granted(this, this.producer);
    } else if (sent.kind === 'add') {
      this.transaction = sent.transaction;
      this.#write(sent.partitions);
    } else {
      this.transaction = null;
      if (this.version === 2) {
        const { producerId, producerEpoch } = bench.endAnswer(sent.ticket);
        this.producer = { producerId, producerEpoch };
        this.world.granted(this, this.producer);
      }
    }
  }

  #send(kind: Sent['kind'], send: () => number, fields: Partial<Sent> = {}): void {
    const sent: Sent = {
      kind,
      ticket: 0,
      send,
      transaction: null,
      partitions: [],
      committed: false,
      lost: [],
      ...fields,
    };
    this.#sent = sent;
    sent.ticket = send();
  }

  #init(known: Producer): void {
    const { bench } = this.world;
    this.#send('init', () => bench.init(this.id, known, 30_000));
  }

  #add(partitions: readonly number[]): void {
    const { bench } = this.world;
    const producer = this.producer!;
    const transaction =
      this.transaction ?? this.world.begin(`${this.id} of ${producer.producerId}/${producer.producerEpoch}`);
    const version = this.version === 2 ? 5 : 3;
    this.#send('add', () => bench.add(this.id, producer, { t: [...partitions] }, version), { transaction, partitions });
  }

  #end(committed: boolean): void {
    const { bench } = this.world;
    const producer = this.producer!;
    const transaction = this.transaction!;
    transaction.asked = committed ? 'commit' : 'abort';
    const version = this.version === 2 ? 5 : 4;
    this.#send('end', () => bench.end(this.id, producer, committed, version), { transaction, committed });
  }

  #write(indexes: readonly number[]): void {
    const { bench, partitions } = this.world;
    for (const index of indexes) {
      const partition = partitions[index]!;
      if (!partition.isOpenFor(this.producer!)) {
        const ticket = bench.add(this.id, this.producer!, { t: [index] }, 5, { verifyOnly: true });
        if (bench.error(ticket) !== ErrorCode.NONE) continue;
      }
      if (partition.write(this.producer!, this.transaction!) !== ErrorCode.NONE) {
        this.die();
        return;
      }
    }
  }
}

export class World {
  readonly bench: Bench;
  readonly partitions = [0, 1, 2, 3].map((index) => new ModelPartition(`t-${index}`));
  readonly transactions: ModelTransaction[] = [];
  /** Requests that nobody waits for any more; what they were told is looked at in the end. */
  readonly abandoned: Sent[] = [];
  /** Markers of coordinators that are gone, still on their way. */
  readonly stale: WriteMarkersEffect[] = [];
  readonly #owners = new Map<string, ModelProducer>();

  constructor(bench: Bench) {
    this.bench = bench;
    bench.holdsCommits = true;
    bench.holdsMarkers = true;
    bench.holdsIds = true;
  }

  begin(name: string): ModelTransaction {
    const transaction: ModelTransaction = { name, asked: 'nothing', told: 'nothing', outcomes: new Map() };
    this.transactions.push(transaction);
    return transaction;
  }

  /** No two producers ever have the same epoch of the same producer id. */
  granted(owner: ModelProducer, { producerId, producerEpoch }: Producer): void {
    expect(producerEpoch).toBeLessThan(32_767);
    const key = `${producerId}/${producerEpoch}`;
    expect(this.#owners.get(key) ?? owner, `${key} was given twice`).toBe(owner);
    this.#owners.set(key, owner);
  }

  restart(lost: number): void {
    this.stale.push(...this.bench.unsent);
    this.bench.restart(lost);
  }

  /** Markers arrive, and nobody is told: whoever sent them is gone, or sends them again. */
  deliver(effect: WriteMarkersEffect): void {
    for (const { partitions } of effect.partitions)
      for (const partition of partitions) this.partitions[partition]!.mark(effect);
  }

  /** The oldest markers reach their partitions, one of them, or none; `fate` says what comes back. */
  markers(effect: WriteMarkersEffect, fate: 'written' | 'lost' | 'unreported'): void {
    for (const { topic, partitions } of effect.partitions) {
      for (const partition of partitions) {
        const named = [{ topic, partitions: [partition] }];
        if (fate === 'lost') {
          this.bench.reportMarkers(effect, named, ErrorCode.NOT_LEADER_OR_FOLLOWER);
          continue;
        }
        const errorCode = this.partitions[partition]!.mark(effect);
        const reported = fate === 'unreported' ? ErrorCode.REQUEST_TIMED_OUT : errorCode;
        this.bench.reportMarkers(effect, named, reported);
      }
    }
  }

  /** Everything that is under way arrives. */
  settle(): void {
    const { bench } = this;
    for (let round = 0; round < 100; round++) {
      while (bench.uncommitted.length + bench.unsent.length + bench.demands.length > 0) {
        if (bench.uncommitted.length > 0) bench.commit(1);
        else if (bench.unsent.length > 0) this.markers(bench.unsent.shift()!, 'written');
        else bench.allocate();
      }
      bench.pass(round < 90 ? 100 : 60_000);
    }
  }

  /** What producers were told, be it that they waited for it or not. */
  collectAnswers(): void {
    for (const { kind, ticket, lost, transaction, committed } of this.abandoned) {
      if (kind !== 'end') continue;
      const answers = [ticket, ...lost]
        .filter((one) => this.bench.isAnswered(one))
        .map((one) => this.bench.endAnswer(one));
      const good = answers.filter(({ errorCode }) => errorCode === ErrorCode.NONE);
      if (good.length === 0) continue;
      transaction!.told = committed ? 'commit' : 'abort';
      for (const one of good) expect(one, 'a repetition is answered alike').toEqual(good[0]);
    }
  }
}
