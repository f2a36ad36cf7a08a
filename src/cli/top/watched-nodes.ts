/** The brokers that `chronik top` looks at: found by their directories, read at the same moments, dropped when they end. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CountersReader } from '../../runtime/counters/counters-reader.ts';
import type { CounterSnapshot, ThreadFigures } from '../../runtime/counters/thread-figures.ts';

export interface NodeWindow {
  readonly nodeId: number;
  readonly directory: string;
  readonly windowMs: number;
  readonly threads: readonly ThreadFigures[];
}

interface Watched {
  readonly directory: string;
  readonly reader: CountersReader;
  last: CounterSnapshot;
}

export class WatchedNodes {
  #nodes: Watched[];

  /** A sentence where a directory has no broker. */
  static async open(workingDirectory: string, directories: readonly string[]): Promise<WatchedNodes | string> {
    const nodes: Watched[] = [];
    for (const name of directories) {
      const directory = resolve(workingDirectory, name);
      const candidates = [directory, ...below(directory)];
      const found: Watched[] = [];
      let failure: Error | null = null;
      for (const candidate of candidates) {
        // A directory that holds a broker's data holds no other broker's.
        if (found.length > 0 && candidate !== directory && found[0]!.directory === directory) break;
        try {
          found.push(await watch(candidate));
        } catch (error) {
          failure ??= error as Error;
        }
      }
      if (found.length === 0) {
        for (const { reader } of nodes) reader.close();
        return `no broker of this machine answers for ${directory} (${failure!.message}); name the first of its log.dirs`;
      }
      nodes.push(...found);
    }
    return new WatchedNodes(nodes);
  }

  private constructor(nodes: Watched[]) {
    this.#nodes = nodes;
  }

  get isEmpty(): boolean {
    return this.#nodes.length === 0;
  }

  /** What happens in the next `ms`. */
  async next(ms: number): Promise<NodeWindow[]> {
    await new Promise((passed) => setTimeout(passed, ms));
    const windows = await Promise.all(this.#nodes.map((node) => windowOf(node)));
    this.#nodes = this.#nodes.filter((_, index) => windows[index] !== null);
    return windows.filter((window) => window !== null);
  }

  close(): void {
    for (const { reader } of this.#nodes) reader.close();
  }
}

async function watch(directory: string): Promise<Watched> {
  const reader = await CountersReader.open(directory);
  try {
    return { directory, reader, last: (await reader.read()).snapshot };
  } catch (error) {
    reader.close();
    throw error;
  }
}

async function windowOf(node: Watched): Promise<NodeWindow | null> {
  const { directory, last } = node;
  try {
    const { nodeId, snapshot } = await node.reader.read();
    node.last = snapshot;
    return { nodeId, directory, windowMs: snapshot.atMs - last.atMs, threads: snapshot.figures(last) };
  } catch {
    node.reader.close();
    return null;
  }
}

/** Directories in it, which may be those of the brokers of a local cluster. */
function below(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [join(directory, entry.name)] : [])).slice(0, 100);
  } catch {
    return [];
  }
}
