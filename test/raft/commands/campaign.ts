import { numbersOf } from '../datadriven.ts';
import type { Command } from './command.ts';

/** campaign <node> */
export const campaign: Command = (environment, { args }) => {
  environment.node(numbersOf(args)[0]!).node.campaign();
};
