/**
 * TCP between machines, as kernels do it: bytes in order or a reset, and a connection that neither side hears of lingers.
 * What is lost on the way comes again later; what is cut off comes when the cut is healed, or the sender gives up.
 */
import type { Clockwork, Timed } from './clockwork.ts';
import type { Machine, Process } from './process.ts';
import type { Random } from './random.ts';

/** Between taken from the sender and given to the receiving program: both kernels' buffers. */
const WINDOW_BYTES = 256 * 1024;
/** After which a kernel gives up on bytes that nobody acknowledges. Linux waits much longer; simulated time is dear. */
const GIVE_UP_MS = 15_000;
const CONNECT_RETRIES_MS = [1_000, 2_000, 4_000, 8_000];
const FIRST_EPHEMERAL_PORT = 32_768;

export interface EndpointOwner {
  onConnected(): void;
  onConnectFailure(code: string): void;
  onBytes(bytes: Uint8Array): void;
  onFinished(): void;
  onReset(code: string): void;
  /** The kernel takes bytes again. */
  onRoom(): void;
}

type Segment = { readonly kind: 'data'; readonly bytes: Uint8Array } | { readonly kind: 'fin' | 'reset' };

/** One side of a connection. */
export class Endpoint {
  readonly process: Process;
  readonly machine: Machine;
  readonly port: number;
  peer!: Endpoint;
  owner: EndpointOwner | null = null;
  /** No program holds it any more: what still comes is answered with a reset. */
  isClosed = false;
  isReading = false;
  readonly received: (Uint8Array | 'fin')[] = [];
  /** Bytes this side sent that the other program has not read yet. */
  outstanding = 0;
  wantsRoom = false;
  lastArrival = 0;
  /** Waits for a heal. */
  readonly stalled: Segment[] = [];
  stalledSince = -1;
  isDelivering = false;
  slow: { readonly cause: object; readonly delayMs: number } | null = null;

  constructor(process: Process, port: number) {
    this.process = process;
    this.machine = process.machine;
    this.port = port;
  }

  get room(): number {
    return WINDOW_BYTES - this.outstanding;
  }
}

export interface Listening {
  readonly process: Process;
  onConnection(endpoint: Endpoint): void;
}

export interface NetworkConditions {
  /** One way, in milliseconds. */
  latencyMs: () => number;
  /** Of a segment: it comes again after a retransmission timeout. */
  lossProbability: number;
}

export class Network {
  readonly conditions: NetworkConditions;
  readonly #clock: Clockwork;
  readonly #random: Random;
  readonly #machines = new Map<string, Machine>();
  readonly #listeners = new Map<string, Listening>();
  readonly #endpoints = new Set<Endpoint>();
  /** `from>to` by machine id. */
  readonly #blocked = new Set<string>();
  /** The same: how late the latest is, and until when. */
  readonly #slow = new Map<string, { readonly until: number; readonly mostMs: number }>();
  #nextPort = FIRST_EPHEMERAL_PORT;
  /** For reports. */
  retransmissions = 0;
  resets = 0;

  constructor(clock: Clockwork, random: Random, conditions: NetworkConditions) {
    this.#clock = clock;
    this.#random = random;
    this.conditions = conditions;
  }

  add(machine: Machine): void {
    this.#machines.set(machine.address, machine);
  }

  block(from: Machine, to: Machine): void {
    if (from !== to) this.#blocked.add(`${from.id}>${to.id}`);
  }

  /** As where packets get lost: each connection is late by an amount of its own. */
  slowDown(from: Machine, to: Machine, until: number, mostMs: number): void {
    this.#slow.set(`${from.id}>${to.id}`, { until, mostMs });
  }

  heal(): void {
    this.#blocked.clear();
    this.#slow.clear();
    this.#retry();
  }

  /** After a machine has come up again. */
  retryStalled(): void {
    this.#retry();
  }

  isBlocked(from: Machine, to: Machine): boolean {
    return !to.isUp || this.#blocked.has(`${from.id}>${to.id}`);
  }

  freePort(): number {
    return this.#nextPort++;
  }

  /** Throws nothing: false when the port is taken. */
  listen(port: number, listening: Listening): boolean {
    const { machine } = listening.process;
    const key = `${machine.id}:${port}`;
    if (this.#listeners.has(key)) return false;
    this.#listeners.set(key, listening);
    return true;
  }

  unlisten(machine: Machine, port: number, listening: Listening): void {
    const key = `${machine.id}:${port}`;
    if (this.#listeners.get(key) === listening) this.#listeners.delete(key);
  }

  connect(process: Process, host: string, port: number): Endpoint {
    const endpoint = new Endpoint(process, this.freePort());
    const machine = this.#machines.get(host);
    if (machine === undefined) {
      this.#clock.after(1, process, () => this.#failConnect(endpoint, 'ENOTFOUND'));
      return endpoint;
    }
    this.#endpoints.add(endpoint);
    this.#tryConnect(endpoint, machine, port, 0);
    return endpoint;
  }

  send(from: Endpoint, bytes: Uint8Array): void {
    from.outstanding += bytes.length;
    this.#transmit(from, { kind: 'data', bytes });
  }

  finish(from: Endpoint): void {
    this.#transmit(from, { kind: 'fin' });
  }

  /** The program lets go. `isAbrupt`: with a reset, whatever is under way. */
  close(endpoint: Endpoint, isAbrupt: boolean): void {
    if (endpoint.isClosed) return;
    endpoint.isClosed = true;
    endpoint.owner = null;
    if (isAbrupt) this.#transmit(endpoint, { kind: 'reset' });
  }

  read(endpoint: Endpoint, isReading: boolean): void {
    endpoint.isReading = isReading;
    if (isReading) this.#deliver(endpoint);
  }

  /** A process ended: its kernel closes for it, unless the power is gone too. */
  drop(endpoint: Endpoint, how: 'killed' | 'powerless'): void {
    if (endpoint.isClosed) return;
    endpoint.isClosed = true;
    endpoint.owner = null;
    if (how === 'powerless') {
      endpoint.stalled.length = 0;
      this.#endpoints.delete(endpoint);
      return;
    }
    const hasUnread = endpoint.received.length > 0;
    this.#transmit(endpoint, hasUnread || this.#random.chance(0.5) ? { kind: 'reset' } : { kind: 'fin' });
  }

  /** Breaks some connections between two machines for both ends, as a middlebox does. */
  resetConnections(a: Machine, b: Machine, probability: number): void {
    for (const endpoint of [...this.#endpoints]) {
      if (endpoint.machine !== a || endpoint.peer?.machine !== b || !this.#random.chance(probability)) continue;
      this.#reset(endpoint, 'ECONNRESET');
      // A half-open connection: the other end hears of it only when it sends.
      if (this.#random.chance(0.7)) this.#reset(endpoint.peer, 'ECONNRESET');
    }
  }

  #tryConnect(endpoint: Endpoint, machine: Machine, port: number, attempt: number): void {
    const clock = this.#clock;
    clock.after(this.conditions.latencyMs(), null, () => {
      if (endpoint.isClosed) return;
      const isLost = this.#random.chance(this.conditions.lossProbability);
      if (isLost || this.isBlocked(endpoint.machine, machine) || this.isBlocked(machine, endpoint.machine)) {
        const wait = CONNECT_RETRIES_MS[attempt];
        if (wait === undefined) clock.at(clock.now, endpoint.process, () => this.#failConnect(endpoint, 'ETIMEDOUT'));
        else clock.at(clock.now + wait, null, () => this.#tryConnect(endpoint, machine, port, attempt + 1));
        return;
      }
      const listening = this.#listeners.get(`${machine.id}:${port}`);
      const back = clock.now + this.conditions.latencyMs();
      if (listening === undefined || !listening.process.isAlive) {
        clock.at(back, endpoint.process, () => this.#failConnect(endpoint, 'ECONNREFUSED'));
        return;
      }
      const accepted = new Endpoint(listening.process, port);
      accepted.peer = endpoint;
      endpoint.peer = accepted;
      this.#endpoints.add(accepted);
      accepted.process.onEnd.add((how) => this.drop(accepted, how));
      clock.at(clock.now, listening.process, () => listening.onConnection(accepted));
      endpoint.lastArrival = accepted.lastArrival = back;
      clock.at(back, endpoint.process, () => endpoint.owner?.onConnected());
    });
  }

  #failConnect(endpoint: Endpoint, code: string): void {
    const { owner } = endpoint;
    endpoint.isClosed = true;
    endpoint.owner = null;
    this.#endpoints.delete(endpoint);
    owner?.onConnectFailure(code);
  }

  #transmit(from: Endpoint, segment: Segment): void {
    // Never connected.
    if (from.peer === undefined) return;
    if (from.stalled.length > 0) {
      from.stalled.push(segment);
      return;
    }
    let delay = this.conditions.latencyMs();
    if (this.#random.chance(this.conditions.lossProbability)) {
      this.retransmissions++;
      delay += this.#random.between(200, 600);
    }
    delay += this.#delayOf(from);
    from.lastArrival = Math.max(from.lastArrival + 0.001, this.#clock.localNow + delay);
    if (segment.kind === 'data') this.#clock.mix(segment.bytes.length);
    const sentAt = this.#clock.localNow;
    this.#clock.at(from.lastArrival, null, () => {
      // Its process ended before it had come to that.
      if (segment.kind === 'data' && sentAt > from.process.endedAt) return;
      this.#arrive(from, segment);
    });
  }

  #delayOf(from: Endpoint): number {
    if (this.#slow.size === 0) return 0;
    const slow = this.#slow.get(`${from.machine.id}>${from.peer.machine.id}`);
    if (slow === undefined || slow.until < this.#clock.now) return 0;
    if (from.slow?.cause !== slow) from.slow = { cause: slow, delayMs: this.#random.skewed(0.1, slow.mostMs) };
    return from.slow.delayMs;
  }

  #arrive(from: Endpoint, segment: Segment): void {
    const to = from.peer;
    if (from.stalled.length > 0 || this.isBlocked(from.machine, to.machine)) {
      if (from.stalled.length === 0) {
        from.stalledSince = this.#clock.now;
        this.#giveUpLater(from);
      }
      from.stalled.push(segment);
      return;
    }
    if (to.isClosed) {
      if (segment.kind === 'data') this.#answerWithReset(from);
      else this.#endpoints.delete(to);
      return;
    }
    if (segment.kind === 'reset') {
      this.#reset(to, 'ECONNRESET');
      return;
    }
    to.received.push(segment.kind === 'data' ? segment.bytes : 'fin');
    this.#deliver(to);
  }

  #deliver(to: Endpoint): void {
    if (!to.isReading || to.isDelivering || to.received.length === 0) return;
    to.isDelivering = true;
    const delay = this.#random.between(0.01, 0.05);
    this.#clock.at(this.#clock.now + delay, to.process, () => {
      to.isDelivering = false;
      while (to.isReading && to.received.length > 0 && !to.isClosed) {
        const next = to.received.shift()!;
        if (next === 'fin') to.owner?.onFinished();
        else {
          this.#consumed(to.peer, next.length);
          to.owner?.onBytes(next);
        }
      }
    });
  }

  #consumed(sender: Endpoint, bytes: number): void {
    sender.outstanding -= bytes;
    if (!sender.wantsRoom || sender.room <= 0) return;
    sender.wantsRoom = false;
    this.#clock.after(this.conditions.latencyMs(), sender.process, () => sender.owner?.onRoom());
  }

  #answerWithReset(endpoint: Endpoint): void {
    if (endpoint.isClosed) return;
    this.#clock.after(this.conditions.latencyMs(), null, () => this.#reset(endpoint, 'ECONNRESET'));
  }

  #reset(endpoint: Endpoint, code: string): void {
    if (endpoint.isClosed) return;
    this.resets++;
    endpoint.isClosed = true;
    endpoint.received.length = 0;
    endpoint.stalled.length = 0;
    this.#endpoints.delete(endpoint);
    const { owner } = endpoint;
    endpoint.owner = null;
    this.#clock.at(this.#clock.now, endpoint.process, () => owner?.onReset(code));
  }

  #giveUpLater(endpoint: Endpoint): void {
    const since = endpoint.stalledSince;
    this.#clock.at(this.#clock.now + GIVE_UP_MS, null, () => {
      if (endpoint.stalled.length > 0 && endpoint.stalledSince === since) this.#reset(endpoint, 'ETIMEDOUT');
    });
  }

  #retry(): void {
    for (const endpoint of [...this.#endpoints]) {
      if (endpoint.stalled.length === 0 || this.isBlocked(endpoint.machine, endpoint.peer.machine)) continue;
      const segments = endpoint.stalled.splice(0);
      endpoint.stalledSince = -1;
      const wait: Timed[] = [];
      const at = this.#clock.now + this.#random.between(50, 600);
      endpoint.lastArrival = Math.max(endpoint.lastArrival, at);
      for (const segment of segments) {
        endpoint.lastArrival += 0.001;
        wait.push(this.#clock.at(endpoint.lastArrival, null, () => this.#arrive(endpoint, segment)));
      }
    }
  }
}
