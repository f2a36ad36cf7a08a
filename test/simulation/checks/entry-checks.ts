/** What each committed entry does to partitions and brokers, seen on an image of the simulation's own. */
import type { BrokerCode } from '../broker-code.ts';
import type { Entries, Image } from './probes.ts';
import type { Report } from './violation.ts';

type Entry = Entries[number];
type Registration = NonNullable<ReturnType<Image['topics']['byId']>>['partitions'][number];

interface RequestId {
  readonly brokerId: number;
  readonly brokerEpoch: number;
  readonly sequence: number;
}

const PARTITION = 3;
const REGISTER_BROKER = 0;
const PARTITION_CHANGE = 5;
const REQUEST_RESULT = 101;
/** As `propertiesOf` sets it. */
const MIN_INSYNC_REPLICAS = 2;

export class EntryChecks {
  readonly image: Image;
  readonly #report: Report;
  /** Of requests that have had their effect. */
  readonly #answered = new Set<string>();

  constructor(code: BrokerCode, report: Report) {
    this.image = new code.clusterImage.ClusterImage();
    this.#report = report;
  }

  /** Each entry once, in their order. Returns the partitions it changed, as they are now. */
  replay(entry: Entry): Registration[] {
    const { topics } = this.image;
    const touched = new Map<string, { readonly topicId: string; readonly partition: number; before?: Registration }>();
    let isRegistration = false;
    for (const { data, type } of entry.records) {
      if (type === REGISTER_BROKER) isRegistration = true;
      if (type === REQUEST_RESULT) this.#onRequest(data as RequestId, entry.index);
      if (type !== PARTITION_CHANGE && type !== PARTITION) continue;
      const { partitionId: partition, topicId } = data as { readonly topicId: string; readonly partitionId: number };
      const key = `${topicId} ${partition}`;
      if (touched.has(key)) continue;
      const before = topics.byId(topicId)?.partitions[partition];
      touched.set(key, before === undefined ? { topicId, partition } : { topicId, partition, before });
    }
    this.image.replayEntry(entry);
    const changed: Registration[] = [];
    for (const { before, partition, topicId } of touched.values()) {
      const topic = topics.byId(topicId);
      const after = topic?.partitions[partition];
      if (topic === undefined || after === undefined) continue;
      changed.push(after);
      if (before === undefined || before === after) continue;
      this.#compare(`${topic.name}-${partition} at entry ${entry.index}`, before, after, isRegistration);
    }
    return changed;
  }

  /** I15: whoever asks twice, under one id, has asked once. */
  #onRequest({ brokerEpoch, brokerId, sequence }: RequestId, index: number): void {
    const id = `${brokerId} ${brokerEpoch} ${sequence}`;
    if (this.#answered.has(id)) {
      this.#report('I15', `request ${sequence} of broker ${brokerId} has an effect again, at entry ${index}`);
    }
    this.#answered.add(id);
  }

  #compare(name: string, before: Registration, after: Registration, isRegistration: boolean): void {
    const fail = (rule: string, text: string) => this.#report(rule, `${name} ${text}`);
    if (after.partitionEpoch <= before.partitionEpoch) fail('I20', `keeps partition epoch ${before.partitionEpoch}`);
    if (after.leader !== before.leader && after.leaderEpoch <= before.leaderEpoch)
      fail('I20', `goes from broker ${before.leader} to ${after.leader} in leader epoch ${after.leaderEpoch}`);
    // While some are still to be removed another reassignment has taken its place.
    const isOver = after.addingReplicas.length === 0 && after.removingReplicas.length === 0;
    const hasArrived = before.addingReplicas.length > 0 && isOver;
    const added = before.addingReplicas.filter((id) => after.replicas.includes(id));
    if (hasArrived && added.some((id) => !after.isr.includes(id)))
      fail('I36', `ends its reassignment to ${added.join(', ')} with ${after.isr.join(', ')} in sync`);
    // Who registers anew may have lost something; nobody else loses what it has by another's leaving (KIP-966).
    if (isRegistration || after.isr.length >= minimumOf(after)) return;
    const holders = before.isr.length >= minimumOf(before) ? before.isr : [...before.isr, ...before.elr];
    const left = holders.filter((id) => after.replicas.includes(id));
    const forgotten = left.filter((id) => !after.isr.includes(id) && !after.elr.includes(id));
    if (forgotten.length > 0) fail('I26', `forgets that brokers ${forgotten.join(', ')} have all that was committed`);
  }
}

function minimumOf({ replicas }: Registration): number {
  return Math.min(MIN_INSYNC_REPLICAS, replicas.length);
}
