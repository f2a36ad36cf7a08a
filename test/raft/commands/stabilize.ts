import { numbersOf, valuesOf } from '../datadriven.ts';
import type { Environment } from '../environment.ts';
import type { Command } from './command.ts';
import { setLevel } from './log-level.ts';

/** stabilize [<node>...] [log-level=..]: lets the nodes work until none of them has anything left to do. */
export const stabilize: Command = (environment, { args }) => {
  const before = environment.output.level;
  const level = valuesOf(args, 'log-level')[0];
  if (level !== undefined) setLevel(environment, level);
  try {
    const named = numbersOf(args);
    const ids = named.length > 0 ? named : environment.nodes.map((_, at) => at + 1);
    while (round(environment, ids)) {
      // Until a whole round brings nothing.
    }
  } finally {
    environment.output.level = before;
  }
};

/** Readys of all, messages to all, appends of all, applies of all; false if there was nothing. */
function round(environment: Environment, ids: readonly number[]): boolean {
  const { output } = environment;
  let worked = false;
  const each = (heading: string, hasWork: (id: number) => boolean, act: (id: number) => void) => {
    for (const id of ids) {
      if (!hasWork(id)) continue;
      worked = true;
      output.write(`> ${id} ${heading}\n`);
      output.indented(() => act(id));
    }
  };
  each(
    'handling Ready',
    (id) => environment.node(id).node.hasReady(),
    (id) => environment.processReady(id),
  );
  each(
    'receiving messages',
    (id) => environment.hasMessagesFor(id),
    (id) => environment.deliver(id, null, false),
  );
  each(
    'processing append thread',
    (id) => environment.node(id).appendWork.length > 0,
    (id) => {
      while (environment.node(id).appendWork.length > 0) environment.processAppendThread(id);
    },
  );
  each(
    'processing apply thread',
    (id) => environment.node(id).applyWork.length > 0,
    (id) => {
      while (environment.node(id).applyWork.length > 0) environment.processApplyThread(id);
    },
  );
  return worked;
}
