import { type ReferenceScope, referenceEntries, referenceMarkdown } from '../../core/config/reference.ts';
import { CommandError, JSON_OPTION } from '../cluster-options.ts';
import { type Command, EXIT_OK, UsageError } from '../command.ts';
import { jsonLine } from '../config-output.ts';

const SCOPES: readonly ReferenceScope[] = ['broker', 'topic', 'group'];

export const configReference: Command = {
  name: 'config reference',
  summary: 'Explain the properties of brokers, topics or groups',
  arguments: '<broker|topic|group> [name]',
  argumentCount: [1, 2],
  options: {
    honoured: { type: 'boolean', description: 'Leave out properties that are accepted without effect' },
    json: JSON_OPTION,
  },
  details:
    'Written from the tables that the broker itself works by; needs no cluster. Without --json the output is Markdown.',
  async run({ arguments: [scopeName, name], options, io }) {
    const scope = SCOPES.find((candidate) => candidate === scopeName);
    if (scope === undefined) throw new UsageError(`'${scopeName}' is not one of ${SCOPES.join(', ')}`);
    const entries = referenceEntries(scope)
      .filter((entry) => name === undefined || entry.name === name)
      .filter((entry) => !options.has('honoured') || entry.ignoredBecause === null);
    if (entries.length === 0 && name !== undefined) throw new CommandError(`there is no ${scope} property ${name}`);
    await io.write(options.has('json') ? jsonLine(entries) : referenceMarkdown(entries));
    return EXIT_OK;
  },
};
