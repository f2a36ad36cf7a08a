/** What the benchmarks' programs do when asked for help, and with what they do not understand: a line, not a stack. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const dist = fileURLToPath(new URL('../../dist/native-free-bench/', import.meta.url));

function run(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${dist}${program}.js`, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe.each([
  ['bench', '--rounds', '0', "--rounds takes a number above 0, not '0'"],
  ['peers/main', '--only', 'speed', '--only speed: one of produce-1, '],
  ['profile', '--mode', 'fast', 'npm run bench:profile -- CASE'],
  ['isolation/main', '--variants', 'best', '--variants best: one of apart, '],
])('%s', (program, option, value, message) => {
  test('tells its options', () => {
    const { status, stdout } = run(program, '--help');
    expect(status).toBe(0);
    expect(stdout).toContain(option);
  });

  test('refuses what it does not know', () => {
    const unknown = run(program, '--nope');
    expect(unknown.status).toBe(64);
    expect(unknown.stderr).toContain("Unknown option '--nope'");
    const wrong = run(program, option, value);
    expect(wrong.status).toBe(64);
    expect(wrong.stderr).toContain(message);
    expect(unknown.stderr + wrong.stderr).not.toMatch(/\n +at /);
  });
});
