/** One file as a disk would hold it: what was synced for certain, and what is still on its way there. */
import type { Prng } from '../prng.ts';

type Change = { readonly at: number; readonly bytes: Buffer } | { readonly length: number };

const SECTOR = 512;

export class FileContent {
  readonly #load: () => Buffer;
  #bytes: Buffer | null = null;
  #length = 0;
  #pending: Change[] = [];
  /** Changes ever made; those before `#applied` are durable. */
  #made = 0;
  #applied = 0;

  /** @param load the content before the recording began, read when first needed */
  constructor(load: () => Buffer) {
    this.#load = load;
  }

  get made(): number {
    return this.#made;
  }

  change(change: Change): void {
    this.#pending.push(change);
    this.#made++;
  }

  /** A successful sync that began after `count` changes were made. */
  synced(count: number): void {
    while (this.#applied < count) {
      this.#apply(this.#pending.shift()!);
      this.#applied++;
    }
  }

  /** The power fails: of what was not synced, everything, nothing, or any 512-byte sectors reach the disk. */
  powerFails(prng: Prng): void {
    for (const change of this.#pending) {
      const fate = prng.below(3);
      if (fate === 0) continue;
      if (fate === 1 || !('bytes' in change)) this.#apply(change);
      else this.#applySectors(change.at, change.bytes, prng);
    }
    this.#pending = [];
  }

  /** null when nothing reached the disk since the recording began. */
  get content(): Buffer | null {
    return this.#bytes === null ? null : this.#bytes.subarray(0, this.#length);
  }

  #applySectors(at: number, bytes: Buffer, prng: Prng): void {
    for (let from = at; from < at + bytes.length; ) {
      const to = Math.min(at + bytes.length, (Math.floor(from / SECTOR) + 1) * SECTOR);
      if (prng.chance(50)) this.#apply({ at: from, bytes: bytes.subarray(from - at, to - at) });
      from = to;
    }
  }

  #apply(change: Change): void {
    const bytes = this.#loaded();
    if ('length' in change) {
      if (change.length < this.#length) bytes.fill(0, change.length, this.#length);
      this.#grow(change.length);
      this.#length = change.length;
      return;
    }
    this.#grow(change.at + change.bytes.length);
    change.bytes.copy(this.#bytes!, change.at);
    this.#length = Math.max(this.#length, change.at + change.bytes.length);
  }

  #loaded(): Buffer {
    if (this.#bytes === null) {
      this.#bytes = this.#load();
      this.#length = this.#bytes.length;
    }
    return this.#bytes;
  }

  #grow(length: number): void {
    if (length <= this.#bytes!.length) return;
    const grown = Buffer.alloc(Math.max(length, this.#bytes!.length * 2));
    this.#bytes!.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
