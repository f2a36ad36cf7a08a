/**
 * A disk with a page cache: what is written is seen at once, and is on the platter when a sync says so. A power failure
 * keeps of everything unsynced any set of 512-byte sectors, and of creates, renames and removals any first part.
 */
import type { Random } from './random.ts';

export const SECTOR_BYTES = 512;
const PAGE_SECTORS = 8;

export class Inode {
  data = new Uint8Array(0);
  size = 0;
  modifiedMs = 0;
  /** How much of it the platter knows. */
  durableSize = 0;
  /** What the platter has of sectors below `durableSize` that were written since the last sync. */
  unsynced = new Map<number, Uint8Array>();
  /** The same, of sectors that a failed sync gave up: clean in the cache, never written. */
  lost: Map<number, Uint8Array> | null = null;
  /** The least size since the last sync: a cut is on the platter whole or not at all. */
  cutTo = Number.POSITIVE_INFINITY;

  write(source: Uint8Array, position: number): void {
    const end = position + source.length;
    if (end > this.data.length) this.#grow(end);
    const known = Math.min(end, this.durableSize);
    for (let sector = Math.floor(position / SECTOR_BYTES); sector * SECTOR_BYTES < known; sector++) {
      if (this.unsynced.has(sector)) continue;
      const from = sector * SECTOR_BYTES;
      this.unsynced.set(sector, this.data.slice(from, Math.min(from + SECTOR_BYTES, this.durableSize)));
    }
    this.data.set(source, position);
    this.size = Math.max(this.size, end);
  }

  truncate(size: number): void {
    if (size > this.size) {
      if (size > this.data.length) this.#grow(size);
    } else {
      this.write(new Uint8Array(this.size - size), size);
      this.cutTo = Math.min(this.cutTo, size);
    }
    this.size = size;
  }

  sync(): void {
    if (this.lost !== null) {
      // Pages are written whole: one that was made dirty again takes all of itself along.
      for (const sector of this.unsynced.keys()) {
        const first = sector - (sector % PAGE_SECTORS);
        for (let each = first; each < first + PAGE_SECTORS; each++) this.lost.delete(each);
      }
      if (this.lost.size === 0) this.lost = null;
    }
    this.#settle();
  }

  /** Linux marks the pages clean all the same: the next sync has nothing to do, and succeeds. */
  failSync(): void {
    const { durableSize, size, unsynced } = this;
    const lost = this.lost ?? new Map<number, Uint8Array>();
    for (const [sector, old] of unsynced) if (!lost.has(sector)) lost.set(sector, old);
    for (let sector = Math.ceil(durableSize / SECTOR_BYTES); sector * SECTOR_BYTES < size; sector++) {
      lost.set(sector, new Uint8Array(SECTOR_BYTES));
    }
    if (lost.size > 0) this.lost = lost;
    this.#settle();
  }

  #settle(): void {
    if (this.unsynced.size > 0) this.unsynced = new Map();
    this.durableSize = this.size;
    this.cutTo = Number.POSITIVE_INFINITY;
  }

  powerFailure(random: Random): void {
    const { durableSize, size } = this;
    const isUncut = this.cutTo < durableSize && random.chance(0.5);
    if (isUncut) this.size = durableSize;
    else if (size !== durableSize) {
      this.size = random.chance(0.5) ? durableSize : Math.floor(random.between(Math.min(size, durableSize), size + 1));
      if (size > durableSize) {
        // Allocated and not written reads as zeros.
        const first = Math.floor(durableSize / SECTOR_BYTES);
        for (let sector = first; sector * SECTOR_BYTES < this.size; sector++) {
          if (random.chance(0.5)) continue;
          this.data.fill(0, Math.max(durableSize, sector * SECTOR_BYTES), (sector + 1) * SECTOR_BYTES);
        }
      }
    }
    for (const [sector, old] of this.unsynced) {
      const isCut = isUncut && (sector + 1) * SECTOR_BYTES > this.cutTo;
      if (isCut || random.chance(0.5)) this.data.set(old, sector * SECTOR_BYTES);
    }
    for (const [sector, old] of this.lost ?? []) {
      const from = sector * SECTOR_BYTES;
      if (from < this.data.length) this.data.set(old.subarray(0, this.data.length - from), from);
    }
    this.data.fill(0, this.size);
    this.lost = null;
    this.#settle();
  }

  #grow(end: number): void {
    const data = new Uint8Array(Math.max(end, Math.min(this.data.length * 2, this.data.length + 1024 * 1024), 256));
    data.set(this.data.subarray(0, this.size));
    this.data = data;
  }
}

export class Directory {
  readonly entries = new Map<string, Inode | Directory>();
}

interface DirectoryOperation {
  readonly touched: readonly Directory[];
  readonly undo: () => void;
}

export class DiskError extends Error {
  readonly code: string;

  constructor(code: string, call: string, path: string) {
    super(`${code}: ${call} '${path}'`);
    this.code = code;
  }
}

/** What is wrong with a disk for a while. */
export interface DiskFaults {
  /** Milliseconds of a sync. */
  syncMs: () => number;
  /** The next so many syncs fail with EIO. */
  failingSyncs: number;
  isFull: boolean;
}

const CAPACITY_BYTES = 1024 * 1024 * 1024;

export class Disk {
  readonly root = new Directory();
  readonly faults: DiskFaults = { syncMs: () => 0.2, failingSyncs: 0, isFull: false };
  #pending: DirectoryOperation[] = [];

  directory(path: string): Directory | null {
    const found = this.find(path);
    return found instanceof Directory ? found : null;
  }

  find(path: string): Inode | Directory | null {
    let at: Inode | Directory | undefined = this.root;
    for (const name of parts(path)) {
      if (!(at instanceof Directory)) return null;
      at = at.entries.get(name);
      if (at === undefined) return null;
    }
    return at;
  }

  makeDirectory(path: string): void {
    let at = this.root;
    for (const name of parts(path)) {
      let next = at.entries.get(name);
      if (next === undefined) {
        next = new Directory();
        this.link(at, name, next);
      }
      if (!(next instanceof Directory)) throw new DiskError('ENOTDIR', 'mkdir', path);
      at = next;
    }
  }

  /** @throws ENOENT */
  parent(path: string, call: string): { directory: Directory; name: string } {
    const names = parts(path);
    const name = names.pop()!;
    const directory = this.directory(names.join('/'));
    if (directory === null) throw new DiskError('ENOENT', call, path);
    return { directory, name };
  }

  link(directory: Directory, name: string, what: Inode | Directory): void {
    const before = directory.entries.get(name);
    directory.entries.set(name, what);
    this.#pending.push({ touched: [directory], undo: () => restore(directory, name, before) });
  }

  unlink(directory: Directory, name: string): void {
    const before = directory.entries.get(name);
    if (before === undefined) return;
    directory.entries.delete(name);
    this.#pending.push({ touched: [directory], undo: () => restore(directory, name, before) });
  }

  rename(from: string, to: string): void {
    const source = this.parent(from, 'rename');
    const target = this.parent(to, 'rename');
    const what = source.directory.entries.get(source.name);
    if (what === undefined) throw new DiskError('ENOENT', 'rename', from);
    const over = target.directory.entries.get(target.name);
    if (over instanceof Directory && over.entries.size > 0) throw new DiskError('ENOTEMPTY', 'rename', to);
    source.directory.entries.delete(source.name);
    target.directory.entries.set(target.name, what);
    this.#pending.push({
      touched: [source.directory, target.directory],
      undo: () => {
        restore(target.directory, target.name, over);
        restore(source.directory, source.name, what);
      },
    });
  }

  /** The journal is written in order: with one directory go all changes before its last. */
  syncDirectory(directory: Directory): void {
    let last = this.#pending.length - 1;
    while (last >= 0 && !this.#pending[last]!.touched.includes(directory)) last--;
    this.#pending.splice(0, last + 1);
  }

  get usedBytes(): number {
    let used = 0;
    for (const inode of inodesBelow(this.root)) used += inode.size;
    return used;
  }

  get freeBytes(): number {
    return this.faults.isFull ? 0 : Math.max(0, CAPACITY_BYTES - this.usedBytes);
  }

  /** A failed sync left something in the page cache alone. */
  get hasLost(): boolean {
    for (const inode of inodesBelow(this.root)) if (inode.lost !== null) return true;
    return false;
  }

  powerFailure(random: Random): void {
    const kept = random.chance(0.4) ? 0 : random.below(this.#pending.length + 1);
    for (const { undo } of this.#pending.splice(kept).reverse()) undo();
    this.#pending = [];
    for (const inode of inodesBelow(this.root)) inode.powerFailure(random);
  }

  /** Everything is gone, as with a new disk in the old place. */
  wipe(): void {
    this.root.entries.clear();
    this.#pending = [];
  }
}

function restore(directory: Directory, name: string, before: Inode | Directory | undefined): void {
  if (before === undefined) directory.entries.delete(name);
  else directory.entries.set(name, before);
}

export function* inodesBelow(directory: Directory): Generator<Inode> {
  for (const entry of directory.entries.values()) {
    if (entry instanceof Inode) yield entry;
    else yield* inodesBelow(entry);
  }
}

/** A first part `@…` is the process's view of the path: no two processes see the same, as if each had a root of its own. */
function parts(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.' && !part.startsWith('@'));
}
