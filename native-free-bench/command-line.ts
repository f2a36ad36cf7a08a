/** The command lines of this room: what each of its programs does when asked for help, and with what it does not understand. */
import { parseArgs } from 'node:util';

/** Of sysexits.h: the command was used incorrectly. */
const EX_USAGE = 64;

/** Says what is wrong, and ends the process. */
export function refuse(message: string): never {
  console.error(`${message}\n--help shows the options`);
  process.exit(EX_USAGE);
}

type Options = Record<string, { readonly type: 'string' | 'boolean'; readonly default?: string | boolean }>;
type CommandLine<Known extends Options> = ReturnType<
  typeof parseArgs<{ readonly options: Known; readonly allowPositionals: true }>
>;

/** Like parseArgs. Ends the process after --help, and where an option is not known or lacks its value. */
export function readCommandLine<const Known extends Options>(
  usage: string,
  options: Known,
  allowPositionals = false,
): CommandLine<Known> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ args, allowPositionals, options }) as CommandLine<Known>;
  } catch (error) {
    refuse((error as Error).message);
  }
}

/** Ends the process for what is no number above 0. */
export function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) refuse(`--${option} takes a number above 0, not '${text}'`);
  return value;
}

/** A list of words, all of them known. Ends the process naming the one that is not. */
export function words<Word extends string>(option: string, text: string, known: readonly Word[]): Word[] {
  const found = text.split(',').filter((word) => word !== '');
  for (const word of found)
    if (!known.includes(word as Word)) refuse(`--${option} ${word}: one of ${known.join(', ')}`);
  return found as Word[];
}
