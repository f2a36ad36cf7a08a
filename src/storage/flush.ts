/** Carries out what a checkpoint must make durable, in the order that makes it mean something. Any thread. */
import { writeDurably } from '../runtime/files/durable-rename.ts';
import type { FileSystem } from '../runtime/files/file-system.ts';

export interface FlushRequest {
  /** Files to fdatasync, then directories to fsync, then small files to replace durably, in this order. */
  readonly files: string[];
  readonly directories: string[];
  readonly replacements: { readonly directory: string; readonly name: string; readonly content: Uint8Array }[];
}

export function carryOutFlush(files: FileSystem, request: FlushRequest): void {
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
  for (const { directory, name, content } of request.replacements) writeDurably(files, directory, name, content);
}
