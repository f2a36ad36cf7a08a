/**
 * Joins the compiled modules into few files under `dist/bundle`: what `npm start`, the `chronik` command and
 * `import 'chronik'` run. Node 20 spends more time on finding, linking and compiling more than 500 small modules than on
 * anything else at a start. The modules themselves stay in `dist`, for tests and benchmarks. Does nothing where nothing changed.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { joinLibrary, joinProgram } from './join-modules.ts';
import { recordStart } from './record-start.ts';

const dist = fileURLToPath(new URL('..', import.meta.url));
const bundle = join(dist, 'bundle');
const stamp = join(bundle, '.built');
/** What a broker is made of: tools, tests and benchmarks lie beside it in `dist`. */
const FLOORS = ['core', 'runtime', 'storage', 'workers', 'services', 'server', 'client', 'broker', 'cli'];
/** Where a process begins, or the code of one command that is best kept together. Threads have their own, by their names. */
const PROGRAMS = ['cli/main', 'cli/start/start-here', 'cli/dev/node-process'];

function* modulesIn(directory: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* modulesIn(path);
    else if (entry.name.endsWith('.js')) yield path;
  }
}

const modules = [join(dist, 'index.js'), ...FLOORS.flatMap((floor) => [...modulesIn(join(dist, floor))])];
const tools = readdirSync(join(dist, 'tools')).map((name) => join(dist, 'tools', name));
/** Code is kept for one version of V8. */
const builtFor = `${process.versions.v8}-${process.arch}`;

if (!isCurrent()) {
  const startedAt = new Date();
  const threads = modules.map(nameOf).filter((name) => /-thread$/.test(name));
  const programs = [...PROGRAMS, ...threads];
  const library = await joinLibrary(dist, 'index');
  const joined = await Promise.all(programs.map((name) => joinProgram(dist, name, programs)));
  rmSync(bundle, { recursive: true, force: true });
  for (const { files } of [library, ...joined]) for (const [name, text] of files) write(name, text);
  write('licences-of-joined-packages.txt', licences(new Set(joined.flatMap(({ packages }) => packages))));
  copyFileSync(join(dist, 'tools', 'bundle-loader.cjs'), join(bundle, 'load.cjs'));
  await recordStart(bundle, join(dist, 'tools', 'bundle-recorder.cjs'));
  writeFileSync(stamp, builtFor);
  // What changed while this ran is news to the next run.
  utimesSync(stamp, startedAt, startedAt);
}

function isCurrent(): boolean {
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== builtFor) return false;
  const builtAt = statSync(stamp).mtimeMs;
  return [...modules, ...tools].every((path) => statSync(path).mtimeMs <= builtAt);
}

function write(name: string, text: string): void {
  const path = join(bundle, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** @param folders of packages */
function licences(folders: ReadonlySet<string>): string {
  const texts = [...folders].sort().map((folder) => {
    const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
    const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    return `${name}: ${license}\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8')}`;
  });
  return texts.join('\n\n');
}

function nameOf(path: string): string {
  return relative(dist, path).replaceAll('\\', '/').slice(0, -'.js'.length);
}
