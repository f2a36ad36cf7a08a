import { cpSync } from 'node:fs';
import { expect, test } from 'vitest';
import { batchOf, TestDirectory, temporaryDirectory } from '../../support/logs.ts';

test('a replica that was removed and came back shorter is not measured by what its former life had made durable', async () => {
  const live = temporaryDirectory();
  const crashed = temporaryDirectory();
  try {
    const opened = await TestDirectory.open(live.path);
    const former = opened.log('t');
    for (let i = 0; i < 10; i++) await opened.append(former, batchOf([`former-${i}`]));
    await opened.untilDurable(former);
    const before = opened.directory.checkpointedLsn;
    opened.directory.requestCheckpoint();
    await expect.poll(() => opened.directory.checkpointedLsn).toBeGreaterThan(before);

    expect(opened.directory.wal.remove(former)).toBe(true);
    const returned = opened.log('t');
    for (let i = 0; i < 2; i++) await opened.append(returned, batchOf([`returned-${i}`]));
    await opened.untilDurable(returned);
    cpSync(live.path, crashed.path, { recursive: true });
    await opened.close();

    const recovered = await TestDirectory.open(crashed.path);
    expect([...recovered.directory.loaded.values()].map(({ problem }) => problem)).toEqual([null]);
    expect(recovered.log('t').logEndOffset).toBe(2);
    await recovered.close();
  } finally {
    live.remove();
    crashed.remove();
  }
});
