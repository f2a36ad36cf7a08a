/** What a case prints: results always go through here, log lines only at or above the level in force. */

export const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'NONE'] as const;
export type Level = (typeof LEVELS)[number];

export class Output {
  level: Level = 'DEBUG';
  #text = '';

  /** At level NONE nothing is printed but errors. */
  get isQuiet(): boolean {
    return this.level === 'NONE';
  }

  get text(): string {
    return this.#text;
  }

  reset(): void {
    this.#text = '';
  }

  write(text: string): void {
    if (!this.isQuiet) this.#text += text;
  }

  log(level: Level, text: string): void {
    if (LEVELS.indexOf(level) >= LEVELS.indexOf(this.level)) this.write(`${level} ${text}\n`);
  }

  indented(body: () => void): void {
    const outer = this.#text;
    this.#text = '';
    try {
      body();
    } finally {
      const lines = this.#text.split('\n');
      if (lines.at(-1) === '') lines.pop();
      this.#text = outer + lines.map((line) => `  ${line}\n`).join('');
    }
  }
}
