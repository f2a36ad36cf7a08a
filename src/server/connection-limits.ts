/**
 * How many connections may be open, from where, and how fast new ones may come (`max.connections`,
 * `max.connections.per.ip`, `max.connections.per.ip.overrides`, `max.connection.creation.rate`). Main thread.
 *
 * Whatever is over a limit is accepted and closed. Kafka closes only those over a per-address limit and stops accepting
 * for the others, which leaves clients to time out in the kernel's queue; a close tells them at once.
 */

/** Kafka's value for "no limit". */
export const UNLIMITED = 2 ** 31 - 1;

export interface ConnectionLimitOptions {
  /** `max.connections`: open at any time, over all listeners. */
  readonly maxConnections: number;
  /** `max.connections.per.ip`. */
  readonly maxConnectionsPerIp: number;
  /** `max.connections.per.ip.overrides`: limits for single addresses. */
  readonly perIpOverrides: ReadonlyMap<string, number>;
  /** `max.connection.creation.rate`: new connections a second, over all listeners; one second's worth may come at once. */
  readonly maxCreationRate: number;
}

export const NO_CONNECTION_LIMITS: ConnectionLimitOptions = {
  maxConnections: UNLIMITED,
  maxConnectionsPerIp: UNLIMITED,
  perIpOverrides: new Map(),
  maxCreationRate: UNLIMITED,
};

export class ConnectionLimits {
  #options: ConnectionLimitOptions;
  readonly #openByIp = new Map<string, number>();
  readonly #openByListener = new Map<string, number>();
  #open = 0;
  #creationTokens: number;
  #tokensCountedAt = 0;

  constructor(options: ConnectionLimitOptions) {
    this.#options = options;
    this.#creationTokens = options.maxCreationRate;
  }

  set(options: ConnectionLimitOptions): void {
    this.#options = options;
    this.#creationTokens = Math.min(this.#creationTokens, options.maxCreationRate);
  }

  /** The name of the limit in the way, or null: then the connection counts until `release`. */
  admit(ip: string, listener: string, maxOnListener: number, nowMs: number): string | null {
    const ofIp = this.#openByIp.get(ip) ?? 0;
    const onListener = this.#openByListener.get(listener) ?? 0;
    if (!this.#takeCreationToken(nowMs)) return 'max.connection.creation.rate';
    if (this.#open >= this.#options.maxConnections) return 'max.connections';
    if (onListener >= maxOnListener) return `max.connections of listener ${listener}`;
    if (ofIp >= (this.#options.perIpOverrides.get(ip) ?? this.#options.maxConnectionsPerIp))
      return 'max.connections.per.ip';
    this.#open++;
    this.#openByIp.set(ip, ofIp + 1);
    this.#openByListener.set(listener, onListener + 1);
    return null;
  }

  release(ip: string, listener: string): void {
    this.#open--;
    decrement(this.#openByIp, ip);
    decrement(this.#openByListener, listener);
  }

  #takeCreationToken(nowMs: number): boolean {
    const rate = this.#options.maxCreationRate;
    if (rate >= UNLIMITED) return true;
    const earned = ((nowMs - this.#tokensCountedAt) * rate) / 1000;
    this.#creationTokens = Math.min(Math.max(rate, 1), this.#creationTokens + earned);
    this.#tokensCountedAt = nowMs;
    if (this.#creationTokens < 1) return false;
    this.#creationTokens--;
    return true;
  }
}

function decrement(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 0) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}
