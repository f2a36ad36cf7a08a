/** Reads what shim/record-writes.c wrote: the file operations of a process, in order. */

export type Operation =
  | { readonly kind: 'create' | 'mkdir'; readonly inode: bigint; readonly path: string }
  | { readonly kind: 'write'; readonly inode: bigint; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly inode: bigint; readonly length: number }
  | { readonly kind: 'sync-begin' | 'sync-end'; readonly inode: bigint; readonly token: bigint }
  | { readonly kind: 'rename' | 'link'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlink' | 'rmdir'; readonly path: string };

const HEADER = 40;
const MAGIC = 0x57524543;

/** A record cut short at the end is a process killed while recording: what it did is as if it had not begun. */
export function* operations(log: Buffer): Generator<Operation> {
  for (let at = 0; at + HEADER <= log.length; ) {
    if (log.readUInt32LE(at) !== MAGIC) throw new Error(`the recording is broken at byte ${at}`);
    const kind = log.readUInt32LE(at + 4);
    const inode = log.readBigUInt64LE(at + 8);
    const offset = Number(log.readBigUInt64LE(at + 16));
    const token = log.readBigUInt64LE(at + 24);
    const middle = at + HEADER + log.readUInt32LE(at + 32);
    const end = middle + log.readUInt32LE(at + 36);
    if (end > log.length) return;
    const first = log.subarray(at + HEADER, middle);
    yield decode(kind, inode, offset, token, first, log.toString('utf8', middle, end));
    at = end;
  }
}

function decode(kind: number, inode: bigint, offset: number, token: bigint, first: Buffer, second: string): Operation {
  switch (kind) {
    case 1:
      return { kind: 'create', inode, path: first.toString() };
    case 2:
      return { kind: 'write', inode, offset, bytes: first };
    case 3:
      return { kind: 'truncate', inode, length: offset };
    case 4:
      return { kind: 'sync-begin', inode, token };
    case 5:
      return { kind: 'sync-end', inode, token };
    case 6:
      return { kind: 'rename', from: first.toString(), to: second };
    case 7:
      return { kind: 'unlink', path: first.toString() };
    case 8:
      return { kind: 'mkdir', inode, path: first.toString() };
    case 9:
      return { kind: 'rmdir', path: first.toString() };
    case 10:
      return { kind: 'link', from: first.toString(), to: second };
    default:
      throw new Error(`the recording has an operation of kind ${kind}`);
  }
}
