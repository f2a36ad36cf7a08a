/** Runs the load client as a process of its own, so that it does not share a core's time with what it measures. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadResult } from './load-result.ts';

/** @throws with the end of its errors */
export function client(...args: (string | number)[]): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [
      fileURLToPath(new URL('./load-client.js', import.meta.url)),
      ...args.map(String),
    ]);
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('close', (status) =>
      status === 0
        ? resolve(JSON.parse(out) as LoadResult)
        : reject(new Error(`${args.join(' ')}: ${err.slice(-1_000)}`)),
    );
  });
}
