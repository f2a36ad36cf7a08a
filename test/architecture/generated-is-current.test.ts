/** The checked-in codecs are what the generator makes of the schema today. */
import { expect, test } from 'vitest';
import { compile, GENERATED_FOLDERS, present } from '../../src/tools/generated-folders.ts';

const root = new URL('../..', import.meta.url).pathname;

test.each(GENERATED_FOLDERS)('$output is current', (folder) => {
  const wanted = compile(root, folder);
  const existing = present(root, folder);
  const stale = [...new Set([...wanted.keys(), ...existing.keys()])].filter(
    (name) => wanted.get(name) !== existing.get(name),
  );
  expect(stale, 'run `npm run generate`').toEqual([]);
});
