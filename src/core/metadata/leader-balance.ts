/**
 * Evens out who leads, by moving another replica to the front of a partition's list. Moves along chains (a hands over to
 * b, b to c), which reaches the best balance that the replica lists allow.
 */

/** Changes `partitions` in place. `eligible`: brokers that may lead; every list holds at least one of them, in front. */
export function balanceLeaders(partitions: number[][], eligible: ReadonlySet<number>): void {
  const ledBy = new Map<number, Set<number[]>>();
  for (const id of eligible) ledBy.set(id, new Set());
  const touched = new Set<number>();
  for (const replicas of partitions) {
    ledBy.get(replicas[0]!)!.add(replicas);
    for (const id of replicas) if (eligible.has(id)) touched.add(id);
  }
  // Each round takes one partition from a broker that leads at least two more than where the chain ends.
  for (;;) {
    const busiestFirst = [...touched].sort((a, b) => ledBy.get(b)!.size - ledBy.get(a)!.size);
    if (!busiestFirst.some((id) => handOver(id, ledBy))) return;
  }
}

function handOver(from: number, ledBy: Map<number, Set<number[]>>): boolean {
  const target = ledBy.get(from)!.size - 2;
  const cameBy = new Map<number, { from: number; replicas: number[] }>();
  const queue = [from];
  for (let next = 0; next < queue.length; next++) {
    const leader = queue[next]!;
    for (const replicas of ledBy.get(leader)!) {
      for (const id of replicas) {
        if (id === from || cameBy.has(id) || !ledBy.has(id)) continue;
        cameBy.set(id, { from: leader, replicas });
        if (ledBy.get(id)!.size <= target) {
          follow(id, from, cameBy, ledBy);
          return true;
        }
        queue.push(id);
      }
    }
  }
  return false;
}

function follow(
  end: number,
  start: number,
  cameBy: Map<number, { from: number; replicas: number[] }>,
  ledBy: Map<number, Set<number[]>>,
): void {
  for (let id = end; id !== start; ) {
    const step = cameBy.get(id)!;
    ledBy.get(step.from)!.delete(step.replicas);
    ledBy.get(id)!.add(step.replicas);
    step.replicas.splice(step.replicas.indexOf(id), 1);
    step.replicas.unshift(id);
    id = step.from;
  }
}
