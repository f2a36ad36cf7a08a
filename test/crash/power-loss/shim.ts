/** Compiles the recorder and says what to put into a process's environment to be recorded. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** null when the recorder can be built and loaded here, else the reason why not. */
export function whyNoRecorder(): string | null {
  if (process.platform !== 'linux') return 'the recorder is for Linux';
  return spawnSync('gcc', ['--version'], { stdio: 'ignore' }).status === 0 ? null : 'no gcc on the PATH';
}

/** @param root of the project; @param folder to put the library into. @returns its path. @throws with gcc's words */
export function buildRecorder(root: string, folder: string): string {
  const source = join(root, 'test/crash/shim/record-writes.c');
  const library = join(folder, 'record-writes.so');
  if (existsSync(library)) return library;
  const { status, stderr } = spawnSync('gcc', [
    '-O2',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-shared',
    '-fPIC',
    '-o',
    library,
    source,
    '-ldl',
  ]);
  if (status !== 0) throw new Error(`gcc could not build the recorder:\n${stderr}`);
  return library;
}

/** @param directory to record, absolute; @param log file for the recording, outside of it */
export function recorderEnvironment(library: string, directory: string, log: string): Record<string, string> {
  return { LD_PRELOAD: library, RECORD_DIR: directory, RECORD_LOG: log, UV_USE_IO_URING: '0' };
}
