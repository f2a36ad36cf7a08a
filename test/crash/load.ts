/** The producers of a crash run: each with its own connection, acks, codec, batch sizes and pipelining. */

import { encodeBatch, type ProducerIdentity } from './batch.ts';
import { type Attempt, type PartitionLedger, recordValue, Violation } from './ledger.ts';
import type { Prng } from './prng.ts';
import { Api, Body, Connection } from './wire.ts';

export interface ProducerPlan {
  readonly number: number;
  readonly acks: 1 | -1;
  readonly idempotent: boolean;
  readonly codec: number;
  readonly maxRecords: number;
  readonly inFlight: number;
  /** Partitions in one request. */
  readonly partitionsPerRequest: number;
}

/** Acks 1 and all, idempotent and not, one in flight and five, every codec, one and several partitions to a request. */
export const PLANS: readonly ProducerPlan[] = [
  { number: 0, acks: 1, idempotent: false, codec: 0, maxRecords: 10, inFlight: 5, partitionsPerRequest: 1 },
  { number: 1, acks: -1, idempotent: false, codec: 3, maxRecords: 20, inFlight: 5, partitionsPerRequest: 2 },
  { number: 2, acks: -1, idempotent: true, codec: 0, maxRecords: 5, inFlight: 5, partitionsPerRequest: 1 },
  { number: 3, acks: -1, idempotent: true, codec: 4, maxRecords: 30, inFlight: 5, partitionsPerRequest: 3 },
  { number: 4, acks: 1, idempotent: false, codec: 2, maxRecords: 1, inFlight: 1, partitionsPerRequest: 1 },
  { number: 5, acks: -1, idempotent: true, codec: 1, maxRecords: 40, inFlight: 2, partitionsPerRequest: 2 },
];

const DUPLICATE_SEQUENCE_NUMBER = 46;
const OUT_OF_ORDER_SEQUENCE_NUMBER = 45;
const UNKNOWN_PRODUCER_ID = 59;
/** Errors after which the records may nevertheless be in the log. */
const MAY_BE_APPENDED = new Set([7, 20]);
/** Batches of one idempotent producer and partition that may be unanswered at once: what a broker remembers. */
const MAX_PER_PARTITION = 5;

interface Send {
  readonly partition: PartitionLedger;
  readonly attempt: Attempt;
  readonly batch: Buffer;
}

export class Producer {
  readonly plan: ProducerPlan;
  readonly #partitions: readonly PartitionLedger[];
  readonly #prng: Prng;
  #connection: Connection | null = null;
  #identity: ProducerIdentity | null = null;
  #session = 0;
  /** Requests not yet fully acknowledged, in the order sent; idempotent producers send them again. */
  #unsettled: Send[][] = [];
  #stopping = false;
  #error: Violation | null = null;
  requests = 0;

  constructor(plan: ProducerPlan, partitions: readonly PartitionLedger[], prng: Prng) {
    this.plan = plan;
    this.#partitions = partitions;
    this.#prng = prng;
  }

  /** Produces until the connection breaks or `stop` is called and the rest was answered. @throws Violation */
  async run(port: number): Promise<void> {
    this.#stopping = false;
    this.#session++;
    try {
      this.#connection = await Connection.open(port);
      if (this.plan.idempotent && this.#identity === null)
        this.#identity = await this.#initProducerId(this.#connection);
    } catch {
      return;
    }
    if (this.#unsettled.length > 0) await this.#sendAgain(this.#connection);
    const connection = this.#connection;
    await new Promise<void>((done) => {
      const pump = (): void => {
        while (
          !this.#stopping &&
          connection.broken === null &&
          this.#error === null &&
          connection.inFlight < this.plan.inFlight
        ) {
          const sends = this.#makeRequest();
          if (sends === null) break;
          this.#unsettled.push(sends);
          this.#post(connection, sends).then(pump, pump);
        }
        if (connection.inFlight === 0 || connection.broken !== null) done();
      };
      pump();
    });
    connection.close();
    if (this.#error !== null) throw this.#error;
    this.#afterSession();
  }

  stop(): void {
    this.#stopping = true;
  }

  get unsettled(): number {
    return this.#unsettled.length;
  }

  /** What was not answered may or may not be in the log; only idempotent producers will ask again. */
  #afterSession(): void {
    for (const send of this.#unsettled.flat()) if (send.attempt.state === 'open') send.attempt.state = 'unanswered';
    if (!this.plan.idempotent) this.#unsettled = [];
  }

  #makeRequest(): Send[] | null {
    const sends: Send[] = [];
    const start = this.#prng.below(this.#partitions.length);
    for (let n = 0; n < this.plan.partitionsPerRequest; n++) {
      const partition = this.#partitions[(start + n) % this.#partitions.length]!;
      if (this.plan.idempotent && this.#openIn(partition) >= MAX_PER_PARTITION) return null;
      const count = this.#prng.between(1, this.plan.maxRecords);
      const attempt = partition.send(this.plan.number, this.#session, count);
      const values = Array.from({ length: count }, (_, i) =>
        recordValue(partition.name, this.plan.number, attempt.first + i),
      );
      sends.push({
        partition,
        attempt,
        batch: encodeBatch(values, this.plan.codec, Date.now(), this.#identity, attempt.first),
      });
    }
    return sends;
  }

  #openIn(partition: PartitionLedger): number {
    let open = 0;
    for (const sends of this.#unsettled) for (const send of sends) if (send.partition === partition) open++;
    return open;
  }

  /** One request; settles what is answered. Stops the session when the broker refuses something of an idempotent producer. */
  async #post(connection: Connection, sends: readonly Send[]): Promise<void> {
    const errors = await this.#produce(connection, sends);
    if (errors === null) return;
    for (const [n, send] of sends.entries()) {
      const error = errors[n]!;
      if (error === 0 || error === DUPLICATE_SEQUENCE_NUMBER) continue;
      if (this.plan.idempotent) this.#stopping = true;
      else send.attempt.state = MAY_BE_APPENDED.has(error) ? 'unanswered' : 'refused';
    }
    this.#settle();
  }

  /** Sends everything unsettled again, one request at a time, so that every refusal means what it says. */
  async #sendAgain(connection: Connection): Promise<void> {
    for (let tries = 0; this.#unsettled.length > 0 && connection.broken === null && tries < 500; tries++) {
      const sends = this.#unsettled[0]!.filter((send) => send.attempt.state !== 'acked');
      const errors = await this.#produce(connection, sends);
      if (errors === null) return;
      for (const [n, send] of sends.entries()) {
        const error = errors[n]!;
        if (error === OUT_OF_ORDER_SEQUENCE_NUMBER || error === UNKNOWN_PRODUCER_ID) {
          this.#error = new Violation(
            `${send.partition.name}: producer ${this.plan.number} (id ${this.#identity?.id}), sequence ${send.attempt.first}, sent again: error ${error}`,
          );
          return;
        }
      }
      this.#settle();
      if (errors.some((error) => error !== 0 && error !== DUPLICATE_SEQUENCE_NUMBER))
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** @returns the error of each send, after recording acknowledgements; null when the connection broke */
  async #produce(connection: Connection, sends: readonly Send[]): Promise<number[] | null> {
    const body = new Body().string(null).int16(this.plan.acks).int32(10_000).int32(sends.length);
    for (const { partition, batch } of sends) {
      const [topic, index] = splitName(partition.name);
      body.string(topic).int32(1).int32(index).bytes(batch);
    }
    this.requests++;
    try {
      const answer = await connection.request(Api.Produce, 7, body.done());
      const found = new Map<string, { error: number; offset: number }>();
      for (let topics = answer.int32(); topics > 0; topics--) {
        const topic = answer.string();
        for (let partitions = answer.int32(); partitions > 0; partitions--) {
          const name = `${topic}-${answer.int32()}`;
          const error = answer.int16();
          const offset = answer.int64();
          answer.int64();
          answer.int64();
          found.set(name, { error, offset });
        }
      }
      return sends.map((send) => {
        const result = found.get(send.partition.name);
        if (result === undefined) throw new Violation(`${send.partition.name}: not in the answer to a produce request`);
        if (result.error === 0) send.partition.ack(send.attempt, result.offset);
        if (result.error === DUPLICATE_SEQUENCE_NUMBER && this.plan.idempotent) send.partition.ack(send.attempt, -1);
        return result.error;
      });
    } catch (error) {
      if (error instanceof Violation) this.#error = error;
      return null;
    }
  }

  #settle(): void {
    const waits = (send: Send): boolean =>
      this.plan.idempotent ? send.attempt.state !== 'acked' : send.attempt.state === 'open';
    this.#unsettled = this.#unsettled.filter((sends) => sends.some(waits));
  }

  async #initProducerId(connection: Connection): Promise<ProducerIdentity | null> {
    for (;;) {
      const answer = await connection.request(Api.InitProducerId, 1, new Body().string(null).int32(60_000).done());
      answer.int32();
      const error = answer.int16();
      const identity = { id: answer.int64(), epoch: answer.int16() };
      if (error === 0) return identity;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

export function splitName(partition: string): [topic: string, index: number] {
  const dash = partition.lastIndexOf('-');
  return [partition.slice(0, dash), Number(partition.slice(dash + 1))];
}
