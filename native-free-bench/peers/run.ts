/**
 * Rounds of all brokers in turn. Only one runs at a time, on a fresh directory, warmed up alike; what it took to start is
 * measured on the way. A load that fails is told and leaves a gap: the others go on.
 */
import { fillPageCache, readIntoPageCache } from '../load/page-cache.ts';
import { type Kind, start, type Target } from '../load/targets.ts';
import { prepare } from '../load/wire.ts';
import { FILLED_PARTITIONS, type Figure, fill, LOADS, type Load, settle, warmUp } from './loads.ts';
import type { RowName } from './rows.ts';
import { whyNoTool } from './tools.ts';

/** Before each load: for the tool itself and its connections, since the broker is warm. */
const LOAD_WARM_UP_SECONDS = 3;

export interface PeersOptions {
  readonly kinds: readonly Kind[];
  readonly rows: readonly RowName[];
  readonly tools: readonly string[];
  readonly rounds: number;
  readonly seconds: number;
  /** Of a fresh broker. */
  readonly warmUpSeconds: number;
  readonly fillsPageCache: boolean;
  readonly say: (line: string) => void;
}

export interface PeerFigure extends Figure {
  readonly round: number;
  readonly kind: Kind;
  readonly tool: string;
}

export async function runPeers(options: PeersOptions): Promise<PeerFigure[]> {
  const { kinds, rounds, say } = options;
  const loads = usableLoads(options);
  const figures: PeerFigure[] = [];
  if (options.fillsPageCache) {
    say('filling the page cache, so that nobody is measured by the first use of memory (--cold leaves it out)');
    fillPageCache().release();
  }
  for (let round = 1; round <= rounds; round++) {
    for (const nodes of [1, 3] as const) {
      const some = loads.filter((load) => load.nodes === nodes);
      const isStartAsked = nodes === 1 && options.rows.includes('start');
      if (some.length === 0 && !isStartAsked) continue;
      for (const kind of kinds) {
        const found = await oneBroker(
          options,
          kind,
          nodes,
          some,
          `round ${round} of ${rounds}, ${kind}, ${nodes} node(s)`,
        );
        figures.push(...found.map((figure) => ({ ...figure, round, kind })));
      }
    }
  }
  return figures;
}

function usableLoads({ rows, tools, say }: PeersOptions): Load[] {
  const missing = new Set<string>();
  const usable = LOADS.filter((load) => {
    if (!load.rows.some((row) => rows.includes(row)) || !tools.includes(load.tool)) return false;
    const reason = whyNoTool(load.tool);
    if (reason !== null) missing.add(`SKIPPED loads by ${load.tool}: ${reason}`);
    return reason === null;
  });
  for (const line of missing) say(line);
  return usable;
}

async function oneBroker(
  options: PeersOptions,
  kind: Kind,
  nodes: 1 | 3,
  loads: readonly Load[],
  where: string,
): Promise<Omit<PeerFigure, 'round' | 'kind'>[]> {
  const { say, seconds, warmUpSeconds } = options;
  const figures: Omit<PeerFigure, 'round' | 'kind'>[] = [];
  settle();
  let target: Target | null = null;
  try {
    target = await start(kind, nodes);
    if (nodes === 1) {
      const { firstAcknowledgedAt } = await prepare(target.port, FILLED_PARTITIONS);
      const value = firstAcknowledgedAt - target.startedAt;
      figures.push({ row: 'start', name: 'ms', value, tool: 'frames' });
      say(`${where}: first acknowledged record after ${value.toFixed(0)} ms`);
    }
    if (loads.length === 0) return figures;
    await warmUp({ target, seconds, warmUpSeconds }, nodes);
    const context = { target, seconds, warmUpSeconds: Math.min(LOAD_WARM_UP_SECONDS, warmUpSeconds) };
    if (loads.some(({ name }) => name === 'consume')) {
      await fill(target);
      // What is asked for is reading from there; a broker that was filled in haste may have written past it.
      readIntoPageCache(target.directory);
    }
    for (const load of loads) {
      try {
        const found = await load.run(context);
        figures.push(...found.map((figure) => ({ ...figure, tool: load.tool })));
        const text = found.map(
          ({ row, name, value }) => `${row === load.name ? '' : `${row}: `}${format(value)} ${name}`,
        );
        say(`${where}: ${load.name} by ${load.tool}: ${text.join(', ')}`);
      } catch (error) {
        say(`${where}: ${load.name} by ${load.tool} FAILED: ${(error as Error).message}`);
      }
    }
  } catch (error) {
    say(`${where} FAILED: ${(error as Error).message}`);
  } finally {
    await target?.stop();
  }
  return figures;
}

export function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
