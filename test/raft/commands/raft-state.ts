import { isVoter } from '../../../src/core/raft/configuration.ts';
import { describeId } from '../describe/ids.ts';
import type { Command } from './command.ts';

/** raft-state: the role, term and leader of every node. */
export const raftState: Command = (environment) => {
  for (const { node } of environment.nodes) {
    const { id, role, configuration, term, leader } = node.status();
    const voter = isVoter(configuration, id) ? '(Voter)' : '(Non-Voter)';
    environment.output.write(`${id}: State${role} ${voter} Term:${term} Lead:${describeId(leader)}\n`);
  }
};
