/** Where the compiled entries of the cases' threads lie: Node 20 starts no thread from a `.ts` file. */

export function threadFile(name: string): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL(`../../dist/native-free-bench/cases/${name}.js`, import.meta.url)
    : new URL(`./${name}.js`, import.meta.url);
}
