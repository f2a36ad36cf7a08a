import { valuesOf } from '../datadriven.ts';
import { ScriptError } from '../environment.ts';
import type { Command } from './command.ts';

/** transfer-leadership from=<node> to=<node> */
export const transferLeadership: Command = (environment, { args }) => {
  const from = Number(valuesOf(args, 'from')[0] ?? 0);
  const to = Number(valuesOf(args, 'to')[0] ?? 0);
  if (from === 0 || from > environment.nodes.length) throw new ScriptError('expected valid "from" argument');
  if (to === 0 || to > environment.nodes.length) throw new ScriptError('expected valid "to" argument');
  environment.node(from).node.transferLeadership(to);
};
