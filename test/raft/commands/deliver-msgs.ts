import type { Message } from '../../../src/core/raft/messages.ts';
import { valuesOf } from '../datadriven.ts';
import { MESSAGE_NAMES } from '../describe/message.ts';
import type { Command } from './command.ts';

/** deliver-msgs [type=..] [drop=(<node>..)] <node>...: hands over, or throws away, what is under way to them. */
export const deliverMessages: Command = (environment, { args }) => {
  const wanted = valuesOf(args, 'type')[0];
  const names = Object.entries(MESSAGE_NAMES) as [Message['type'], string][];
  const type = wanted === undefined ? null : names.find(([, name]) => name === wanted)?.[0];
  if (type === undefined) throw new Error(`unknown message type ${wanted}`);
  let count = 0;
  // In the order of the arguments.
  for (const { key, values } of args) {
    if (values.length === 0) count += environment.deliver(Number(key), type, false);
    if (key === 'drop') for (const id of values) count += environment.deliver(Number(id), type, true);
  }
  if (count === 0) environment.output.write('no messages\n');
};
