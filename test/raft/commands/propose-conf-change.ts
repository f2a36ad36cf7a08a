import type { ConfigurationChange, Transition } from '../../../src/core/raft/configuration-change.ts';
import { numbersOf, valuesOf } from '../datadriven.ts';
import { parseChanges } from '../describe/configuration.ts';
import { OUTCOME_ERRORS, ScriptError } from '../environment.ts';
import { versionOneChange } from '../version-one.ts';
import type { Command } from './command.ts';

const TRANSITIONS: Readonly<Record<string, Transition>> = {
  auto: 'auto',
  implicit: 'jointImplicit',
  explicit: 'jointExplicit',
};

/** propose-conf-change <node> [v1=true] [transition=auto|implicit|explicit], then a line like `v1 l2 r3`. */
export const proposeConfChange: Command = (environment, { args, input }) => {
  const name = valuesOf(args, 'transition')[0] ?? 'auto';
  const transition = TRANSITIONS[name];
  if (transition === undefined) throw new ScriptError(`unknown transition ${name}`);
  const changes = parseChanges(input);
  let change: ConfigurationChange = { transition, changes, context: new Uint8Array(0) };
  if (valuesOf(args, 'v1')[0] === 'true') {
    if (changes.length > 1 || transition !== 'auto') {
      throw new ScriptError('v1 conf change can only have one operation and no transition');
    }
    change = versionOneChange(changes[0]!);
  }
  const outcome = environment.node(numbersOf(args)[0]!).node.proposeConfigurationChange(change);
  if (outcome !== 'accepted') throw new ScriptError(OUTCOME_ERRORS[outcome]);
};
