import { numbersOf, valuesOf } from '../datadriven.ts';
import type { Command } from './command.ts';

/** set-randomized-election-timeout <node> timeout=<ticks>; until the node changes term or role. */
export const setRandomizedElectionTimeout: Command = (environment, { args }) => {
  environment.node(numbersOf(args)[0]!).node.setElectionTimeout(Number(valuesOf(args, 'timeout')[0]));
};
