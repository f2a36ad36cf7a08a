/**
 * A disk in memory that tells written from durable. `powerLoss` gives the disk as the next start may find it: what was
 * synced is there, of the rest any 512-byte sectors; names as of the last directory sync or later. `onCall` injects faults.
 * As on Linux, a sync that failed leaves clean pages: the next one writes what has been written since, and nothing else.
 */
import { type FileHandle, type FileSystem, SyncFailedError } from '../../src/runtime/files/file-system.ts';

const SECTOR = 512;
const PAGE = 4096;

interface MemoryFile {
  data: Uint8Array;
  durable: Uint8Array;
  /** Pages that the next sync writes. */
  dirty: Set<number>;
}

export type DiskCall = 'open' | 'write' | 'sync' | 'syncDirectory' | 'rename' | 'remove' | 'truncate';

export class MemoryDisk implements FileSystem {
  readonly #names = new Map<string, MemoryFile>();
  #durableNames = new Map<string, MemoryFile>();
  readonly #open = new Map<FileHandle, { file: MemoryFile; path: string }>();
  #nextHandle = 10;
  /** Throws to make a call fail. */
  onCall: (call: DiskCall, path: string) => void = () => {};
  syncs = 0;
  /** Whether files can be written past a page cache. There is none here: what matters is that both ways end in one file. */
  hasUncached = false;

  open(path: string, mode: 'read' | 'write' | 'create'): FileHandle {
    this.onCall('open', path);
    let file = this.#names.get(path);
    if (mode === 'read' && file === undefined) throw missing(path);
    if (mode === 'create' && file !== undefined) throw Object.assign(new Error(`EEXIST: ${path}`), { code: 'EEXIST' });
    if (file === undefined) {
      file = { data: new Uint8Array(0), durable: new Uint8Array(0), dirty: new Set() };
      this.#names.set(path, file);
    }
    const handle = this.#nextHandle++;
    this.#open.set(handle, { file, path });
    return handle;
  }

  openUncached(path: string): FileHandle | null {
    return this.hasUncached ? this.open(path, 'write') : null;
  }

  close(file: FileHandle): void {
    if (!this.#open.delete(file))
      throw Object.assign(new Error('EBADF: bad file descriptor, close'), { code: 'EBADF' });
  }

  get openFiles(): number {
    return this.#open.size;
  }

  read(handle: FileHandle, target: Uint8Array, targetStart: number, length: number, position: number): number {
    const { data } = this.#opened(handle).file;
    const part = data.subarray(position, position + length);
    target.set(part, targetStart);
    return part.length;
  }

  write(handle: FileHandle, source: Uint8Array, start: number, end: number, position: number): void {
    const { file, path } = this.#opened(handle);
    this.onCall('write', path);
    put(file, source.subarray(start, end), position);
  }

  writeAll(handle: FileHandle, parts: Uint8Array[], position: number): void {
    let at = position;
    for (const part of parts) {
      this.write(handle, part, 0, part.length, at);
      at += part.length;
    }
  }

  size(handle: FileHandle): number {
    return this.#opened(handle).file.data.length;
  }

  truncate(handle: FileHandle, size: number): void {
    const { file, path } = this.#opened(handle);
    this.onCall('truncate', path);
    const data = new Uint8Array(size);
    data.set(file.data.subarray(0, size));
    file.data = data;
    markDirty(file, Math.min(size, file.durable.length), Math.max(size, file.durable.length));
  }

  sync(handle: FileHandle): void {
    const { file, path } = this.#opened(handle);
    const { dirty } = file;
    file.dirty = new Set();
    this.#syncing(() => this.onCall('sync', path));
    const durable = new Uint8Array(file.data.length);
    durable.set(file.durable.subarray(0, durable.length));
    for (const page of dirty) {
      const at = page * PAGE;
      if (at < durable.length) durable.set(file.data.subarray(at, at + PAGE), at);
    }
    file.durable = durable;
    this.syncs++;
  }

  syncDirectory(path: string): void {
    this.#syncing(() => this.onCall('syncDirectory', path));
    this.#durableNames = new Map(this.#names);
  }

  makeDirectory(): void {}

  list(path: string): string[] {
    const prefix = `${path}/`;
    const names = [...this.#names.keys()].filter((name) => name.startsWith(prefix));
    return [...new Set(names.map((name) => name.slice(prefix.length).split('/')[0]!))];
  }

  exists(path: string): boolean {
    return this.#names.has(path);
  }

  rename(from: string, to: string): void {
    this.onCall('rename', from);
    const file = this.#names.get(from);
    if (file === undefined) throw missing(from);
    this.#names.delete(from);
    this.#names.set(to, file);
  }

  remove(path: string): void {
    this.onCall('remove', path);
    this.#names.delete(path);
  }

  removeDirectory(path: string): void {
    for (const name of [...this.#names.keys()]) if (name.startsWith(`${path}/`)) this.#names.delete(name);
  }

  readFile(path: string): Uint8Array | null {
    return this.#names.get(path)?.data.slice() ?? null;
  }

  freeBytes(): number {
    return Number.MAX_SAFE_INTEGER;
  }

  /** Puts a file there as if it had always been. */
  plant(path: string, content: Uint8Array | null): void {
    if (content === null) this.#names.delete(path);
    else this.#names.set(path, { data: content.slice(), durable: content.slice(), dirty: new Set() });
    this.#durableNames = new Map(this.#names);
  }

  /** The same disk once more, page cache included: what the next process finds when this one is killed. */
  copy(): MemoryDisk {
    const disk = new MemoryDisk();
    const copies = new Map<MemoryFile, MemoryFile>();
    const copyOf = (file: MemoryFile): MemoryFile => {
      const { data, durable, dirty } = file;
      const copied = copies.get(file) ?? { data: data.slice(), durable: durable.slice(), dirty: new Set(dirty) };
      copies.set(file, copied);
      return copied;
    };
    for (const [path, file] of this.#names) disk.#names.set(path, copyOf(file));
    for (const [path, file] of this.#durableNames) disk.#durableNames.set(path, copyOf(file));
    return disk;
  }

  /** `keeps` decides for each unsynced sector, and for each unsynced change of names, whether it survived. */
  powerLoss(keeps: () => boolean): MemoryDisk {
    const disk = new MemoryDisk();
    const names = keeps() ? this.#names : this.#durableNames;
    for (const [path, file] of names) disk.plant(path, survivor(file, keeps));
    return disk;
  }

  #opened(handle: FileHandle): { file: MemoryFile; path: string } {
    const opened = this.#open.get(handle);
    if (opened === undefined) throw Object.assign(new Error('EBADF: bad file descriptor'), { code: 'EBADF' });
    return opened;
  }

  #syncing(sync: () => void): void {
    try {
      sync();
    } catch (error) {
      const { code = 'EIO', message } = error as Error & { code?: string };
      throw new SyncFailedError(code, message);
    }
  }
}

function put(file: MemoryFile, bytes: Uint8Array, position: number): void {
  if (position + bytes.length > file.data.length) {
    const larger = new Uint8Array(position + bytes.length);
    larger.set(file.data);
    file.data = larger;
  }
  file.data.set(bytes, position);
  markDirty(file, position, position + bytes.length);
}

function markDirty(file: MemoryFile, from: number, to: number): void {
  for (let page = Math.floor(from / PAGE); page * PAGE < to; page++) file.dirty.add(page);
}

function survivor(file: MemoryFile, keeps: () => boolean): Uint8Array {
  const size = file.data.length === file.durable.length || keeps() ? file.data.length : file.durable.length;
  const result = new Uint8Array(size);
  for (let at = 0; at < size; at += SECTOR) {
    const written = file.data.subarray(at, Math.min(at + SECTOR, size));
    const durable = file.durable.subarray(at, Math.min(at + SECTOR, size));
    const isSame = written.length === durable.length && written.every((byte, i) => byte === durable[i]);
    result.set(isSame || keeps() ? written : durable, at);
  }
  return result;
}

function missing(path: string): Error {
  return Object.assign(new Error(`ENOENT: no such file, ${path}`), { code: 'ENOENT' });
}

export function ioError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}
