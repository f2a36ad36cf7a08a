/** Which schema folders are compiled, where to, and how to read and compare them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { generateFolder } from './generate-folder.ts';

export interface GeneratedFolder {
  /** Folder of `*.schema` files, from the project's root. */
  readonly input: string;
  /** Folder that holds generated modules and nothing else. */
  readonly output: string;
}

export const GENERATED_FOLDERS: readonly GeneratedFolder[] = [
  { input: 'src/core/protocol/schema', output: 'src/core/protocol/generated' },
  { input: 'src/core/protocol/schema/records', output: 'src/core/protocol/generated/records' },
  { input: 'src/core/metadata/schema', output: 'src/core/metadata/generated' },
];

/** The modules that belong into the folder's output, by file name; none where the input does not exist. */
export function compile(root: string, folder: GeneratedFolder): Map<string, string> {
  const input = join(root, folder.input);
  if (!existsSync(input)) return new Map();
  const sources = new Map<string, string>();
  for (const name of readdirSync(input).sort()) {
    if (name.endsWith('.schema')) sources.set(name, readFileSync(join(input, name), 'utf8'));
  }
  return generateFolder(sources, {
    bytes: posix.relative(folder.output, 'src/core/bytes'),
    protocol: posix.relative(folder.output, 'src/core/protocol'),
  });
}

/** The modules that are in the output folder now, by file name. */
export function present(root: string, folder: GeneratedFolder): Map<string, string> {
  const output = join(root, folder.output);
  const files = new Map<string, string>();
  if (!existsSync(output)) return files;
  for (const name of readdirSync(output)) {
    if (name.endsWith('.ts')) files.set(name, readFileSync(join(output, name), 'utf8'));
  }
  return files;
}

/** Brings the output folder up to date; returns the names of files that changed. */
export function regenerate(root: string, folder: GeneratedFolder): string[] {
  const wanted = compile(root, folder);
  const existing = present(root, folder);
  const output = join(root, folder.output);
  const changed: string[] = [];
  for (const name of existing.keys()) {
    if (wanted.has(name)) continue;
    rmSync(join(output, name));
    changed.push(name);
  }
  if (wanted.size > 0) mkdirSync(output, { recursive: true });
  for (const [name, text] of wanted) {
    if (existing.get(name) === text) continue;
    writeFileSync(join(output, name), text);
    changed.push(name);
  }
  return changed;
}
