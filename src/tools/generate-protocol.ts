/** `npm run generate`: compiles every schema folder into its generated codecs and says what changed. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GENERATED_FOLDERS, regenerate } from './generated-folders.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
for (const folder of GENERATED_FOLDERS) {
  const changed = regenerate(root, folder);
  console.log(`${folder.output}: ${changed.length === 0 ? 'current' : `${changed.length} changed`}`);
}
