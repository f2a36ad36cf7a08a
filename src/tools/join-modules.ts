/**
 * Joins modules by their imports. The library stays an ES module. A program (a process, a thread, a command that runs for
 * long) becomes CommonJS: one file, and others only for what it may never need, since code that V8 compiled can be kept
 * only of such files (`bundle-loader.cts`). Programs share nothing, so that what is called often lies in one file.
 */
import { basename, dirname, join, relative } from 'node:path';
import { type RolldownOptions, rolldown } from 'rolldown';

/** Joined into programs, with what it needs itself, because every start needs it. Others are found when they are asked for. */
const JOINED_PACKAGE = 'pino';
const PACKAGES = '/node_modules/';

export interface Joined {
  /** Texts by path in the bundle. */
  readonly files: ReadonlyMap<string, string>;
  /** Folders of the packages that were joined. */
  readonly packages: readonly string[];
}

/** @param dist where the compiled modules are. @param name of the module that is imported, without its ending */
export async function joinLibrary(dist: string, name: string): Promise<Joined> {
  const build = await rolldown({ input: { [name]: join(dist, `${name}.js`) }, external: isPackage, platform: 'node' });
  // Two folders deep, like every module that asks where it lies (`runtime/threads/thread-urls.ts`).
  const { output } = await build.generate({
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'shared/rooms/[name].js',
  });
  await build.close();
  const chunks = output.filter((file) => file.type === 'chunk');
  return { files: new Map(chunks.map(({ fileName, code }) => [fileName, code])), packages: [] };
}

/**
 * @param name its path below `dist`, without its ending; under the same path in the bundle a file runs what was joined
 * @param programs all of them: what one imports of another is left to that one's file
 */
export async function joinProgram(dist: string, name: string, programs: readonly string[]): Promise<Joined> {
  const others = new Map(programs.filter((other) => other !== name).map((other) => [join(dist, `${other}.js`), other]));
  const options: RolldownOptions = {
    input: { [basename(name)]: join(dist, `${name}.js`) },
    external: (id, importer) => isPackage(id) && id !== JOINED_PACKAGE && importer?.includes(PACKAGES) !== true,
    platform: 'node',
    // Else what is shared with a file that is loaded later would become a third one.
    preserveEntrySignatures: 'allow-extension',
    plugins: [
      {
        name: 'other-programs',
        resolveId(id, importer) {
          const other = importer === undefined ? undefined : others.get(join(dirname(importer), id));
          return other === undefined ? null : { id: `../../${other}.js`, external: true };
        },
      },
    ],
  };
  const build = await rolldown(options);
  const path = `shared/${basename(name)}/[name]-[hash].cjs`;
  const { output } = await build.generate({
    format: 'cjs',
    comments: false,
    entryFileNames: path,
    chunkFileNames: path,
    // `import()` would start the loader of ES modules.
    dynamicImportInCjs: false,
  });
  await build.close();
  const chunks = output.filter((file) => file.type === 'chunk');
  const files = new Map(chunks.map(({ fileName, code }) => [fileName, inAscii(code)]));
  files.set(`${name}.js`, runs(name, chunks.find(({ isEntry }) => isEntry)!.fileName));
  // The package says of `.js` that it is an ES module.
  files.set(`${name.split('/')[0]}/package.json`, '{ "type": "commonjs" }\n');
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds);
  const packages = modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []);
  return { files, packages };
}

function runs(name: string, fileName: string): string {
  const up = relative(dirname(name), '.').replaceAll('\\', '/');
  const file = `require('node:path').join(__dirname, '${up}/${fileName}')`;
  return `#!/usr/bin/env node\nmodule.exports = require('${up}/load.cjs')(${file});\n`;
}

/** One byte for each character: half the memory, and nothing to decode. */
function inAscii(code: string): string {
  return code.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isPackage(id: string): boolean {
  return !id.startsWith('.') && !/^(\/|[A-Za-z]:[\\/])/.test(id);
}
