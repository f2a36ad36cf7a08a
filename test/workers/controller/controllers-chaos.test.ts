/**
 * Whole controllers (raft, replica, terms, forwarding, files) under seeded faults: crashes that lose unsynced writes, cut
 * links, lost sessions, stalled disks, voters added and removed, topics created and deleted meanwhile. Acknowledged means kept, nothing takes effect
 * twice, images agree at every index, and once the faults end everything goes on.
 */
import { expect, test } from 'vitest';
import { imageHash } from '../../../src/core/metadata/image-snapshot.ts';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { newAddRaftVoterRequest } from '../../../src/core/protocol/generated/add-raft-voter-request.ts';
import { newDeleteTopicsRequest } from '../../../src/core/protocol/generated/delete-topics-request.ts';
import { newRemoveRaftVoterRequest } from '../../../src/core/protocol/generated/remove-raft-voter-request.ts';
import { seededRandom } from '../../core/metadata/support.ts';
import { directoryOf, type TestNode, VirtualControllers } from './cluster-support.ts';
import { CLUSTER } from './support.ts';

const SEEDS = Number(process.env['CONTROLLER_CHAOS_SEEDS'] ?? 6);
const FIRST = Number(process.env['CONTROLLER_CHAOS_FIRST'] ?? 1);
const ROUNDS = 60;

interface Attempt {
  readonly name: string;
  readonly kind: 'create' | 'delete';
  result: { outcome: { errorCode: number; response: unknown } | null };
}

class Chaos {
  readonly cluster: VirtualControllers;
  readonly #random: ReturnType<typeof seededRandom>;
  readonly #nodes: number;
  readonly attempts: Attempt[] = [];
  readonly hashes = new Map<number, string>();
  #next = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed * 7919);
    this.#nodes = seed % 3 === 0 ? 5 : 3;
    const voters = seed % 4 === 0 || seed % 6 === 0 ? [1, 2, 3] : Array.from({ length: this.#nodes }, (_, i) => i + 1);
    // Small enough that snapshots are taken and needed.
    const limits = seed % 2 === 0 ? { snapshotEntries: 40, retainedEntries: 30, segmentSize: 8_192 } : {};
    this.cluster = new VirtualControllers(this.#nodes, voters, limits, seed);
    this.cluster.until(() => this.cluster.controller() !== null);
    for (const node of [...this.cluster.nodes.values()]) this.cluster.join(node);
  }

  round(): void {
    const { cluster } = this;
    const up = [...cluster.nodes.values()].filter(({ isRegistered }) => isRegistered);
    for (let i = this.#random.below(6); i > 0; i--) this.#command(up[this.#random.below(up.length)]!);
    this.#fault();
    for (let ms = this.#random.below(150); ms >= 0; ms--) {
      cluster.clock.advance(1);
      this.#look();
    }
  }

  #command(node: TestNode | undefined): void {
    if (node === undefined) return;
    const known = this.attempts.filter(({ kind, result }) => kind === 'create' && result.outcome?.errorCode === 0);
    if (known.length > 0 && this.#random.below(4) === 0) {
      const { name } = known[this.#random.below(known.length)]!;
      const topics = [{ name, topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }];
      const request = newDeleteTopicsRequest({ topics });
      const result = this.cluster.submit(node, { apiKey: ApiKey.DeleteTopics, request }, 4_000);
      this.attempts.push({ name, kind: 'delete', result });
      return;
    }
    const name = `t-${this.#next++}`;
    this.attempts.push({ name, kind: 'create', result: this.cluster.createTopic(node, name, 4_000) });
  }

  #fault(): void {
    const { cluster } = this;
    const id = 1 + this.#random.below(this.#nodes);
    switch (this.#random.below(14)) {
      case 0:
      case 1:
        if (cluster.nodes.size > 1 && cluster.nodes.has(id)) cluster.crash(id);
        return;
      case 2:
      case 3:
      case 4:
        this.#revive();
        return;
      case 5: {
        const other = 1 + (id % this.#nodes);
        cluster.hub.setLink(id, other, false);
        return;
      }
      case 6:
        cluster.hub.partition(
          [id],
          [1, 2, 3, 4, 5].filter((each) => each !== id && each <= this.#nodes),
        );
        return;
      case 7:
      case 8:
        cluster.hub.heal();
        return;
      case 9:
        cluster.stall(id, 200 + this.#random.below(1_000));
        return;
      case 10:
      case 11:
        this.#changeVoters(id);
        return;
      default:
        return;
    }
  }

  /** Outcomes do not matter: whatever the quorum is in the end, nothing may be lost on the way. */
  #changeVoters(id: number): void {
    const asker = [...this.cluster.nodes.values()].find(({ isRegistered }) => isRegistered);
    if (this.#nodes < 5 || asker === undefined) return;
    const voter = { clusterId: CLUSTER, voterId: id, voterDirectoryId: directoryOf(id) };
    if (this.#random.below(2) === 0) {
      const listeners = [{ name: 'CONTROLLER', host: `host-${id}`, port: 9093 }];
      const request = newAddRaftVoterRequest({ ...voter, timeoutMs: 3_000, listeners });
      this.cluster.submit(asker, { apiKey: ApiKey.AddRaftVoter, request }, 4_000);
    } else {
      const request = newRemoveRaftVoterRequest(voter);
      this.cluster.submit(asker, { apiKey: ApiKey.RemoveRaftVoter, request }, 4_000);
    }
  }

  #revive(): void {
    for (let id = 1; id <= this.#nodes; id++) {
      if (!this.cluster.nodes.has(id)) this.cluster.joinLater(this.cluster.start(id));
    }
  }

  /** I13: whoever is at an index has the same image there. */
  #look(): void {
    for (const { id, cache, fatal } of this.cluster.nodes.values()) {
      if (fatal.length > 0) throw new Error(`node ${id} gave up: ${fatal[0]!.message}`);
      const { index } = cache.image;
      if (index === 0) continue;
      const hash = imageHash(cache.image);
      const known = this.hashes.get(index);
      if (known === undefined) this.hashes.set(index, hash);
      else expect(hash, `image of node ${id} at ${index}`).toBe(known);
    }
  }

  finish(): void {
    const { cluster } = this;
    cluster.hub.heal();
    this.#revive();
    cluster.until(() => this.attempts.every(({ result }) => result.outcome !== null), 20_000);
    const last = cluster.createTopic([...cluster.nodes.values()][0]!, 'the-end', 20_000);
    cluster.until(() => last.outcome !== null, 20_000);
    expect(last.outcome, 'after the faults commands are carried out').toMatchObject({ errorCode: 0 });
    const { index } = last.outcome!;
    cluster.until(() => [...cluster.nodes.values()].every(({ cache }) => cache.image.index >= index), 10_000);
    for (const { cache } of cluster.nodes.values()) this.#compare(new Set(cache.image.topics.names()));
    cluster.until(() => new Set([...cluster.nodes.values()].map(({ cache }) => cache.image.index)).size === 1, 10_000);
    expect(new Set([...cluster.nodes.values()].map(({ cache }) => imageHash(cache.image))).size).toBe(1);
  }

  #compare(names: ReadonlySet<string>): void {
    const deletes = new Set(this.attempts.filter(({ kind }) => kind === 'delete').map(({ name }) => name));
    for (const { name, kind, result } of this.attempts) {
      const code = codeOf(result.outcome);
      if (kind === 'create') {
        // The same request, sent again to the next controller, is answered as the first time.
        expect([0, 7], `create ${name} is answered ${code}`).toContain(code);
        if (code === 0 && !deletes.has(name)) expect(names.has(name), `${name} was acknowledged`).toBe(true);
      } else if (code === 0) expect(names.has(name), `${name} was deleted`).toBe(false);
    }
  }
}

function codeOf(outcome: Attempt['result']['outcome']): number {
  if (outcome === null) return -1;
  if (outcome.errorCode !== 0) return outcome.errorCode;
  const response = outcome.response as { topics?: { errorCode: number }[]; responses?: { errorCode: number }[] };
  return (response.topics ?? response.responses)![0]!.errorCode;
}

test.each(Array.from({ length: SEEDS }, (_, i) => FIRST + i))('seed %i', { timeout: 300_000 }, (seed) => {
  const chaos = new Chaos(seed);
  for (let round = 0; round < ROUNDS; round++) chaos.round();
  chaos.finish();
});
