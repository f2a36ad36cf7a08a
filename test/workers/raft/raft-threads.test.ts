/**
 * Three voters with real threads, sockets and disks. The limits are generous, since the machine is shared; the figures of
 * kills are printed with RAFT_FIGURES=1, RAFT_KILLS asks for more. Figures under load: `npm run bench:isolation`.
 */
import { afterEach, expect, test } from 'vitest';
import type { RaftFigures } from '../../../src/workers/raft/raft-gauges.ts';
import { median, now, sleep, Voters } from './threads/voters.ts';

const KILLS = Number(process.env['RAFT_KILLS'] ?? 4);
const LOAD_MS = 3_000;
const show = (text: string): void => {
  if (process.env['RAFT_FIGURES'] !== undefined) console.log(text);
};

let voters: Voters;
afterEach(() => voters.stop());

test('a killed leader is replaced at once, a paused one soon, and neither leads a term twice', {
  timeout: 60_000 + KILLS * 15_000,
}, async () => {
  const started = now();
  voters = await Voters.start(3);
  let leader = await voters.office(0);
  show(`first leader after ${(leader.at - started).toFixed(0)} ms`);
  const killed: number[] = [];
  for (let n = 0; n < KILLS; n++) {
    await voters.allFollow();
    await sleep(200);
    const at = now();
    await voters.kill(leader.nodeId);
    const next = await voters.office(at);
    killed.push(next.at - at);
    voters.run(leader.nodeId);
    leader = next;
  }
  show(
    `kill -9 of the leader, ${KILLS} times: median ${median(killed).toFixed(0)} ms, worst ${Math.max(...killed).toFixed(0)} ms`,
  );
  await voters.allFollow();
  const at = now();
  await voters.kill(leader.nodeId, 'SIGSTOP');
  const next = await voters.office(at);
  show(`SIGSTOP of the leader: ${(next.at - at).toFixed(0)} ms`);
  await voters.kill(leader.nodeId, 'SIGCONT');
  await sleep(500);
  const epochs = voters.offices.map(({ epoch }) => epoch);
  expect(new Set(epochs).size).toBe(epochs.length);
  expect(median(killed)).toBeLessThan(2_000);
  expect(next.at - at).toBeLessThan(4_000);
});

/** Burdens the leader's main thread, and a thread beside it, and tells what that does to the quorum. */
async function underLoad(threads: boolean): Promise<{ elections: number; leader: RaftFigures }> {
  voters = await Voters.start(3, threads);
  await voters.office(0);
  await voters.allFollow();
  const { nodeId } = voters.offices.at(-1)!;
  const before = voters.offices.length;
  voters.send(nodeId, { type: 'clear' });
  voters.send(nodeId, { type: 'busyThread', ms: LOAD_MS });
  voters.send(nodeId, { type: 'saturate', ms: LOAD_MS, sliceMs: 120 });
  await sleep(LOAD_MS);
  return { elections: voters.offices.length - before, leader: await voters.figures(nodeId) };
}

test('a saturated main thread and a busy data thread delay no tick of raft and cost no election', {
  timeout: 90_000,
}, async () => {
  const apart = await underLoad(true);
  await voters.stop();
  const together = await underLoad(false);
  expect(apart.leader.latenessP50Ms).toBeLessThan(together.leader.latenessP50Ms / 2);
  // A machine with other work on it can hold up any thread; on a quiet one there is none.
  expect(apart.elections).toBeLessThanOrEqual(2);
});
