import { type Environment, ScriptError } from '../environment.ts';
import { LEVELS } from '../output.ts';
import type { Command } from './command.ts';

/** log-level <debug|info|warn|error|fatal|none>; for all commands from here on. */
export const logLevel: Command = (environment, { args }) => {
  setLevel(environment, args[0]!.key);
};

export function setLevel(environment: Environment, name: string): void {
  const level = LEVELS.find((candidate) => candidate === name.toUpperCase());
  if (level === undefined) throw new ScriptError(`log levels must be either of [${LEVELS.join(' ')}]`);
  environment.output.level = level;
}
