/** The shim in a process of its own: what the broker will feel, and that it feels nothing else. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildShim, FaultSwitch, type Misbehaviour, whyNoShim } from './fault-switch.ts';

const whyNot = whyNoShim();

describe.skipIf(whyNot !== null)(`disk and clock through the shim${whyNot === null ? '' : ` (${whyNot})`}`, () => {
  let folder: string;
  let library: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nemesis-'));
    library = buildShim(new URL('shim/faults.c', import.meta.url).pathname, folder);
    for (const name of ['data/journal', 'data/metadata', 'elsewhere'])
      mkdirSync(join(folder, name), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What a process says that tries `action` (an expression), as JSON. */
  function tried(behaviour: Misbehaviour, action: string) {
    const faults = new FaultSwitch(join(folder, 'faults'));
    faults.set(behaviour);
    const script = `
      const fs = require('node:fs');
      const file = (path, bytes) => { fs.writeFileSync(path, bytes ?? ''); return fs.openSync(path, 'r+'); };
      const outcome = (work) => { try { work(); return 'done'; } catch (error) { return error.code; } };
      console.log(JSON.stringify(${action.replaceAll("'data/", `'${folder}/data/`)}));`;
    const env = { ...process.env, ...faults.environment(library, join(folder, 'data')) };
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: folder, env, encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    return { said: JSON.parse(stdout) as unknown, felt: faults.felt() };
  }

  const SYNCS = `['data/journal/1', 'data/metadata/1', 'elsewhere/1'].map((path) => outcome(() => fs.fdatasyncSync(file(path))))`;

  test('syncs fail below the directory, or one entry of it, and nowhere else', () => {
    expect(tried({}, SYNCS)).toMatchObject({ said: ['done', 'done', 'done'], felt: { failed: 0 } });
    expect(tried({ syncsFail: true }, SYNCS)).toMatchObject({ said: ['EIO', 'EIO', 'done'], felt: { failed: 2 } });
    const scoped = tried({ syncsFail: true, scope: 'metadata' }, SYNCS);
    expect(scoped).toMatchObject({ said: ['done', 'EIO', 'done'], felt: { failed: 1 } });
  });

  test('syncs take their time', () => {
    const action = `(() => { const start = performance.now(); fs.fsyncSync(file('data/slow')); return performance.now() - start; })()`;
    const { said, felt } = tried({ syncDelayMs: 150 }, action);
    expect(said).toBeGreaterThanOrEqual(149);
    expect(felt.delayed).toBe(1);
  });

  test('a full disk takes nothing that needs room, and what has its place', () => {
    writeFileSync(join(folder, 'data/old'), 'abc');
    const action = `(() => { const old = fs.openSync('data/old', 'r+'); return [
      outcome(() => fs.writeSync(old, 'ABC', 0)), outcome(() => fs.writeSync(old, 'ABC', 1)),
      outcome(() => fs.ftruncateSync(old, 9)), outcome(() => fs.ftruncateSync(old, 2)),
      outcome(() => fs.openSync('data/new', 'w')), outcome(() => fs.mkdirSync('data/dir')),
      outcome(() => file('elsewhere/2', 'x'))]; })()`;
    const expected = ['done', 'ENOSPC', 'ENOSPC', 'done', 'ENOSPC', 'ENOSPC', 'done'];
    expect(tried({ isFull: true }, action).said).toEqual(expected);
  });

  test.each([-86_400_000, 7_200_500])('the wall clock is off by %d ms, the monotonic one is not', (clockOffsetMs) => {
    const { said } = tried({ clockOffsetMs }, `[Date.now(), Number(process.hrtime.bigint() / 1_000_000n)]`);
    const [wall, monotonic] = said as [number, number];
    expect(Math.abs(wall - clockOffsetMs - Date.now())).toBeLessThan(2_000);
    expect(Math.abs(monotonic - Number(process.hrtime.bigint() / 1_000_000n))).toBeLessThan(2_000);
  });
});
