import { numbersOf } from '../datadriven.ts';
import type { Command } from './command.ts';

/** forget-leader <node> */
export const forgetLeader: Command = (environment, { args }) => {
  environment.node(numbersOf(args)[0]!).node.forgetLeader();
};
