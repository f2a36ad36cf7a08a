import type { QuorumDescription } from '../../client/quorum.ts';
import { describeQuorum } from '../../client/quorum.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { formatFacts, formatTable } from '../table.ts';

export const clusterQuorum: Command = {
  name: 'cluster quorum',
  summary: 'Show the controller quorum and how far each node has its log',
  arguments: '',
  argumentCount: [0, 0],
  options: { ...CLUSTER_OPTIONS, json: JSON_OPTION },
  async run(invocation) {
    const { options, io } = invocation;
    const quorum = await withClient(invocation, describeQuorum);
    await io.write(options.has('json') ? jsonLine(json(quorum)) : text(quorum));
    return EXIT_OK;
  },
};

interface Member {
  readonly node: number;
  readonly role: 'leader' | 'voter' | 'observer';
  readonly directoryId: string;
  readonly logEndOffset: number;
  readonly lag: number;
}

function membersOf({ leaderId, observers, voters }: QuorumDescription): Member[] {
  const end = Math.max(...[...voters, ...observers].map(({ logEndOffset }) => logEndOffset));
  const member = (role: 'voter' | 'observer') => (state: QuorumDescription['voters'][number]) => ({
    node: state.replicaId,
    role: state.replicaId === leaderId ? ('leader' as const) : role,
    directoryId: state.replicaDirectoryId,
    logEndOffset: state.logEndOffset,
    lag: Math.max(0, end - state.logEndOffset),
  });
  return [...voters.map(member('voter')), ...observers.map(member('observer'))];
}

function json(quorum: QuorumDescription): object {
  const { highWatermark, leaderEpoch, leaderId } = quorum;
  return { leader: leaderId < 0 ? null : leaderId, leaderEpoch, highWatermark, members: membersOf(quorum) };
}

function text(quorum: QuorumDescription): string {
  const facts = formatFacts([
    ['Leader', quorum.leaderId < 0 ? 'none' : quorum.leaderId],
    ['Epoch', quorum.leaderEpoch],
    ['High watermark', quorum.highWatermark],
  ]);
  const table = formatTable(
    [
      { title: 'NODE', isNumber: true },
      { title: 'ROLE' },
      { title: 'LOG END', isNumber: true },
      { title: 'LAG', isNumber: true },
      { title: 'DIRECTORY' },
    ],
    membersOf(quorum).map(({ directoryId, lag, logEndOffset, node, role }) => [
      node,
      role,
      logEndOffset,
      lag,
      directoryId,
    ]),
  );
  return `${facts}\n${table}`;
}
