/**
 * How much may still be moved for throttled replicas: Kafka's replication quota (KIP-73), a rate over a few samples, the
 * oldest of which begins the measured time. Pure; whoever moves the bytes.
 */

export interface ThrottleTerms {
  /** Bytes per second. */
  readonly rate: number;
  /** replication.quota.window.num and replication.quota.window.size.seconds. */
  readonly samples: number;
  readonly sampleMs: number;
}

interface Sample {
  readonly startMs: number;
  /** A sample is forgotten when its last bytes are as old as all samples together. */
  lastMs: number;
  bytes: number;
}

/** What is worth an errand of its own, where the rate allows that much in half a sample. */
const WORTHWHILE_BYTES = 64 * 1024;

export class ReplicationThrottle {
  #terms: ThrottleTerms;
  #samples: Sample[] = [];
  #sum = 0;

  constructor(terms: ThrottleTerms) {
    this.#terms = terms;
  }

  /** What was moved counts on. */
  use(terms: ThrottleTerms): void {
    this.#terms = terms;
  }

  /** Counts what was moved, whether it was allowed or not. */
  record(bytes: number, nowMs: number): void {
    this.#expire(nowMs);
    const last = this.#samples.at(-1);
    if (last !== undefined && nowMs - last.startMs < this.#terms.sampleMs) {
      last.bytes += bytes;
      last.lastMs = nowMs;
    } else this.#samples.push({ startMs: nowMs, lastMs: nowMs, bytes });
    this.#sum += bytes;
  }

  /** Bytes that may be moved at this moment; negative while the rate is exceeded. */
  allowance(nowMs: number): number {
    this.#expire(nowMs);
    const { rate, sampleMs } = this.#terms;
    return Math.floor((rate * Math.max(this.#elapsedMs(nowMs), sampleMs)) / 1000) - this.#sum;
  }

  /** With less than this it is not worth to begin. */
  get worthwhile(): number {
    const { rate, sampleMs } = this.#terms;
    return Math.max(1, Math.min(WORTHWHILE_BYTES, Math.floor((rate * sampleMs) / 2000)));
  }

  /** Milliseconds until `allowance` may be as much: then one asks again. At least 1. */
  waitMs(bytes: number, nowMs: number): number {
    this.#expire(nowMs);
    const { rate, sampleMs, samples } = this.#terms;
    const earnedMs = ((this.#sum + bytes) * 1000) / rate - this.#elapsedMs(nowMs);
    const oldest = this.#samples[0];
    const forgottenMs = oldest === undefined ? samples * sampleMs : oldest.lastMs + samples * sampleMs - nowMs;
    return Math.max(1, Math.ceil(Math.min(earnedMs, forgottenMs)));
  }

  #elapsedMs(nowMs: number): number {
    const oldest = this.#samples[0];
    return oldest === undefined ? 0 : nowMs - oldest.startMs;
  }

  #expire(nowMs: number): void {
    const { samples, sampleMs } = this.#terms;
    let obsolete = 0;
    for (const { lastMs, bytes } of this.#samples) {
      if (nowMs - lastMs < samples * sampleMs) break;
      this.#sum -= bytes;
      obsolete++;
    }
    if (obsolete > 0) this.#samples.splice(0, obsolete);
  }
}

/** Whether a topic's `*.replication.throttled.replicas` names a replica: `*`, or `partition:broker` among others. */
export function isThrottledReplica(list: readonly string[], partition: number, brokerId: number): boolean {
  if (list.length === 0) return false;
  return list[0] === '*' || list.includes(`${partition}:${brokerId}`);
}
