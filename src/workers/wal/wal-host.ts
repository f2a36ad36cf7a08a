/**
 * Who runs a WAL agent. `ThreadedWal` gives it a thread of its own in a Piscina pool; `InThreadWal` turns it by hand on
 * the caller's loop: the embedded broker, tests. The owner sees one interface, the agent none.
 */
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Piscina } from 'piscina';
import { ThreadState } from '../../runtime/counters/counter-layout.ts';
import { CounterPage } from '../../runtime/counters/counter-page.ts';
import type { FileSystem } from '../../runtime/files/file-system.ts';
import { threadUrl } from '../../runtime/threads/thread-urls.ts';
import { WalAgent } from './wal-agent.ts';
import type { FromWal, WalFlushed, WalOwnerPort, WalStart } from './wal-messages.ts';

export interface WalTask {
  readonly start: WalStart;
  readonly port: MessagePort;
}

export interface WalHost {
  /** Starts the agent. Messages, `recovered` first, go to `onMessage`; rejects when the directory cannot be opened. */
  start(onMessage: (message: FromWal) => void): Promise<void>;
  /** Frames were appended and the ring's readers woken. */
  wake(): void;
  flushed(outcome: WalFlushed): void;
  /** After `WalClient.stop()`: resolves when the agent has flushed and closed everything. */
  stopped(): Promise<void>;
}

/** The agent's side of its message port. Works without turning the thread's event loop. */
export function walOwnerPort(port: MessagePort): WalOwnerPort {
  return {
    send: (message) => port.postMessage(message),
    pollFlushed: () => (receiveMessageOnPort(port)?.message as WalFlushed | undefined) ?? null,
  };
}

export class ThreadedWal implements WalHost {
  readonly #start: WalStart;
  #pool: Piscina | null = null;
  #port: MessagePort | null = null;
  #run: Promise<void> = Promise.resolve();

  constructor(start: WalStart) {
    this.#start = start;
  }

  async start(onMessage: (message: FromWal) => void): Promise<void> {
    const { Piscina } = await import('piscina');
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#pool = new Piscina({
      filename: threadUrl('workers/wal/wal-thread.ts').href,
      minThreads: 1,
      maxThreads: 1,
      // The task never ends and parks by itself; Piscina's own parking between tasks is not wanted.
      atomics: 'disabled',
    });
    const task: WalTask = { start: this.#start, port: port2 };
    const recovered = new Promise<void>((resolve) => {
      port1.on('message', (message: FromWal) => {
        onMessage(message);
        if (message.type === 'recovered') resolve();
      });
    });
    port1.unref();
    this.#run = this.#pool.run(task, { transferList: [port2] });
    // A directory that cannot be opened ends the task before it reports.
    await Promise.race([recovered, this.#run]);
    // An end of the task is awaited in `stopped`; until then a failure has been reported through the port.
    this.#run.catch(() => {});
  }

  wake(): void {}

  flushed(outcome: WalFlushed): void {
    this.#port?.postMessage(outcome);
  }

  async stopped(): Promise<void> {
    try {
      await this.#run;
    } finally {
      this.#port?.close();
      await this.#pool?.destroy();
    }
  }
}

export class InThreadWal implements WalHost {
  readonly #agent: WalAgent;
  #onMessage: (message: FromWal) => void = () => {};
  #flushed: WalFlushed | null = null;
  #scheduled = false;
  #retry: NodeJS.Timeout | null = null;
  /** The files are closed: a turn that was on its way must not touch them. */
  #isClosed = false;

  constructor(start: WalStart, files: FileSystem) {
    const owner: WalOwnerPort = {
      send: (message) => this.#onMessage(message),
      pollFlushed: () => {
        const outcome = this.#flushed;
        this.#flushed = null;
        return outcome;
      },
    };
    const page = new CounterPage(start.counters);
    page.open(ThreadState.OnMain);
    this.#agent = new WalAgent(start, files, owner, () => performance.now(), page);
  }

  async start(onMessage: (message: FromWal) => void): Promise<void> {
    this.#onMessage = onMessage;
    this.#agent.onStart();
  }

  wake(): void {
    if (this.#scheduled || this.#isClosed) return;
    this.#scheduled = true;
    setImmediate(this.#turn);
  }

  flushed(outcome: WalFlushed): void {
    this.#flushed = outcome;
    this.wake();
  }

  async stopped(): Promise<void> {
    if (this.#retry !== null) clearTimeout(this.#retry);
    while (!this.#agent.isFinished()) {
      if (this.#agent.doWork() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.#isClosed = true;
    this.#agent.onClose();
  }

  readonly #turn = (): void => {
    this.#scheduled = false;
    this.#retry = null;
    if (this.#isClosed) return;
    while (this.#agent.doWork() > 0);
    // What could not be taken (a full disk) is tried again, as the thread's own loop would.
    if (this.#agent.hasBacklog && this.#retry === null) {
      this.#retry = setTimeout(this.#turn, 50);
      this.#retry.unref();
    }
  };
}
