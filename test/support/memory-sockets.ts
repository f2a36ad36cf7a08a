/**
 * Sockets between the hosts of one process, on any clock: bytes arrive late, in order, cut anywhere; links go down in one
 * direction and hold them back; hosts crash. The same ports as TCP, so whole networks run on it.
 */
import type { Clock } from '../../src/runtime/clock/clock.ts';
import type { Connect } from '../../src/runtime/sockets/connect.ts';
import type { Acceptor, ByteSocket, Listen, SocketOwner } from '../../src/runtime/sockets/socket.ts';

const CONNECT_TIMEOUT_MS = 3_000;

interface Host {
  readonly name: string;
  isUp: boolean;
  readonly listeners: Map<number, Acceptor>;
  readonly sockets: Set<MemorySocket>;
}

export class MemoryCable {
  readonly clock: Clock;
  readonly random: () => number;
  minDelayMs = 0.1;
  maxDelayMs = 2;
  readonly #hosts = new Map<string, Host>();
  readonly #down = new Set<string>();
  #nextPort = 40_000;

  constructor(clock: Clock, random: () => number) {
    this.clock = clock;
    this.random = random;
  }

  /** A host as its programs see it. A crashed one is plugged in anew. */
  plug(name: string): { listen: Listen; connect: Connect } {
    const host: Host = { name, isUp: true, listeners: new Map(), sockets: new Set() };
    this.#hosts.set(name, host);
    return {
      listen: async ({ port }, acceptor) => {
        const bound = port === 0 ? this.#nextPort++ : port;
        host.listeners.set(bound, acceptor);
        return { host: name, port: bound, close: async () => void host.listeners.delete(bound) };
      },
      connect: (options, dialer) => {
        let isOver = false;
        const later = (delayMs: number, run: () => void): void => {
          this.clock.setTimer(delayMs, () => {
            if (isOver || !host.isUp) return;
            isOver = true;
            run();
          });
        };
        const fail = (code: string, delayMs: number): void => {
          later(delayMs, () => dialer.onConnectFailure(Object.assign(new Error(`connect ${code}`), { code })));
        };
        this.clock.setTimer(this.delay(), () => {
          if (isOver || !host.isUp) return;
          const target = this.#hosts.get(options.host);
          if (this.isDown(name, options.host) || this.isDown(options.host, name))
            return fail('ETIMEDOUT', CONNECT_TIMEOUT_MS);
          const acceptor = target?.isUp === true ? target.listeners.get(options.port) : undefined;
          if (acceptor === undefined) return fail('ECONNREFUSED', this.delay());
          const far = new MemorySocket(this, target!, host, this.#nextPort++);
          const near = new MemorySocket(this, host, target!, options.port);
          far.other = near;
          near.other = far;
          // What the acceptor says at once arrives after the answer that makes the connection.
          const delay = this.delay();
          far.arrivesAt = this.clock.monotonicMs() + delay;
          later(delay, () => {
            host.sockets.add(near);
            dialer.onConnected(near);
          });
          target!.sockets.add(far);
          acceptor.onAccept(far);
        });
        return () => {
          isOver = true;
        };
      },
    };
  }

  /** kill -9: peers see their connections reset, and then nobody there. */
  crash(name: string): void {
    const host = this.#hosts.get(name);
    if (host === undefined) return;
    host.isUp = false;
    host.listeners.clear();
    for (const socket of [...host.sockets]) socket.die();
  }

  setLink(from: string, to: string, isUp: boolean): void {
    const link = `${from}>${to}`;
    if (!isUp) this.#down.add(link);
    else if (this.#down.delete(link)) {
      for (const socket of [...(this.#hosts.get(from)?.sockets ?? [])]) if (socket.peer.name === to) socket.flush();
      // An end whose other end is gone learns it from the next packet that is answered.
      for (const socket of [...(this.#hosts.get(to)?.sockets ?? [])]) {
        if (socket.peer.name === from && socket.other?.isGone === true)
          this.clock.setTimer(this.delay(), () => socket.reset());
      }
    }
  }

  heal(): void {
    for (const link of [...this.#down]) {
      const [from, to] = link.split('>');
      this.setLink(from!, to!, true);
    }
  }

  isDown(from: string, to: string): boolean {
    return this.#down.has(`${from}>${to}`);
  }

  delay(): number {
    return this.minDelayMs + (this.maxDelayMs - this.minDelayMs) * this.random();
  }
}

class MemorySocket implements ByteSocket {
  readonly remotePort: number;
  readonly host: Host;
  readonly peer: Host;
  other: MemorySocket | null = null;
  /** Nothing written later arrives earlier. */
  arrivesAt = 0;
  isGone = false;
  readonly #cable: MemoryCable;
  #owner: SocketOwner | null = null;
  #held: (() => void)[] = [];
  #heldBytes = 0;

  constructor(cable: MemoryCable, host: Host, peer: Host, remotePort: number) {
    this.#cable = cable;
    this.host = host;
    this.peer = peer;
    this.remotePort = remotePort;
  }

  get remoteAddress(): string {
    return this.peer.name;
  }

  get queuedBytes(): number {
    return this.#heldBytes;
  }

  setOwner(owner: SocketOwner): void {
    this.#owner = owner;
  }

  write(chunks: readonly Uint8Array[]): boolean {
    for (const chunk of chunks) {
      for (let at = 0; at < chunk.length; ) {
        const isCut = this.#cable.random() < 0.2;
        const next = isCut ? Math.min(chunk.length, at + 1 + Math.floor(this.#cable.random() * 40)) : chunk.length;
        const piece = chunk.slice(at, next);
        this.#carry(piece.length, (far) => far.#owner?.onBytes(piece));
        at = next;
      }
    }
    return this.#heldBytes === 0;
  }

  pauseReading(): void {}

  resumeReading(): void {}

  closeAfterWrites(): void {
    this.#carry(0, (far) => far.#owner?.onPeerFinished());
    this.#end(null);
  }

  destroy(): void {
    this.die();
    this.#end(null);
  }

  /** Gone without a word, but for the reset that answers what the other end sends. */
  die(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.#held = [];
    this.host.sockets.delete(this);
    const { other } = this;
    if (other !== null && !this.#cable.isDown(this.host.name, this.peer.name)) {
      this.#cable.clock.setTimer(this.#cable.delay(), () => other.reset());
    }
  }

  reset(): void {
    if (this.isGone) return;
    this.isGone = true;
    this.host.sockets.delete(this);
    if (this.host.isUp) this.#owner?.onClosed(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
  }

  flush(): void {
    this.#heldBytes = 0;
    for (const send of this.#held.splice(0)) send();
    if (!this.isGone) this.#owner?.onWritable();
  }

  #carry(length: number, arrive: (far: MemorySocket) => void): void {
    const { other, host, peer } = this;
    if (this.isGone || other === null) return;
    const send = (): void => {
      const { clock } = this.#cable;
      const now = clock.monotonicMs();
      this.arrivesAt = Math.max(this.arrivesAt, now + this.#cable.delay());
      clock.setTimer(this.arrivesAt - now, () => {
        if (!other.isGone && peer.isUp) arrive(other);
      });
    };
    if (this.#cable.isDown(host.name, peer.name)) {
      this.#held.push(send);
      this.#heldBytes += length;
    } else send();
  }

  #end(error: Error | null): void {
    this.isGone = true;
    this.host.sockets.delete(this);
    const owner = this.#owner;
    this.#cable.clock.setTimer(0, () => {
      if (this.host.isUp) owner?.onClosed(error);
    });
  }
}
