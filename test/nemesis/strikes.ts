/** One strike after the other: whom, with what, and how long nothing went forward meanwhile. */
import type { Prng } from '../crash/prng.ts';
import { type Cluster, RECOVERY_MS } from './cluster.ts';
import { ALL } from './faults/all.ts';
import { type Scene, sleep } from './faults/fault.ts';
import type { Load } from './load.ts';
import { TOPIC } from './load.ts';
import type { ClusterNode } from './nodes.ts';
import type { FaultName, Options, Target } from './options.ts';
import type { Client, ClusterMetadata } from './our-client.ts';
import type { MetadataProbe } from './probe.ts';
import { Stalls } from './stalls.ts';

export interface StrikeParts {
  readonly cluster: Cluster;
  readonly client: Client;
  readonly load: Load;
  readonly probe: MetadataProbe;
  readonly prng: Prng;
  readonly options: Options;
  readonly faults: readonly FaultName[];
}

/** The longest a second strike waits for the first one to be under way, ms. */
const OVERLAP_MS = 4_000;

export class Strikes {
  /** Milliseconds without progress, by what happened. */
  readonly windows = new Map<string, number[]>();
  readonly #parts: StrikeParts;
  readonly #stalls = new Stalls();

  constructor(parts: StrikeParts) {
    this.#parts = parts;
  }

  /** Ms by which a strike is later than it need be. */
  pause(): number {
    return this.#parts.prng.below(500);
  }

  /** @param turn counts the strikes. Resolves, when it is over, to what was done; the cluster may not be whole yet */
  async strike(turn: number): Promise<string> {
    const { client, cluster, faults, options, prng } = this.#parts;
    const metadata = await client.metadata([TOPIC]);
    const target = options.targets[turn % options.targets.length]!;
    const victim = cluster.nodes[victimOf(target, metadata, cluster.nodes.length, prng) - 1]!;
    if (!options.isMixed) return this.#alone(faults[turn % faults.length]!, target, victim, metadata);
    const others = cluster.nodes.filter((node) => node !== victim);
    const second = others[prng.below(others.length)]!;
    const done = [this.#inTheMix(this.#draw(), victim)];
    // A rolling restart takes every node, so nothing else goes on beside it.
    if (prng.chance(50)) done.push(sleep(prng.below(OVERLAP_MS)).then(() => this.#inTheMix(this.#draw(), second)));
    return (await Promise.all(done)).join('; ');
  }

  #draw(): FaultName {
    const { faults, prng } = this.#parts;
    const single = faults.filter((name) => name !== 'roll');
    return single[prng.below(single.length)]!;
  }

  async #inTheMix(name: FaultName, victim: ClusterNode): Promise<string> {
    return `${name} of node ${victim.nodeId}: ${await ALL[name].strike(victim, this.#scene())}`;
  }

  #scene(): Scene {
    const { cluster, prng } = this.#parts;
    return { nodes: cluster.nodes, network: cluster.network, prng, untilWhole: () => cluster.untilWhole() };
  }

  async #alone(name: FaultName, target: Target, victim: ClusterNode, metadata: ClusterMetadata): Promise<string> {
    const led = metadata.topics
      .get(TOPIC)!
      .partitions.filter(({ leader }) => leader === victim.nodeId)
      .map(({ partition }) => partition);
    const role = victim.nodeId === metadata.controllerId ? 'controller' : 'no controller';
    const what = `${name} of node ${victim.nodeId} (${role}, leads ${led.length})`;
    if (target === 'restart') return `${what}: ${await this.#restart(victim, led)}`;
    if (name === 'kill') return `${what}: ${await this.#kill(victim, led, metadata.controllerId === victim.nodeId)}`;
    const began = performance.now();
    const done = await ALL[name].strike(victim, this.#scene());
    const ended = performance.now();
    const { histories } = this.#parts.load;
    await progress(() => worst(histories.map((history) => history.silenceAfter(ended))), ended + RECOVERY_MS);
    const longest = Math.max(...histories.map((history) => history.longestSilence(began, ended)));
    const window = Math.max(0, longest - this.#stalls.within(began, performance.now()));
    this.#note(`in a ${name}`, window);
    return `${what}: ${done}, no progress for ${Math.round(window)} ms`;
  }

  /** Measures how long nothing went forward while the node is gone, then starts it again. */
  async #kill(victim: ClusterNode, led: readonly number[], wasController: boolean): Promise<string> {
    const { load, probe, prng } = this.#parts;
    const at = performance.now();
    await victim.kill();
    const deadline = at + RECOVERY_MS;
    const leader = await progress(() => worst(led.map((p) => load.histories[p]!.silenceAfter(at))), deadline);
    const controller = wasController ? await progress(() => probe.silenceAfter(at), deadline) : null;
    // A figure of a machine that stood still is none.
    const isValid = this.#stalls.within(at, performance.now()) === 0;
    if (led.length > 0 && isValid) this.#note('after the kill of a leader', leader);
    if (controller !== null && isValid) this.#note('after the kill of a controller', controller);
    await sleep(prng.below(1_500));
    await victim.start();
    const metadata = controller === null ? '' : `, of metadata for ${Math.round(controller)} ms`;
    return `no progress for ${Math.round(leader)} ms${metadata}`;
  }

  /** In good order. */
  async #restart(victim: ClusterNode, led: readonly number[]): Promise<string> {
    const { load } = this.#parts;
    const began = performance.now();
    await victim.stop();
    const ended = performance.now();
    await progress(() => worst(led.map((p) => load.histories[p]!.silenceAfter(ended))), ended + RECOVERY_MS);
    for (const p of led) {
      this.#note('while a leader goes in good order', load.histories[p]!.longestSilence(began, performance.now()));
    }
    await victim.start();
    return 'restarted in good order';
  }

  #note(what: string, window: number): void {
    const windows = this.windows.get(what);
    if (windows === undefined) this.windows.set(what, [window]);
    else windows.push(window);
  }
}

/** Polls until there is an answer. @throws past the deadline */
async function progress(measure: () => number | null, deadline: number): Promise<number> {
  for (;;) {
    const window = measure();
    if (window !== null) return window;
    if (performance.now() > deadline) throw new Error(`nothing went forward for ${RECOVERY_MS} ms after a strike`);
    await sleep(5);
  }
}

/** The longest of several; null while one has not ended. */
function worst(windows: readonly (number | null)[]): number | null {
  let longest = 0;
  for (const window of windows) {
    if (window === null) return null;
    longest = Math.max(longest, window);
  }
  return longest;
}

function victimOf(target: Target, metadata: ClusterMetadata, nodes: number, prng: Prng): number {
  if (target === 'controller' && metadata.controllerId > 0) return metadata.controllerId;
  if (target === 'leader') {
    const { partitions } = metadata.topics.get(TOPIC)!;
    const { leader } = partitions[prng.below(partitions.length)]!;
    if (leader > 0) return leader;
  }
  return 1 + prng.below(nodes);
}
