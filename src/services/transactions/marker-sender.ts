/**
 * Brings the markers of decided transactions to the leaders of their partitions: to this broker's own directly, to the
 * others by WriteTxnMarkers, one request under way per broker and the next one made of all that came meanwhile. What
 * fails is reported to the coordinator, which asks again. Main thread.
 */
import type { ClusterImage } from '../../core/metadata/cluster-image.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { WriteTxnMarkersResponse } from '../../core/protocol/generated/write-txn-markers-response.ts';
import type { TopicPartitions, WriteMarkersEffect } from '../../core/transactions/coordinator-contract.ts';
import type { BrokerCalls, CallResult } from './broker-calls.ts';
import type { Marker, MarkerWriter } from './marker-writer.ts';

export interface MarkerSenderServices {
  readonly brokerId: number;
  readonly image: () => ClusterImage;
  readonly writer: MarkerWriter;
  readonly calls: BrokerCalls;
}

/** Called once for every partition, in one call or several. NONE: its marker is written, or its topic is gone. */
export type MarkerReport = (partitions: readonly TopicPartitions[], errorCode: number) => void;

interface Parcel {
  readonly effect: WriteMarkersEffect;
  readonly topics: ReadonlyMap<string, readonly number[]>;
  readonly report: MarkerReport;
}

/** Transactions that may wait for one broker; the coordinator keeps what is refused and comes back with it. */
const MAX_QUEUED_PARCELS = 10_000;
const NO_LEADER = -1;
/** There is no such partition any more. */
const GONE = -2;

export class MarkerSender {
  readonly #services: MarkerSenderServices;
  readonly #queues = new Map<number, Parcel[]>();
  readonly #busy = new Set<number>();

  constructor(services: MarkerSenderServices) {
    this.#services = services;
  }

  send(effect: WriteMarkersEffect, report: MarkerReport): void {
    const byLeader = new Map<number, Map<string, number[]>>();
    for (const { topic, partitions } of effect.partitions) {
      // A topic may have come anew, with fewer partitions.
      const registrations = this.#services.image().topics.byName(topic)?.partitions ?? [];
      for (const partition of partitions) {
        const leader = registrations[partition]?.leader ?? GONE;
        listed(listed(byLeader, leader, new Map<string, number[]>()), topic, []).push(partition);
      }
    }
    for (const [leader, topics] of byLeader) {
      if (leader === GONE) report(asList(topics), ErrorCode.NONE);
      else if (leader === NO_LEADER) report(asList(topics), ErrorCode.LEADER_NOT_AVAILABLE);
      else if (leader === this.#services.brokerId) this.#writeHere({ effect, topics, report });
      else this.#enqueue(leader, { effect, topics, report });
    }
  }

  #writeHere({ effect, topics, report }: Parcel): void {
    const collected = new Collected(sizeOf(topics), report);
    for (const [topic, partitions] of topics) {
      for (const partition of partitions) {
        this.#services.writer.write(markerOf(effect), topic, partition, (errorCode) =>
          collected.add(topic, partition, errorCode),
        );
      }
    }
  }

  #enqueue(brokerId: number, parcel: Parcel): void {
    const queue = listed(this.#queues, brokerId, []);
    if (queue.length >= MAX_QUEUED_PARCELS) parcel.report(asList(parcel.topics), ErrorCode.REQUEST_TIMED_OUT);
    else {
      queue.push(parcel);
      this.#sendTo(brokerId);
    }
  }

  #sendTo(brokerId: number): void {
    const queue = this.#queues.get(brokerId) ?? [];
    if (queue.length === 0 || this.#busy.has(brokerId)) return;
    // The answer names producers and not markers, so that one request has one marker of each.
    const parcels = new Map<number, Parcel>();
    const later: Parcel[] = [];
    for (const parcel of queue) {
      if (parcels.has(parcel.effect.producerId)) later.push(parcel);
      else parcels.set(parcel.effect.producerId, parcel);
    }
    this.#queues.set(brokerId, later);
    this.#busy.add(brokerId);
    const markers = Array.from(parcels.values(), ({ effect, topics }) => {
      const { producerId, producerEpoch, isCommit, coordinatorEpoch, transactionVersion } = effect;
      return {
        producerId,
        producerEpoch,
        transactionResult: isCommit,
        topics: Array.from(topics, ([name, partitionIndexes]) => ({ name, partitionIndexes: [...partitionIndexes] })),
        coordinatorEpoch,
        transactionVersion,
      };
    });
    this.#services.calls.writeTxnMarkers(brokerId, { markers }, (result) => {
      this.#busy.delete(brokerId);
      for (const parcel of parcels.values()) reportResult(parcel, result);
      this.#sendTo(brokerId);
    });
  }
}

function reportResult({ effect, topics, report }: Parcel, result: CallResult<WriteTxnMarkersResponse>): void {
  if ('errorCode' in result) {
    report(asList(topics), result.errorCode);
    return;
  }
  const collected = new Collected(sizeOf(topics), report);
  const answered = new Map<string, number>();
  for (const marker of result.response.markers) {
    if (marker.producerId !== effect.producerId) continue;
    for (const { name, partitions } of marker.topics)
      for (const { partitionIndex, errorCode } of partitions) answered.set(`${name}:${partitionIndex}`, errorCode);
  }
  for (const [topic, partitions] of topics) {
    for (const partition of partitions) {
      // What the broker left out it may not have written.
      collected.add(topic, partition, answered.get(`${topic}:${partition}`) ?? ErrorCode.UNKNOWN_SERVER_ERROR);
    }
  }
}

/** Gathers the outcomes of a parcel's partitions, to report each kind of them once. */
class Collected {
  #open: number;
  readonly #report: MarkerReport;
  readonly #byError = new Map<number, Map<string, number[]>>();

  constructor(count: number, report: MarkerReport) {
    this.#open = count;
    this.#report = report;
  }

  add(topic: string, partition: number, errorCode: number): void {
    listed(listed(this.#byError, errorCode, new Map<string, number[]>()), topic, []).push(partition);
    if (--this.#open > 0) return;
    for (const [code, topics] of this.#byError) this.#report(asList(topics), code);
  }
}

function markerOf({
  producerId,
  producerEpoch,
  coordinatorEpoch,
  isCommit,
  transactionVersion,
}: WriteMarkersEffect): Marker {
  return { producerId, producerEpoch, coordinatorEpoch, commits: isCommit, transactionVersion };
}

function asList(topics: ReadonlyMap<string, readonly number[]>): TopicPartitions[] {
  return Array.from(topics, ([topic, partitions]) => ({ topic, partitions }));
}

function sizeOf(topics: ReadonlyMap<string, readonly number[]>): number {
  let size = 0;
  for (const partitions of topics.values()) size += partitions.length;
  return size;
}

function listed<Key, Value>(map: Map<Key, Value>, key: Key, empty: Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  map.set(key, empty);
  return empty;
}
