/** `--set`, `--delete`, `--append` and `--subtract`, as `topic alter` and `config alter` take them (KIP-339). */
import { type ConfigChange, ConfigOperation } from '../client/admin.ts';
import { parseAssignment } from './cluster-options.ts';
import { type OptionSpec, type ParsedOptions, UsageError } from './command.ts';

export const CHANGE_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  set: { type: 'string', short: 's', multiple: true, value: 'name=value', description: 'Set a property' },
  delete: {
    type: 'string',
    short: 'd',
    multiple: true,
    value: 'name',
    description: 'Return a property to its default',
  },
  append: { type: 'string', multiple: true, value: 'name=value', description: 'Add to a property that is a list' },
  subtract: { type: 'string', multiple: true, value: 'name=value', description: 'Take from a property that is a list' },
  'validate-only': { type: 'boolean', description: 'Ask whether the change would be accepted, and change nothing' },
};

export function parseChanges(options: ParsedOptions): ConfigChange[] {
  const assigned = (option: string, operation: ConfigOperation): ConfigChange[] =>
    options.texts(option).map((text) => {
      const [name, value] = parseAssignment(option, text);
      return { name, operation, value };
    });
  const changes = [
    ...assigned('set', ConfigOperation.SET),
    ...options.texts('delete').map((name) => ({ name, operation: ConfigOperation.DELETE, value: null })),
    ...assigned('append', ConfigOperation.APPEND),
    ...assigned('subtract', ConfigOperation.SUBTRACT),
  ];
  if (changes.length === 0) throw new UsageError('nothing to change: give --set, --delete, --append or --subtract');
  return changes;
}
