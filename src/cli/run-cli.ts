/** From arguments to an exit code: finds the command, parses its options, and turns every error into a sentence. */
import { parseArgs } from 'node:util';
import { nearestWord } from '../core/base/nearest-word.ts';
import {
  type Command,
  type CommandIo,
  EXIT_FAILURE,
  EXIT_OK,
  EXIT_USAGE,
  ParsedOptions,
  UsageError,
} from './command.ts';
import { COMMAND_TABLE, type CommandEntry } from './command-table.ts';
import { helpForCommand, helpForGroup } from './help.ts';

export async function runCli(argv: readonly string[], io: CommandIo, version: string): Promise<number> {
  const found = findCommand(argv);
  if (found === null) return withoutCommand(argv, io, version);
  return runCommand(await found.entry.load(), found.rest, io);
}

/** Runs one command with the arguments after its name. */
export async function runCommand(command: Command, argv: readonly string[], io: CommandIo): Promise<number> {
  try {
    const invocation = parse(command, argv);
    if (invocation === 'help') {
      await io.write(helpForCommand(command));
      return EXIT_OK;
    }
    return await command.run({ ...invocation, io });
  } catch (error) {
    if (error instanceof UsageError) {
      io.writeError(`chronik ${command.name}: ${error.message}\nTry 'chronik ${command.name} --help'.\n`);
      return EXIT_USAGE;
    }
    io.writeError(`chronik ${command.name}: ${describe(error)}\n`);
    return EXIT_FAILURE;
  }
}

/** The entry with the longest name that the arguments begin with. */
function findCommand(argv: readonly string[]): { entry: CommandEntry; rest: readonly string[] } | null {
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ');
    const entry = argv.length < words ? undefined : COMMAND_TABLE.find((candidate) => candidate.name === name);
    if (entry !== undefined) return { entry, rest: argv.slice(words) };
  }
  return null;
}

async function withoutCommand(argv: readonly string[], io: CommandIo, version: string): Promise<number> {
  const [first] = argv;
  if (first === '--version' || first === '-v') {
    await io.write(`chronik ${version}\n`);
    return EXIT_OK;
  }
  const words = argv.filter((word) => !word.startsWith('-')).slice(0, 1);
  const isGroup = words.length === 1 && COMMAND_TABLE.some(({ name }) => name.startsWith(`${words[0]} `));
  const wantsHelp = first === undefined || argv.includes('--help') || argv.includes('-h');
  if (words.length === 0 && wantsHelp) {
    await io.write(helpForGroup([]));
    return EXIT_OK;
  }
  if (isGroup && argv.every((word) => word === words[0] || word === '--help' || word === '-h')) {
    await io.write(helpForGroup(words));
    return EXIT_OK;
  }
  const asked = argv.slice(0, isGroup ? 2 : 1).join(' ');
  const meant = nearestCommand(argv);
  const advice = meant === null ? `\n${helpForGroup(isGroup ? words : [])}` : `: did you mean 'chronik ${meant}'?\n`;
  io.writeError(`chronik: there is no command '${asked}'${advice}`);
  return EXIT_USAGE;
}

/** The command, or the group of commands, that the first words are most like. */
function nearestCommand(argv: readonly string[]): string | null {
  const names = COMMAND_TABLE.map(({ name }) => name);
  const groups = new Set(names.map((name) => name.split(' ')[0]!));
  return nearestWord(argv.slice(0, 2).join(' '), names) ?? nearestWord(argv[0] ?? '', groups);
}

function parse(command: Command, argv: readonly string[]) {
  if (argv.includes('--help') || argv.includes('-h')) return 'help';
  const config = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short === undefined ? {} : { short }), multiple: multiple ?? false },
    ]),
  );
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({
      args: joinNegativeValues(command, argv),
      options: config,
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const message = (error as Error).message.split('. ')[0] ?? '';
    const unknown = /^Unknown option '--([^']*)'/.exec(message)?.[1];
    const meant = unknown === undefined ? null : nearestWord(unknown, Object.keys(command.options));
    const advice = meant === null ? '' : `: did you mean '--${meant}'?`;
    throw new UsageError(message.replace(/^Unknown option/, 'there is no option').replace(/\.$/, '') + advice);
  }
  const [min, max] = command.argumentCount;
  const { positionals } = parsed;
  if (positionals.length < min) throw new UsageError(`it needs ${command.arguments}`);
  if (positionals.length > max) throw new UsageError(`'${positionals[max]}' is one argument too many`);
  return { arguments: positionals, options: new ParsedOptions(parsed.values) };
}

/** `--offset -5` means the value -5: parseArgs takes it for an option unless it is written with an equals sign. */
function joinNegativeValues(command: Command, argv: readonly string[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at]!;
    const next = argv[at + 1];
    const long = word.startsWith('--')
      ? word.slice(2)
      : Object.entries(command.options).find(([, { short }]) => word === `-${short}`)?.[0];
    if (long !== undefined && command.options[long]?.type === 'string' && next !== undefined && /^-[\d@]/.test(next)) {
      joined.push(`--${long}=${next}`);
      at += 1;
    } else joined.push(word);
  }
  return joined;
}

const EXPECTED_ERRORS: ReadonlySet<string> = new Set(['CommandError', 'KafkaError', 'LogDirectoryError']);

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What Kafka or the system refused is a sentence; anything else is our fault, and wants its stack.
  const isExpected = EXPECTED_ERRORS.has(error.name) || 'code' in error;
  return isExpected ? error.message : (error.stack ?? error.message);
}
