/** Changes the metadata again and again through every node, and keeps the times at which that succeeded. */
import { clientOf } from './load.ts';
import { createTopic, deleteTopic } from './our-client.ts';

const PAUSE_MS = 20;
/** Of one change: a node that is down should not keep its probe for long. */
const PROBE_DEADLINE_MS = 500;

export class MetadataProbe {
  readonly #addresses: readonly string[];
  #isStopping = false;
  #running: Promise<unknown> = Promise.resolve();
  readonly #successes: { readonly asked: number; readonly answered: number }[] = [];
  #created = 0;

  constructor(addresses: readonly string[]) {
    this.#addresses = addresses;
  }

  start(): void {
    this.#running = Promise.all(this.#addresses.map((address, i) => this.#probe(address, i)));
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#running;
  }

  get changes(): number {
    return this.#created;
  }

  /** From `at` to the first change that was accepted; null while there is none. Asked before, it may have been decided before. */
  silenceAfter(at: number): number | null {
    let first = Number.POSITIVE_INFINITY;
    for (const { answered, asked } of this.#successes) if (asked >= at) first = Math.min(first, answered);
    return first === Number.POSITIVE_INFINITY ? null : first - at;
  }

  async #probe(address: string, node: number): Promise<void> {
    for (let turn = 0; !this.#isStopping; turn++) {
      const client = clientOf(address, PROBE_DEADLINE_MS);
      try {
        const name = `probe-${node}-${turn}`;
        const asked = performance.now();
        await createTopic(client, { name, partitions: 1, replicationFactor: 1, configs: new Map() });
        this.#created++;
        this.#successes.push({ asked, answered: performance.now() });
        await deleteTopic(client, name);
      } catch {
        // The node is down, or there is no controller: the next turn shows when that has passed.
      } finally {
        await client.close();
      }
      await new Promise((done) => setTimeout(done, PAUSE_MS));
    }
  }
}
