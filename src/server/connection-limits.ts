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
  /** The same two for single listeners: `listener.name.<name>.max.connections` and its kin. */
  readonly byListener: ReadonlyMap<string, ListenerLimitOptions>;
}

export interface ListenerLimitOptions {
  readonly maxConnections: number;
  readonly maxCreationRate: number;
}

export const NO_CONNECTION_LIMITS: ConnectionLimitOptions = {
  maxConnections: UNLIMITED,
  maxConnectionsPerIp: UNLIMITED,
  perIpOverrides: new Map(),
  maxCreationRate: UNLIMITED,
  byListener: new Map(),
};

export class ConnectionLimits {
  #options: ConnectionLimitOptions;
  readonly #openByIp = new Map<string, number>();
  readonly #openByListener = new Map<string, number>();
  readonly #ratesByListener = new Map<string, CreationRate>();
  readonly #rate = new CreationRate();
  #open = 0;

  constructor(options: ConnectionLimitOptions) {
    this.#options = options;
  }

  set(options: ConnectionLimitOptions): void {
    this.#options = options;
  }

  /** The name of the limit in the way, or null: then the connection counts until `release`. */
  admit(ip: string, listener: string, nowMs: number): string | null {
    const { maxConnections, maxConnectionsPerIp, maxCreationRate, perIpOverrides, byListener } = this.#options;
    const ofIp = this.#openByIp.get(ip) ?? 0;
    const onListener = this.#openByListener.get(listener) ?? 0;
    const own = byListener.get(listener);
    if (!this.#rate.take(maxCreationRate, nowMs)) return 'max.connection.creation.rate';
    if (own !== undefined && !this.#rateOf(listener).take(own.maxCreationRate, nowMs))
      return `max.connection.creation.rate of listener ${listener}`;
    if (this.#open >= maxConnections) return 'max.connections';
    if (own !== undefined && onListener >= own.maxConnections) return `max.connections of listener ${listener}`;
    if (ofIp >= (perIpOverrides.get(ip) ?? maxConnectionsPerIp)) return 'max.connections.per.ip';
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

  #rateOf(listener: string): CreationRate {
    let rate = this.#ratesByListener.get(listener);
    if (rate === undefined) {
      rate = new CreationRate();
      this.#ratesByListener.set(listener, rate);
    }
    return rate;
  }
}

/** A token bucket of one second's worth, whose rate may change at any time. */
class CreationRate {
  /** Full at first, whatever the rate. */
  #tokens = Number.POSITIVE_INFINITY;
  #countedAt = 0;

  take(perSecond: number, nowMs: number): boolean {
    if (perSecond >= UNLIMITED) return true;
    const earned = ((nowMs - this.#countedAt) * perSecond) / 1000;
    this.#tokens = Math.min(Math.max(perSecond, 1), this.#tokens + earned);
    this.#countedAt = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

function decrement(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 0) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}
