import type { InstallSnapshot } from '../../../src/core/raft/messages.ts';
import { numbersOf } from '../datadriven.ts';
import { describeMessage } from '../describe/message.ts';
import type { Command } from './command.ts';

/** send-snapshot <from> <to>: sends the newest snapshot behind the leader's back. */
export const sendSnapshot: Command = (environment, { args }) => {
  const [from, to] = numbersOf(args) as [number, number];
  const { node, storage } = environment.node(from);
  const message: InstallSnapshot = {
    type: 'InstallSnapshot',
    from,
    to,
    term: node.status().term,
    snapshot: storage.snapshot(),
  };
  environment.messages.push(message);
  environment.output.write(describeMessage(message));
};
