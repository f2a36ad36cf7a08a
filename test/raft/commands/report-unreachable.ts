import { numbersOf } from '../datadriven.ts';
import { ScriptError } from '../environment.ts';
import type { Command } from './command.ts';

/** report-unreachable <on node> <peer> */
export const reportUnreachable: Command = (environment, { args }) => {
  const ids = numbersOf(args);
  if (ids.length !== 2) {
    throw new ScriptError('must specify exactly two node indexes: node on which to report, and reported node');
  }
  environment.node(ids[0]!).node.reportUnreachable(ids[1]!);
};
