/**
 * Proves the power-loss recorder before it is trusted with the broker: a tiny writer that syncs before it acknowledges
 * keeps its word on every image, and writers with the classic mistakes are caught.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Disk } from './power-loss/disk.ts';
import { operations } from './power-loss/recording.ts';
import { buildRecorder, recorderEnvironment, whyNoRecorder } from './power-loss/shim.ts';
import { Prng } from './prng.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const whyNot = whyNoRecorder();
const IMAGES = 12;
const LINE = 600;

/** Writes numbered lines to `lines`, says which are safe, and stops after some. MODE picks the mistake. */
const WRITER = `
import fs from 'node:fs';
const [directory, mode] = process.argv.slice(2);
const syncDirectory = () => { const fd = fs.openSync(directory, 'r'); fs.fsyncSync(fd); fs.closeSync(fd); };
const line = (n) => (String(n) + ' ').padEnd(${LINE - 1}, String.fromCharCode(97 + (n % 26))) + '\\n';
syncDirectory();
// Takes the number of the descriptor just closed: what goes there is no business of the recording.
fs.writeSync(fs.openSync('/dev/null', 'w'), 'elsewhere');
if (mode === 'replaces' || mode === 'replaces-unsynced') {
  for (let n = 0; n < 20; n++) {
    const fd = fs.openSync(directory + '/lines.tmp', 'w');
    for (let i = 0; i <= n; i++) fs.writeSync(fd, line(i));
    if (mode === 'replaces') fs.fdatasyncSync(fd);
    fs.closeSync(fd);
    fs.renameSync(directory + '/lines.tmp', directory + '/lines');
    syncDirectory();
    process.stdout.write(n + '\\n');
  }
} else {
  const fd = fs.openSync(directory + '/lines', 'a');
  if (mode !== 'no-directory-sync') syncDirectory();
  for (let n = 0; n < 20; n++) {
    if (mode === 'async') await fs.promises.appendFile(directory + '/lines', line(n));
    else fs.writeSync(fd, line(n));
    if (mode === 'acks-first') process.stdout.write(n + '\\n');
    if (n < 19 || mode !== 'acks-first') fs.fdatasyncSync(fd);
    if (mode !== 'acks-first') process.stdout.write(n + '\\n');
  }
}
process.kill(process.pid, 'SIGKILL');
`;

function expectedLine(n: number): string {
  return `${`${n} `.padEnd(LINE - 1, String.fromCharCode(97 + (n % 26)))}\n`;
}

describe.skipIf(whyNot !== null)(
  whyNot === null ? 'power-loss recorder' : `power-loss recorder [SKIPPED: ${whyNot}]`,
  () => {
    let folder = '';
    let library = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'power-'));
      writeFileSync(join(folder, 'writer.mjs'), WRITER);
      library = buildRecorder(root, folder);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** @returns for each of several images, how many acknowledged lines it lost */
    async function lostLines(mode: string): Promise<number[]> {
      const place = join(folder, mode);
      const data = join(place, 'data');
      mkdirSync(data, { recursive: true });
      writeFileSync(join(data, 'untouched'), 'as it was');
      cpSync(data, join(place, 'before'), { recursive: true });
      const disks = Array.from({ length: IMAGES }, () => new Disk(data, join(place, 'before')));
      const acked = await runWriter(data, mode, join(place, 'recording'));
      const log = readFileSync(join(place, 'recording'));
      return disks.map((disk, n) => {
        disk.replay(operations(log));
        cpSync(data, join(place, 'before'), { recursive: true }); // an earlier image moved unchanged files away
        const image = join(place, `image-${n}`);
        disk.powerFails(new Prng(n), image);
        expect(readFileSync(join(image, 'untouched'), 'utf8')).toBe('as it was');
        const lines = existsSync(join(image, 'lines')) ? readFileSync(join(image, 'lines'), 'utf8') : '';
        let lost = 0;
        for (let line = 0; line < acked; line++)
          if (lines.slice(line * LINE, (line + 1) * LINE) !== expectedLine(line)) lost++;
        return lost;
      });
    }

    function runWriter(data: string, mode: string, recording: string): Promise<number> {
      return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [join(folder, 'writer.mjs'), data, mode], {
          env: { ...process.env, ...recorderEnvironment(library, data, recording) },
        });
        let out = '';
        let err = '';
        child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
        child.on('close', (_, signal) =>
          signal === 'SIGKILL' ? resolve(out.split('\n').length - 1) : reject(new Error(err)),
        );
      });
    }

    for (const mode of ['honest', 'async', 'replaces']) {
      test(`a writer that syncs before it acknowledges loses nothing (${mode})`, async () => {
        expect(await lostLines(mode)).toEqual(Array.from({ length: IMAGES }, () => 0));
      });
    }
    for (const [mode, mistake] of [
      ['acks-first', 'acknowledges before the sync'],
      ['no-directory-sync', 'never syncs the directory of its new file'],
      ['replaces-unsynced', 'renames a file into place without syncing its content'],
    ] as const) {
      test(`a writer that ${mistake} is caught`, async () => {
        expect((await lostLines(mode)).some((lost) => lost > 0)).toBe(true);
      });
    }
  },
);
