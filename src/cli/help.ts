/** The texts of --help, written from the same tables that parse the arguments. */
import type { Command, OptionSpec } from './command.ts';
import { COMMAND_TABLE } from './command-table.ts';

const COMMON = `  -h, --help  Show this text`;

/** All commands, or those that begin with the given words. */
export function helpForGroup(words: readonly string[]): string {
  const prefix = words.join(' ');
  const entries = COMMAND_TABLE.filter(({ name }) => prefix === '' || name.startsWith(`${prefix} `));
  const width = Math.max(...entries.map(({ name }) => name.length));
  const lines = entries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  const title = prefix === '' ? 'chronik <command> [options]' : `chronik ${prefix} <command> [options]`;
  const end =
    prefix === ''
      ? `\nOptions:\n${COMMON}\n      --version  Show the version\n\nchronik <command> --help tells more about a command.\n`
      : '';
  return `Usage: ${title}\n\nCommands:\n${lines.join('\n')}\n${end}`;
}

export function helpForCommand(command: Command): string {
  const heads = Object.entries(command.options).map(
    ([name, spec]) => [optionHead(name, spec), spec.description] as const,
  );
  const width = Math.max(...heads.map(([head]) => head.length), 14);
  const lines = heads.map(([head, description]) => `  ${head.padEnd(width)}  ${description}`);
  lines.push(`  ${'-h, --help'.padEnd(width)}  Show this text`);
  const usage = ['chronik', command.name, command.arguments, '[options]'].filter((part) => part !== '').join(' ');
  const details = command.details === undefined ? '' : `\n${command.details.trim()}\n`;
  return `Usage: ${usage}\n\n${command.summary}\n\nOptions:\n${lines.join('\n')}\n${details}`;
}

function optionHead(name: string, { short, value, type, multiple }: OptionSpec): string {
  const long = `--${name}${type === 'string' ? ` <${value ?? 'value'}>` : ''}${multiple === true ? '...' : ''}`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}
