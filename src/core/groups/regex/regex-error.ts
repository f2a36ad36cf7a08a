/** What is wrong with a regular expression, in RE2's words. Thrown by the parser, a value outside this folder. */
export class RegexError extends Error {
  override readonly name = 'RegexError';
}
