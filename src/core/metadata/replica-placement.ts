/**
 * Chooses brokers for the partitions of a topic: distinct brokers, min(replicas, racks) racks for each partition, and
 * within the topic as even as the racks allow. Earlier topics decide ties, then chance.
 */
import type { RandomSource } from './control.ts';
import { balanceLeaders } from './leader-balance.ts';

export interface PlacementBroker {
  readonly id: number;
  readonly rack: string | null;
  /** A fenced broker takes replicas only when there are not enough others, and never leads. */
  readonly isFenced: boolean;
}

/** What a broker carries already, over all topics. `leaders` counts where it is the preferred leader. */
export interface BrokerLoad {
  replicas: number;
  leaders: number;
}

export type BrokerLoads = ReadonlyMap<number, Readonly<BrokerLoad>>;

interface Candidate {
  readonly broker: PlacementBroker;
  readonly elsewhere: Readonly<BrokerLoad>;
  readonly chance: number;
  /** For this topic. */
  here: number;
  leadsHere: number;
}

const NO_LOAD: Readonly<BrokerLoad> = { replicas: 0, leaders: 0 };

interface Rack {
  readonly candidates: Candidate[];
  /** Replicas given to this rack, for this topic. */
  here: number;
  readonly chance: number;
}

/**
 * `count` lists of `replicationFactor` broker ids, the preferred leader first.
 * Precondition: 1 <= replicationFactor <= brokers, and at least one broker is not fenced.
 */
export function placeReplicas(
  brokers: readonly PlacementBroker[],
  count: number,
  replicationFactor: number,
  elsewhere: BrokerLoads,
  random: RandomSource,
): number[][] {
  const racks = intoRacks(brokers, elsewhere, random);
  const partitions: number[][] = [];
  for (let partition = 0; partition < count; partition++) {
    partitions.push(placeOne(racks, replicationFactor));
  }
  balanceLeaders(partitions, new Set(brokers.filter((broker) => !broker.isFenced).map((broker) => broker.id)));
  return partitions;
}

/** Brokers without a rack share one, so that a cluster that names no racks is one rack. */
function intoRacks(brokers: readonly PlacementBroker[], elsewhere: BrokerLoads, random: RandomSource): Rack[] {
  const byName = new Map<string | null, Rack>();
  for (const broker of brokers) {
    let rack = byName.get(broker.rack);
    if (rack === undefined) {
      rack = { candidates: [], here: 0, chance: random.below(2 ** 31) };
      byName.set(broker.rack, rack);
    }
    const load = elsewhere.get(broker.id) ?? NO_LOAD;
    rack.candidates.push({ broker, elsewhere: load, chance: random.below(2 ** 31), here: 0, leadsHere: 0 });
  }
  return [...byName.values()];
}

function placeOne(racks: Rack[], replicationFactor: number): number[] {
  const shares = sharesOfRacks(racks, replicationFactor);
  const chosen: Candidate[] = [];
  for (const [rack, share] of shares) {
    rack.candidates.sort(byLoad);
    for (let i = 0; i < share; i++) chosen.push(rack.candidates[i]!);
    rack.here += share;
  }
  for (const candidate of chosen) candidate.here++;
  chosen.sort(byLeadership);
  chosen[0]!.leadsHere++;
  return chosen.map((candidate) => candidate.broker.id);
}

/** First one replica for each of the emptiest racks, then the rest to wherever a broker has least to carry. */
function sharesOfRacks(racks: Rack[], replicationFactor: number): Map<Rack, number> {
  const shares = new Map<Rack, number>();
  const inOrder = racks.slice().sort((a, b) => load(a, 0) - load(b, 0) || a.chance - b.chance);
  // One rack must hold a broker that can lead; it goes first where the order alone would miss it.
  const mayLead = inOrder.findIndex((rack) => rack.candidates.some((candidate) => !candidate.broker.isFenced));
  if (mayLead >= replicationFactor) inOrder.unshift(...inOrder.splice(mayLead, 1));
  for (const rack of inOrder.slice(0, replicationFactor)) shares.set(rack, 1);
  for (let rest = replicationFactor - shares.size; rest > 0; rest--) {
    let least: Rack | null = null;
    for (const rack of inOrder) {
      const share = shares.get(rack)!;
      if (share === rack.candidates.length) continue;
      if (least === null || load(rack, share) < load(least, shares.get(least)!)) least = rack;
    }
    shares.set(least!, shares.get(least!)! + 1);
  }
  return shares;
}

function load(rack: Rack, more: number): number {
  return (rack.here + more) / rack.candidates.length;
}

function byLoad(a: Candidate, b: Candidate): number {
  return (
    Number(a.broker.isFenced) - Number(b.broker.isFenced) ||
    a.here - b.here ||
    a.elsewhere.replicas - b.elsewhere.replicas ||
    a.chance - b.chance
  );
}

function byLeadership(a: Candidate, b: Candidate): number {
  return (
    Number(a.broker.isFenced) - Number(b.broker.isFenced) ||
    a.leadsHere - b.leadsHere ||
    a.elsewhere.leaders - b.elsewhere.leaders ||
    a.chance - b.chance
  );
}
