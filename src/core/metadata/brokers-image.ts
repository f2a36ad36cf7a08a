/** The brokers of a cluster image: who is registered, where they listen, and whether they may lead. */
import { assert } from '../base/assert.ts';
import { ZERO_UUID } from '../bytes/uuid.ts';
import type { BrokerRegistrationChangeRecord } from './generated/broker-registration-change-record.ts';
import type {
  RegisterBrokerRecordBrokerEndpoint as BrokerEndpoint,
  RegisterBrokerRecordBrokerFeature as BrokerFeature,
  RegisterBrokerRecord,
} from './generated/register-broker-record.ts';
import type { UnregisterBrokerRecord } from './generated/unregister-broker-record.ts';
import type { ImageDelta } from './image-delta.ts';

export interface BrokerRegistration {
  readonly id: number;
  /** Index of the entry that registered it: grows with every incarnation, across the whole cluster. */
  readonly epoch: number;
  readonly incarnationId: string;
  readonly endpoints: readonly BrokerEndpoint[];
  readonly features: readonly BrokerFeature[];
  readonly rack: string | null;
  /** A fenced broker leads nothing and is in no ISR. */
  readonly isFenced: boolean;
  readonly isInControlledShutdown: boolean;
  /** Uuids of its log directories that work. */
  readonly logDirs: readonly string[];
}

export class BrokersImage {
  readonly #byId = new Map<number, BrokerRegistration>();

  get size(): number {
    return this.#byId.size;
  }

  get(id: number): BrokerRegistration | undefined {
    return this.#byId.get(id);
  }

  /** Ascending by id. */
  all(): BrokerRegistration[] {
    return [...this.#byId.values()].sort((a, b) => a.id - b.id);
  }

  /** Registered, not fenced and not on its way out: may be elected and placed on. */
  isActive(id: number): boolean {
    const broker = this.#byId.get(id);
    return broker !== undefined && !broker.isFenced && !broker.isInControlledShutdown;
  }

  /** Whether a replica said to be in this log directory can be served. The zero uuid: not assigned yet, so it can. */
  hasOnlineDirectory(id: number, directoryId: string): boolean {
    return directoryId === ZERO_UUID || this.#byId.get(id)?.logDirs.includes(directoryId) === true;
  }

  endpoint(id: number, listenerName: string): BrokerEndpoint | undefined {
    return this.#byId.get(id)?.endpoints.find((endpoint) => endpoint.name === listenerName);
  }

  replayRegister(record: RegisterBrokerRecord, delta: ImageDelta | null): void {
    const before = this.#byId.get(record.brokerId);
    assert(
      before === undefined || before.epoch < record.brokerEpoch,
      `broker ${record.brokerId}'s epoch went backwards`,
    );
    this.#byId.set(record.brokerId, {
      id: record.brokerId,
      epoch: record.brokerEpoch,
      incarnationId: record.incarnationId,
      endpoints: record.endPoints,
      features: record.features,
      rack: record.rack,
      isFenced: record.fenced,
      isInControlledShutdown: record.inControlledShutdown,
      logDirs: record.logDirs,
    });
    delta?.brokerChanged(record.brokerId);
  }

  replayUnregister(record: UnregisterBrokerRecord, delta: ImageDelta | null): void {
    this.#expect(record.brokerId, record.brokerEpoch);
    this.#byId.delete(record.brokerId);
    delta?.brokerChanged(record.brokerId);
  }

  replayChange(record: BrokerRegistrationChangeRecord, delta: ImageDelta | null): void {
    const before = this.#expect(record.brokerId, record.brokerEpoch);
    this.#byId.set(record.brokerId, {
      ...before,
      isFenced: record.fenced === 0 ? before.isFenced : record.fenced > 0,
      isInControlledShutdown:
        record.inControlledShutdown === 0 ? before.isInControlledShutdown : record.inControlledShutdown > 0,
      logDirs: record.logDirs ?? before.logDirs,
    });
    delta?.brokerChanged(record.brokerId);
  }

  #expect(id: number, epoch: number): BrokerRegistration {
    const broker = this.#byId.get(id);
    assert(broker !== undefined && broker.epoch === epoch, `broker ${id} with epoch ${epoch} is not registered`);
    return broker;
  }
}
