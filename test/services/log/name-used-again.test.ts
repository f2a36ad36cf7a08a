import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { collectLogs } from '../../support/captured-logs.ts';
import { batchOf, TestDirectory, temporaryDirectory } from '../../support/logs.ts';

const FORMER = 'FormerFormerFormerForA';
const LATER = 'LaterLaterLaterLaterLA';

let live: { path: string; remove(): void };
let crashed: { path: string; remove(): void };

beforeEach(() => {
  live = temporaryDirectory();
  crashed = temporaryDirectory();
});

afterEach(() => {
  live.remove();
  crashed.remove();
});

test.each([
  { gone: false, checkpointed: false },
  { gone: true, checkpointed: false },
  { gone: false, checkpointed: true },
])(
  'a topic is deleted and another takes its name: the replay keeps what the later one holds, and measures it by nothing of the former (%j)',
  async ({ gone, checkpointed }) => {
    const opened = await TestDirectory.open(live.path);
    const former = opened.log('t', 0, {}, FORMER);
    for (let i = 0; i < 10; i++) await opened.append(former, batchOf([`former-${i}`]));
    await opened.untilDurable(former);
    if (checkpointed) {
      opened.directory.wal.setLogStart(former, 5, { onDurable() {} });
      const before = opened.directory.checkpointedLsn;
      opened.directory.requestCheckpoint();
      await expect.poll(() => opened.directory.checkpointedLsn).toBeGreaterThan(before);
    }
    expect(opened.directory.wal.remove(former)).toBe(true);
    const later = opened.log('t', 0, {}, LATER);
    for (let i = 0; i < 3; i++) await opened.append(later, batchOf([`later-${i}`]));
    await opened.untilDurable(later);
    cpSync(live.path, crashed.path, { recursive: true });
    await opened.close();

    for (const name of readdirSync(crashed.path)) {
      if (gone && name.endsWith('-delete')) rmSync(`${crashed.path}/${name}`, { recursive: true });
    }
    const recovered = await TestDirectory.open(crashed.path);
    expect([...recovered.directory.loaded.values()].map(({ topicId, problem }) => [topicId, problem])).toEqual([
      [LATER, null],
    ]);
    const { logStartOffset, logEndOffset } = recovered.log('t', 0, {}, LATER);
    expect([logStartOffset, logEndOffset]).toEqual([0, 3]);
    await recovered.close();
  },
);

test.each([
  ['names another topic', `version: 0\ntopic_id: ${LATER}`],
  ['is garbage', 'version: 0\ntopic_id: nothing'],
])('a partition.metadata that %s: the journal says whose the directory is', async (_, content) => {
  const opened = await TestDirectory.open(live.path);
  const log = opened.log('t', 0, {}, FORMER);
  for (let i = 0; i < 3; i++) await opened.append(log, batchOf([`v${i}`]));
  await opened.untilDurable(log);
  cpSync(live.path, crashed.path, { recursive: true });
  await opened.close();

  writeFileSync(`${crashed.path}/t-0/partition.metadata`, content);
  const { logger, lines } = collectLogs();
  const recovered = await TestDirectory.open(crashed.path, { logger });
  expect(lines().join()).toContain('t-0/partition.metadata');
  expect(recovered.directory.brokenDirectories).toEqual(new Set());
  expect([...recovered.directory.loaded.values()].map(({ topicId, problem }) => [topicId, problem])).toEqual([
    [FORMER, null],
  ]);
  expect(recovered.log('t', 0, {}, FORMER).logEndOffset).toBe(3);
  await recovered.close();
});

test('a partition.metadata that is garbage, and records in the journal that say no name: the directory is refused until it is put right', async () => {
  const opened = await TestDirectory.open(live.path);
  const log = opened.log('t', 0, {}, FORMER);
  await opened.append(log, batchOf(['v0']));
  await opened.untilDurable(log);
  const before = opened.directory.checkpointedLsn;
  opened.directory.requestCheckpoint();
  await expect.poll(() => opened.directory.checkpointedLsn).toBeGreaterThan(before);
  await opened.append(log, batchOf(['v1']));
  await opened.untilDurable(log);
  cpSync(live.path, crashed.path, { recursive: true });
  await opened.close();

  const file = `${crashed.path}/t-0/partition.metadata`;
  const sound = readFileSync(file);
  // As after a power failure: the journal alone has the last record.
  const segment = `${crashed.path}/t-0/00000000000000000000.log`;
  truncateSync(segment, readFileSync(segment).length / 2);
  writeFileSync(file, 'version: 0\ntopic_id: nothing');
  await expect(TestDirectory.open(crashed.path)).rejects.toThrow(
    new RegExp(`t-0/partition.metadata cannot be read.*${FORMER}`),
  );
  writeFileSync(file, sound);
  const recovered = await TestDirectory.open(crashed.path);
  expect(recovered.log('t', 0, {}, FORMER).logEndOffset).toBe(2);
  await recovered.close();
});
