/**
 * Three voters with real threads, sockets and disks. The limits are generous, since the machine is shared; the figures are
 * printed with RAFT_FIGURES=1, and RAFT_KILLS asks for more kills.
 */
import { afterEach, expect, test } from 'vitest';
import { median, now, sleep, Voters } from './threads/voters.ts';

const KILLS = Number(process.env['RAFT_KILLS'] ?? 4);
const show = (text: string): void => {
  if (process.env['RAFT_FIGURES'] !== undefined) console.log(text);
};

let voters: Voters;
afterEach(() => voters.stop());

test('a killed leader is replaced at once, a paused one soon, and neither leads a term twice', {
  timeout: 30_000 + KILLS * 4_000,
}, async () => {
  const started = now();
  voters = await Voters.start(3);
  let leader = await voters.office(0);
  show(`first leader after ${(leader.at - started).toFixed(0)} ms`);
  const killed: number[] = [];
  for (let n = 0; n < KILLS; n++) {
    await sleep(400);
    const at = now();
    await voters.kill(leader.nodeId);
    const next = await voters.office(at);
    killed.push(next.at - at);
    voters.run(leader.nodeId);
    leader = next;
    await sleep(400);
  }
  show(
    `kill -9 of the leader, ${KILLS} times: median ${median(killed).toFixed(0)} ms, worst ${Math.max(...killed).toFixed(0)} ms`,
  );
  await sleep(400);
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

test('a main thread that computes and collects garbage delays no tick and costs no election', async () => {
  voters = await Voters.start(3);
  await voters.office(0);
  await sleep(500);
  const elections = voters.offices.length;
  // Of one of them: two cores cannot hold more.
  voters.send(voters.offices.at(-1)!.nodeId, { type: 'saturate', ms: 3_000 });
  await sleep(3_200);
  expect(voters.offices.length).toBe(elections);
  for (const nodeId of [1, 2, 3]) {
    const figures = await voters.figures(nodeId);
    show(`node ${nodeId}: ${JSON.stringify(figures)}`);
    expect(figures.ticks).toBeGreaterThan(100);
    expect(figures.latenessP50Ms).toBeLessThanOrEqual(30);
  }
});
