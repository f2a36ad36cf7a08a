/** One broker's threads as columns for people. Pure. */
import type { Distribution } from '../../runtime/counters/histogram-buckets.ts';
import type { RaftTickFigures, ThreadFigures } from '../../runtime/counters/thread-figures.ts';
import { type Column, formatTable } from '../table.ts';
import type { NodeWindow } from './watched-nodes.ts';

const COLUMNS: readonly Column[] = [
  { title: 'THREAD' },
  { title: 'STATE' },
  { title: 'NICE', isNumber: true },
  { title: 'CPU', isNumber: true },
  { title: 'DELAY ms p50/p99/max', isNumber: true },
  { title: 'GC ms n/p99/max', isNumber: true },
  { title: 'SYNC ms p50/p99/max', isNumber: true },
  { title: 'GROUPS/s', isNumber: true },
  { title: 'IN MB/s', isNumber: true },
  { title: 'OUT MB/s', isNumber: true },
  { title: 'RING now/peak/highest', isNumber: true },
];
/** A thread that is silent for longer than its laziest beat deserves a word. */
const SILENT_MS = 1_000;

export function formatNode({ directory, nodeId, threads, windowMs }: NodeWindow): string {
  const table = formatTable(COLUMNS, threads.map(row));
  const main = threads.find(({ name }) => name === 'main');
  const lines = [`node ${nodeId}  ${directory}  window ${Math.round(windowMs)} ms\n`, table];
  if (main !== undefined) {
    const { connections, inFlight, parked, requestsPerSecond } = main;
    lines.push(
      `requests ${requestsPerSecond.toFixed(0)}/s, ${inFlight} in flight, ${parked} parked; ${connections} connections\n`,
    );
  }
  for (const { raft } of threads) if (raft !== null) lines.push(raftLine(raft));
  return lines.join('');
}

function row(thread: ThreadFigures): (string | number)[] {
  const { bytesInPerSecond, bytesOutPerSecond, gcPause, groupsPerSecond, isNiceRefused, nice, ring, state } = thread;
  const isElsewhere = state === 'on main';
  return [
    thread.name,
    thread.silentMs > SILENT_MS ? `SILENT ${(thread.silentMs / 1_000).toFixed(1)} s` : state,
    isElsewhere ? '' : `${nice}${isNiceRefused ? ' refused' : ''}`,
    isElsewhere ? '' : `${(thread.utilization * 100).toFixed(1)} %`,
    times(thread.loopDelay),
    gcPause === null || gcPause.count === 0
      ? ''
      : `${gcPause.count} / ${short(gcPause.p99Ms)} / ${short(gcPause.maxMs)}`,
    times(thread.sync),
    groupsPerSecond === 0 ? '' : groupsPerSecond.toFixed(0),
    megabytes(bytesInPerSecond),
    megabytes(bytesOutPerSecond),
    ring === null
      ? ''
      : [ring.usedBytes, ring.peakBytes, ring.highestBytes]
          .map((bytes) => share(bytes, ring.capacityBytes))
          .join(' / '),
  ];
}

function raftLine({ elections, lateness, leaderChanges, leads, pauses }: RaftTickFigures): string {
  const role = leads ? 'leads the quorum' : 'follows';
  return `raft ${role}; ticks late ${times(lateness)} ms; ${elections} elections, ${leaderChanges} new leaders, ${pauses} pauses\n`;
}

function times(distribution: Distribution | null): string {
  if (distribution === null || distribution.count === 0) return '';
  return [distribution.p50Ms, distribution.p99Ms, distribution.maxMs].map(short).join(' / ');
}

function short(ms: number): string {
  return ms < 10 ? ms.toFixed(2) : ms.toFixed(ms < 100 ? 1 : 0);
}

function megabytes(bytesPerSecond: number): string {
  return bytesPerSecond === 0 ? '' : (bytesPerSecond / 1e6).toFixed(2);
}

function share(bytes: number, capacity: number): string {
  return `${((bytes / capacity) * 100).toFixed(1)} %`;
}
