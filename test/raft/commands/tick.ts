import { numbersOf } from '../datadriven.ts';
import type { Environment } from '../environment.ts';
import type { Command } from './command.ts';

/** tick-election <node>: as many ticks as the shortest election timeout. */
export const tickElection: Command = (environment, { args }) => {
  const id = numbersOf(args)[0]!;
  tick(environment, id, environment.node(id).options.electionTicks);
};

/** tick-heartbeat <node>: as many ticks as lie between heartbeats. */
export const tickHeartbeat: Command = (environment, { args }) => {
  const id = numbersOf(args)[0]!;
  tick(environment, id, environment.node(id).options.heartbeatTicks);
};

function tick(environment: Environment, id: number, count: number): void {
  for (let n = 0; n < count; n++) environment.node(id).node.tick();
}
