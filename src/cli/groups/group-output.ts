/** Described groups as text, in the columns of Kafka's group tool, and as JSON. */
import type { DescribedGroup, GroupMember, TopicPartition } from '../../client/describe-group.ts';
import { formatFacts, formatTable } from '../table.ts';
import { byPlace, type LagRow } from './lag.ts';

export interface Description {
  readonly group: DescribedGroup;
  /** Null where the view has no use for it. */
  readonly lag: readonly LagRow[] | null;
}

export function json({ group, lag }: Description): object {
  const { coordinator, members, ...facts } = group;
  return {
    ...facts,
    coordinator,
    members,
    ...(lag === null
      ? {}
      : {
          lag: lag.reduce((sum, row) => sum + (row.lag ?? 0), 0),
          partitions: lag.map(({ member, ...row }) => ({ ...row, memberId: member?.memberId ?? null })),
        }),
  };
}

export function offsetsText({ group, lag }: Description, isVerbose: boolean): string {
  const rows = (lag ?? []).map((row) => [
    row.topic,
    row.partition,
    ...(isVerbose ? [row.leaderEpoch < 0 ? '-' : row.leaderEpoch] : []),
    row.currentOffset ?? '-',
    row.logEndOffset ?? '-',
    row.lag ?? '-',
    ...memberCells(row.member),
  ]);
  const idle = group.members
    .filter(({ assignment }) => assignment.length === 0)
    .map((member) => ['-', '-', ...(isVerbose ? ['-'] : []), '-', '-', '-', ...memberCells(member)]);
  const epoch = isVerbose ? [{ title: 'LEADER-EPOCH', isNumber: true }] : [];
  const table = formatTable(
    [
      { title: 'TOPIC' },
      { title: 'PARTITION', isNumber: true },
      ...epoch,
      { title: 'CURRENT-OFFSET', isNumber: true },
      { title: 'LOG-END-OFFSET', isNumber: true },
      { title: 'LAG', isNumber: true },
      { title: 'CONSUMER-ID' },
      { title: 'HOST' },
      { title: 'CLIENT-ID' },
    ],
    [...rows, ...idle],
  );
  return `${facts(group, isVerbose)}\n${table}`;
}

function memberCells(member: GroupMember | null): string[] {
  return member === null ? ['-', '-', '-'] : [member.memberId, member.host, member.clientId];
}

export function membersText({ group }: Description, isVerbose: boolean): string {
  const verbose = [
    { title: 'INSTANCE-ID' },
    { title: 'EPOCH', isNumber: true },
    { title: 'ASSIGNMENT' },
    { title: 'TARGET-ASSIGNMENT' },
    { title: 'UPGRADED' },
  ];
  const table = formatTable(
    [
      { title: 'CONSUMER-ID' },
      { title: 'HOST' },
      { title: 'CLIENT-ID' },
      { title: '#PARTITIONS', isNumber: true },
      ...(isVerbose ? verbose : []),
    ],
    group.members.map((member) => [
      member.memberId,
      member.host,
      member.clientId,
      member.assignment.length,
      ...(isVerbose ? verboseMember(member) : []),
    ]),
  );
  return `${facts(group, isVerbose)}\n${table}`;
}

function verboseMember({ instanceId, epoch, assignment, targetAssignment, isUpgraded }: GroupMember): string[] {
  return [
    instanceId ?? '-',
    epoch === null ? '-' : String(epoch),
    placesText(assignment),
    targetAssignment === null ? '-' : placesText(targetAssignment),
    isUpgraded === null ? '-' : String(isUpgraded),
  ];
}

/** `orders:0,1;stock:2` */
export function placesText(places: readonly TopicPartition[]): string {
  const topics = new Map<string, number[]>();
  for (const { topic, partition } of places.toSorted(byPlace)) {
    const numbers = topics.get(topic);
    if (numbers === undefined) topics.set(topic, [partition]);
    else numbers.push(partition);
  }
  return topics.size === 0 ? '-' : [...topics].map(([topic, numbers]) => `${topic}:${numbers.join(',')}`).join(';');
}

export function statesText(groups: readonly DescribedGroup[], isVerbose: boolean): string {
  const verbose = [
    { title: 'GROUP-EPOCH', isNumber: true },
    { title: 'TARGET-EPOCH', isNumber: true },
  ];
  return formatTable(
    [
      { title: 'GROUP' },
      { title: 'COORDINATOR (ID)' },
      { title: 'TYPE' },
      { title: 'ASSIGNMENT-STRATEGY' },
      { title: 'STATE' },
      { title: '#MEMBERS', isNumber: true },
      ...(isVerbose ? verbose : []),
    ],
    groups.map((group) => [
      group.groupId,
      coordinatorText(group),
      group.type,
      group.assignor === '' ? '-' : group.assignor,
      group.state,
      group.members.length,
      ...(isVerbose ? [group.groupEpoch ?? '-', group.targetAssignmentEpoch ?? '-'] : []),
    ]),
  );
}

function facts(group: DescribedGroup, isVerbose: boolean): string {
  const epochs: [string, string | number][] =
    isVerbose && group.groupEpoch !== null
      ? [
          ['Epoch', group.groupEpoch],
          ['Target epoch', group.targetAssignmentEpoch ?? '-'],
        ]
      : [];
  return formatFacts([
    ['Group', group.groupId],
    ['Type', group.type],
    ['State', group.state],
    ['Assignor', group.assignor === '' ? '-' : group.assignor],
    ['Coordinator', coordinatorText(group)],
    ['Members', group.members.length],
    ...epochs,
  ]);
}

function coordinatorText({ coordinator }: DescribedGroup): string {
  return `${coordinator.host}:${coordinator.port} (${coordinator.id})`;
}
