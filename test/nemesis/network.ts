/**
 * A network of its own for every node: namespaces joined by a router, which drops what it is told to, in each direction
 * by itself. Whoever sends learns nothing of it, as with a cut cable. Needs Linux, root and `ip`.
 */
import { spawnSync } from 'node:child_process';

/** Where the clients of this process are; nodes have their node ids. */
export const CLIENTS = 0;

function ip(...args: string[]): void {
  const { error, status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`ip ${args.join(' ')}: ${stderr.trim()}`);
}

export class Network {
  /** So that several runs can stand side by side. */
  readonly #run = process.pid;
  readonly #router = `nemesis-${process.pid}`;
  readonly #nodes: readonly number[];
  readonly #cuts = new Set<string>();

  private constructor(nodes: readonly number[]) {
    this.#nodes = nodes;
  }

  /** null when there can be such a network here, else the reason why not. */
  static whyNot(): string | null {
    if (process.platform !== 'linux') return 'network namespaces are of Linux';
    if (process.getuid?.() !== 0) return 'network namespaces need root';
    const name = `nemesis-probe-${process.pid}`;
    try {
      ip('netns', 'add', name);
      ip('-n', name, 'link', 'add', 'name', 'p0', 'type', 'veth', 'peer', 'name', 'p1');
      ip('-n', name, 'link', 'set', 'p0', 'up');
      ip('-n', name, 'rule', 'add', 'iif', 'p0', 'to', '10.0.0.1/32', 'type', 'blackhole');
      return null;
    } catch (error) {
      return (error as Error).message;
    } finally {
      spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
    }
  }

  /** @throws what `ip` says; nothing is left behind then */
  static open(nodes: readonly number[]): Network {
    const network = new Network(nodes);
    try {
      network.#build();
      return network;
    } catch (error) {
      network.close();
      throw error;
    }
  }

  /** Address of a node, or of the clients. */
  addressOf(place: number): string {
    return `10.${64 + (this.#run % 64)}.${place}.2`;
  }

  /** The command that runs `program` as that node. */
  at(node: number, program: string, args: readonly string[]): [program: string, args: string[]] {
    return ['ip', ['netns', 'exec', this.#space(node), program, ...args]];
  }

  /** Drops what goes from one place to the other; the way back stays as it is. */
  cut(from: number, to: number): void {
    if (this.#cuts.has(`${from} ${to}`)) return;
    this.#cuts.add(`${from} ${to}`);
    ip('-n', this.#router, 'rule', 'add', ...this.#dropping(from, to));
  }

  heal(from: number, to: number): void {
    if (!this.#cuts.delete(`${from} ${to}`)) return;
    ip('-n', this.#router, 'rule', 'del', ...this.#dropping(from, to));
  }

  close(): void {
    // What is in a namespace goes with it, and with an interface its other end.
    for (const name of [this.#router, ...this.#nodes.map((node) => this.#space(node))]) {
      spawnSync('ip', ['netns', 'del', name], { stdio: 'ignore' });
    }
  }

  #build(): void {
    ip('netns', 'add', this.#router);
    ip('netns', 'exec', this.#router, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
    for (const node of this.#nodes) {
      const space = this.#space(node);
      ip('netns', 'add', space);
      ip('-n', space, 'link', 'set', 'lo', 'up');
      ip('-n', this.#router, 'link', 'add', 'name', `p${node}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
      this.#connect(node, ['-n', space], 'eth0');
      ip('-n', space, 'route', 'add', 'default', 'via', this.#gatewayOf(node));
    }
    const own = `nem${this.#run}`;
    ip(
      '-n',
      this.#router,
      'link',
      'add',
      'name',
      `p${CLIENTS}`,
      'type',
      'veth',
      'peer',
      'name',
      own,
      'netns',
      String(process.pid),
    );
    this.#connect(CLIENTS, [], own);
    for (const node of this.#nodes) ip('route', 'add', `${this.addressOf(node)}/32`, 'via', this.#gatewayOf(CLIENTS));
  }

  #connect(place: number, space: readonly string[], device: string): void {
    ip('-n', this.#router, 'addr', 'add', `${this.#gatewayOf(place)}/30`, 'dev', `p${place}`);
    ip('-n', this.#router, 'link', 'set', `p${place}`, 'up');
    ip(...space, 'addr', 'add', `${this.addressOf(place)}/30`, 'dev', device);
    ip(...space, 'link', 'set', device, 'up');
  }

  #space(node: number): string {
    return `${this.#router}-${node}`;
  }

  #gatewayOf(place: number): string {
    return `10.${64 + (this.#run % 64)}.${place}.1`;
  }

  #dropping(from: number, to: number): string[] {
    return ['iif', `p${from}`, 'to', `${this.addressOf(to)}/32`, 'type', 'blackhole'];
  }
}
