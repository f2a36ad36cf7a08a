import { numbersOf } from '../datadriven.ts';
import { OUTCOME_ERRORS, ScriptError } from '../environment.ts';
import type { Command } from './command.ts';

/** propose <node> <payload> */
export const propose: Command = (environment, { args }) => {
  const outcome = environment.node(numbersOf(args)[0]!).node.propose(new TextEncoder().encode(args[1]!.key));
  if (outcome !== 'accepted') throw new ScriptError(OUTCOME_ERRORS[outcome]);
};
