/** Loads what the columns are made of where it is installed, and proves which compiled addons this process holds. */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
/** What `npm run bench:fetch` brings: packages that npm does not install beside others. */
const fetched = createRequire(
  fileURLToPath(
    new URL(
      `${import.meta.url.endsWith('.ts') ? '..' : '../..'}/.compat/native-free-bench/package.json`,
      import.meta.url,
    ),
  ),
);

const absent = new Set<string>();

/** Packages that were asked for and are not installed: their columns are blank. */
export function missingPackages(): string[] {
  return [...absent];
}

/** A compiled addon; null where it is not installed or addons are refused (`node --no-addons`). */
export function addon<Module>(name: string): Module | null {
  const module = attempt<Module>(require, name);
  if (module === null && !isInstalled(name)) absent.add(name);
  // Without its binary a napi-rs loader falls back to a WASI build, if one is installed: that is another column.
  const binary = `/${name.split('/').at(-1)}.`;
  return loadedAddons().some((path) => path.includes(binary)) ? module : null;
}

/** The WASI build of an addon, which imports `@napi-rs/wasm-runtime`; null where it is not installed. */
export function wasi<Module>(name: string): Module | null {
  const module = attempt<Module>(require, name) ?? attempt<Module>(fetched, name);
  if (module === null) absent.add(name);
  return module;
}

/** A module of WebAssembly or plain JavaScript; null where it is not installed. */
export async function optional<Module>(name: string): Promise<Module | null> {
  try {
    return (await import(name)) as Module;
  } catch {
    absent.add(name);
    return null;
  }
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function attempt<Module>(from: NodeJS.Require, name: string): Module | null {
  try {
    return from(name) as Module;
  } catch {
    return null;
  }
}

/** Paths of the compiled addons in this process: empty in an honest native-free run. */
export function loadedAddons(): string[] {
  return Object.keys(require.cache).filter((path) => path.endsWith('.node'));
}
