/**
 * Assignors: the server-side ones of KIP-848 (`range`; `uniform`, which is what sticky and cooperative-sticky were among
 * the classic ones), and those that the leader of a classic group runs in our client, with reading and writing the
 * protocol's bytes.
 */
import type { Case, Columns, Implementation } from '../corpus.ts';
import { room } from '../room.ts';

type Assignor = import('../../src/core/groups/assignors/assignor.ts').Assignor;
type AssignorMember = import('../../src/core/groups/assignors/assignor.ts').AssignorMember;
type Assignment = import('../../src/core/groups/consumer/assignment.ts').Assignment;

const NOTHING: Assignment = new Map();

export async function cases(tiny: boolean): Promise<Case[]> {
  const { ASSIGNORS } = await room<typeof import('../../src/core/groups/assignors/assignors.ts')>(
    'core/groups/assignors/assignors.ts',
  );
  const { assignAll, CLASSIC_ASSIGNORS, writeSubscription } = await room<
    typeof import('../../src/client/group/classic-assignment.ts')
  >('client/group/classic-assignment.ts');
  const memberCount = tiny ? 3 : 100;
  const topicCount = tiny ? 2 : 10;
  const partitions = tiny ? 4 : 100;
  const topics = Array.from({ length: topicCount }, (_, n) => `topic-${String(n).padStart(3, '0')}`);
  const partitionCounts = new Map(topics.map((topic) => [topic, partitions]));
  const members = (count: number, topicsOf: (n: number) => readonly string[]): AssignorMember[] =>
    Array.from({ length: count }, (_, n) => ({
      memberId: `member-${String(n).padStart(4, '0')}`,
      instanceId: null,
      topicIds: new Set(topicsOf(n)),
      current: NOTHING,
    }));
  const alike = members(memberCount, () => topics);
  const tangled = members(memberCount, (n) => topics.filter((_, at) => (at + n) % 3 !== 0));
  const total = partitions * topicCount;

  const assigning = (assignor: Assignor, input: readonly AssignorMember[]): Implementation => {
    const assign = (): Map<string, Assignment> => assignor({ members: input, partitionCounts });
    return { run: () => countOf(assign()), result: () => bytesOf(assign(), total) };
  };
  const settled = (assignor: Assignor, input: readonly AssignorMember[]): AssignorMember[] => {
    const found = assignor({ members: input, partitionCounts });
    return input.map((member) => ({ ...member, current: found.get(member.memberId) ?? NOTHING }));
  };
  const range = ASSIGNORS.get('range')!;
  const uniform = ASSIGNORS.get('uniform')!;
  const joined = [
    ...settled(uniform, alike),
    { memberId: 'member-new', instanceId: null, topicIds: new Set(topics), current: NOTHING },
  ];
  const classic = (protocol: string): Columns => {
    const metadata = writeSubscription(topics);
    const joining = alike.map(({ memberId }) => ({ memberId, groupInstanceId: null, metadata }));
    const assign = () => assignAll(protocol, joining, partitionCounts);
    return {
      js: {
        run: () => assign().length,
        result: () => Buffer.concat(assign().map(({ assignment }) => assignment)),
      },
    };
  };
  const group = `${memberCount} members, ${total} partitions`;
  const found: [string, Columns][] = [
    ['range', { js: assigning(range, alike) }],
    ['uniform, from nothing', { js: assigning(uniform, alike) }],
    ['uniform, sticky: one more joins', { js: assigning(uniform, joined) }],
    ['uniform, sticky: nothing changes', { js: assigning(uniform, settled(uniform, alike)) }],
    ['uniform, different subscriptions', { js: assigning(uniform, tangled) }],
    ...CLASSIC_ASSIGNORS.map((protocol): [string, Columns] => [`classic ${protocol}`, classic(protocol)]),
  ];
  return found.map(([name, columns]) => ({ name: `assignor: ${name}; ${group}`, bytes: 0, batch: 1, columns }));
}

function countOf(assignments: ReadonlyMap<string, Assignment>): number {
  let count = 0;
  for (const assignment of assignments.values()) for (const numbers of assignment.values()) count += numbers.length;
  return count;
}

/** @throws when a partition is given to nobody, or twice */
function bytesOf(assignments: ReadonlyMap<string, Assignment>, total: number): Uint8Array {
  const owners = new Map<string, string>();
  for (const [memberId, assignment] of assignments)
    for (const [topic, numbers] of assignment)
      for (const number of numbers) {
        const key = `${topic}:${number}`;
        if (owners.has(key)) throw new Error(`${key} is assigned twice`);
        owners.set(key, memberId);
      }
  if (owners.size !== total) throw new Error(`${owners.size} of ${total} partitions are assigned`);
  return Buffer.from(JSON.stringify([...owners].sort(([a], [b]) => (a < b ? -1 : 1))));
}
