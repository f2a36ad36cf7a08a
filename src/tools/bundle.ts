/**
 * Joins the compiled modules into few files under `dist/bundle`: what `npm start`, the `chronik` command and
 * `import 'chronik'` run. Node 20 spends more time on finding and linking more than 500 small modules than on anything else at
 * start. The modules themselves stay in `dist`, for tests and benchmarks. Does nothing where nothing changed.
 */
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('..', import.meta.url));
const bundle = join(dist, 'bundle');
const stamp = join(bundle, '.built');
/** What a broker is made of: tools, tests and benchmarks lie beside it in `dist`. */
const FLOORS = ['core', 'runtime', 'storage', 'workers', 'services', 'server', 'client', 'broker', 'cli'];

function* modulesIn(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* modulesIn(path);
    else if (entry.name.endsWith('.js')) yield path;
  }
}

const modules = [join(dist, 'index.js'), ...FLOORS.flatMap((floor) => [...modulesIn(join(dist, floor))])];
const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : Number.NEGATIVE_INFINITY;

if (modules.some((path) => statSync(path).mtimeMs > builtAt)) {
  const startedAt = new Date();
  const entries = modules.filter((path) =>
    /(^|\/)(index|cli\/main|cli\/dev\/node-process|workers\/.*-thread)\.js$/.test(nameOf(path)),
  );
  const build = await rolldown({
    input: Object.fromEntries(entries.map((path) => [nameOf(path).slice(0, -'.js'.length), path])),
    // Packages stay packages; only our own modules are joined.
    external: (id) => !id.startsWith('.') && !id.startsWith('/') && !id.startsWith(dist),
    platform: 'node',
  });
  rmSync(bundle, { recursive: true, force: true });
  // Two folders deep, like every module that asks where it lies (`runtime/threads/thread-urls.ts`).
  await build.write({
    dir: bundle,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'shared/rooms/[name].js',
  });
  await build.close();
  writeFileSync(stamp, '');
  // What changed while this ran is news to the next run.
  utimesSync(stamp, startedAt, startedAt);
}

function nameOf(path: string): string {
  return relative(dist, path).replaceAll('\\', '/');
}
