import { numbersOf } from '../datadriven.ts';
import { describeProgressMap } from '../describe/configuration.ts';
import type { Command } from './command.ts';

/** status <node>: what a leader knows of every member. */
export const status: Command = (environment, { args }) => {
  environment.output.write(describeProgressMap(environment.node(numbersOf(args)[0]!).node.status().progress));
};
