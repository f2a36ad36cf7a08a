/**
 * Imports a module of `src` by its path there. The bench is compiled to `dist/native-free-bench`, beside the floors and
 * not above them, so a relative import would not find them once compiled; run from source (the smoke test) it does.
 */

/** @param path below `src`, ending in `.ts`; the type parameter is `typeof import('../src/...')` of the same path */
export async function room<Module>(path: string): Promise<Module> {
  const fromSource = import.meta.url.endsWith('.ts');
  const url = fromSource
    ? new URL(`../src/${path}`, import.meta.url)
    : new URL(`../${path.replace(/\.ts$/, '.js')}`, import.meta.url);
  return (await import(/* @vite-ignore */ url.href)) as Module;
}
