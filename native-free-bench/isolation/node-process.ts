/**
 * One broker in a process of its own, which the bench burdens: the load is put on the threads by the program that hosts the
 * broker, and the broker knows nothing of it.
 */
import { Worker } from 'node:worker_threads';
import { room } from '../room.ts';

type Broker = import('../../src/broker/broker.ts').Broker;
type CounterSnapshot = import('../../src/runtime/counters/thread-figures.ts').CounterSnapshot;
type ThreadFigures = import('../../src/runtime/counters/thread-figures.ts').ThreadFigures;

export interface NodeOrder {
  readonly type: 'start';
  readonly properties: readonly (readonly [string, string])[];
  readonly controllerOnMain: boolean;
}

export type Burden =
  /** Begins a window. */
  | { readonly type: 'mark' }
  | { readonly type: 'figures' }
  /** Work and garbage in slices, with the loop's turn in between, as a saturated broker has it. */
  | { readonly type: 'saturate'; readonly ms: number; readonly sliceMs: number }
  /** A data thread gone wild. */
  | { readonly type: 'busyThread'; readonly ms: number }
  /** The thread does not come back to its loop: waiting, or computing. */
  | { readonly type: 'block'; readonly ms: number; readonly isBusy: boolean };

export type NodeReport =
  | { readonly type: 'ready'; readonly bootstrapServers: string }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'figures'; readonly threads: readonly ThreadFigures[] };

let broker: Broker | null = null;
let mark: CounterSnapshot | null = null;

function report(message: NodeReport): void {
  if (process.connected) process.send!(message);
}

async function start({ properties, controllerOnMain }: NodeOrder): Promise<void> {
  const { Broker } = await room<typeof import('../../src/broker/broker.ts')>('broker/broker.ts');
  const { LevelledLogger } =
    await room<typeof import('../../src/broker/levelled-logger.ts')>('broker/levelled-logger.ts');
  const { createLogger } =
    await room<typeof import('../../src/runtime/logging/logger.ts')>('runtime/logging/logger.ts');
  const { localNodeConfig } = await room<typeof import('../../src/broker/local-cluster.ts')>('broker/local-cluster.ts');
  const logger = new LevelledLogger(createLogger('debug'), 'error');
  const config = localNodeConfig(new Map(properties));
  broker = await Broker.start({ config, logger, loggers: logger, onFatal: () => process.exit(1), controllerOnMain });
  report({ type: 'ready', bootstrapServers: broker.bootstrapServers });
}

function saturate(end: number, sliceMs: number): void {
  const sliceEnd = performance.now() + sliceMs;
  let garbage: object[] = [];
  while (performance.now() < sliceEnd) {
    garbage.push({ at: garbage.length, text: String(garbage.length) });
    if (garbage.length > 300_000) garbage = [];
  }
  if (performance.now() < end) setImmediate(saturate, end, sliceMs);
}

function block(ms: number, isBusy: boolean): void {
  if (!isBusy) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  else for (const end = performance.now() + ms; performance.now() < end; );
}

process.on('message', (message: NodeOrder | Burden) => {
  if (message.type === 'start') {
    start(message).catch((error: Error) => report({ type: 'failed', message: error.stack ?? error.message }));
  } else if (message.type === 'saturate') saturate(performance.now() + message.ms, message.sliceMs);
  else if (message.type === 'busyThread') {
    new Worker(`const end = performance.now() + ${message.ms}; while (performance.now() < end);`, { eval: true });
  } else if (message.type === 'block') block(message.ms, message.isBusy);
  else if (message.type === 'mark') mark = broker!.gauges.shared.read();
  else report({ type: 'figures', threads: broker!.gauges.shared.read().figures(mark) });
});
process.once('disconnect', () => process.exit(0));
