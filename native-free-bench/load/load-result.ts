/** What one run of the load client reports, as a line of JSON. */

export interface LoadResult {
  readonly requests: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly mbPerSecond: number;
  readonly requestsPerSecond: number;
  /** Milliseconds from handing a request to the socket to having its whole answer. */
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  /** The client's own share of a core, so that a reader sees when the client is the limit. */
  readonly clientCpu: number;
}

/** Of the measured time, spent before it. */
export const WARM_UP_SHARE = 0.2;
