/**
 * Asks every node again and again where partitions end. A node that answers as a leader may be one that was deposed and
 * does not know it, but not for longer than its lease: what was acknowledged before that must be in the answer.
 */
import type { PartitionHistory } from './history.ts';
import { clientOf, TOPIC } from './load.ts';
import { SESSION_MS } from './nodes.ts';
import { LIST_OFFSETS, newListOffsetsRequest } from './our-client.ts';
import type { Workload } from './workload.ts';

const PAUSE_MS = 50;
const LATEST = -1;

export class Freshness implements Workload {
  readonly name = 'stale reads';
  readonly #addresses: readonly string[];
  readonly #histories: readonly PartitionHistory[];
  readonly #problems: string[] = [];
  #answers = 0;
  #isStopping = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(addresses: readonly string[], histories: readonly PartitionHistory[]) {
    this.#addresses = addresses;
    this.#histories = histories;
  }

  async start(): Promise<void> {
    this.#running = Promise.all(this.#addresses.map((address) => this.#ask(address)));
  }

  async watch(): Promise<void> {
    await this.#running;
  }

  async finish(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  async judge(): Promise<string[]> {
    return this.#problems;
  }

  summary(): string {
    return `${this.#answers} answers about the end of a partition, none of them stale`;
  }

  async #ask(address: string): Promise<void> {
    const [host, port] = address.split(':');
    const client = clientOf(address, 0);
    const request = newListOffsetsRequest({
      replicaId: -1,
      topics: [
        {
          name: TOPIC,
          partitions: this.#histories.map((_, partitionIndex) => ({
            partitionIndex,
            currentLeaderEpoch: -1,
            timestamp: LATEST,
          })),
        },
      ],
    });
    while (!this.#isStopping) {
      try {
        const connection = await client.at({ host: host!, port: Number(port) });
        const asked = performance.now();
        const { topics } = await connection.call(LIST_OFFSETS, request);
        for (const { errorCode, offset, partitionIndex } of topics[0]?.partitions ?? []) {
          if (errorCode === 0) this.#check(address, partitionIndex, offset, asked);
        }
      } catch {
        // The node is down, or cut off.
      }
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
    await client.close();
  }

  #check(address: string, partition: number, offset: number, asked: number): void {
    this.#answers++;
    const expected = this.#histories[partition]!.endAt(asked - SESSION_MS);
    if (offset >= expected) return;
    this.#problems.push(
      `${TOPIC}-${partition}: ${address} says it ends at ${offset}, ${SESSION_MS} ms after ${expected} was acknowledged`,
    );
  }
}
