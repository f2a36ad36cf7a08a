import { CommandError, JSON_OPTION } from '../cluster-options.ts';
import type { Command } from '../command.ts';
import { type CommandIo, EXIT_OK } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { Interruption } from '../interruption.ts';
import { formatNode } from '../top/format-threads.ts';
import { type NodeWindow, WatchedNodes } from '../top/watched-nodes.ts';

const DEFAULT_DIRECTORY = 'data';
/** Home, then everything below it away: what stays the same does not flicker. */
const REDRAW = '\x1b[H\x1b[J';
const CLEAR = '\x1b[2J';

export const top: Command = {
  name: 'top',
  summary: 'Show what the threads of running brokers do',
  arguments: '[directory]...',
  argumentCount: [0, 100],
  options: {
    interval: { type: 'string', value: 'ms', description: 'Length of the window that is shown (1000)' },
    once: { type: 'boolean', description: 'Show one window and end' },
    json: JSON_OPTION,
  },
  details: `
A directory is the first of the log.dirs of a broker on this machine (./data), or one that holds such directories. The
broker answers at a socket in it, chronik.sock, to whoever may write there. Its controller thread does, so it answers while
the main thread is saturated.

CPU is the share of its time that a thread worked, waiting for the disk inside a call included. DELAY is how late its event
loop came back to a timer, TICKS how late raft's ticks came; SYNC is one fdatasync, on control-log and compute a whole job.
A thread with SILENT has not said for that long that it gets on.`,
  async run({ arguments: given, options, io }) {
    const intervalMs = options.integer('interval', 1_000, 100, 60_000);
    const nodes = await WatchedNodes.open(io.workingDirectory, given.length === 0 ? [DEFAULT_DIRECTORY] : given);
    if (typeof nodes === 'string') throw new CommandError(nodes);
    const interruption = new Interruption(io);
    const redraws = io.isOutputTerminal && !options.has('once') && !options.has('json');
    if (redraws) await io.write(CLEAR);
    try {
      for (;;) {
        const windows = await interruption.unless(nodes.next(intervalMs));
        if (windows === null) return EXIT_OK;
        if (options.has('json')) await show(io, windows, options.has('once'));
        else await io.write(`${redraws ? REDRAW : ''}${windows.map(formatNode).join('\n')}`);
        if (options.has('once')) return EXIT_OK;
        if (nodes.isEmpty) throw new CommandError('every broker has ended');
      }
    } finally {
      nodes.close();
    }
  },
};

/** One object, for people and programs; without an end, one line each. */
async function show(io: CommandIo, windows: readonly NodeWindow[], isOnce: boolean): Promise<void> {
  const value = { nodes: windows };
  await io.write(isOnce ? jsonLine(value) : `${JSON.stringify(value)}\n`);
}
