/** What must hold after every step, whoever has failed; the rest is held where it happens (I24, I27, I29, I30). */
import { type Partition, Violation, type World } from './world.ts';

export function checkInvariants({ brokers, committed }: World, partition: Partition): void {
  const { isr, elr, leader, leaderEpoch } = partition;
  for (const id of new Set([...isr, ...elr])) {
    const { log, durable } = brokers.get(id)!;
    const lacks = committed.findIndex((entry, i) => i >= durable || log[i]!.value !== entry.value);
    if (lacks !== -1) throw new Violation(`I26: ${id} is in the ISR or ELR and lacks committed offset ${lacks}`);
  }
  for (const { id, log, durable, hw, isUp } of brokers.values()) {
    if (hw.value > durable && isUp) throw new Violation(`I30: broker ${id} shows what is not durable`);
    for (let i = 0; i < hw.value && i < log.length; i++) {
      if (committed[i]?.value !== log[i]!.value) throw new Violation(`I30: broker ${id} shows another record at ${i}`);
    }
    for (let i = 1; i < log.length; i++)
      if (log[i]!.epoch < log[i - 1]!.epoch) throw new Violation('I22: an epoch goes back');
  }
  const { leading } = brokers.get(leader) ?? { leading: null };
  if (leading === null || leading.leaderEpoch !== leaderEpoch || !leading.isEnough) return;
  const counted = new Set([leader, ...leading.maximalFollowers.map(({ brokerId }) => brokerId)]);
  for (const id of [...isr, ...elr])
    if (!counted.has(id)) throw new Violation(`I25: ${id} may lead, and the leader does not wait for it`);
}
