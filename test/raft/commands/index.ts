/** Every directive of the scripts by its name, and how one is run. */

import type { Case } from '../datadriven.ts';
import { type Environment, ScriptError } from '../environment.ts';
import { addNodes } from './add-nodes.ts';
import { campaign } from './campaign.ts';
import type { Command } from './command.ts';
import { deliverMessages } from './deliver-msgs.ts';
import { forgetLeader } from './forget-leader.ts';
import { logLevel } from './log-level.ts';
import { processAppendThread, processApplyThread, processReady } from './process.ts';
import { propose } from './propose.ts';
import { proposeConfChange } from './propose-conf-change.ts';
import { compact, raftLog } from './raft-log.ts';
import { raftState } from './raft-state.ts';
import { reportUnreachable } from './report-unreachable.ts';
import { sendSnapshot } from './send-snapshot.ts';
import { setRandomizedElectionTimeout } from './set-randomized-election-timeout.ts';
import { stabilize } from './stabilize.ts';
import { status } from './status.ts';
import { tickElection, tickHeartbeat } from './tick.ts';
import { transferLeadership } from './transfer-leadership.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  'add-nodes': addNodes,
  campaign,
  compact,
  'deliver-msgs': deliverMessages,
  'forget-leader': forgetLeader,
  'log-level': logLevel,
  'process-append-thread': processAppendThread,
  'process-apply-thread': processApplyThread,
  'process-ready': processReady,
  propose,
  'propose-conf-change': proposeConfChange,
  'raft-log': raftLog,
  'raft-state': raftState,
  'report-unreachable': reportUnreachable,
  'send-snapshot': sendSnapshot,
  'set-randomized-election-timeout': setRandomizedElectionTimeout,
  stabilize,
  status,
  'tick-election': tickElection,
  'tick-heartbeat': tickHeartbeat,
  'transfer-leadership': transferLeadership,
};

/** What the directive prints: `ok` for nothing, and errors at any level. */
export function runCommand(environment: Environment, step: Case): string {
  const { output } = environment;
  output.reset();
  try {
    const command = COMMANDS[step.command];
    if (command === undefined) throw new ScriptError('unknown command');
    command(environment, step);
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    if (output.isQuiet) return error.message;
    output.write(error.message);
  }
  return output.text === '' ? 'ok' : output.text;
}
