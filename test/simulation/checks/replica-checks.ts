/**
 * What leaders have called committed, and who must have it: every member of the in-sync set and every eligible replica, on
 * its disk, from the moment the set is committed (I26, I33); and nobody shows more (I30).
 */
import type { RunningBroker } from '../broker-code.ts';
import type { Process } from '../machine/process.ts';
import type { BrokerNode } from '../world/broker-node.ts';
import type { HighWatermark, Image } from './probes.ts';
import type { Report } from './violation.ts';

type Partition = NonNullable<ReturnType<RunningBroker['replicas']['getById']>>;

export class ReplicaChecks {
  readonly #report: Report;
  readonly #nodes: readonly BrokerNode[];
  /** The newest that is committed anywhere. */
  readonly #image: () => Image;
  readonly #incarnations = new WeakMap<Process, number>();
  readonly #owners = new WeakMap<HighWatermark, Partition>();
  /** The highest high watermark that a leader ever had, by topic id and partition. */
  readonly #committed = new Map<string, number>();

  constructor(report: Report, nodes: readonly BrokerNode[], image: () => Image) {
    this.#report = report;
    this.#nodes = nodes;
    this.#image = image;
  }

  onIncarnation(process: Process, brokerEpoch: number): void {
    this.#incarnations.set(process, brokerEpoch);
  }

  onHighWatermark(process: Process, highWatermark: HighWatermark): void {
    const node = this.#nodes.find((each) => each.process === process);
    const partition = node === undefined ? null : this.#ownerOf(node, highWatermark);
    if (node === undefined || partition === null) return;
    const { topic, topicId, partition: number } = partition;
    const key = `${topicId} ${number}`;
    const { value } = highWatermark;
    const known = this.#committed.get(key) ?? 0;
    if (!partition.isLeader) {
      if (value > known) {
        const text = `broker ${node.id} shows ${topic}-${number} to ${value}, its leaders to ${known}`;
        this.#report('I30', text);
      }
      return;
    }
    if (value <= known) return;
    this.#committed.set(key, value);
    this.checkMembers(topicId, number);
  }

  /** I29: who is in sync or eligible cuts nothing that is committed. */
  onCut(process: Process, highWatermark: HighWatermark): void {
    const node = this.#nodes.find((each) => each.process === process);
    const partition = node === undefined ? null : this.#ownerOf(node, highWatermark);
    if (partition !== null) this.checkMembers(partition.topicId, partition.partition);
  }

  /** After the high watermark or the set has changed. */
  checkMembers(topicId: string, number: number): void {
    const { brokers, topics } = this.#image();
    const topic = topics.byId(topicId);
    const registration = topic?.partitions[number];
    const committed = this.#committed.get(`${topicId} ${number}`);
    if (topic === undefined || registration === undefined || committed === undefined) return;
    for (const id of [...registration.isr, ...registration.elr]) {
      const node = this.#nodes.find((each) => each.id === id);
      if (node?.process == null || node.living === null) continue;
      // Who has not registered in this life may be left out when it does.
      if (this.#incarnations.get(node.process) !== brokers.get(id)?.epoch) continue;
      const partition = node.living.replicas.getById(topicId, number);
      if (partition == null || partition.log === null || !partition.log.directory.isOnline) continue;
      const { localDurableEnd } = partition.highWatermarkOf;
      if (localDurableEnd >= committed) continue;
      const standing = registration.isr.includes(id) ? 'in sync' : 'eligible';
      const text = `${topic.name}-${number} is committed to ${committed}, and broker ${id}, ${standing}, has it to ${localDurableEnd}`;
      this.#report('I26', text);
    }
  }

  #ownerOf(node: BrokerNode, highWatermark: HighWatermark): Partition | null {
    const known = this.#owners.get(highWatermark);
    if (known !== undefined) return known;
    for (const partition of node.living?.replicas.partitions() ?? []) {
      if (partition.highWatermarkOf !== highWatermark) continue;
      this.#owners.set(highWatermark, partition);
      return partition;
    }
    return null;
  }
}
