/** Carries out what a checkpoint must make durable, in the order that makes it mean something. Any thread. */
import { writeDurably } from '../runtime/files/durable-rename.ts';
import { type FileSystem, SyncFailedError } from '../runtime/files/file-system.ts';

export interface FlushRequest {
  /** Files to fdatasync, then directories to fsync, then small files to replace durably, in this order. */
  readonly files: string[];
  readonly directories: string[];
  readonly replacements: { readonly directory: string; readonly name: string; readonly content: Uint8Array }[];
}

/** `no space`: what is there is durable, but not every small file could be replaced. Those left are as they were. */
export type FlushOutcome = 'durable' | 'no space';

/** Throws what it cannot be repeated after. */
export function carryOutFlush(files: FileSystem, request: FlushRequest): FlushOutcome {
  for (const path of request.files) {
    // Retention or a truncation may have taken it meanwhile: then nobody needs it.
    if (!files.exists(path)) continue;
    const file = files.open(path, 'write');
    try {
      files.sync(file);
    } finally {
      files.close(file);
    }
  }
  for (const path of request.directories) if (files.exists(path)) files.syncDirectory(path);
  try {
    for (const { directory, name, content } of request.replacements) writeDurably(files, directory, name, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC' || error instanceof SyncFailedError) throw error;
    return 'no space';
  }
  return 'durable';
}
