/**
 * What recent requests were answered, part of the image, so that any later controller answers a repeated request as the
 * first one did. Bounded per broker in number and in bytes; a new incarnation of a broker repeats nothing of the old one.
 */
import type { RequestResultRecord } from './generated/request-result-record.ts';

export const RESULTS_PER_BROKER = 1_000;
export const RESULT_BYTES_PER_BROKER = 4 * 1024 * 1024;

/** Who asked, and which of its requests this is. `brokerEpoch` makes the sequences of two incarnations differ. */
export interface RequestId {
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly sequence: number;
}

export interface RequestResult extends RequestResultRecord {
  /** Index of the entry that had the effect. */
  readonly index: number;
}

interface BrokerResults {
  epoch: number;
  bytes: number;
  readonly bySequence: Map<number, RequestResult>;
}

export class RequestResults {
  readonly #byBroker = new Map<number, BrokerResults>();

  find(id: RequestId): RequestResult | undefined {
    const results = this.#byBroker.get(id.brokerId);
    return results === undefined || results.epoch !== id.brokerEpoch ? undefined : results.bySequence.get(id.sequence);
  }

  replay(record: RequestResultRecord, index: number): void {
    let results = this.#byBroker.get(record.brokerId);
    if (results === undefined || results.epoch !== record.brokerEpoch) {
      results = { epoch: record.brokerEpoch, bytes: 0, bySequence: new Map() };
      this.#byBroker.set(record.brokerId, results);
    }
    results.bySequence.set(record.sequence, { ...record, index: record.index === -1 ? index : record.index });
    results.bytes += record.response.length;
    for (const [sequence, oldest] of results.bySequence) {
      const isWithinBounds = results.bySequence.size <= RESULTS_PER_BROKER && results.bytes <= RESULT_BYTES_PER_BROKER;
      if (isWithinBounds || results.bySequence.size === 1) break;
      results.bySequence.delete(sequence);
      results.bytes -= oldest.response.length;
    }
  }

  brokerUnregistered(brokerId: number): void {
    this.#byBroker.delete(brokerId);
  }

  /** Ascending by broker, then oldest first: the order in which a snapshot replays them. */
  all(): RequestResult[] {
    const brokers = [...this.#byBroker.keys()].sort((a, b) => a - b);
    return brokers.flatMap((broker) => [...this.#byBroker.get(broker)!.bySequence.values()]);
  }
}
