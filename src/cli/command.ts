/** The shape of one command of `chronik`, and what it may touch of the world outside. */

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** May be given several times. */
  readonly multiple?: boolean;
  /** What stands for the value in the help: `--partitions <count>`. */
  readonly value?: string;
  readonly description: string;
}

export interface Command {
  /** `topic create` */
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** The arguments without a name, for the help: `<topic>...`. */
  readonly arguments: string;
  /** How many of them there may be. */
  readonly argumentCount: readonly [min: number, max: number];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Printed below the options. */
  readonly details?: string;
  /** Answers the exit code. Throws UsageError for wrong arguments; any other error is a failure. */
  run(invocation: Invocation): Promise<number>;
}

export interface Invocation {
  readonly arguments: readonly string[];
  readonly options: ParsedOptions;
  readonly io: CommandIo;
}

/** Standard streams, environment and signals; tests bring their own. */
export interface CommandIo {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly workingDirectory: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Progress is shown to people, not to files. */
  readonly isErrorTerminal: boolean;
  readonly isOutputTerminal: boolean;
  /** Resolves when more may be written. */
  write(output: string | Uint8Array): Promise<void>;
  writeError(text: string): void;
  /** Resolves with the signal that asks the process to end. A command that never looks here is ended by it. */
  readonly terminated: Promise<string>;
  /** True once that signal has come: loops look at it between two steps. */
  readonly isTerminating: boolean;
}

/** Options by name, as written on the command line. */
export class ParsedOptions {
  readonly #values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

  constructor(values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined && this.#values[name] !== false;
  }

  text(name: string): string | null {
    const value = this.#values[name];
    return typeof value === 'string' ? value : null;
  }

  texts(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? (value as string[]) : [];
  }

  /** A whole number in a range, or the default. Throws UsageError. */
  integer(name: string, defaultValue: number, min: number, max: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.text(name);
    if (value === null) return defaultValue;
    const number = /^-?\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) {
      const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
      throw new UsageError(`--${name} takes a whole number ${range}, not '${value}'`);
    }
    return number;
  }

  /** One of a few words, or the default. Throws UsageError. */
  oneOf<Word extends string>(name: string, words: readonly Word[], defaultValue: Word): Word {
    const value = this.text(name);
    if (value === null) return defaultValue;
    const found = words.find((word) => word === value);
    if (found === undefined) throw new UsageError(`--${name} is one of ${words.join(', ')}, not '${value}'`);
    return found;
  }
}

/** Wrong arguments: the message names the one to change. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const EXIT_OK = 0;
export const EXIT_FAILURE = 1;
export const EXIT_USAGE = 2;
