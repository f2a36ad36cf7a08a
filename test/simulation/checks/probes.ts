/** Looks into the brokers' rooms: who leads the quorum, which entries were applied, which image came of them. */
import type { BrokerCode } from '../broker-code.ts';

export type Raft = BrokerCode['raftAgent']['RaftAgent']['prototype'];
export type Controller = BrokerCode['controllerAgent']['ControllerAgent']['prototype'];
export type Committed = BrokerCode['committedImage']['CommittedImage']['prototype'];

export interface ProbeListener {
  onRaft(raft: Raft): void;
  onController(controller: Controller): void;
  /** Before `entries` are applied, and after. */
  onApplied(image: Committed, entries: Parameters<Committed['apply']>[0]): void;
}

let listener: ProbeListener | null = null;
const prepared = new WeakSet<BrokerCode>();

/** Of all runs, one listens at a time. */
export function listen(code: BrokerCode, next: ProbeListener): void {
  listener = next;
  if (prepared.has(code)) return;
  prepared.add(code);
  const raft = code.raftAgent.RaftAgent.prototype;
  const startRaft = raft.start;
  raft.start = function start(this: Raft) {
    listener?.onRaft(this);
    startRaft.call(this);
  };
  const controller = code.controllerAgent.ControllerAgent.prototype;
  const startController = controller.start;
  controller.start = function start(this: Controller) {
    listener?.onController(this);
    startController.call(this);
  };
  const committed = code.committedImage.CommittedImage.prototype;
  const apply = committed.apply;
  committed.apply = function applied(this: Committed, entries) {
    apply.call(this, entries);
    listener?.onApplied(this, entries);
  };
}
