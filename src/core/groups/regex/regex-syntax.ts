/**
 * Parses the regular expressions of RE2 (the syntax that Kafka's consumer protocol promises): everything but what RE2
 * itself leaves out because it cannot be matched in linear time (backreferences, lookaround, atomic groups).
 */
import { type CharSet, classByName, complement, foldCase, negatable, range, unicodeClass, union } from './char-set.ts';
import { RegexError } from './regex-error.ts';

export type RegexNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'chars'; readonly set: CharSet }
  | { readonly kind: 'assert'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly options: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly of: RegexNode; readonly min: number; readonly max: number };

export type Assertion = 'begin' | 'end' | 'lineBegin' | 'lineEnd' | 'word' | 'notWord';

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiLine: boolean;
}

/** RE2's own limits. */
const MAX_REPEAT = 1000;
const MAX_DEPTH = 1000;
const EMPTY: RegexNode = { kind: 'empty' };
const NEWLINE = range(10, 10);
const ANY = complement([]);

/** Throws RegexError; `compileRegex` turns it into a value. */
export function parseRegex(pattern: string): RegexNode {
  return new Parser(pattern).parse();
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  readonly #names = new Set<string>();
  #flags: Flags = { ignoreCase: false, dotAll: false, multiLine: false };

  constructor(text: string) {
    this.#text = text;
  }

  parse(): RegexNode {
    const node = this.#choice();
    if (this.#at < this.#text.length) throw new RegexError('unexpected )');
    return node;
  }

  #choice(): RegexNode {
    if (++this.#depth > MAX_DEPTH) throw new RegexError('expression nests too deeply');
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    this.#depth--;
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  #sequence(): RegexNode {
    const parts: RegexNode[] = [];
    while (this.#at < this.#text.length && this.#peek() !== '|' && this.#peek() !== ')') {
      if (this.#text.startsWith('\\Q', this.#at)) parts.push(...this.#quoted());
      else parts.push(this.#repetitions(this.#atom()));
    }
    // What parses to a node makes at least one instruction, so that the limit on those bounds the work, too.
    const full = parts.filter((part) => part !== EMPTY);
    return full.length === 0 ? EMPTY : full.length === 1 ? full[0]! : { kind: 'sequence', parts: full };
  }

  #repetitions(of: RegexNode): RegexNode {
    const bounds = this.#repetition();
    if (bounds === null) return of;
    const next = this.#at;
    if (this.#repetition() !== null)
      throw new RegexError(`invalid nested repetition operator: ${this.#text.slice(next - 1, this.#at)}`);
    return of === EMPTY || bounds[1] === 0 ? EMPTY : { kind: 'repeat', of, min: bounds[0], max: bounds[1] };
  }

  /** Lazy or greedy makes no difference to whether the whole text matches. */
  #repetition(): readonly [number, number] | null {
    const char = this.#peek();
    let bounds: readonly [number, number] | null = null;
    if (char === '*') bounds = [0, Number.POSITIVE_INFINITY];
    else if (char === '+') bounds = [1, Number.POSITIVE_INFINITY];
    else if (char === '?') bounds = [0, 1];
    if (bounds !== null) this.#at++;
    else if (char === '{') bounds = this.#counted();
    if (bounds !== null) this.#take('?');
    return bounds;
  }

  /** `{2}`, `{2,}`, `{2,5}`; anything else that starts with a brace stands for itself. */
  #counted(): readonly [number, number] | null {
    const match = /^\{(\d{1,9})(,(\d{1,9})?)?\}/.exec(this.#text.slice(this.#at, this.#at + 24));
    if (match === null) return null;
    const min = Number(match[1]);
    const max = match[2] === undefined ? min : match[3] === undefined ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (min > MAX_REPEAT || (max > MAX_REPEAT && max !== Number.POSITIVE_INFINITY) || max < min)
      throw new RegexError(`invalid repeat count: ${match[0]}`);
    this.#at += match[0].length;
    return [min, max];
  }

  #atom(): RegexNode {
    const char = this.#next();
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return this.#chars(this.#class());
      case '.':
        return { kind: 'chars', set: this.#flags.dotAll ? ANY : complement(NEWLINE) };
      case '^':
        return { kind: 'assert', what: this.#flags.multiLine ? 'lineBegin' : 'begin' };
      case '$':
        return { kind: 'assert', what: this.#flags.multiLine ? 'lineEnd' : 'end' };
      case '*':
      case '+':
      case '?':
        throw new RegexError(`missing argument to repetition operator: ${char}`);
      case '\\':
        return this.#escape();
      case '{':
        this.#at--;
        if (this.#counted() !== null) throw new RegexError('missing argument to repetition operator: {');
        this.#at++;
        return this.#literal(char);
      default:
        return this.#literal(char);
    }
  }

  #group(): RegexNode {
    const before = this.#flags;
    if (this.#take('?')) {
      const named = /^P?<([A-Za-z_0-9]+)>/.exec(this.#text.slice(this.#at, this.#at + 200));
      if (named !== null) {
        if (this.#names.has(named[1]!)) throw new RegexError(`duplicate capture group name: ${named[1]}`);
        this.#names.add(named[1]!);
        this.#at += named[0].length;
      } else if (this.#setFlags()) {
        // Flags are nothing that could be repeated.
        if (this.#repetition() !== null) throw new RegexError('missing argument to repetition operator: (?');
        return EMPTY;
      }
    }
    const node = this.#choice();
    if (!this.#take(')')) throw new RegexError('missing closing )');
    this.#flags = before;
    return node;
  }

  /** `(?i)` sets flags for the rest of the group and is nothing itself (true); `(?i:` sets them for a group of its own. */
  #setFlags(): boolean {
    const match = /^([imsU]*)(-[imsU]+)?([):])/.exec(this.#text.slice(this.#at, this.#at + 32));
    if (match === null)
      throw new RegexError(`invalid or unsupported Perl syntax: (?${this.#text.slice(this.#at, this.#at + 1)}`);
    this.#at += match[0].length;
    const change = (flag: string, current: boolean): boolean =>
      (match[1]!.includes(flag) || current) && !(match[2] ?? '').includes(flag);
    const { ignoreCase, dotAll, multiLine } = this.#flags;
    this.#flags = {
      ignoreCase: change('i', ignoreCase),
      dotAll: change('s', dotAll),
      multiLine: change('m', multiLine),
    };
    return match[3] === ')';
  }

  #escape(): RegexNode {
    const char = this.#next();
    switch (char) {
      case 'A':
        return { kind: 'assert', what: 'begin' };
      case 'z':
        return { kind: 'assert', what: 'end' };
      case 'b':
        return { kind: 'assert', what: 'word' };
      case 'B':
        return { kind: 'assert', what: 'notWord' };
      case 'C':
        throw new RegexError('invalid escape sequence: \\C');
    }
    return this.#chars(this.#escapedClass(char) ?? this.#escapedChar(char));
  }

  /** `\d`, `\pL`, `\p{Greek}` and their complements. */
  #escapedClass(char: string): CharSet | null {
    const simple = negatable(char);
    if (simple !== null) return simple;
    if (char !== 'p' && char !== 'P') return null;
    let name = this.#next();
    if (name === '{') {
      const end = this.#text.indexOf('}', this.#at);
      if (end === -1) throw new RegexError('invalid character class range: \\p{');
      name = this.#text.slice(this.#at, end);
      this.#at = end + 1;
    }
    const isNegated = name.startsWith('^') !== (char === 'P');
    const set = unicodeClass(name.replace(/^\^/, ''));
    if (set === null) throw new RegexError(`invalid character class range: \\${char}{${name}}`);
    return isNegated ? complement(set) : set;
  }

  #escapedChar(char: string): CharSet {
    const code = this.#escapedCode(char);
    return range(code, code);
  }

  #escapedCode(char: string): number {
    const control = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 }[char];
    if (control !== undefined) return control;
    if (char === 'x') return this.#hex();
    if (char >= '0' && char <= '7') {
      // A lone digit but 0 would be a backreference elsewhere.
      const octal = /^[0-7]{0,2}/.exec(this.#text.slice(this.#at, this.#at + 2))![0];
      if (char !== '0' && octal === '') throw new RegexError(`invalid escape sequence: \\${char}`);
      this.#at += octal.length;
      return Number.parseInt(char + octal, 8);
    }
    if (/[A-Za-z0-9]/.test(char)) throw new RegexError(`invalid escape sequence: \\${char}`);
    return this.#codePoint(char);
  }

  #hex(): number {
    const match = /^(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(this.#text.slice(this.#at, this.#at + 8));
    const code = match === null ? -1 : Number.parseInt(match[1] ?? match[2]!, 16);
    if (match === null || code > 0x10ffff) throw new RegexError('invalid escape sequence: \\x');
    this.#at += match[0].length;
    return code;
  }

  #class(): CharSet {
    const isNegated = this.#take('^');
    let set: CharSet = [];
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      if (this.#at >= this.#text.length) throw new RegexError('missing closing ]');
      const posix = /^\[:(\^?)([a-z]+):\]/.exec(this.#text.slice(this.#at, this.#at + 16));
      if (posix !== null) {
        const named = classByName(posix[2]!);
        if (named === null) throw new RegexError(`invalid character class range: ${posix[0]}`);
        set = union(set, posix[1] === '' ? named : complement(named));
        this.#at += posix[0].length;
      } else set = union(set, this.#classRange());
    }
    this.#at++;
    // What is excluded is excluded in both cases: the fold comes before the complement.
    if (this.#flags.ignoreCase) set = foldCase(set);
    return isNegated ? complement(set) : set;
  }

  #classRange(): CharSet {
    const from = this.#classChar();
    if (typeof from !== 'number') return from;
    if (this.#peek() !== '-' || this.#text[this.#at + 1] === ']' || this.#at + 1 >= this.#text.length)
      return range(from, from);
    this.#at++;
    const to = this.#classChar();
    if (typeof to !== 'number' || to < from) throw new RegexError('invalid character class range');
    return range(from, to);
  }

  #classChar(): number | CharSet {
    const char = this.#next();
    if (char !== '\\') return this.#codePoint(char);
    const escaped = this.#next();
    return this.#escapedClass(escaped) ?? this.#escapedCode(escaped);
  }

  #quoted(): RegexNode[] {
    const end = this.#text.indexOf('\\E', this.#at);
    const literal = this.#text.slice(this.#at + 2, end === -1 ? undefined : end);
    this.#at = end === -1 ? this.#text.length : end + 2;
    const nodes = [...literal].map((char) => this.#chars(range(char.codePointAt(0)!, char.codePointAt(0)!)));
    if (nodes.length > 0) nodes.push(this.#repetitions(nodes.pop()!));
    return nodes;
  }

  #literal(char: string): RegexNode {
    const code = this.#codePoint(char);
    return this.#chars(range(code, code));
  }

  /** Completes a surrogate pair. */
  #codePoint(char: string): number {
    const code = this.#text.codePointAt(this.#at - 1)!;
    if (code > 0xffff) this.#at++;
    return code > 0xffff ? code : char.charCodeAt(0);
  }

  #chars(set: CharSet): RegexNode {
    return { kind: 'chars', set: this.#flags.ignoreCase ? foldCase(set) : set };
  }

  #peek(): string {
    return this.#text[this.#at] ?? '';
  }

  #next(): string {
    if (this.#at >= this.#text.length) throw new RegexError('trailing backslash at end of expression');
    return this.#text[this.#at++]!;
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}
