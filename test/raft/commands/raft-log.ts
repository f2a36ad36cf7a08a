import { numbersOf } from '../datadriven.ts';
import { describeEntries } from '../describe/message.ts';
import { type Environment, ScriptError } from '../environment.ts';
import type { Command } from './command.ts';

/** raft-log <node>: prints the entries in its storage. */
export const raftLog: Command = (environment, { args }) => {
  printLog(environment, numbersOf(args)[0]!);
};

/** compact <node> <index>: forgets entries up to the index, and prints the rest. */
export const compact: Command = (environment, { args }) => {
  const [id, index] = numbersOf(args);
  const { storage } = environment.node(id!);
  if (index! < storage.firstIndex()) throw new ScriptError('requested index is unavailable due to compaction');
  storage.compact(index!);
  printLog(environment, id!);
};

function printLog(environment: Environment, id: number): void {
  const { storage } = environment.node(id);
  const first = storage.firstIndex();
  const last = storage.lastIndex();
  if (last < first) {
    environment.output.write(`log is empty: first index=${first}, last index=${last}`);
    return;
  }
  environment.output.write(describeEntries(storage.entries(first, last + 1, Number.POSITIVE_INFINITY)!));
}
