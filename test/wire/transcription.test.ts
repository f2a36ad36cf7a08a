/** The schema says what Kafka's definitions say. They are shared data, looked for in CHRONIK_SHARED or beside the project. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { transcribe } from '../../src/tools/transcribe-kafka-definitions.ts';

const root = new URL('../..', import.meta.url).pathname;
const shared = resolve(root, process.env['CHRONIK_SHARED'] ?? '../shared');
const isAbsent = !existsSync(join(shared, 'kafka-message-definitions'));

describe.skipIf(isAbsent)(`Kafka's definitions${isAbsent ? ' (skipped: not there)' : ''}`, () => {
  test.each([
    ['kafka-message-definitions', 'src/core/protocol/schema'],
    ['kafka-record-definitions', 'src/core/protocol/schema/records'],
  ])('%s', (definitions, folder) => {
    const read = (directory: string, ending: string): [string, string][] =>
      readdirSync(directory)
        .filter((name) => name.endsWith(ending))
        .map((name) => [name, readFileSync(join(directory, name), 'utf8')]);
    const transcribed = transcribe(read(join(shared, definitions), '.json').map(([, text]) => text));
    expect(new Map(read(join(root, folder), '.schema'))).toEqual(transcribed);
  });
});
