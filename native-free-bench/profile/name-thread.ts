/** Loaded into every thread of a profiled process before anything else: leaves a note of who the thread is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, threadId } from 'node:worker_threads';

export interface ThreadNote {
  readonly threadId: number;
  readonly isMain: boolean;
  /** The file that the thread began with. */
  readonly entry: string;
}

const folder = process.env['BENCH_PROFILE_FOLDER'];
if (folder !== undefined) {
  const note: ThreadNote = { threadId, isMain: isMainThread, entry: process.argv[1] ?? '' };
  writeFileSync(join(folder, `${threadId}.thread.json`), JSON.stringify(note));
}
