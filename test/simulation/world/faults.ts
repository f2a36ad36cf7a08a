/** What goes wrong while a seed runs, and when: drawn from the seed, a different mix for every one. */
import type { Process } from '../machine/process.ts';
import { Random } from '../machine/random.ts';
import type { BrokerNode } from './broker-node.ts';
import type { Circumstances } from './circumstances.ts';
import type { World } from './world.ts';

export const FAULTS = [
  'kill',
  'powerFailure',
  'killInDiskWork',
  'powerFailureInDiskWork',
  'powerFailureOfAll',
  'powerFailureOfAllInDiskWork',
  'killOfAll',
  'pause',
  'isolate',
  'oneWay',
  'split',
  'bridge',
  'resets',
  'slowConnections',
  'slowDisk',
  'failingSync',
  'fullDisk',
  'clockJump',
  'controlledStop',
] as const;
export type Fault = (typeof FAULTS)[number];

const SUPERVISION_MS = 500;

export class Faults {
  readonly counts = new Map<Fault, number>();
  readonly #world: World;
  readonly #nodes: readonly BrokerNode[];
  readonly #random: Random;
  readonly #kinds: readonly Fault[];
  readonly #paceMs: number;
  #isOver = false;
  /** Of a broker that is to end within its disk work: how many operations are left, and how it ends. */
  readonly #doomed = new Map<number, { left: number; readonly how: 'kill' | 'power' | 'power of all' }>();

  constructor(world: World, nodes: readonly BrokerNode[], circumstances: Circumstances = {}) {
    this.#world = world;
    this.#nodes = nodes;
    const random = new Random(world.seed, 3);
    this.#random = random;
    // Some kinds at a time: faults of all kinds at once hide each other.
    const drawn = random.shuffled<Fault>(FAULTS).slice(0, 3 + random.below(FAULTS.length - 3));
    this.#kinds = circumstances.faults ?? drawn;
    const paceMs = random.skewed(300, 4_000);
    this.#paceMs = circumstances.paceMs ?? paceMs;
    world.environment.onFileOperation = (process) => this.#onFileOperation(process);
    this.#next();
    this.#supervise();
  }

  /** No more faults, and everything that is broken is mended. */
  end(): void {
    this.#isOver = true;
    this.#doomed.clear();
    this.#world.network.conditions.lossProbability = 0;
    this.#world.network.heal();
    for (const node of this.#nodes) {
      this.#mend(node);
      if (node.process !== null) this.#world.clock.resume(node.process);
      if (!node.machine.isUp) node.powerOn();
      node.start();
    }
  }

  /** As systemd does: a process that ended by itself is started again; in the end so is one that lost its directory. */
  #supervise(): void {
    const { clock } = this.#world;
    clock.at(clock.now + SUPERVISION_MS, null, () => {
      for (const node of this.#nodes) {
        const isCrippled = node.living?.replicas.directories.some(({ isOnline }) => !isOnline) === true;
        if (this.#isOver && isCrippled) node.kill();
        if (node.hasEndedByItself || this.#isOver) node.start();
      }
      this.#supervise();
    });
  }

  #next(): void {
    const { clock } = this.#world;
    clock.at(clock.now + this.#random.skewed(this.#paceMs / 3, this.#paceMs * 3), null, () => {
      if (this.#isOver) return;
      this.#strike(this.#random.pick(this.#kinds));
      this.#next();
    });
  }

  #strike(fault: Fault): void {
    const random = this.#random;
    const node = random.pick(this.#nodes);
    const others = this.#nodes.filter((other) => other !== node);
    const { network } = this.#world;
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
    this.#world.note('fault', `${fault} ${node.id}`);
    switch (fault) {
      case 'kill':
        node.kill();
        this.#startLater(node);
        return;
      case 'powerFailure':
        this.#powerFailure(node);
        return;
      case 'killInDiskWork':
        this.#doomed.set(node.id, { left: 1 + random.below(40), how: 'kill' });
        return;
      case 'powerFailureInDiskWork':
        this.#doomed.set(node.id, { left: 1 + random.below(40), how: 'power' });
        return;
      case 'powerFailureOfAllInDiskWork':
        this.#doomed.set(node.id, { left: 1 + random.below(40), how: 'power of all' });
        return;
      case 'powerFailureOfAll':
        for (const each of this.#nodes) this.#powerFailure(each);
        return;
      case 'killOfAll':
        for (const each of this.#nodes) {
          each.kill();
          this.#startLater(each);
        }
        return;
      case 'pause':
        if (node.process !== null) {
          node.process.pausedUntil = Math.max(node.process.pausedUntil, this.#world.now + random.skewed(50, 8_000));
        }
        return;
      case 'isolate':
        for (const other of others) this.#cut(node, other);
        this.#healLater();
        return;
      case 'oneWay':
        for (const other of others) if (random.chance(0.7)) network.block(node.machine, other.machine);
        this.#healLater();
        return;
      case 'split': {
        const side = new Set(random.shuffled(this.#nodes).slice(0, 1 + random.below(this.#nodes.length - 1)));
        for (const a of side) for (const b of this.#nodes) if (!side.has(b)) this.#cut(a, b);
        this.#healLater();
        return;
      }
      case 'bridge': {
        // Two sides that see each other only through `node`.
        const half = Math.ceil(others.length / 2);
        for (const a of others.slice(0, half)) for (const b of others.slice(half)) this.#cut(a, b);
        this.#healLater();
        return;
      }
      case 'resets':
        for (const other of others) network.resetConnections(node.machine, other.machine, random.next());
        return;
      case 'slowConnections':
        for (const other of others) {
          const until = this.#world.now + random.skewed(200, 4_000);
          if (random.chance(0.7)) network.slowDown(node.machine, other.machine, until, random.skewed(20, 1_500));
          if (random.chance(0.3)) network.slowDown(other.machine, node.machine, until, random.skewed(20, 1_500));
        }
        return;
      case 'slowDisk': {
        const most = random.skewed(5, 1_500);
        node.machine.disk.faults.syncMs = () => random.skewed(1, most);
        this.#later(() => this.#mend(node));
        return;
      }
      case 'failingSync':
        node.machine.disk.faults.failingSyncs = 1 + random.below(2);
        return;
      case 'fullDisk':
        node.machine.disk.faults.isFull = true;
        this.#later(() => this.#mend(node));
        return;
      case 'clockJump':
        node.machine.wallOffsetMs = random.pick([-1, 1]) * random.skewed(1_000, 10 * 86_400_000);
        return;
      case 'controlledStop':
        node.stop();
        this.#startLater(node, 500);
    }
  }

  #cut(a: BrokerNode, b: BrokerNode): void {
    this.#world.network.block(a.machine, b.machine);
    this.#world.network.block(b.machine, a.machine);
  }

  #mend(node: BrokerNode): void {
    const { faults } = node.machine.disk;
    faults.isFull = false;
    faults.failingSyncs = 0;
    const random = this.#random;
    faults.syncMs = () => random.skewed(0.1, 1.5);
  }

  #powerFailure(node: BrokerNode): void {
    if (!node.machine.isUp) return;
    node.powerFailure();
    this.#startLater(node);
  }

  #startLater(node: BrokerNode, leastMs = 20): void {
    this.#later(() => this.#restart(node), leastMs);
  }

  #restart(node: BrokerNode): void {
    if (!node.machine.isUp) node.powerOn();
    node.start();
    // A stop that hangs on, or a start that failed.
    if (!this.#isOver) this.#later(() => this.#revive(node), 2_000);
  }

  #revive(node: BrokerNode): void {
    if (node.isRunning && !node.isStopping) return;
    if (!node.machine.isUp) node.powerOn();
    node.start();
  }

  #healLater(): void {
    this.#later(() => this.#world.network.heal(), 100);
  }

  #later(run: () => void, leastMs = 20): void {
    const { clock } = this.#world;
    clock.at(clock.now + this.#random.skewed(leastMs, 6_000), null, () => {
      if (!this.#isOver) run();
    });
  }

  #onFileOperation(process: Process): void {
    const doom = this.#doomed.get(process.machine.id);
    if (doom === undefined || --doom.left > 0) return;
    const node = this.#nodes.find(({ machine }) => machine === process.machine);
    this.#doomed.delete(process.machine.id);
    if (node === undefined || node.process !== process) return;
    if (doom.how === 'power') this.#powerFailure(node);
    else if (doom.how === 'power of all') for (const each of this.#nodes) this.#powerFailure(each);
    else {
      node.kill();
      this.#startLater(node);
    }
  }
}
