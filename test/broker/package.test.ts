/** What a project gets that installs the package, and how it can load it. Needs the build. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compileFunction, createContext } from 'node:vm';
import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const door = `${root}dist/index.cjs`;
const isBuilt = existsSync(door);
const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  bin: Record<string, string>;
  main: string;
  types: string;
  exports: Record<string, Record<string, string> | string>;
};

describe.skipIf(!isBuilt)(isBuilt ? 'the package' : 'the package [SKIPPED: not built]', () => {
  test('holds every file that its manifest names, and no bench, crash test or build state', async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => `./${path}`);
    const { '.': entry, ...others } = manifest.exports as { '.': Record<string, string> };
    const named = [manifest.main, manifest.types, ...Object.values(manifest.bin), ...Object.values(entry)];
    for (const path of [...named, ...Object.values(others as Record<string, string>)]) expect(paths).toContain(path);
    expect(
      paths.filter((path) => /native-free-bench|\/crash\/|\/eos\/|tsbuildinfo|^\.\/(src|test)\//.test(path)),
    ).toEqual([]);
  }, 90_000);

  test('can be required, and is then what can be imported', async () => {
    const script = `
      const { startBroker } = require(${JSON.stringify(door)});
      import(${JSON.stringify(new URL('../../dist/bundle/index.js', import.meta.url).href)}).then(async (imported) => {
        const broker = await startBroker();
        await broker.stop();
        console.log(imported.startBroker === startBroker);
      });`;
    const { stdout } = await run(process.execPath, ['-e', script], { timeout: 20_000 });
    expect(stdout).toBe('true\n');
  });

  test('can be required in the sandbox of a test runner that cannot require ES modules', async () => {
    // As jest does it: a context of its own, a process without getBuiltinModule, and only core modules are real.
    const real = createRequire(import.meta.url);
    const require = (name: string): unknown => {
      if (!name.startsWith('node:')) throw new Error(`Must use import to load ES Module: ${name}`);
      return name === 'node:module' ? { createRequire: () => require } : real(name);
    };
    const module: { exports: { startBroker?: () => Promise<{ bootstrapServers: string; stop(): Promise<void> }> } } = {
      exports: {},
    };
    const parsingContext = createContext({ process: {} });
    const names = ['exports', 'require', 'module', '__filename'];
    const load = compileFunction(readFileSync(door, 'utf8'), names, { parsingContext, filename: door });
    load(module.exports, require, module, door);
    const broker = await module.exports.startBroker!();
    expect(broker.bootstrapServers).toMatch(/:\d+$/);
    await broker.stop();
  });
});
