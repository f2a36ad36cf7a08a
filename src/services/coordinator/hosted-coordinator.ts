/**
 * One partition of an internal topic that this broker leads, with its coordinator: loads it from the log, hands its
 * records to the log, and lets its answers out when everything they rest on is committed. Main thread; owns the coordinator
 * and what is on its way to the log (flight.ts).
 *
 *   request ─► coordinator ─► records ─┐ (collected for the rest of the turn)
 *                 answers ◄── flight ◄─┴─ one batch ─► log ─► committed
 *
 * Flights complete in the order of the log, so an answer never overtakes the records that came before it.
 */
import { assert } from '../../core/base/assert.ts';
import { DecodeError } from '../../core/bytes/decode-error.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { CoordinatorLog } from './coordinator-log.ts';
import { EarlyRequests } from './early-requests.ts';
import { Flight, sizeOfRecords } from './flight.ts';
import type { Completion, CoordinatorResult, PartitionCoordinator } from './partition-coordinator.ts';
import { type PendingAnswer, WaitingAnswers } from './waiting-answers.ts';

export interface HostedCoordinatorOptions<Coordinator, Result> {
  /** For the log: `group coordinator`. */
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  readonly log: CoordinatorLog;
  readonly logger: Logger;
  createCoordinator(now: number): Coordinator;
  now(): number;
  /** For the log: how much was loaded. */
  sizeOf(coordinator: Coordinator): number;
  /** Of a coordinator whose answers wait for their records. */
  readonly answers?: {
    commitTimeoutMs(): number;
    /** What a client is told when the records behind its answer could not be written. */
    errorToResponse(appendError: number): number;
  };
  /** Of a coordinator that otherwise answers soon: whoever waits longer is told COORDINATOR_NOT_AVAILABLE. */
  readonly patienceMs?: number;
  /** What is to be done besides; `run` reports what came of it, and does nothing once the log has been read again. */
  onResult?(result: Result, run: (call: (coordinator: Coordinator, now: number) => Result) => void): void;
  /** Something will fall due earlier than was known. */
  onDeadline(at: number): void;
  /** Runs at the end of this turn. */
  defer(work: () => void): void;
  /** Calls once, later. */
  retry(work: () => void): void;
}

type State = 'loading' | 'active' | 'stopped';

export class HostedCoordinator<Coordinator extends PartitionCoordinator<Result>, Result extends CoordinatorResult> {
  readonly #options: HostedCoordinatorOptions<Coordinator, Result>;
  #coordinator: Coordinator;
  #state: State = 'loading';
  readonly #waiting = new WaitingAnswers();
  /** Collects what this turn writes; handed to the log at its end. */
  #open: Flight<Result> | null = null;
  /** Handed to the log, in order. */
  #flights: Flight<Result>[] = [];
  #isAppending = false;
  /** Markers that were committed while the log is read. */
  readonly #earlyMarkers: { readonly producerId: number; readonly isCommit: boolean }[] = [];
  readonly #early: EarlyRequests;
  /** Grows with every load: what belonged to an earlier one is ignored. */
  #incarnation = 0;

  constructor(options: HostedCoordinatorOptions<Coordinator, Result>) {
    this.#options = options;
    this.#coordinator = options.createCoordinator(options.now());
    this.#early = new EarlyRequests((work) => options.retry(work));
  }

  get isActive(): boolean {
    return this.#state === 'active';
  }

  /** Requests parked or on their way. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  nextDeadline(): number {
    if (this.#state !== 'active') return Number.POSITIVE_INFINITY;
    const late = this.#flights.find((flight) => flight.completions.length > 0);
    const { POSITIVE_INFINITY } = Number;
    return Math.min(
      this.#coordinator.nextDeadline(),
      late?.deadline ?? POSITIVE_INFINITY,
      this.#options.patienceMs === undefined ? POSITIVE_INFINITY : this.#waiting.nextDeadline,
    );
  }

  load(): void {
    const { name, topic, partition, log, logger } = this.#options;
    const incarnation = ++this.#incarnation;
    const startedAt = this.#options.now();
    const coordinator = this.#options.createCoordinator(startedAt);
    this.#coordinator = coordinator;
    this.#state = 'loading';
    this.#earlyMarkers.length = 0;
    let records = 0;
    log.readAll(topic, partition, 0, {
      onRecord: (key, value, producerId) => {
        if (incarnation !== this.#incarnation) return;
        records++;
        this.#replay(coordinator, key, value, producerId);
      },
      onMarker: (producerId, isCommit) => {
        if (incarnation === this.#incarnation) coordinator.replayMarker?.(producerId, isCommit);
      },
      onDone: (errorCode) => {
        if (incarnation !== this.#incarnation || this.#state !== 'loading') return;
        if (errorCode !== ErrorCode.NONE) {
          logger.warn(`${name} could not read its log`, { topic, partition, errorCode });
          this.#options.retry(() => {
            if (incarnation === this.#incarnation && this.#state === 'loading') this.load();
          });
          return;
        }
        this.#state = 'active';
        for (const { producerId, isCommit } of this.#earlyMarkers.splice(0))
          coordinator.replayMarker?.(producerId, isCommit);
        this.#take(coordinator.loaded(this.#options.now()));
        this.#early.runAll();
        const tookMs = this.#options.now() - startedAt;
        logger.info(`${name} loaded`, { partition, records, size: this.#options.sizeOf(coordinator), tookMs });
      },
    });
  }

  /** The partition is led elsewhere, or the broker stops. */
  stop(): void {
    if (this.#state === 'stopped') return;
    this.#abandon(ErrorCode.NOT_COORDINATOR);
    this.#state = 'stopped';
  }

  /** Runs a request. `call` returns what the coordinator made of it; its answer goes to `pending` when it may. */
  submit<Response>(
    pending: PendingAnswer<Response>,
    call: (coordinator: Coordinator, ticket: number, now: number) => Result,
  ): void {
    this.#admit(pending, (ticket) => this.#take(call(this.#coordinator, ticket, this.#options.now())));
  }

  /** Asks a question; the answer waits for what it may have seen. */
  ask<Response>(pending: PendingAnswer<Response>, question: (coordinator: Coordinator, now: number) => Response): void {
    this.#admit(pending, (ticket) =>
      this.#release([{ ticket, response: question(this.#coordinator, this.#options.now()) }]),
    );
  }

  #admit<Response>(pending: PendingAnswer<Response>, run: (ticket: number) => void): void {
    if (this.#state === 'loading') {
      this.#early.add({ run: () => this.#admit(pending, run), fail: (errorCode) => pending.fail(errorCode) });
      return;
    }
    if (this.#state === 'stopped') {
      pending.fail(ErrorCode.NOT_COORDINATOR);
      return;
    }
    const deadline = this.#options.now() + (this.#options.patienceMs ?? Number.POSITIVE_INFINITY);
    run(this.#waiting.add(pending, deadline));
  }

  /** Work that nobody waits for. */
  run(call: (coordinator: Coordinator, now: number) => Result): void {
    if (this.#state === 'active') this.#take(call(this.#coordinator, this.#options.now()));
  }

  /** A transaction marker was committed to this partition. */
  onMarker(producerId: number, isCommit: boolean): void {
    if (this.#state === 'active') this.#coordinator.replayMarker?.(producerId, isCommit);
    // Perhaps behind the end of what is being read; twice does no harm.
    else if (this.#state === 'loading') this.#earlyMarkers.push({ producerId, isCommit });
  }

  advance(now: number): void {
    if (this.#state !== 'active') return;
    for (const flight of this.#flights) {
      if (flight.deadline > now) break;
      // The records may still be committed; the client asks again, and is answered from the state that they made.
      this.#fail(flight.completions, ErrorCode.REQUEST_TIMED_OUT);
      flight.completions = [];
    }
    // As above: what is on its way goes on.
    this.#waiting.failLate(now, ErrorCode.COORDINATOR_NOT_AVAILABLE);
    if (this.#coordinator.nextDeadline() <= now) this.#take(this.#coordinator.advance(now));
  }

  #replay(coordinator: Coordinator, key: Uint8Array, value: Uint8Array | null, producerId: number): void {
    try {
      // Copied: what a coordinator keeps of a record must not hold the block that it was read in.
      coordinator.replay(key.slice(), value?.slice() ?? null, producerId);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      const { name, topic, partition, logger } = this.#options;
      logger.error(`${name} skips a record that it cannot read`, { topic, partition, error });
    }
  }

  #take(result: Result): void {
    if (result.records.length > 0) this.#collect(result);
    else if (result.completions.length > 0) this.#release(result.completions);
    if (this.#options.onResult !== undefined) this.#options.onResult(result, this.#runOfThisLoad());
    this.#options.onDeadline(this.nextDeadline());
  }

  #runOfThisLoad(): (call: (coordinator: Coordinator, now: number) => Result) => void {
    const incarnation = this.#incarnation;
    return (call) => {
      if (incarnation === this.#incarnation) this.run(call);
    };
  }

  /** Answers that need no record of their own wait for those before them. */
  #release(completions: readonly Completion[]): void {
    const last = this.#coordinator.committed === undefined ? (this.#open ?? this.#flights.at(-1)) : undefined;
    if (last === undefined) this.#waiting.deliver(completions);
    else last.completions.push(...completions);
  }

  #collect(result: Result): void {
    const bytes = sizeOfRecords(result.records);
    const producer = result.producer ?? null;
    if (this.#open?.takes(bytes, producer) !== true) this.#flush();
    if (this.#open === null) {
      const patienceMs = this.#options.answers?.commitTimeoutMs() ?? Number.POSITIVE_INFINITY;
      this.#open = new Flight(producer, this.#options.now() + patienceMs);
      const incarnation = this.#incarnation;
      this.#options.defer(() => {
        if (incarnation === this.#incarnation) this.#flush();
      });
    }
    this.#open!.add(result, bytes);
    if (this.#coordinator.committed === undefined) this.#open!.completions.push(...result.completions);
    else this.#waiting.deliver(result.completions);
  }

  #flush(): void {
    const flight = this.#open;
    if (flight === null) return;
    this.#open = null;
    const parts = flight.batches();
    this.#flights.push(flight);
    let open = parts.length;
    let wasAccepted = false;
    for (const part of parts) {
      const incarnation = this.#incarnation;
      this.#isAppending = true;
      let isRefused = false;
      this.#options.log.append(this.#options.topic, this.#options.partition, part, flight.producer, (errorCode) => {
        if (incarnation !== this.#incarnation || this.#state !== 'active') return;
        if (errorCode !== ErrorCode.NONE) {
          isRefused = this.#isAppending && !wasAccepted;
          if (isRefused) this.#refused(flight, errorCode);
          else this.#lost(errorCode);
        } else if (--open === 0) this.#committed(flight);
      });
      this.#isAppending = false;
      wasAccepted = true;
      if (isRefused || incarnation !== this.#incarnation) return;
    }
  }

  #committed(flight: Flight<Result>): void {
    flight.isCommitted = true;
    // While this turn's batch is still being handed over, its flight is the newest: nothing is out of order.
    while (this.#flights[0]?.isCommitted) {
      const { results, completions } = this.#flights.shift()!;
      this.#waiting.deliver(completions);
      const after = this.#coordinator.committed?.(results, this.#options.now());
      if (after !== undefined) this.#take(after);
    }
  }

  /** Nothing was written: the coordinator goes back to where it was. */
  #refused(flight: Flight<Result>, errorCode: number): void {
    assert(this.#flights.pop() === flight, 'a refused batch is the newest');
    this.#options.logger.warn(`${this.#options.name}: records were refused`, {
      partition: this.#options.partition,
      errorCode,
      records: flight.records.length,
    });
    this.#fail(flight.completions, errorCode);
    this.#take(this.#coordinator.rejected(flight.results, errorCode, this.#options.now()));
  }

  /** Written or not, nobody knows: only the log can tell, so it is read again. */
  #lost(errorCode: number): void {
    this.#options.logger.warn(`${this.#options.name}: records may be lost, the log is read again`, {
      partition: this.#options.partition,
      errorCode,
    });
    for (const flight of this.#flights) this.#fail(flight.completions, errorCode);
    this.#abandon(ErrorCode.NOT_COORDINATOR);
    this.#options.retry(() => {
      if (this.#state === 'loading') this.load();
    });
    this.#state = 'loading';
  }

  /** Answers everybody and forgets what is on its way. */
  #abandon(errorCode: number): void {
    this.#incarnation++;
    this.#open = null;
    this.#flights = [];
    if (this.#state === 'active') this.#waiting.deliver(this.#coordinator.unload(this.#options.now()).completions);
    this.#waiting.failAll(errorCode);
    this.#early.failAll(errorCode);
  }

  #fail(completions: readonly Completion[], errorCode: number): void {
    this.#waiting.fail(completions, this.#options.answers?.errorToResponse(errorCode) ?? errorCode);
  }
}
