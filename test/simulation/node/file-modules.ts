/** `node:fs` and `node:fs/promises` over the disk of the calling process's machine. */
import { Directory, type Disk, DiskError, Inode } from '../machine/disk.ts';
import type { Environment } from './environment.ts';
import { WALL_START_MS } from './timers.ts';

interface OpenFile {
  readonly inode: Inode;
  readonly path: string;
}

type Callback = (error: Error | null, value?: unknown, more?: unknown) => void;

const OPERATION_MS = 0.005;

export interface FileModules {
  readonly fs: Record<string, unknown>;
  readonly promises: Record<string, unknown>;
}

export function fileModules(environment: Environment): FileModules {
  const { clock, random } = environment;
  const files = new Map<number, OpenFile>();
  let nextDescriptor = 10;

  /** The disk of whoever calls; the call takes its time. */
  const enter = (call: string): Disk => {
    const { process } = environment;
    environment.onFileOperation(process, call);
    process.busyUntil = Math.max(process.busyUntil, clock.now) + OPERATION_MS;
    return environment.process.machine.disk;
  };
  const file = (descriptor: number, call: string): OpenFile => {
    const found = files.get(descriptor);
    if (found === undefined) throw new DiskError('EBADF', call, String(descriptor));
    return found;
  };
  const inodeAt = (disk: Disk, path: string, call: string): Inode => {
    const found = disk.find(path);
    if (found === null) throw new DiskError('ENOENT', call, path);
    if (found instanceof Directory) throw new DiskError('EISDIR', call, path);
    return found;
  };
  const opened = (inode: Inode, path: string): number => {
    const descriptor = nextDescriptor++;
    files.set(descriptor, { inode, path });
    return descriptor;
  };
  const writable = (disk: Disk, inode: Inode, end: number, path: string): void => {
    if (end > inode.size && disk.faults.isFull) throw new DiskError('ENOSPC', 'write', path);
    inode.modifiedMs = WALL_START_MS + clock.localNow;
  };
  const sync = (descriptor: number): void => {
    const disk = enter('sync');
    const { process } = environment;
    process.busyUntil += disk.faults.syncMs();
    const { inode, path } = file(descriptor, 'fdatasync');
    if (disk.faults.failingSyncs > 0) {
      disk.faults.failingSyncs--;
      inode.failSync();
      throw new DiskError('EIO', 'fdatasync', path);
    }
    inode.sync();
  };
  const directories = new Map<number, string>();

  const openSync = (path: string, flags: string): number => {
    const disk = enter('open');
    const found = disk.find(path);
    if (found instanceof Directory) {
      if (flags !== 'r') throw new DiskError('EISDIR', 'open', path);
      const descriptor = nextDescriptor++;
      directories.set(descriptor, path);
      return descriptor;
    }
    if (flags === 'r' || flags === 'r+') {
      if (found === null) throw new DiskError('ENOENT', 'open', path);
      return opened(found, path);
    }
    if (found !== null && flags.includes('x')) throw new DiskError('EEXIST', 'open', path);
    if (found !== null) return opened(found, path);
    if (disk.faults.isFull) throw new DiskError('ENOSPC', 'open', path);
    const { directory, name } = disk.parent(path, 'open');
    const inode = new Inode();
    disk.link(directory, name, inode);
    return opened(inode, path);
  };
  const closeSync = (descriptor: number): void => {
    files.delete(descriptor);
    directories.delete(descriptor);
  };
  const readSync = (
    descriptor: number,
    target: Uint8Array,
    start: number,
    length: number,
    position: number,
  ): number => {
    enter('read');
    const { inode } = file(descriptor, 'read');
    const end = Math.min(inode.size, position + length);
    if (end <= position) return 0;
    target.set(inode.data.subarray(position, end), start);
    return end - position;
  };
  const writeSync = (
    descriptor: number,
    source: Uint8Array | string,
    start = 0,
    length = source.length - start,
    position: number | null = null,
  ): number => {
    const disk = enter('write');
    const { inode, path } = file(descriptor, 'write');
    const bytes =
      typeof source === 'string' ? new TextEncoder().encode(source) : source.subarray(start, start + length);
    const at = position ?? inode.size;
    writable(disk, inode, at + bytes.length, path);
    inode.write(bytes, at);
    return bytes.length;
  };
  const writevSync = (descriptor: number, parts: readonly Uint8Array[], position: number): number => {
    let written = 0;
    for (const part of parts) written += writeSync(descriptor, part, 0, part.length, position + written);
    return written;
  };
  const statOf = (inode: Inode) => ({
    size: inode.size,
    mtimeMs: inode.modifiedMs,
    atimeMs: inode.modifiedMs,
    mtime: new Date(inode.modifiedMs),
    atime: new Date(inode.modifiedMs),
    isFile: () => true,
    isDirectory: () => false,
  });
  const readFileSync = (path: string, options?: unknown): Buffer | string => {
    const inode = inodeAt(enter('read'), path, 'open');
    const bytes = Buffer.from(inode.data.slice(0, inode.size));
    return options === 'utf8' ? bytes.toString('utf8') : bytes;
  };
  const unlinkSync = (path: string): void => {
    const disk = enter('unlink');
    const { directory, name } = disk.parent(path, 'unlink');
    if (!directory.entries.has(name)) throw new DiskError('ENOENT', 'unlink', path);
    disk.unlink(directory, name);
  };
  const rmSync = (path: string): void => {
    const disk = enter('rm');
    const found = disk.find(path);
    if (found === null) return;
    const { directory, name } = disk.parent(path, 'rm');
    disk.unlink(directory, name);
  };
  const renameSync = (from: string, to: string): void => {
    enter('rename').rename(from, to);
  };
  const statfs = () => {
    const disk = enter('statfs');
    return { bsize: 4096, blocks: 1 << 18, bavail: Math.floor(disk.freeBytes / 4096), bfree: 0 };
  };

  const fs = {
    openSync,
    closeSync,
    readSync,
    writeSync,
    writevSync,
    readFileSync,
    unlinkSync,
    rmSync,
    renameSync,
    statfsSync: statfs,
    existsSync: (path: string) => enter('stat').find(path) !== null,
    fdatasyncSync: sync,
    fsyncSync: (descriptor: number) => {
      const path = directories.get(descriptor);
      if (path === undefined) return sync(descriptor);
      const disk = enter('sync');
      environment.process.busyUntil += disk.faults.syncMs();
      const directory = disk.directory(path);
      if (directory !== null) disk.syncDirectory(directory);
    },
    fstatSync: (descriptor: number) => statOf(file(descriptor, 'fstat').inode),
    statSync: (path: string) => statOf(inodeAt(enter('stat'), path, 'stat')),
    ftruncateSync: (descriptor: number, size: number) => {
      const disk = enter('truncate');
      const { inode, path } = file(descriptor, 'ftruncate');
      writable(disk, inode, size, path);
      inode.truncate(size);
    },
    mkdirSync: (path: string) => {
      const disk = enter('mkdir');
      if (disk.faults.isFull && disk.find(path) === null) throw new DiskError('ENOSPC', 'mkdir', path);
      disk.makeDirectory(path);
    },
    readdirSync: (path: string) => {
      const directory = enter('readdir').directory(path);
      if (directory === null) throw new DiskError('ENOENT', 'scandir', path);
      return [...directory.entries.keys()].sort();
    },
    // Locks of a process that was ended are held by nobody: each sees its own name for the same place.
    realpathSync: (path: string) => `/@${environment.serial}.${environment.process.pid}${path}`,
    utimesSync: (path: string, _accessed: number, modified: number | Date) => {
      inodeAt(enter('utimes'), path, 'utimes').modifiedMs = typeof modified === 'number' ? modified * 1000 : +modified;
    },
    open: (path: string, flags: string, callback: Callback) => later(() => openSync(path, flags), callback),
    close: (descriptor: number, callback: Callback) => later(() => closeSync(descriptor), callback),
    read: (d: number, target: Uint8Array, start: number, length: number, position: number, callback: Callback) =>
      later(() => readSync(d, target, start, length, position), callback),
    unlink: (path: string, callback: Callback) => later(() => unlinkSync(path), callback),
    readlinkSync: (path: string) => {
      throw new DiskError('ENOENT', 'readlink', path);
    },
    readFile: (path: string, callback: Callback) => later(() => readFileSync(path), callback),
  };

  /** As the thread pool does it: some time later, and not in order. */
  function later(work: () => unknown, callback: Callback): void {
    clock.after(random.skewed(0.02, 1), environment.process, () => {
      let value: unknown;
      try {
        value = work();
      } catch (error) {
        callback(error as Error);
        return;
      }
      callback(null, value);
    });
  }

  const promised = (work: () => unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      later(work, (error, value) => (error === null ? resolve(value) : reject(error)));
    });
  const promises = {
    rename: (from: string, to: string) => promised(() => renameSync(from, to)),
    rm: (path: string) => promised(() => rmSync(path)),
    unlink: (path: string) => promised(() => unlinkSync(path)),
    statfs: () => promised(statfs),
    writeFile: async (path: string, content: Uint8Array | string, options: { flush?: boolean } = {}) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      let descriptor = -1;
      await promised(() => {
        descriptor = openSync(path, 'w');
        const { inode } = file(descriptor, 'write');
        inode.truncate(0);
      });
      await promised(() => writeSync(descriptor, bytes, 0, bytes.length, 0));
      if (options.flush === true) await promised(() => sync(descriptor));
      closeSync(descriptor);
    },
  };
  return { fs, promises };
}
