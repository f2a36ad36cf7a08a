/**
 * Rebuilds a directory tree as a loss of power would have left it, from the tree before and a recording.
 *
 * Contents: what a completed sync of that file covered is there; of the rest, any part. Names: creations, renames and
 * deletions reach the disk in the order they were made (as with a journalling file system), so some prefix of them is
 * there; it reaches at least to the last one whose directory was synced afterwards. A synced file whose name was not
 * synced may therefore be gone: that is what POSIX promises, and no more.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Prng } from '../prng.ts';
import { FileContent } from './file-content.ts';
import type { Operation } from './recording.ts';

interface Node {
  readonly inode: bigint;
  /** null for a directory. */
  readonly content: FileContent | null;
  /** Path in the tree before; null when it came to be during the recording. */
  readonly before: string | null;
}

type Names = Map<string, Node>;
type NameChange = { readonly directory: bigint; apply(names: Names): void };

function parentOf(path: string): string {
  const parent = dirname(path);
  return parent === '.' ? '' : parent;
}

/** Moves a path and what lies below it. */
function move(names: Names, from: string, to: string): void {
  for (const [path, node] of [...names]) {
    if (path !== from && !path.startsWith(`${from}/`)) continue;
    names.delete(path);
    names.set(to + path.slice(from.length), node);
  }
}

export class Disk {
  readonly #before: string;
  /** The tree before, by path below the root; the root is ''. */
  readonly #start: Names = new Map();
  /** The tree as the process saw it last. */
  readonly #live: Names;
  readonly #byInode = new Map<bigint, Node>();
  readonly #changes: NameChange[] = [];
  /** Name changes that must be on disk. */
  #certain = 0;
  /** What a sync that has begun will cover once it succeeds, by token. */
  readonly #begun = new Map<bigint, number>();

  /**
   * @param work the tree that the recorded process will change: only its names and inodes are read, now
   * @param before a copy of it that nobody touches
   */
  constructor(work: string, before: string) {
    this.#before = before;
    this.#walk(work, '');
    this.#live = new Map(this.#start);
  }

  replay(operations: Iterable<Operation>): void {
    for (const operation of operations) this.#replayOne(operation);
  }

  /** Writes the tree that a loss of power leaves to the folder `target`; files that did not change are moved there from `before`. */
  powerFails(prng: Prng, target: string): void {
    const kept = prng.between(this.#certain, this.#changes.length);
    const names = new Map(this.#start);
    for (const change of this.#changes.slice(0, kept)) change.apply(names);
    mkdirSync(target);
    const paths = [...names.keys()].filter((path) => path !== '').sort();
    for (const path of paths) {
      const node = names.get(path)!;
      if (node.content === null) {
        mkdirSync(join(target, path));
        continue;
      }
      node.content.powerFails(prng);
      const content = node.content.content;
      if (content !== null) writeFileSync(join(target, path), content);
      else if (node.before !== null) renameSync(join(this.#before, node.before), join(target, path));
      else writeFileSync(join(target, path), '');
    }
  }

  #walk(work: string, path: string): void {
    const status = statSync(join(work, path), { bigint: true });
    const isDirectory = status.isDirectory();
    const content = isDirectory ? null : new FileContent(() => readFileSync(join(this.#before, path)));
    const node: Node = { inode: status.ino, content, before: path };
    this.#start.set(path, node);
    this.#byInode.set(status.ino, node);
    if (isDirectory)
      for (const name of readdirSync(join(work, path))) this.#walk(work, path === '' ? name : `${path}/${name}`);
  }

  #replayOne(operation: Operation): void {
    switch (operation.kind) {
      case 'create':
      case 'mkdir': {
        const content = operation.kind === 'create' ? new FileContent(() => Buffer.alloc(0)) : null;
        const node: Node = { inode: operation.inode, content, before: null };
        this.#byInode.set(operation.inode, node);
        this.#rename(operation.path, (names) => names.set(operation.path, node));
        return;
      }
      case 'write':
        this.#contentOf(operation.inode).change({ at: operation.offset, bytes: operation.bytes });
        return;
      case 'truncate':
        this.#contentOf(operation.inode).change({ length: operation.length });
        return;
      case 'sync-begin': {
        const content = this.#byInode.get(operation.inode)?.content;
        this.#begun.set(operation.token, content?.made ?? this.#changes.length);
        return;
      }
      case 'sync-end':
        this.#synced(operation.inode, this.#begun.get(operation.token) ?? 0);
        return;
      case 'rename':
        this.#rename(operation.to, (names) => move(names, operation.from, operation.to));
        return;
      case 'link':
        this.#rename(operation.to, (names) => names.set(operation.to, names.get(operation.from)!));
        return;
      case 'unlink':
      case 'rmdir':
        this.#rename(operation.path, (names) => names.delete(operation.path));
        return;
    }
  }

  #contentOf(inode: bigint): FileContent {
    const content = this.#byInode.get(inode)?.content;
    if (content === null || content === undefined)
      throw new Error(`the recording writes to inode ${inode}, which no file has`);
    return content;
  }

  #synced(inode: bigint, count: number): void {
    const node = this.#byInode.get(inode);
    if (node === undefined) return;
    if (node.content !== null) {
      node.content.synced(count);
      return;
    }
    for (let n = count - 1; n >= this.#certain; n--) {
      if (this.#changes[n]!.directory !== inode) continue;
      this.#certain = n + 1;
      return;
    }
  }

  /** Remembers a change of names under the directory that holds `path`. */
  #rename(path: string, apply: (names: Names) => void): void {
    const directory = this.#live.get(parentOf(path))?.inode ?? -1n;
    this.#changes.push({ directory, apply });
    apply(this.#live);
  }
}
