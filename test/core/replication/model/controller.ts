/** The controller, atomic and always there: in-sync set, eligible leader replicas, fences, leaders. */
import type { Broker } from './broker.ts';
import type { MessageOf } from './messages.ts';
import { IDS, MIN_ISR, type Partition, Violation, type World } from './world.ts';

export class Controller {
  readonly partition: Partition;
  readonly #world: World;
  #nextBrokerEpoch = 10;

  constructor(world: World) {
    this.#world = world;
    this.partition = {
      leader: 1,
      leaderEpoch: 0,
      partitionEpoch: 0,
      isr: [1, 2, 3],
      elr: [],
      brokerEpochs: new Map(IDS.map((id) => [id, id])),
      fenced: new Set(),
    };
    this.#publish();
  }

  /** A broker that has started again: fenced, under a new epoch. It knows all versions but the last. */
  register(broker: Broker): void {
    this.fence(broker.id);
    broker.brokerEpoch = this.#nextBrokerEpoch++;
    this.partition.brokerEpochs.set(broker.id, broker.brokerEpoch);
    broker.seen = this.#world.versions.length - 1;
    this.#publish();
  }

  fence(id: number): void {
    const { partition } = this;
    if (partition.fenced.has(id)) return;
    partition.fenced.add(id);
    if (!partition.isr.includes(id) && partition.leader !== id) return this.#publish();
    const isr = partition.isr.filter((each) => each !== id);
    const elr = isr.length < MIN_ISR ? [...partition.elr.filter((each) => !isr.includes(each) && each !== id), id] : [];
    this.#elect(isr, elr, partition.leader === id ? -1 : partition.leader);
  }

  unfence(broker: Broker): void {
    const { partition } = this;
    if (
      !broker.isUp ||
      !partition.fenced.has(broker.id) ||
      partition.brokerEpochs.get(broker.id) !== broker.brokerEpoch
    )
      return;
    partition.fenced.delete(broker.id);
    if (partition.leader < 0) this.#elect(partition.isr, partition.elr, -1);
    else this.#publish();
  }

  electPreferred(): void {
    const { isr, fenced, leader, elr } = this.partition;
    const candidates = isr.filter((id) => !fenced.has(id) && id !== leader);
    if (leader < 0 || candidates.length === 0) return;
    this.#change(isr, elr, this.#world.pick(candidates));
  }

  alterPartition({ from, brokerEpoch, proposal }: MessageOf<'alter'>): void {
    const { partition } = this;
    const answer = (outcome: 'settled' | 'refused'): void =>
      this.#world.send({ kind: 'answer', to: from, proposal, outcome });
    const isEpochRight =
      this.#world.mutation === 'noPartitionEpoch' || proposal.partitionEpoch === partition.partitionEpoch;
    if (
      partition.leader !== from ||
      partition.leaderEpoch !== proposal.leaderEpoch ||
      partition.brokerEpochs.get(from) !== brokerEpoch ||
      !isEpochRight
    ) {
      return answer('refused');
    }
    const isIneligible = ({ brokerId, brokerEpoch: epoch }: { brokerId: number; brokerEpoch: number }): boolean =>
      partition.fenced.has(brokerId) || (epoch !== -1 && epoch !== partition.brokerEpochs.get(brokerId));
    if (proposal.isr.some(isIneligible)) return answer('refused');
    const isr = proposal.isr.map(({ brokerId }) => brokerId);
    const elr =
      isr.length < MIN_ISR ? [...new Set([...partition.elr, ...partition.isr])].filter((id) => !isr.includes(id)) : [];
    this.#change(isr, elr, from);
    answer('settled');
  }

  #elect(isr: number[], elr: number[], leader: number): void {
    const mayLead = (id: number): boolean => !this.partition.fenced.has(id);
    let next = leader;
    if (next < 0) next = isr.find(mayLead) ?? -1;
    if (next < 0 && isr.length === 0) {
      next = elr.find(mayLead) ?? -1;
      if (next > 0) {
        isr = [next];
        elr = elr.filter((id) => id !== next);
      }
    }
    if (next < 0 && this.#world.mutation === 'uncleanElection') {
      next = IDS.find(mayLead) ?? -1;
      if (next > 0) isr = [next];
    }
    this.#change(isr, elr, next);
  }

  #change(isr: number[], elr: number[], leader: number): void {
    const { partition } = this;
    if (leader !== partition.leader) {
      partition.leaderEpoch++;
      partition.leader = leader;
      this.#world.elections++;
      if (leader > 0) this.#checkLeader(leader);
    }
    partition.isr = isr;
    partition.elr =
      this.#world.mutation === 'keepElr'
        ? [...new Set([...partition.elr, ...elr])].filter((id) => !isr.includes(id))
        : elr;
    partition.partitionEpoch++;
    this.#publish();
  }

  #checkLeader(leader: number): void {
    const { committed, brokers } = this.#world;
    const { log, durable } = brokers.get(leader)!;
    for (let i = 0; i < committed.length; i++) {
      if (i >= durable || log[i]!.value !== committed[i]!.value)
        throw new Violation(`I27: elected leader ${leader} lacks committed offset ${i}`);
    }
  }

  #publish(): void {
    const { isr, elr, brokerEpochs, fenced } = this.partition;
    this.#world.versions.push({
      ...this.partition,
      isr: [...isr],
      elr: [...elr],
      brokerEpochs: new Map(brokerEpochs),
      fenced: new Set(fenced),
    });
  }
}
