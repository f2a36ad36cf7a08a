/** Cuts the power after each kill: the data directory is set back to what its disk would hold. */
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Prng } from '../prng.ts';
import { Disk } from './disk.ts';
import { operations } from './recording.ts';
import { buildRecorder, recorderEnvironment, whyNoRecorder } from './shim.ts';

export class PowerSwitch {
  readonly directory: string;
  /** For the next broker process. */
  readonly env: Record<string, string>;
  readonly #folder: string;
  readonly #prng: Prng;
  #disk: Disk | null = null;

  private constructor(folder: string, library: string, prng: Prng) {
    this.#folder = folder;
    this.#prng = prng;
    this.directory = `${folder}/data`;
    this.env = recorderEnvironment(library, this.directory, `${folder}/recording`);
    mkdirSync(this.directory);
  }

  /** @throws when the recorder cannot be built */
  static open(folder: string, prng: Prng): PowerSwitch {
    const whyNot = whyNoRecorder();
    if (whyNot !== null) throw new Error(`--power-loss: ${whyNot}`);
    return new PowerSwitch(folder, buildRecorder(fileURLToPath(new URL('../../..', import.meta.url)), folder), prng);
  }

  /** Before a process starts: keeps a copy of the directory and begins a new recording. */
  on(): void {
    rmSync(`${this.#folder}/recording`, { force: true });
    cpSync(this.directory, `${this.#folder}/before`, { recursive: true });
    this.#disk = new Disk(this.directory, `${this.#folder}/before`);
  }

  /** After it was killed. */
  off(): void {
    this.#disk!.replay(operations(readFileSync(`${this.#folder}/recording`)));
    this.#disk!.powerFails(this.#prng, `${this.#folder}/after`);
    rmSync(this.directory, { recursive: true });
    rmSync(`${this.#folder}/before`, { recursive: true });
    renameSync(`${this.#folder}/after`, this.directory);
  }
}
