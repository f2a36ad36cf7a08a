/**
 * What handlers ask of the cluster's metadata: change it (through the controller, wherever that runs) and be called back
 * when this broker sees the change. Owns no state but what is under way. Main thread.
 */
import type { Command, CommandApiKey } from '../../core/metadata/commands.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { Clock } from '../../runtime/clock/clock.ts';
import type { ControllerClient, Outcome } from '../../workers/controller/controller-client.ts';
import type { MetadataCache } from './metadata-cache.ts';

/** Who opens partitions on this broker. */
export interface PartitionReadiness {
  /**
   * Calls back exactly once: when every partition of these topics that this broker leads can be read and written, and at
   * `deadline` (monotonic milliseconds) at the latest. At once where that is so already.
   */
  whenReady(topicIds: readonly string[], deadline: number, callback: () => void): void;
}

export class MetadataService {
  readonly cache: MetadataCache;
  readonly #client: ControllerClient;
  readonly #clock: Clock;
  readonly #readiness: PartitionReadiness;

  constructor(client: ControllerClient, cache: MetadataCache, readiness: PartitionReadiness, clock: Clock) {
    this.#client = client;
    this.cache = cache;
    this.#readiness = readiness;
    this.#clock = clock;
  }

  /**
   * Sends a command; calls back when it is committed *and* in this broker's image, so that whoever is answered reads what
   * he wrote. `deadline` in monotonic milliseconds; past it REQUEST_TIMED_OUT, and the command may still take effect.
   */
  submit<K extends CommandApiKey>(
    command: Command<K>,
    deadline: number,
    callback: (outcome: Outcome<K>) => void,
  ): void {
    this.#client.submit(command, deadline, (outcome) => {
      if (outcome.response === null || this.cache.image.index >= outcome.index) {
        callback(outcome);
        return;
      }
      let isAnswered = false;
      const answer = (result: Outcome<K>) => {
        if (isAnswered) return;
        isAnswered = true;
        cancelTimer();
        callback(result);
      };
      const cancelTimer = this.atDeadline(deadline, () => {
        answer({ errorCode: ErrorCode.REQUEST_TIMED_OUT, response: null, index: 0 });
      });
      this.cache.whenApplied(outcome.index, () => answer(outcome));
    });
  }

  /** See PartitionReadiness. */
  whenReady(topicIds: readonly string[], deadline: number, callback: () => void): void {
    if (topicIds.length === 0) callback();
    else this.#readiness.whenReady(topicIds, deadline, callback);
  }

  /** Calls back at `deadline` unless the answer is called before. */
  atDeadline(deadline: number, callback: () => void): () => void {
    return this.#clock.setTimer(Math.max(0, deadline - this.#clock.monotonicMs()), callback);
  }

  nowMs(): number {
    return this.#clock.monotonicMs();
  }
}
