/**
 * Mistakes one could make in the Raft room, by name. Each is an edit of its source; the simulation must catch every
 * one, or its checkers are not worth their name.
 */

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Conditions } from './conditions.ts';
import type { DiskMistakes } from './disk.ts';
import type { RaftModule } from './raft-module.ts';

export interface Mutation {
  readonly name: string;
  readonly file: string;
  /** Must occur exactly once, so that a mutation cannot silently stop being one. */
  readonly find: string;
  readonly replace: string;
  /** Conditions under which a rare mistake shows sooner. */
  readonly conditions: Partial<Conditions>;
}

const mutation = (
  name: string,
  file: string,
  find: string,
  replace: string,
  conditions: Partial<Conditions> = {},
): Mutation => ({ name, file: `${file}.ts`, find, replace, conditions });

/** Elections without end. */
const RESTLESS: Partial<Conditions> = { electionTicks: 3, ticks: 30, crashes: 0.3, restarts: 4, preVote: false };
/** Leaders that are cut off and do not notice. */
const DECEIVED: Partial<Conditions> = {
  voters: [0, 1, 2],
  learners: [],
  preVote: false,
  checkQuorum: false,
  electionTicks: 10,
  ticks: 30,
  appends: 24,
  reads: 20,
  partitions: 0.05,
  changes: 0,
  crashes: 0,
};
/** Membership that never settles. */
const CHANGING: Partial<Conditions> = { changes: 2, crashes: 0.2, partitions: 0.05, proposals: 4 };

export const MUTATIONS: readonly Mutation[] = [
  // Votes and terms
  mutation('voteForAnyLog', 'votes', 'if (!free || !core.log.isUpToDate(message.last)) {', 'if (!free) {'),
  mutation('voteTwice', 'votes', 'core.vote === message.from ||', 'true ||'),
  mutation('voteNotKept', 'votes', '  core.vote = message.from;', ''),
  mutation('voteBeforeFsync', 'votes', 'core.sendAfterAppend({ type,', 'core.send({ type,'),
  mutation('voteForgottenAtStart', 'raft-core', '    this.vote = state.vote;', ''),
  mutation('termForgottenAtStart', 'raft-core', '    this.term = state.term;', ''),
  mutation('ownVoteForgotten', 'raft-core', '    this.vote = this.id;', ''),
  mutation(
    'voteOutlivesTerm',
    'raft-core',
    '      this.term = term;\n      this.vote = NO_NODE;',
    '      this.term = term;',
  ),
  mutation('leadsBeforeOwnVoteIsDurable', 'candidate', "result === 'won' && this.#mayLead", "result === 'won'", {
    ...RESTLESS,
    asynchronous: 1,
    appends: 1,
    voters: [0, 1, 2],
    learners: [],
  }),
  mutation('preVotesCountAsVotes', 'candidate', "if (message.type !== this.#response) return 'accepted';", ''),
  mutation(
    'higherTermIgnored',
    'raft-core',
    'this.becomeFollower(message.term, isFromLeader',
    'this.becomeFollower(this.term, isFromLeader',
  ),
  mutation(
    'lowerTermBelieved',
    'raft-core',
    'if (message.term < this.term && message.term !== 0) {',
    'if (message.term < 0) {',
  ),
  mutation(
    'longerLogWins',
    'raft-log',
    'return candidate.term > own.term || (candidate.term === own.term && candidate.index >= own.index);',
    'return candidate.index >= own.index;',
    RESTLESS,
  ),
  mutation(
    'laterTermSuffices',
    'raft-log',
    '(candidate.term === own.term && candidate.index >= own.index)',
    'candidate.term === own.term',
  ),
  mutation(
    'campaignInOldConfiguration',
    'raft-core',
    'if (!this.log.hasUnappliedConfigurationChange()) return null;',
    'if (this.term >= 0) return null;',
    { ...CHANGING, applies: 0.5 },
  ),
  mutation(
    'staleLeaderNeverTold',
    'raft-core',
    "this.sendAfterAppend({ type: 'AppendEntriesResponse', from: id, to: from, term, index: 0, rejection: null });",
    '',
  ),
  // Quorums
  mutation('halfIsEnoughToElect', 'quorum', 'Math.floor(voters.length / 2) + 1', 'Math.ceil(voters.length / 2)'),
  mutation(
    'halfIsEnoughToCommit',
    'quorum',
    'Math.floor((positions.length - 1) / 2)',
    'Math.floor(positions.length / 2)',
  ),
  mutation(
    'commitWithoutOutgoing',
    'quorum',
    'return jointIndex(configuration.voters, configuration.votersOutgoing, reached);',
    'return majorityIndex(configuration.voters, reached);',
    CHANGING,
  ),
  mutation(
    'electWithoutOutgoing',
    'quorum',
    'return jointVote(configuration.voters, configuration.votersOutgoing, vote);',
    'return majorityVote(configuration.voters, vote);',
    { ...CHANGING, voters: [0, 1, 2], partitions: 0.1, crashes: 0.05, ticks: 30, appends: 24 },
  ),
  mutation(
    'commitWithoutIncoming',
    'quorum',
    'return jointIndex(configuration.voters, configuration.votersOutgoing, reached);',
    'return majorityIndex(configuration.votersOutgoing.length > 0 ? configuration.votersOutgoing : configuration.voters, reached);',
  ),
  // Commitment
  mutation(
    'commitOldTermByCount',
    'raft-log',
    'if (index <= this.committed || !this.matches({ term, index })) return false;',
    'if (index <= this.committed || index > this.lastIndex() || term < 0) return false;',
    { ...RESTLESS, maxBytesPerAppend: [1] },
  ),
  mutation(
    'unsyncedLeaderCounts',
    'replication',
    'quorumIndex(configuration, (id) => this.#progress.get(id)?.match),',
    'quorumIndex(configuration, (id) => (id === this.#core.id ? log.lastIndex() : this.#progress.get(id)?.match)),',
  ),
  mutation(
    'sentCountsAsReceived',
    'progress',
    '      this.next += count;',
    '      this.next += count;\n      this.match = this.next - 1;',
  ),
  mutation(
    'heartbeatCommitsAll',
    'replication',
    'const commit = Math.min(progress.match, core.log.committed);',
    'const commit = core.log.committed;',
  ),
  mutation(
    'applyBeforeFsync',
    'raft-log',
    'return allowUnstable ? this.committed : Math.min(this.committed, this.unstable.offset - 1);',
    'return this.committed;',
  ),
  mutation('commitGoesBack', 'raft-log', '    if (index <= this.committed) return;\n', ''),
  // Log
  mutation(
    'acknowledgeBeforeFsync',
    'follower',
    'const index = previous.index + entries.length;\n      core.sendAfterAppend(',
    'const index = previous.index + entries.length;\n      core.send(',
  ),
  mutation(
    'appendWithoutPrevious',
    'raft-log',
    'if (!this.matches(previous)) return false;',
    'if (previous.index > this.lastIndex()) return false;',
  ),
  mutation('matchByIndex', 'raft-log', 'return this.term(id.index) === id.term;', 'return this.term(id.index) >= 0;'),
  mutation(
    'oldMessagesTruncate',
    'raft-log',
    'const conflict = entries.findIndex((entry) => !this.matches(entry));',
    'const conflict = entries.length > 0 ? 0 : -1;',
  ),
  mutation(
    'conflictKept',
    'raft-log',
    '      this.append(entries.slice(conflict));',
    '      if (entries[conflict]!.index > this.lastIndex()) this.append(entries.slice(conflict));',
  ),
  mutation(
    'rejectionSaysAccepted',
    'follower',
    'index: previous.index, rejection });',
    'index: previous.index, rejection: null });',
  ),
  mutation(
    'truncationNotRewritten',
    'unstable-log',
    'this.#offsetInProgress = Math.min(this.#offsetInProgress, from);',
    '',
    { asynchronous: 1, appends: 1, electionTicks: 10, proposals: 12, partitions: 0.05 },
  ),
  // Snapshots
  mutation(
    'snapshotKeepsEntries',
    'unstable-log',
    '    this.#offsetInProgress = this.#offset;\n    this.#entries = [];',
    '    this.#offsetInProgress = this.#offset;',
  ),
  mutation(
    'oldSnapshotTaken',
    'snapshot-restore',
    'if (snapshot.index <= log.committed) return false;',
    'if (snapshot.index < 0) return false;',
    { compactions: 0.6, reordering: 0.5, repetition: 0.2 },
  ),
  mutation('snapshotWithoutConfiguration', 'snapshot-restore', '  core.restoreConfiguration(snapshot);\n', ''),
  mutation(
    'snapshotOnlyForMembers',
    'snapshot-restore',
    '  const id = idOf(snapshot);\n  if (log.matches',
    '  if (!snapshot.configuration.voters.includes(core.id)) return false;\n  const id = idOf(snapshot);\n  if (log.matches',
  ),
  // Membership
  mutation(
    'twoChangesAtOnce',
    'proposals',
    "    if (this.#pendingChangeIndex > log.applied) return 'changePending';\n",
    '',
  ),
  mutation(
    'inheritedChangeForgotten',
    'proposals',
    'this.#pendingChangeIndex = core.log.lastIndex();',
    'this.#pendingChangeIndex = 0;',
  ),
  mutation(
    'jointWithoutOldVoters',
    'configuration-changer',
    'new Draft({ ...from, votersOutgoing: from.voters })',
    'new Draft(from)',
  ),
  mutation(
    'neverLeavesJoint',
    'leader',
    'if (!core.configuration.autoLeave || applied',
    'if (core.term >= 0 || applied',
  ),
  mutation(
    'refusalTeachesNothing',
    'votes',
    'if (!core.options.learnCommitFromVotes ||',
    'if (core.options.learnCommitFromVotes ||',
    { ...CHANGING, asynchronous: 1, electionTicks: 3, voters: [0, 1] },
  ),
  // Reads
  mutation(
    'readWithoutQuorum',
    'leader-reads',
    "if (alone || core.options.reads === 'lease') {",
    "if (alone || core.options.reads === 'quorum') {",
    DECEIVED,
  ),
  mutation('readBeforeFirstCommit', 'leader-reads', '    if (!core.hasCommittedInTerm) {', '    if (core.term < 0) {'),
  // Flow
  mutation('pausedForEver', 'leader', '    progress.flowPaused = false;', ''),
  mutation(
    'neverRetreats',
    'replication',
    '    if (!progress.retreatFrom(index, match)) return;',
    '    if (index >= 0) return;',
  ),
];

/** What whoever drives the node can do wrong. */
export const DISK_MISTAKES: readonly (keyof DiskMistakes)[] = ['answersBeforeWriting', 'forgetsVotes', 'losesTail'];

const SOURCE = new URL('../../../../src/core/', import.meta.url);

/** A copy of the room with the mistake in it. Call `dispose` when it has been loaded and judged. */
export async function loadMutant({
  name,
  file,
  find,
  replace,
}: Mutation): Promise<{ raft: RaftModule; dispose: () => void }> {
  const directory = mkdtempSync(join(tmpdir(), `raft-${name}-`));
  const dispose = () => rmSync(directory, { recursive: true, force: true });
  try {
    for (const room of ['raft', 'base']) cpSync(new URL(room, SOURCE), join(directory, room), { recursive: true });
    const path = join(directory, 'raft', file);
    const pieces = readFileSync(path, 'utf8').split(find);
    if (pieces.length !== 2) throw new Error(`mutation ${name} fits ${pieces.length - 1} places of ${file}`);
    writeFileSync(path, pieces.join(replace));
    const load = (module: string) => import(pathToFileURL(join(directory, 'raft', module)).href);
    const { RaftNode } = await load('raft-node.ts');
    const { MemoryStorage } = await load('memory-storage.ts');
    return { raft: { RaftNode, MemoryStorage }, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
