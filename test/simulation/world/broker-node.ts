/** One broker of the simulated cluster over its lives: started, killed, stopped in good order, without power. */
import type { RunningBroker } from '../broker-code.ts';
import type { Machine, Process } from '../machine/process.ts';
import { Random } from '../machine/random.ts';
import type { World } from './world.ts';

export const DATA = '/data';
export const CLIENT_PORT = 9092;
export const CONTROLLER_PORT = 9093;

/** What a node is started with; the others are named in every file. */
export interface NodePlan {
  readonly nodeId: number;
  readonly isVoter: boolean;
}

export class BrokerNode {
  readonly id: number;
  readonly machine: Machine;
  readonly #world: World;
  readonly #plans: readonly NodePlan[];
  readonly #properties: ReadonlyMap<string, string>;
  readonly #random: Random;
  process: Process | null = null;
  /** Serving; null while it starts, and after its end. */
  broker: RunningBroker | null = null;
  isStopping = false;
  /** Nobody killed it: it found something that it must not go on with. */
  hasEndedByItself = false;
  starts = 0;

  constructor(world: World, plan: NodePlan, plans: readonly NodePlan[], properties: ReadonlyMap<string, string>) {
    this.id = plan.nodeId;
    this.#world = world;
    this.#plans = plans;
    this.#properties = properties;
    this.#random = new Random(world.seed, 1000 + plan.nodeId);
    this.machine = world.machine(plan.nodeId);
    this.machine.disk.makeDirectory(DATA);
    this.machine.disk.syncDirectory(this.machine.disk.root);
  }

  get isRunning(): boolean {
    return this.process?.isAlive === true;
  }

  /** The broker object while its process lives, serving or not stopping. */
  get living(): RunningBroker | null {
    return this.isRunning ? this.broker : null;
  }

  start(): void {
    if (this.isRunning || !this.machine.isUp) return;
    // Where a sync failed, the page cache shows what the disk does not have: some start the whole machine anew.
    if (this.machine.disk.hasLost && this.#random.chance(0.5)) this.machine.disk.powerFailure(this.#random);
    this.starts++;
    this.isStopping = false;
    this.hasEndedByItself = false;
    const world = this.#world;
    const name = `broker ${this.id}`;
    world.note(name, 'starts');
    this.process = world.spawn(name, this.machine, (process) => {
      const { broker } = world.code;
      const end = (why: string): void => {
        world.note(name, `ends: ${why}`);
        this.hasEndedByItself = true;
        process.end('killed');
      };
      broker.Broker.start({
        config: this.#config(),
        logger: this.#logger(name),
        loggers: { levels: () => new Map(), setLevel: () => {} },
        onFatal: (error) => {
          this.#mayEnd(error);
          end(`fatal, ${error.message}`);
        },
      }).then(
        (started) => {
          if (!process.isAlive) return;
          this.broker = started;
          world.note(name, 'serves');
        },
        (error: Error) => {
          if (!process.isAlive) return;
          this.#mayEnd(error);
          end(`did not start, ${error.message}`);
        },
      );
    });
    this.broker = null;
  }

  kill(): void {
    if (!this.isRunning) return;
    this.#world.note(`broker ${this.id}`, 'is killed');
    this.process!.end('killed', this.#world.clock.localNow);
    this.broker = null;
  }

  powerFailure(): void {
    this.#world.note(`broker ${this.id}`, 'loses power');
    this.process?.end('powerless', this.#world.clock.localNow);
    this.broker = null;
    this.machine.isUp = false;
    this.machine.disk.powerFailure(this.#random);
  }

  powerOn(): void {
    this.machine.isUp = true;
    this.#world.network.retryStalled();
  }

  /** In good order; the process ends when everything is closed. */
  stop(): void {
    const { broker, process } = this;
    if (broker === null || process === null || !process.isAlive || this.isStopping) return;
    this.isStopping = true;
    const world = this.#world;
    world.note(`broker ${this.id}`, 'is asked to stop');
    world.clock.at(world.now, process, () => {
      void broker.stop().then(() => {
        if (!process.isAlive) return;
        world.note(`broker ${this.id}`, 'has stopped');
        process.end('killed');
        if (this.process === process) this.broker = null;
      });
    });
  }

  /** Nobody unregisters a broker here, and the life before is over when the next one starts. */
  #mayEnd({ message }: Error): void {
    if (message.includes('no place in the cluster'))
      this.#world.violations.add('I17', `of a life that goes on: ${message}`);
  }

  #config() {
    const { brokerConfig } = this.#world.code;
    const voters = this.#plans.filter(({ isVoter }) => isVoter);
    const { address } = this.machine;
    const isVoter = voters.some(({ nodeId }) => nodeId === this.id);
    const properties = new Map(this.#properties);
    properties.set('node.id', String(this.id));
    properties.set('process.roles', isVoter ? 'broker,controller' : 'broker');
    const controller = isVoter ? `,CONTROLLER://${address}:${CONTROLLER_PORT}` : '';
    properties.set('listeners', `PLAINTEXT://${address}:${CLIENT_PORT}${controller}`);
    properties.set('controller.listener.names', 'CONTROLLER');
    const quorum = voters.map(({ nodeId }) => `${nodeId}@10.0.0.${nodeId}:${CONTROLLER_PORT}`).join(',');
    properties.set('controller.quorum.voters', quorum);
    properties.set('log.dirs', DATA);
    properties.set('chronik.threads', 'in-thread');
    const outcome = brokerConfig.resolveBrokerConfig(properties, { hostName: address, clusterId: null });
    if ('errors' in outcome) throw new Error(outcome.errors.map(({ message }) => message).join('; '));
    return outcome.config;
  }

  #logger(name: string) {
    const say = (level: string) => (event: string, fields?: Record<string, unknown>) => {
      const { error, ...rest } = fields ?? {};
      const cause = error === undefined ? '' : ` ${String((error as Error).message ?? error)}`;
      this.#world.note(name, `${level} ${event}${cause} ${fields === undefined ? '' : compact(rest)}`);
    };
    const logger = { debug: () => {}, info: say('info'), warn: say('warn'), error: say('error'), child: () => logger };
    return logger;
  }
}

function compact(fields: Record<string, unknown>): string {
  try {
    return JSON.stringify(fields, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).slice(
      0,
      300,
    );
  } catch {
    return '';
  }
}
