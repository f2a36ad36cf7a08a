/** The named mistakes still fit: one whose text was moved or reworded would be tried on nothing. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { BY_NAME, MUTATIONS } from './mutations.ts';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

test('every text that a mutation changes stands exactly once in its file', () => {
  const fits = ({ file, from }: { readonly file: string; readonly from: string }) =>
    readFileSync(`${SRC}/${file}`, 'utf8').split(from).length === 2;
  expect([...MUTATIONS, ...BY_NAME].filter(({ changes }) => !changes.every(fits)).map(({ name }) => name)).toEqual([]);
});
