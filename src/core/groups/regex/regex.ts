/**
 * Matches a whole text against a regular expression in RE2's syntax, in time linear in the text: all ways through the
 * expression are followed at once (a nondeterministic automaton), so that no expression of a client can stall the
 * broker. Pure; made for short texts such as topic names.
 */
import { type CharSet, has, WORD } from './char-set.ts';
import { RegexError } from './regex-error.ts';
import { type Assertion, parseRegex, type RegexNode } from './regex-syntax.ts';

export { RegexError } from './regex-error.ts';

/** Bounds memory, and the work per character: repetitions are written out. */
const MAX_INSTRUCTIONS = 10_000;
const MAX_PATTERN = 10_000;

type Instruction =
  | { readonly op: 'chars'; readonly set: CharSet }
  | { readonly op: 'assert'; readonly what: Assertion }
  | { readonly op: 'split'; to: number; or: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'match' };

export class Regex {
  readonly #program: readonly Instruction[];

  constructor(program: readonly Instruction[]) {
    this.#program = program;
  }

  /** Whether the text as a whole matches. */
  matches(text: string): boolean {
    const program = this.#program;
    const seen = new Int32Array(program.length).fill(-1);
    let current: number[] = [];
    this.#follow(0, text, 0, current, seen);
    for (let at = 0; at < text.length; ) {
      const code = text.codePointAt(at)!;
      const after = at + (code > 0xffff ? 2 : 1);
      const next: number[] = [];
      for (const index of current) {
        const instruction = program[index]!;
        if (instruction.op === 'chars' && has(instruction.set, code)) this.#follow(index + 1, text, after, next, seen);
      }
      if (next.length === 0) return false;
      current = next;
      at = after;
    }
    return current.some((index) => program[index]!.op === 'match');
  }

  /** Adds every instruction that is reached without reading; `seen` holds where each was last reached. */
  #follow(start: number, text: string, at: number, threads: number[], seen: Int32Array): void {
    const stack = [start];
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      if (seen[index] === at) continue;
      seen[index] = at;
      const instruction = this.#program[index]!;
      if (instruction.op === 'split') stack.push(instruction.or, instruction.to);
      else if (instruction.op === 'jump') stack.push(instruction.to);
      else if (instruction.op !== 'assert') threads.push(index);
      else if (holds(instruction.what, text, at)) stack.push(index + 1);
    }
  }
}

export function compileRegex(pattern: string): Regex | RegexError {
  if (pattern.length > MAX_PATTERN) return new RegexError('expression too large');
  try {
    const program: Instruction[] = [];
    emit(parseRegex(pattern), program);
    program.push({ op: 'match' });
    return new Regex(program);
  } catch (error) {
    if (error instanceof RegexError) return error;
    throw error;
  }
}

function emit(node: RegexNode, program: Instruction[]): void {
  if (program.length > MAX_INSTRUCTIONS) throw new RegexError('expression too large');
  switch (node.kind) {
    case 'empty':
      return;
    case 'chars':
      program.push({ op: 'chars', set: node.set });
      return;
    case 'assert':
      program.push({ op: 'assert', what: node.what });
      return;
    case 'sequence':
      for (const part of node.parts) emit(part, program);
      return;
    case 'choice':
      emitChoice(node.options, program);
      return;
    case 'repeat':
      emitRepeat(node.of, node.min, node.max, program);
  }
}

function emitChoice(options: readonly RegexNode[], program: Instruction[]): void {
  const ends: { op: 'jump'; to: number }[] = [];
  options.forEach((option, i) => {
    if (i === options.length - 1) {
      emit(option, program);
      return;
    }
    const split = { op: 'split' as const, to: program.length + 1, or: 0 };
    program.push(split);
    emit(option, program);
    const end = { op: 'jump' as const, to: 0 };
    ends.push(end);
    program.push(end);
    split.or = program.length;
  });
  for (const end of ends) end.to = program.length;
}

function emitRepeat(of: RegexNode, min: number, max: number, program: Instruction[]): void {
  for (let i = 0; i < min; i++) emit(of, program);
  if (max === Number.POSITIVE_INFINITY) {
    const start = program.length;
    const split = { op: 'split' as const, to: start + 1, or: 0 };
    program.push(split);
    emit(of, program);
    program.push({ op: 'jump', to: start });
    split.or = program.length;
    return;
  }
  const splits: { op: 'split'; to: number; or: number }[] = [];
  for (let i = min; i < max; i++) {
    const split = { op: 'split' as const, to: program.length + 1, or: 0 };
    splits.push(split);
    program.push(split);
    emit(of, program);
  }
  for (const split of splits) split.or = program.length;
}

function holds(what: Assertion, text: string, at: number): boolean {
  switch (what) {
    case 'begin':
      return at === 0;
    case 'end':
      return at === text.length;
    case 'lineBegin':
      return at === 0 || text[at - 1] === '\n';
    case 'lineEnd':
      return at === text.length || text[at] === '\n';
    default: {
      const isBoundary = isWord(text, at - 1) !== isWord(text, at);
      return isBoundary === (what === 'word');
    }
  }
}

const isWord = (text: string, at: number): boolean => at >= 0 && at < text.length && has(WORD, text.charCodeAt(at));
