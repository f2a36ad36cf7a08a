import { numbersOf } from '../datadriven.ts';
import type { Environment } from '../environment.ts';
import type { Command } from './command.ts';

/** process-ready <node>...: takes a Ready and does what it says; storage only where writes are synchronous. */
export const processReady: Command = (environment, { args }) => {
  forEach(environment, numbersOf(args), 'handling Ready', (id) => environment.processReady(id));
};

/** process-append-thread <node>...: makes one append durable and releases its responses. */
export const processAppendThread: Command = (environment, { args }) => {
  forEach(environment, numbersOf(args), 'processing append thread', (id) => environment.processAppendThread(id));
};

/** process-apply-thread <node>...: applies one batch of committed entries and releases its response. */
export const processApplyThread: Command = (environment, { args }) => {
  forEach(environment, numbersOf(args), 'processing apply thread', (id) => environment.processApplyThread(id));
};

/** With more than one node each gets a heading. */
function forEach(environment: Environment, ids: number[], heading: string, act: (id: number) => void): void {
  if (ids.length === 1) {
    act(ids[0]!);
    return;
  }
  for (const id of ids) {
    environment.output.write(`> ${id} ${heading}\n`);
    environment.output.indented(() => act(id));
  }
}
