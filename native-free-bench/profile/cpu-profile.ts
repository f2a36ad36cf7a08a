/**
 * What a thread did with its time, from V8's CPU profile of it: running, collecting garbage, in calls on files, or waiting
 * for others. Pure. Times are wall time: a thread that the operating system kept from running looks busy.
 */

/** The format of `.cpuprofile`, as far as it is used. Times are µs of the monotonic clock. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly startTime: number;
  readonly endTime: number;
  /** Node of each sample. */
  readonly samples: readonly number[];
  /** Since the sample before; of the first, since the start. */
  readonly timeDeltas: readonly number[];
}

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  /** Lines of the function that samples were on, from 1. */
  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[];
}

/** Shares of the time, adding up to 1. */
export interface ThreadTime {
  readonly running: number;
  readonly gc: number;
  /** In a system call on a file: for the disk, mostly. */
  readonly files: number;
  readonly waiting: number;
  readonly top: readonly { readonly name: string; readonly share: number }[];
}

/** Where a source line stands that parks the thread: the compiler makes the wait part of the function that calls it. */
export type IsParkedLine = (url: string, line: number) => boolean;

/** Natives of node:fs that block the thread. */
const FILE_CALLS = new Set(
  'access close copyFile existsSync fdatasync fstat fsync ftruncate link lstat mkdir mkdtemp open openFileHandle read readBuffers readdir rename rmdir rmSync stat statfs symlink unlink utimes writeBuffer writeBuffers writeString'.split(
    ' ',
  ),
);

/** Functions that are named: so many, and none that is hardly there. */
const TOP = 6;
const LEAST_SHARE = 0.005;

/** @param window what is looked at, µs of the monotonic clock; outside it nothing counts */
export function timeOf(profile: CpuProfile, window: readonly [number, number], isParkedLine: IsParkedLine): ThreadTime {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const spent = new Map<number, number>();
  let at = profile.startTime;
  let total = 0;
  for (let index = 0; index < profile.samples.length; index++) {
    at += profile.timeDeltas[index]!;
    const until = index + 1 < profile.samples.length ? at + profile.timeDeltas[index + 1]! : profile.endTime;
    const inside = Math.min(until, window[1]) - Math.max(at, window[0]);
    if (inside <= 0) continue;
    const id = profile.samples[index]!;
    spent.set(id, (spent.get(id) ?? 0) + inside);
    total += inside;
  }
  const times = { running: 0, gc: 0, files: 0, waiting: 0 };
  const byFunction = new Map<string, number>();
  for (const [id, time] of spent) {
    const node = nodes.get(id);
    if (node === undefined) continue;
    const share = time / total;
    const parked = share * parkedShare(node, isParkedLine);
    times.waiting += parked;
    const kind = kindOf(node);
    times[kind] += share - parked;
    if (kind === 'waiting' || share - parked <= 0) continue;
    const name = nameOf(node);
    byFunction.set(name, (byFunction.get(name) ?? 0) + share - parked);
  }
  const top = [...byFunction]
    .map(([name, share]) => ({ name, share }))
    .filter(({ share }) => share >= LEAST_SHARE)
    .sort((a, b) => b.share - a.share)
    .slice(0, TOP);
  // A thread without a sample in the window was not there, or asleep.
  return total === 0 ? { running: 0, gc: 0, files: 0, waiting: 1, top: [] } : { ...times, top };
}

function kindOf({ callFrame: { functionName, url } }: ProfileNode): 'running' | 'gc' | 'files' | 'waiting' {
  if (functionName === '(idle)') return 'waiting';
  if (functionName === '(garbage collector)') return 'gc';
  return url === '' && FILE_CALLS.has(functionName) ? 'files' : 'running';
}

/** Of the samples of a function, those on a line that parks. */
function parkedShare({ callFrame: { url }, positionTicks }: ProfileNode, isParkedLine: IsParkedLine): number {
  if (url === '' || positionTicks === undefined) return 0;
  let all = 0;
  let parked = 0;
  for (const { line, ticks } of positionTicks) {
    all += ticks;
    if (isParkedLine(url, line)) parked += ticks;
  }
  return all === 0 ? 0 : parked / all;
}

function nameOf({ callFrame: { functionName, url } }: ProfileNode): string {
  const place = url === '' ? '' : ` (${url.split('/').slice(-2).join('/')})`;
  return `${functionName === '' ? 'anonymous' : functionName}${place}`;
}

/** The file of this project that the thread was in most: names threads that were started by a general entry, as a pool's. */
export function homeOf(profile: CpuProfile): string | null {
  const hits = new Map<string, number>();
  for (const { callFrame, positionTicks = [] } of profile.nodes) {
    const found = /\/dist\/(?:native-free-bench\/cases|workers\/([a-z-]+))\/([a-z-]+)\.js$/.exec(callFrame.url);
    if (found === null) continue;
    const name = found[1] ?? found[2]!;
    hits.set(name, (hits.get(name) ?? 0) + positionTicks.reduce((sum, { ticks }) => sum + ticks, 0));
  }
  return [...hits].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

export interface ThreadReport extends ThreadTime {
  readonly name: string;
}

/** Below this a thread waits for others too often to be the limit alone. */
const LIMIT_SHARE = 0.85;

/** The thread that is the limit, in a sentence. */
export function limitOf(threads: readonly ThreadReport[]): string {
  const busyOf = ({ waiting }: ThreadTime): number => 1 - waiting;
  const [busiest] = threads.toSorted((a, b) => busyOf(b) - busyOf(a));
  if (busiest === undefined) return 'no thread was there';
  const busy = busyOf(busiest);
  const what =
    busiest.files > busiest.running
      ? 'mostly in calls on files: the disk'
      : busiest.gc > busiest.running
        ? 'mostly collecting garbage'
        : 'mostly running';
  const figure = `${busiest.name} (${percent(busy)} busy, ${what})`;
  if (busy >= LIMIT_SHARE) return `${figure} is the limit`;
  return `${figure} is the nearest to a limit, but waits ${percent(1 - busy)} of the time: hand-offs between threads count`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}
