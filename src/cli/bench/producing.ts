/**
 * The producing half of a run. Open loop: records fall due by the schedule, whatever the broker does. Closed loop: every
 * lane always has its number of requests in flight. Keeps what was acknowledged, by partition.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaClient } from '../../client/kafka-client.ts';
import type { KafkaError } from '../../client/kafka-error.ts';
import { partitionOfKey } from '../../client/murmur2.ts';
import { OpenBatches } from '../../core/bench/open-batches.ts';
import { KeyChoice } from '../../core/bench/partition-choice.ts';
import type { RunRecord } from '../../core/bench/run-record.ts';
import { Schedule } from '../../core/bench/schedule.ts';
import { errorName } from '../../core/protocol/error-codes.ts';
import type { Codecs } from '../../runtime/compression/codecs.ts';
import { BatchTemplates, keyBytes, STAMPS } from './batch-templates.ts';
import { type Lane, Lanes, type Sending } from './lanes.ts';
import { Pacer } from './pacer.ts';
import type { BenchSettings } from './settings.ts';

/** Records that are due wait as numbers, not as batches, while more than this wait already. */
const QUEUED_BATCHES_MAX = 10_000;
/** Of one wait: the end of the run and a signal are noticed within it. */
const LONGEST_WAIT_MS = 50;
/** Batches of a closed loop's request, where partitions are many. */
const REQUEST_BYTES = 1_048_576;

export interface ProducingOptions {
  readonly settings: BenchSettings;
  readonly topic: string;
  readonly partitions: number;
  readonly codecs: Codecs;
  readonly run: RunRecord;
  readonly startMs: number;
  /** ms since 1970; marks the run's batches. */
  readonly timestamp: number;
  readonly chance: () => number;
  readonly isInterrupted: () => boolean;
  /** A closed loop ends with so many records, or at the run's end if that comes first. */
  readonly recordsMax?: number;
}

export class Producing {
  readonly templates: BatchTemplates;
  readonly #options: ProducingOptions;
  readonly #lanes: Lanes;
  readonly #keys: KeyChoice | null;
  readonly #isStamped: boolean;
  /** By stamp: sent, and not read yet. */
  readonly #unread = new Map<number, Sending>();
  readonly #failed = new Map<string, number>();
  readonly #endMs: number;
  #nextStamp = 0;
  #current = 0;
  #sent = 0;
  #acknowledged = 0;
  #notSent = 0;
  #mayAdd = true;

  constructor(client: KafkaClient, options: ProducingOptions) {
    const { settings, partitions, startMs } = options;
    this.#options = options;
    this.#endMs = startMs + settings.warmUpMs + settings.durationMs;
    this.#isStamped = settings.mode === 'end-to-end';
    this.#keys =
      settings.keyDistribution === 'none'
        ? null
        : new KeyChoice(
            settings.keyDistribution,
            settings.keys,
            (key) => partitionOfKey(keyBytes(key), partitions),
            options.chance,
          );
    const keysByPartition = this.#keys === null ? null : keysOf(this.#keys, partitions);
    this.templates = new BatchTemplates(
      {
        recordBytes: settings.recordBytes,
        compression: settings.compression,
        timestamp: options.timestamp,
        keysOf: keysByPartition === null ? null : (partition) => keysByPartition[partition]!,
      },
      options.codecs,
    );
    this.#lanes = new Lanes(client, {
      topic: options.topic,
      acks: settings.acks,
      connections: settings.connections,
      inFlight: settings.inFlight,
      onAcknowledged: (sending, _baseOffset, now) => this.#onAcknowledged(sending, now),
      onFailed: (sending, error) => this.#onFailed(sending, error),
      onRoom: (lane) => this.#onRoom(lane),
    });
  }

  get sent(): number {
    return this.#sent;
  }
  get acknowledged(): number {
    return this.#acknowledged;
  }
  get notSent(): number {
    return this.#notSent;
  }
  get failed(): Record<string, number> {
    return Object.fromEntries(this.#failed);
  }
  get unread(): number {
    return this.#unread.size;
  }

  async open(): Promise<void> {
    await this.#lanes.open();
  }

  /** Ends when everything sent is answered, or at the latest so long after the run's end. Throws what ended the run. */
  async run(patienceMs: number): Promise<void> {
    const { ratePerSecond } = this.#options.settings;
    if (ratePerSecond === null) await this.#closedLoop();
    else await this.#openLoop(ratePerSecond, this.#endMs + patienceMs);
    this.#mayAdd = false;
    // A loop may end before its time: it has sent what it should, or was interrupted.
    const deadline = Math.min(this.#endMs, performance.now()) + patienceMs;
    while (!this.#lanes.isIdle && performance.now() < deadline && this.#lanes.failure === null) await delay(2);
    if (this.#lanes.failure !== null) throw this.#lanes.failure;
  }

  /** End to end: a batch with this stamp was read. Null for one that is not waited for. */
  onRead(stamp: number, nowMs: number): number | null {
    const sending = this.#unread.get(stamp);
    if (sending === undefined) return null;
    this.#unread.delete(stamp);
    this.#took(sending, nowMs);
    if (this.#options.settings.ratePerSecond === null) this.#lanes.pump();
    return sending.count;
  }

  async #closedLoop(): Promise<void> {
    this.#lanes.pump();
    while (performance.now() < this.#endMs && !this.#isOver()) {
      await delay(Math.min(this.#endMs - performance.now(), LONGEST_WAIT_MS));
      // A lane without anything in flight, after a fault, has nobody to wake it.
      this.#lanes.pump();
    }
  }

  async #openLoop(ratePerSecond: number, deadline: number): Promise<void> {
    const { settings, startMs } = this.#options;
    const schedule = new Schedule(ratePerSecond, startMs, this.#endMs - startMs);
    const batches = new OpenBatches(settings.recordsPerBatch, settings.lingerMs, ({ partition, count, intended }) =>
      this.#add(partition, count, intended),
    );
    const pacer = new Pacer();
    let next = 0;
    try {
      for (let now = performance.now(); ; now = performance.now()) {
        const due = schedule.dueBy(now);
        while (next < due && this.#lanes.queued < QUEUED_BATCHES_MAX) {
          const partition = this.#partitionOfNext();
          if (batches.add(partition, schedule.intendedAt(next))) this.#turn();
          next++;
        }
        if (batches.closeLingered(now)) this.#turn();
        this.#lanes.pump();
        const isAllThere = next >= schedule.total && batches.nextCloseAt === Number.POSITIVE_INFINITY;
        if (isAllThere || this.#isOver() || now > deadline) break;
        const wakeAt = next < due ? now + 1 : this.#nextBatchAt(schedule, batches, next);
        await pacer.until(Math.min(wakeAt, now + LONGEST_WAIT_MS));
      }
    } finally {
      pacer.close();
    }
    this.#notSent = schedule.total - next;
  }

  /** The earliest moment at which a batch can be full or has lingered: nothing is to be done before. @param next record */
  #nextBatchAt(schedule: Schedule, batches: OpenBatches, next: number): number {
    if (next >= schedule.total) return batches.nextCloseAt;
    // With keys any record may be the one that fills a batch.
    const lacking = this.#keys === null ? batches.lacking(this.#current) : 1;
    const fullAt = schedule.intendedAt(Math.min(schedule.total, next + lacking) - 1);
    const lingeredAt = schedule.intendedAt(next) + this.#options.settings.lingerMs;
    return Math.min(fullAt, lingeredAt, batches.nextCloseAt);
  }

  #isOver(): boolean {
    const { isInterrupted, recordsMax } = this.#options;
    return isInterrupted() || this.#lanes.failure !== null || (recordsMax !== undefined && this.#sent >= recordsMax);
  }

  #partitionOfNext(): number {
    return this.#keys === null ? this.#current : this.#keys.partitionOf(this.#keys.nextKey());
  }

  /** Without keys a batch is filled before the next partition has its turn. */
  #turn(): void {
    this.#current = (this.#current + 1) % this.#options.partitions;
  }

  #add(partition: number, count: number, intended: Float64Array | null): void {
    let bytes: Uint8Array;
    let stamp = -1;
    if (this.#isStamped) {
      stamp = this.#nextStamp;
      this.#nextStamp = (stamp + 1) % STAMPS;
      bytes = this.templates.stamped(partition, count, stamp);
    } else bytes = this.templates.batch(partition, count);
    const sending: Sending = { partition, count, bytes, intended, sentAt: 0 };
    if (stamp >= 0) this.#unread.set(stamp, sending);
    this.#sent += count;
    this.#lanes.add(sending);
  }

  /** A closed loop keeps every lane busy: with a batch for each of its partitions, as far as one request takes them. */
  #onRoom(lane: Lane): void {
    const { settings } = this.#options;
    if (settings.ratePerSecond !== null || !this.#mayAdd || performance.now() >= this.#endMs) return;
    if (this.#isOver()) return;
    const batchBytes = settings.recordsPerBatch * settings.recordBytes;
    let room = Math.max(1, Math.min(lane.partitions.length, Math.floor(REQUEST_BYTES / batchBytes)));
    if (this.#isStamped) room = Math.min(1, settings.inFlight - this.#unread.size);
    const chosen = new Set<number>();
    for (let tries = 0; chosen.size < room && tries < 4 * room; tries++) chosen.add(this.#partitionFor(lane));
    for (const partition of chosen) this.#add(partition, settings.recordsPerBatch, null);
  }

  #partitionFor(lane: Lane): number {
    if (this.#keys !== null) {
      // Other lanes' partitions are theirs to fill; a lane that rarely gets a key goes round.
      for (let tries = 0; tries < 64; tries++) {
        const partition = this.#keys.partitionOf(this.#keys.nextKey());
        if (lane.owned.has(partition)) return partition;
      }
    }
    lane.turn = (lane.turn + 1) % lane.partitions.length;
    return lane.partitions[lane.turn]!;
  }

  #onAcknowledged(sending: Sending, now: number): void {
    const { count } = sending;
    this.#acknowledged += count;
    if (this.#isStamped) return;
    this.#options.run.done(now, count, count * this.#options.settings.recordBytes);
    this.#took(sending, now);
  }

  #took(sending: Sending, now: number): void {
    const { run } = this.#options;
    const { intended, count, sentAt } = sending;
    if (intended === null) run.took(sentAt, now, count);
    else for (let record = 0; record < count; record++) run.took(intended[record]!, now);
  }

  #onFailed(sending: Sending, error: KafkaError): void {
    const name = errorName(error.code);
    this.#failed.set(name, (this.#failed.get(name) ?? 0) + sending.count);
    if (!this.#isStamped) return;
    // It may have been stored all the same; it does not block those that come after it.
    for (const [stamp, other] of this.#unread) {
      if (other === sending) {
        this.#unread.delete(stamp);
        break;
      }
    }
  }
}

function keysOf(choice: KeyChoice, partitions: number): number[][] {
  return Array.from({ length: partitions }, (_, partition) => choice.keysOf(partition));
}
