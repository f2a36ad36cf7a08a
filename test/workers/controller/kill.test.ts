/** A controller killed while it works: every topic that was acknowledged is there afterwards, life after life. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { NodeFileSystem } from '../../../src/runtime/files/node-file-system.ts';
import { openMetadataLog } from '../../../src/workers/controller/log-recovery.ts';
import { seededRandom } from '../../core/metadata/support.ts';

const CHILD = fileURLToPath(new URL('./kill-child.mjs', import.meta.url));
const DIST = fileURLToPath(new URL('../../../dist', import.meta.url));

/** Runs a child until it has been ready for `workMs`, kills it, and answers what it acknowledged. */
function oneLife(directory: string, mode: string, life: number, workMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, DIST, directory, mode, String(life)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), workMs);
      output += chunk;
    });
    child.on('error', reject);
    child.on('exit', () => {
      const lines = output.split('\n').slice(0, -1);
      if (lines[0] === 'ready') resolve(lines.slice(1));
      else reject(new Error(`the controller did not start: ${output}`));
    });
  });
}

test.each(['in-thread', 'threads'])('%s', async (mode) => {
  const directory = mkdtempSync(join(tmpdir(), 'chronik-kill-'));
  const random = seededRandom(9);
  const acknowledged: string[] = [];
  try {
    for (let life = 0; life < 4; life++) {
      acknowledged.push(...(await oneLife(directory, mode, life, 30 + random.below(150))));
      const options = {
        directory,
        clusterId: 'killed',
        segmentSize: 16_384,
        randomBytes: (n: number) => random.bytes(n),
      };
      const { snapshot, entries } = openMetadataLog(new NodeFileSystem(), options);
      for (const entry of entries) snapshot.replayEntry(entry);
      const missing = acknowledged.filter((name) => snapshot.topics.byName(name) === undefined);
      expect(missing).toEqual([]);
    }
    expect(acknowledged.length).toBeGreaterThan(20);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
