/**
 * One named address the broker accepts clients on, and the address it tells clients to come back to. Main thread.
 */
import { hostname } from 'node:os';
import type { Acceptor, ByteSocket, Listen, ListeningSocket } from '../runtime/sockets/socket.ts';

export interface ListenerOptions {
  /** `PLAINTEXT`, `EXTERNAL`, …: unique, upper case by custom. */
  readonly name: string;
  /** Empty, `0.0.0.0` or `::` for every interface. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** From `advertised.listeners`; where absent clients are told the bound address. */
  readonly advertisedHost?: string;
  /** Where absent, the bound port. */
  readonly advertisedPort?: number;
  /** `socket.listen.backlog.size`. */
  readonly backlog?: number;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface ListenerOwner {
  onAccept(socket: ByteSocket, listener: Listener): void;
  onAcceptFailure(error: Error, listenerName: string): void;
}

/** A listener that is bound. What it advertises is data: Metadata and its kind answer with the caller's listener. */
export interface BoundListener {
  readonly name: string;
  readonly bound: Endpoint;
  readonly advertised: Endpoint;
}

/**
 * Kafka's default is 50, which suits its dedicated acceptor threads. Here a busy main thread accepts between requests,
 * and every connection that finds the queue full waits a second for its next SYN: 250 at a time took 50 s for 10,000.
 */
const DEFAULT_BACKLOG = 1024;

export class Listener implements BoundListener {
  readonly name: string;
  readonly bound: Endpoint;
  readonly advertised: Endpoint;
  readonly #socket: ListeningSocket;

  private constructor(options: ListenerOptions, socket: ListeningSocket) {
    this.name = options.name;
    this.#socket = socket;
    this.bound = { host: socket.host, port: socket.port };
    this.advertised = {
      host: options.advertisedHost ?? reachableHost(options.host),
      port: options.advertisedPort ?? socket.port,
    };
  }

  /** Rejects with a sentence that names the listener and what to change. */
  static async open(options: ListenerOptions, listen: Listen, owner: ListenerOwner): Promise<Listener> {
    const { host, port, backlog = DEFAULT_BACKLOG } = options;
    let listener: Listener | null = null;
    // A client can be quicker than the promise.
    const early: ByteSocket[] = [];
    const acceptor: Acceptor = {
      onAccept: (socket) => {
        if (listener === null) early.push(socket);
        else owner.onAccept(socket, listener);
      },
      onAcceptFailure: (error) => owner.onAcceptFailure(error, options.name),
    };
    try {
      listener = new Listener(options, await listen({ host, port, backlog }, acceptor));
    } catch (error) {
      throw explainBindFailure(options, error);
    }
    for (const socket of early) owner.onAccept(socket, listener);
    return listener;
  }

  close(): Promise<void> {
    return this.#socket.close();
  }
}

/** Nobody can connect to a wildcard: as Kafka does, the machine's own name is advertised in its place. */
function reachableHost(host: string): string {
  return host === '' || host === '0.0.0.0' || host === '::' ? hostname() : host;
}

function explainBindFailure(options: ListenerOptions, error: unknown): Error {
  const code = (error as NodeJS.ErrnoException).code;
  const where = `${options.host}:${options.port}`;
  const why =
    code === 'EADDRINUSE'
      ? 'the port is in use; stop the other process or change the port in `listeners`'
      : code === 'EACCES'
        ? 'this user may not bind the port; choose one above 1023 in `listeners`'
        : code === 'EADDRNOTAVAIL'
          ? 'the address belongs to no interface of this machine; change the host in `listeners`'
          : code === 'ENOTFOUND'
            ? 'the host name does not resolve; change the host in `listeners`'
            : String(error);
  return new Error(`listener ${options.name} cannot bind ${where}: ${why}`, { cause: error });
}
