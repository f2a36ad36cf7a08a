/**
 * The broker's own sources as one function of what a process has from its system: `node:` modules and globals. It is
 * joined once and run once for all brokers and clients of a simulation; whose call it is follows from whose event runs.
 * A mutation is a change of a source's text on the way in.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { compileFunction } from 'node:vm';
import { rolldown } from 'rolldown';
import { type BrokerCode, ROOMS } from './broker-code.ts';
import type { Environment } from './node/environment.ts';
import { systemModules } from './node/system-modules.ts';

/** A text that occurs exactly once in a file below `src`, and what stands there instead. */
export interface TextChange {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Small limits, so that what is rare in a day happens in a minute. */
const TUNING: readonly TextChange[] = [
  {
    file: 'workers/controller/metadata-log.ts',
    from: 'segmentSize: 1024 * 1024, snapshotEntries: 10_000, retainedEntries: 10_000',
    to: 'segmentSize: 64 * 1024, snapshotEntries: 60, retainedEntries: 40',
  },
];

/** @throws where a change does not fit the sources any more */
export async function joinSources(root: string, mutations: readonly TextChange[]): Promise<string> {
  const changes = [...TUNING, ...mutations];
  const applied = new Set<TextChange>();
  const build = await rolldown({
    input: ENTRY,
    external: (id) => !id.startsWith('.') && !id.startsWith('/') && id !== ENTRY,
    platform: 'node',
    treeshake: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'changed-sources',
        resolveId: (id) => (id === ENTRY ? id : null),
        load(id) {
          if (id === ENTRY) return entryOf(root);
          const file = relative(join(root, 'src'), id).replaceAll('\\', '/');
          const here = changes.filter((change) => change.file === file);
          if (here.length === 0) return null;
          let text = readFileSync(id, 'utf8');
          for (const change of here) {
            const parts = text.split(change.from);
            if (parts.length !== 2) throw new Error(`${file}: ${parts.length - 1} places of: ${change.from}`);
            text = parts.join(change.to);
            applied.add(change);
          }
          return { code: text, moduleType: 'ts' };
        },
      },
    ],
  });
  const { output } = await build.generate({ format: 'cjs', codeSplitting: false });
  await build.close();
  for (const change of changes) if (!applied.has(change)) throw new Error(`${change.file} is not part of the broker`);
  return output[0].code;
}

/** What is asked for while the code is loaded, before there is a world. */
const NOWHERE: { readonly globals: Record<string, object> } = {
  globals: {
    performance: { now: () => 0 },
    process: { hrtime: () => [0, 0], platform: 'linux', env: {}, versions: process.versions, version: process.version },
  },
};

const ENTRY = 'simulated-broker';

function entryOf(root: string): string {
  const exported = ([name, file]: [string, string]) =>
    `export * as ${name} from ${JSON.stringify(join(root, 'src', file))};`;
  return Object.entries(ROOMS).map(exported).join('\n');
}

export interface LoadedCode {
  readonly code: BrokerCode;
  /** Puts a world under it. One at a time: what ran in the one before is over. */
  use(environment: Environment): void;
}

export function loadCode(root: string, text: string): LoadedCode {
  const filename = join(root, 'src', 'broker', 'simulated.js');
  const real = createRequire(filename);
  let current: ReturnType<typeof systemModules> | null = null;
  // The world comes and goes; what the code captured at its loading stays, and asks for the present one.
  const present = (): ReturnType<typeof systemModules> => {
    if (current === null) throw new Error('no world is running');
    return current;
  };
  const globals = lasting(
    () => present().globals,
    ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate', 'queueMicrotask'],
  );
  const objects: Record<string, unknown> = {
    performance: new Proxy(
      {},
      { get: (_target, name) => Reflect.get((current ?? NOWHERE).globals['performance']!, name) },
    ),
    Math: Object.assign(Object.create(Math), { random: () => (present().globals['Math'] as Math).random() }),
    Date: new Proxy(Date, {
      construct: (_target, values) => Reflect.construct(present().globals['Date'] as DateConstructor, values),
      get: (_target, name) => Reflect.get(present().globals['Date'] as object, name),
    }),
    Atomics: lastingAtomics(() => present().globals['Atomics'] as typeof Atomics),
    process: new Proxy({}, { get: (_target, name) => Reflect.get((current ?? NOWHERE).globals['process']!, name) }),
  };
  const parameters = { ...globals, ...objects };
  const load = (name: string): unknown => {
    const bare = name.replace(/^node:/, '');
    return SUBSTITUTED.has(bare) ? moduleProxy(bare, () => present().modules[bare]!) : real(name);
  };
  const module = { exports: {} };
  const names = Object.keys(parameters);
  const run = compileFunction(text, ['module', 'exports', 'require', '__filename', ...names], { filename });
  run(module, module.exports, load, filename, ...Object.values(parameters));
  return {
    code: module.exports as BrokerCode,
    use: (environment) => {
      current = systemModules(environment, real);
    },
  };
}

const SUBSTITUTED = new Set([
  'fs',
  'fs/promises',
  'net',
  'timers/promises',
  'crypto',
  'os',
  'dns/promises',
  'module',
  'perf_hooks',
]);

function lasting(present: () => Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      (...values: unknown[]) => (present()[name] as (...all: unknown[]) => unknown)(...values),
    ]),
  );
}

function lastingAtomics(present: () => typeof Atomics): Record<string, unknown> {
  const all: Record<string, unknown> = {};
  for (const name of Object.getOwnPropertyNames(Atomics)) all[name] = Atomics[name as 'add'];
  all['notify'] = (array: Int32Array, index: number) => present().notify(array, index);
  all['waitAsync'] = (...values: unknown[]) =>
    (present() as unknown as { waitAsync(...all: unknown[]): unknown }).waitAsync(...values);
  return all;
}

/** A new need of the broker's shows by its name. */
function moduleProxy(module: string, present: () => Record<string, unknown>): Record<string, unknown> {
  const get = (_target: unknown, name: string | symbol): unknown => {
    const found = present()[name as string];
    if (found === undefined && typeof name === 'string') throw new Error(`the simulation has no ${module}.${name}`);
    return found;
  };
  return new Proxy<Record<string, unknown>>({}, { get });
}
