/** Loads compiled addons if this process may, and proves which ones it did. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** null where the package is not installed or addons are refused (`node --no-addons`). */
export function addon<Module>(name: string): Module | null {
  try {
    return require(name) as Module;
  } catch {
    return null;
  }
}

/** Paths of the compiled addons in this process: empty in an honest native-free run. */
export function loadedAddons(): string[] {
  return Object.keys(require.cache).filter((path) => path.endsWith('.node'));
}

/** napi-rs loaders fall back to a WASI build when addons are refused; then the same package is another column. */
export function columnOfAddon(): 'native' | 'wasi' {
  return loadedAddons().length > 0 ? 'native' : 'wasi';
}
