/** A client process on a machine of its own: what all simulated clients share. */
import type { BrokerCode } from '../broker-code.ts';
import type { Process } from '../machine/process.ts';
import type { World } from '../world/world.ts';

export type Client = InstanceType<BrokerCode['client']['KafkaClient']>;

export abstract class ClientHost {
  readonly name: string;
  protected readonly world: World;
  protected readonly bootstrap: string;
  process!: Process;
  protected isStopping = false;
  isDone = false;

  constructor(world: World, name: string, machineId: number, bootstrap: string) {
    this.world = world;
    this.name = name;
    this.bootstrap = bootstrap;
    this.process = world.spawn(name, world.machine(machineId), () => {
      this.main().then(
        () => {
          this.isDone = true;
        },
        (error: Error) => {
          if (this.process.isAlive) world.violations.add('client', `${name}: ${error.stack ?? error.message}`);
        },
      );
    });
  }

  /** What is under way is finished; nothing new is begun. */
  stop(): void {
    this.isStopping = true;
  }

  protected abstract main(): Promise<void>;

  protected sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.world.clock.after(delayMs, this.process, resolve);
    });
  }

  protected client(deadlineMs: number): Client {
    return new this.world.code.client.KafkaClient({
      bootstrapServers: this.bootstrap,
      clientId: this.name,
      connectTimeoutMs: 1_000,
      requestTimeoutMs: 4_000,
      retry: { deadlineMs, backoffMs: 20, backoffMaxMs: 300 },
    });
  }

  protected isKafkaError(error: unknown): error is Error & { readonly code: number } {
    return error instanceof this.world.code.clientError.KafkaError;
  }
}
