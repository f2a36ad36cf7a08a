/** Mistakes of the quorum: who is the controller, what is committed. */
import { type Mutation, mutation } from './mutation.ts';

export const QUORUM: readonly Mutation[] = [
  mutation(
    'fenceByOne',
    'begins a term without having shut out a majority',
    'core/metadata-log/safety-rules.ts',
    "    hasPromised(self) &&\n    jointVote(members.voters, members.votersOutgoing, (id) => hasPromised(id) || undefined) === 'won',\n",
    '    hasPromised(self) && members.voters.length > 0,\n',
  ),
  mutation(
    'ownLogAdopted',
    'adopts no log but the own one',
    'core/metadata-log/safety-rules.ts',
    '  isBetterTail: isAhead,\n',
    '  isBetterTail: () => false,\n',
  ),
  mutation(
    'commitByOne',
    'calls committed what the controller alone has',
    'core/metadata-log/safety-rules.ts',
    '    Math.min(jointIndex(members.voters, members.votersOutgoing, durable), ownDurable),\n',
    '    members.voters.length > 0 && durable !== null ? ownDurable : 0,\n',
  ),
  mutation(
    'minorityElects',
    'takes half of the votes for a majority',
    'core/raft/quorum.ts',
    'const needed = Math.floor(voters.length / 2) + 1;',
    'const needed = Math.max(1, Math.floor(voters.length / 2));',
  ),
  mutation(
    'minorityCommits',
    'takes the position of the fastest for that of a majority',
    'core/raft/quorum.ts',
    'return positions[Math.floor((positions.length - 1) / 2)]!;',
    'return positions[positions.length - 1]!;',
  ),
  mutation(
    'votesTwice',
    'votes for everybody who asks',
    'core/raft/votes.ts',
    '    (core.vote === NO_NODE && core.leader === NO_NODE) ||\n',
    '    core.term >= 0 ||\n',
    { faults: ['kill', 'killOfAll', 'killInDiskWork'], paceMs: 300, cables: 'far' },
  ),
  mutation(
    'noFence',
    'takes entries of controllers that were shut out',
    'core/metadata-log/safety-rules.ts',
    '  refuses: (authorEpoch, promised) => authorEpoch < promised,\n',
    '  refuses: () => false,\n',
    { faults: ['slowConnections', 'kill', 'pause', 'oneWay', 'bridge'], paceMs: 300, admin: 'busy' },
  ),
  mutation(
    'promiseNotKept',
    'forgets its promises when it restarts',
    'workers/controller/metadata-log.ts',
    "    this.#run({ kind: 'store', directory, name: VOTER_STATE_FILE, bytes: this.#voterState(0) }, done);\n",
    "    if (directory !== '') done();\n",
    { faults: ['kill', 'killOfAll', 'killInDiskWork'], paceMs: 300, cables: 'far' },
  ),
  mutation(
    'voteNotPersisted',
    'forgets its vote when it restarts',
    'workers/raft/raft-store.ts',
    '      hardState !== null && (hardState.term !== this.#hardState.term || hardState.vote !== this.#hardState.vote);\n',
    '      hardState !== null && hardState.term < 0;\n',
    { faults: ['kill', 'killOfAll', 'killInDiskWork'], paceMs: 300, cables: 'far' },
  ),
];
