/** `node:net` over the simulated network: sockets and servers with the behaviour of Node's that brokers and clients use. */
import { EventEmitter } from 'node:events';
import type { Endpoint, EndpointOwner, Listening } from '../machine/network.ts';
import type { Process } from '../machine/process.ts';
import type { Environment } from './environment.ts';

const HIGH_WATER_MARK_BYTES = 64 * 1024;

interface OnRead {
  readonly buffer: () => Uint8Array;
  readonly callback: (length: number, buffer: Uint8Array) => boolean;
}

interface SocketOptions {
  readonly handle?: Handle;
  readonly allowHalfOpen?: boolean;
  readonly onread?: OnRead;
  readonly highWaterMark?: number;
}

/** What Node calls a handle: the kernel's side, which may change hands between sockets. */
class Handle {
  readonly endpoint: Endpoint;
  readonly useUserBuffer = true;

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
  }
}

export function netModule(environment: Environment): Record<string, unknown> {
  const { clock, network } = environment;

  class SimulatedSocket extends EventEmitter implements EndpointOwner {
    _handle: Handle | null;
    _server: object | null = null;
    readonly writableHighWaterMark: number;
    writableLength = 0;
    destroyed = false;
    readonly #process: Process;
    readonly #allowHalfOpen: boolean;
    readonly #onRead: OnRead | null;
    #isConnected: boolean;
    #isEnding = false;
    #finSent = false;
    #finReceived = false;
    #destroysAfterWrites = false;
    #needsDrain = false;
    #corked = 0;
    readonly #queue: Uint8Array[] = [];
    readonly #onEnded: (() => void)[] = [];
    readonly #drop = (how: 'killed' | 'powerless'): void => {
      if (this._handle !== null) network.drop(this._handle.endpoint, how);
    };

    constructor(options: SocketOptions = {}) {
      super();
      this._handle = options.handle ?? null;
      this.#process = environment.process;
      this.#allowHalfOpen = options.allowHalfOpen ?? false;
      this.#onRead = options.onread ?? null;
      this.#isConnected = this._handle !== null;
      this.writableHighWaterMark = options.highWaterMark ?? HIGH_WATER_MARK_BYTES;
      if (this._handle !== null) this._handle.endpoint.owner = this;
      this.#process.onEnd.add(this.#drop);
    }

    dial(host: string, port: number): this {
      this._handle = new Handle(network.connect(environment.process, host, port));
      this._handle.endpoint.owner = this;
      this._handle.endpoint.isReading = true;
      return this;
    }

    get remoteAddress(): string | undefined {
      return this._handle?.endpoint.peer?.machine.address;
    }

    get remotePort(): number | undefined {
      return this._handle?.endpoint.peer?.port;
    }

    write(bytes: Uint8Array): boolean {
      void environment.process;
      if (this.destroyed || this.#isEnding) return false;
      this.#queue.push(bytes);
      this.writableLength += bytes.length;
      this.#flush();
      if (this.writableLength > this.writableHighWaterMark) this.#needsDrain = true;
      return !this.#needsDrain;
    }

    cork(): void {
      this.#corked++;
    }

    uncork(): void {
      if (this.#corked > 0) this.#corked--;
      this.#flush();
    }

    pause(): this {
      if (this._handle !== null) network.read(this._handle.endpoint, false);
      return this;
    }

    resume(): this {
      if (this._handle !== null) network.read(this._handle.endpoint, true);
      return this;
    }

    end(done?: () => void): this {
      if (done !== undefined) this.#onEnded.push(done);
      this.#isEnding = true;
      this.#flush();
      return this;
    }

    destroySoon(): void {
      this.#destroysAfterWrites = true;
      this.end();
    }

    destroy(error?: Error): this {
      if (this.destroyed) return this;
      this.destroyed = true;
      const handle = this._handle;
      if (handle !== null && !handle.endpoint.isClosed) {
        const { endpoint } = handle;
        const isAbrupt = this.writableLength > 0 || endpoint.received.length > 0;
        if (!this.#finSent && !isAbrupt) network.finish(endpoint);
        network.close(endpoint, isAbrupt);
      }
      this.writableLength = 0;
      this.#queue.length = 0;
      this.#process.onEnd.delete(this.#drop);
      queueMicrotask(() => {
        if (!this.#process.isAlive) return;
        if (error !== undefined) this.emit('error', error);
        this.emit('close', error !== undefined);
        if (this._server instanceof SimulatedServer) this._server.onSocketClosed();
      });
      return this;
    }

    setNoDelay(): this {
      return this;
    }

    setKeepAlive(): this {
      return this;
    }

    unref(): this {
      return this;
    }

    ref(): this {
      return this;
    }

    onConnected(): void {
      this.#isConnected = true;
      this.emit('connect');
      this.#flush();
    }

    onConnectFailure(code: string): void {
      this.destroy(systemError(code, 'connect'));
    }

    onBytes(bytes: Uint8Array): void {
      if (this.destroyed) return;
      if (this.#onRead === null) {
        this.emit('data', Buffer.from(bytes));
        return;
      }
      for (let from = 0; from < bytes.length; ) {
        const target = this.#onRead.buffer();
        const length = Math.min(target.length, bytes.length - from);
        target.set(bytes.subarray(from, from + length));
        from += length;
        this.#onRead.callback(length, target);
      }
    }

    onFinished(): void {
      this.#finReceived = true;
      this.emit('end');
      if (!this.#allowHalfOpen) this.end();
      this.#closeWhenBothEnded();
    }

    onReset(code: string): void {
      this.destroy(systemError(code, 'read'));
    }

    onRoom(): void {
      this.#flush();
    }

    #flush(): void {
      const handle = this._handle;
      if (!this.#isConnected || this.#corked > 0 || handle === null || this.destroyed) return;
      const { endpoint } = handle;
      if (this.#queue.length > 0 && endpoint.room > 0) {
        // The kernel takes what it has room for, and copies it.
        const taken: Uint8Array[] = [];
        let room = endpoint.room;
        while (this.#queue.length > 0 && room > 0) {
          const next = this.#queue[0]!;
          if (next.length <= room) {
            taken.push(next);
            this.#queue.shift();
            room -= next.length;
          } else {
            taken.push(next.subarray(0, room));
            this.#queue[0] = next.subarray(room);
            room = 0;
          }
        }
        const bytes = concat(taken);
        this.writableLength -= bytes.length;
        network.send(endpoint, bytes);
      }
      if (this.#queue.length > 0) {
        endpoint.wantsRoom = true;
        return;
      }
      if (this.#needsDrain) {
        this.#needsDrain = false;
        clock.after(0, this.#process, () => {
          if (!this.destroyed) this.emit('drain');
        });
      }
      if (!this.#isEnding) return;
      if (!this.#finSent) {
        this.#finSent = true;
        network.finish(endpoint);
        for (const done of this.#onEnded.splice(0)) clock.after(0, this.#process, done);
      }
      if (this.#destroysAfterWrites) this.destroy();
      else this.#closeWhenBothEnded();
    }

    #closeWhenBothEnded(): void {
      if (this.#finSent && this.#finReceived) this.destroy();
    }
  }

  class SimulatedServer extends EventEmitter implements Listening {
    readonly process = environment.process;
    readonly #options: SocketOptions;
    readonly #onConnection: (socket: SimulatedSocket) => void;
    #port = 0;
    #host = '';
    #open = 0;
    maxConnections = 0;
    #onClosed: (() => void) | null = null;
    readonly #drop = (): void => network.unlisten(this.process.machine, this.#port, this);

    constructor(options: SocketOptions, onConnection: (socket: SimulatedSocket) => void) {
      super();
      this.#options = options;
      this.#onConnection = onConnection;
    }

    unref(): this {
      return this;
    }

    listen(options: { port: number; host?: string } | string, done: () => void = () => {}): this {
      // Sockets with a place in the file system are for other processes of the machine: there are none that ask.
      if (typeof options === 'string') return this;
      this.#port = options.port === 0 ? network.freePort() : options.port;
      this.#host = options.host ?? '0.0.0.0';
      const isListening = network.listen(this.#port, this);
      if (isListening) this.process.onEnd.add(this.#drop);
      clock.after(0.05, this.process, () => {
        if (isListening) done();
        else this.emit('error', systemError('EADDRINUSE', 'listen'));
      });
      return this;
    }

    address(): { address: string; port: number } {
      return { address: this.#host, port: this.#port };
    }

    onConnection(endpoint: Endpoint): void {
      const handle = new Handle(endpoint);
      if (endpoint.isClosed) return;
      const socket = new SimulatedSocket({ ...this.#options, handle });
      socket._server = this;
      this.#open++;
      this.#onConnection(socket);
    }

    onSocketClosed(): void {
      this.#open--;
      this.#closeIfDone();
    }

    close(done: () => void = () => {}): this {
      network.unlisten(this.process.machine, this.#port, this);
      this.process.onEnd.delete(this.#drop);
      this.#onClosed = done;
      this.#closeIfDone();
      return this;
    }

    #closeIfDone(): void {
      const done = this.#onClosed;
      if (done === null || this.#open > 0) return;
      this.#onClosed = null;
      clock.after(0, this.process, done);
    }
  }

  return {
    Socket: SimulatedSocket,
    connect: ({ host, port }: { host: string; port: number }) => new SimulatedSocket().dial(host, port),
    createServer: (
      options: SocketOptions | ((socket: SimulatedSocket) => void),
      onConnection: (socket: SimulatedSocket) => void,
    ) =>
      typeof options === 'function' ? new SimulatedServer({}, options) : new SimulatedServer(options, onConnection),
    isIP: (text: string) => (/^\d+\.\d+\.\d+\.\d+$/.test(text) ? 4 : 0),
  };
}

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
