/** Where worker threads find their entry. The only file that knows of the difference between source and dist. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @param entry path below `src`, ending in `.ts` (`workers/wal/wal-thread.ts`)
 * @throws when loaded from source and dist has not been built: Node 20 cannot start a worker from TypeScript
 */
export function threadUrl(entry: string): URL {
  const fromSource = import.meta.url.endsWith('.ts');
  const base = fromSource ? '../../../dist/' : '../../';
  const url = new URL(base + entry.replace(/\.ts$/, '.js'), import.meta.url);
  if (!existsSync(fileURLToPath(url))) throw new Error(`${entry} is not built: run \`npm run build\` first`);
  return url;
}
