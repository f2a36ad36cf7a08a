/** Where the fetched oracles lie, and whether each can be used here. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
export const compatDir = process.env['COMPAT_DIR'] ?? `${projectRoot}.compat`;
export const suiteDir = `${projectRoot}test/compatibility`;
export const kafkaLibs = `${compatDir}/kafka/libs`;

const FETCH = "run 'npm run compat:fetch'";

function onPath(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

/** null when Kafka's tools can run, else the reason why not. */
export function whyNoJava(): string | null {
  if (!onPath('java')) return 'no java on the PATH';
  return existsSync(kafkaLibs) ? null : `Apache Kafka's jars are not fetched: ${FETCH}`;
}

/** null when the command is on the PATH, else the reason why not. */
export function whyNoCommand(command: string): string | null {
  return onPath(command) ? null : `no ${command} on the PATH: ${FETCH}`;
}

/** null when the fetched file is there, else the reason why not. */
export function whyNotFetched(path: string): string | null {
  return existsSync(path) ? null : `${path.replace(`${compatDir}/`, '.compat/')} is not fetched: ${FETCH}`;
}
