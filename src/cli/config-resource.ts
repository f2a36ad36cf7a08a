/** The resource that `config describe` and `config alter` are about: two words on the command line. */
import { ConfigResourceType } from '../client/admin.ts';
import { UsageError } from './command.ts';

export interface ConfigResource {
  readonly type: ConfigResourceType;
  /** Empty for what all brokers share. */
  readonly name: string;
}

export const CONFIG_RESOURCE_ARGUMENTS = '<topic|broker|group> <name>';
export const CONFIG_RESOURCE_DETAILS = "A broker is named by its id; 'broker default' is what all brokers share.";

export function parseConfigResource(words: readonly string[]): ConfigResource {
  const [kind = '', name = ''] = words;
  if (kind === 'topic') return { type: ConfigResourceType.TOPIC, name };
  if (kind === 'group') return { type: ConfigResourceType.GROUP, name };
  if (kind !== 'broker') throw new UsageError(`'${kind}' is not one of topic, broker, group`);
  if (name === 'default') return { type: ConfigResourceType.BROKER, name: '' };
  if (!/^\d{1,10}$/.test(name)) throw new UsageError(`a broker is named by its id or 'default', not '${name}'`);
  return { type: ConfigResourceType.BROKER, name };
}
