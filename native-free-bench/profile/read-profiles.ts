/** The profiles of one process from its folder, each thread under its name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CpuProfile, homeOf, type ThreadReport, timeOf } from './cpu-profile.ts';
import type { ThreadNote } from './name-thread.ts';

/** Threads in the order in which they were started. */
export function readThreads(folder: string, window: readonly [number, number]): ThreadReport[] {
  const names = readdirSync(folder);
  // CPU.<day>.<time>.<process>.<thread>.<sequence>.cpuprofile
  const files = names.filter((name) => name.endsWith('.cpuprofile'));
  const isParked = parkedLines();
  const threads = files
    .map((file) => ({ file, threadId: Number(file.split('.')[4]) }))
    .sort((a, b) => a.threadId - b.threadId)
    .map(({ file, threadId }) => {
      const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
      const note = names.includes(`${threadId}.thread.json`)
        ? (JSON.parse(readFileSync(join(folder, `${threadId}.thread.json`), 'utf8')) as ThreadNote)
        : null;
      return { name: nameOf(note, threadId, profile), ...timeOf(profile, window, isParked) };
    });
  return numbered(threads);
}

/** Several threads of one kind are told apart by a number. */
function numbered(threads: readonly ThreadReport[]): ThreadReport[] {
  const seen = new Map<string, number>();
  return threads.map((thread) => {
    const { name } = thread;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return threads.filter((other) => other.name === name).length > 1 ? { ...thread, name: `${name} ${count}` } : thread;
  });
}

function nameOf(note: ThreadNote | null, threadId: number, profile: CpuProfile): string {
  if (note?.isMain === true || threadId === 0) return 'main';
  const entry = /([a-z-]+)-thread\.js$/.exec(note?.entry ?? '')?.[1];
  return entry ?? homeOf(profile) ?? `thread ${threadId}`;
}

/** Looks the lines up in the files that ran. */
function parkedLines(): (url: string, line: number) => boolean {
  const files = new Map<string, readonly string[]>();
  return (url, line) => {
    let lines = files.get(url);
    if (lines === undefined) {
      lines = linesOf(url);
      files.set(url, lines);
    }
    return /Atomics\.wait\(/.test(lines[line - 1] ?? '');
  };
}

function linesOf(url: string): readonly string[] {
  try {
    return readFileSync(url.startsWith('file:') ? fileURLToPath(url) : url, 'utf8').split('\n');
  } catch {
    // Node's own modules, and code that never was a file.
    return [];
  }
}
