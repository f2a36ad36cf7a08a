/**
 * Requests that came while a coordinator reads its log. Most logs are short, and a client is better served in a moment than
 * told to come back; if loading takes longer, it is told. Main thread; owned by a HostedCoordinator.
 */
import { ErrorCode } from '../../core/protocol/error-codes.ts';

/** Each holds its request; more than this are told to come back at once. */
const MAX_EARLY_REQUESTS = 1000;

export interface EarlyRequest {
  run(): void;
  fail(errorCode: number): void;
}

export class EarlyRequests {
  /** Calls once, later: so long whoever came early is patient. */
  readonly #later: (work: () => void) => void;
  readonly #waiting: EarlyRequest[] = [];

  constructor(later: (work: () => void) => void) {
    this.#later = later;
  }

  add(request: EarlyRequest): void {
    if (this.#waiting.length >= MAX_EARLY_REQUESTS) {
      request.fail(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
      return;
    }
    this.#waiting.push(request);
    if (this.#waiting.length === 1) this.#later(() => this.failAll(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
  }

  /** The log has been read. */
  runAll(): void {
    for (const request of this.#waiting.splice(0)) request.run();
  }

  failAll(errorCode: number): void {
    for (const request of this.#waiting.splice(0)) request.fail(errorCode);
  }
}
