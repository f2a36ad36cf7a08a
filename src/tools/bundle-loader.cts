/**
 * Runs bundled files with the code that V8 has compiled of them before (`bundle-recorder.cts`): compiling takes longer than
 * anything else at a start, and Node 20 keeps no such code itself. Lies in `dist/bundle`, runs on every thread. Where
 * there is none, or V8 refuses it (other flags), it is compiled anew. A file's name holds a hash of its text: code is never of another.
 */
const { readFileSync } = require('node:fs') as typeof import('node:fs');
const { createRequire } = require('node:module') as typeof import('node:module');
const { dirname, join } = require('node:path') as typeof import('node:path');
const vm = require('node:vm') as typeof import('node:vm');

type Wrapper = (
  exports: unknown,
  require: (id: string) => unknown,
  module: { exports: unknown },
  filename: string,
  directory: string,
) => void;

/** Of this version of V8 alone. */
const code = `.${process.versions.v8}-${process.arch}.code`;
const modules = new Map<string, { exports: unknown }>();

function load(file: string): unknown {
  const known = modules.get(file);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  modules.set(file, module);
  const fromPackages = createRequire(file);
  const directory = dirname(file);
  const isBundled = (id: string): boolean => id.startsWith('.') && id.endsWith('.cjs');
  const requireFrom = (id: string): unknown => (isBundled(id) ? load(join(directory, id)) : fromPackages(id));
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`;
  const cachedData = codeOf(file);
  const script = new vm.Script(wrapped, {
    filename: file,
    ...(cachedData === null ? {} : { cachedData }),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  (script.runInThisContext() as Wrapper)(module.exports, requireFrom, module, file, directory);
  return module.exports;
}

function codeOf(file: string): Buffer | null {
  try {
    return readFileSync(file + code);
  } catch {
    return null;
  }
}

module.exports = load;
