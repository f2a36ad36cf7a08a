/**
 * Looks into the brokers' rooms: what they apply, promise, vote, have on disk and call committed. Listening changes nothing
 * of what happens.
 */
import type { BrokerCode } from '../broker-code.ts';

export type Raft = BrokerCode['raftAgent']['RaftAgent']['prototype'];
export type Controller = BrokerCode['controllerAgent']['ControllerAgent']['prototype'];
export type Committed = BrokerCode['committedImage']['CommittedImage']['prototype'];
export type HighWatermark = BrokerCode['highWatermark']['HighWatermark']['prototype'];
export type Image = BrokerCode['clusterImage']['ClusterImage']['prototype'];
export type Replica = BrokerCode['replica']['Replica']['prototype'];
export type Entries = Parameters<Committed['apply']>[0];

export interface ProbeListener {
  /** Before it takes part. */
  onRaft(raft: Raft): void;
  onController(controller: Controller): void;
  /** `entries` are about to be applied: those who follow the image have not heard of them. */
  onCommitted(entries: Entries): void;
  /** After `entries` were applied. */
  onApplied(image: Committed, entries: Entries): void;
  onHighWatermark(highWatermark: HighWatermark): void;
  /** The log ends earlier than it did. */
  onCut(highWatermark: HighWatermark): void;
  /** The broker is registered, and will acknowledge under this epoch. */
  onIncarnation(brokerEpoch: number): void;
  onReplica(replica: Replica): void;
  /** Its log is another after a message of this epoch than before, and `promised` before. */
  onReplicaChanged(replica: Replica, epoch: number, promised: number): void;
  /** Node `from` has told somebody that it promised `epoch`. */
  onPromise(from: number, epoch: number): void;
  /** Node `from` has told `to` that it has its vote. */
  onVote(from: number, to: number, term: number): void;
}

let listener: ProbeListener | null = null;
const prepared = new WeakSet<BrokerCode>();

/** Of all runs, one listens at a time. */
export function listen(code: BrokerCode, next: ProbeListener): void {
  listener = next;
  if (prepared.has(code)) return;
  prepared.add(code);
  before(code.raftAgent.RaftAgent.prototype, 'start', (raft) => listener?.onRaft(raft));
  before(code.controllerAgent.ControllerAgent.prototype, 'start', (controller) => listener?.onController(controller));
  before(code.committedImage.CommittedImage.prototype, 'apply', (_, entries) =>
    listener?.onCommitted(entries as Entries),
  );
  after(code.committedImage.CommittedImage.prototype, 'apply', (image, _, entries) =>
    listener?.onApplied(image, entries as Entries),
  );
  const { prototype: highWatermark } = code.highWatermark.HighWatermark;
  for (const verb of ['setFloor', 'onLocalDurable'] as const) {
    after(highWatermark, verb, (moved, hasMoved) => {
      if (hasMoved === true) listener?.onHighWatermark(moved);
    });
  }
  for (const verb of ['truncate', 'reset'] as const) after(highWatermark, verb, (cut) => listener?.onCut(cut));
  before(code.logDirectory.LogDirectory.prototype, 'beginIncarnation', (_, epoch) =>
    listener?.onIncarnation(epoch as number),
  );
  before(code.controllerTerm.ControllerTerm.prototype, 'receive', (_, from, message) => {
    const { epoch, type } = message as { readonly type: string; readonly epoch: number };
    if (type === 'fenced') listener?.onPromise(from as number, epoch);
  });
  before(code.raftNode.RaftNode.prototype, 'step', (_, message) => {
    const { from, granted, term, to, type } = message as {
      [name in 'from' | 'to' | 'term']: number;
    } & { readonly type: string; readonly granted: boolean };
    if (type === 'VoteResponse' && granted) listener?.onVote(from, to, term);
  });
  probeReplica(code.replica.Replica.prototype);
}

function probeReplica(replica: Replica): void {
  for (const verb of ['tick', 'lead', 'fence', 'onConnected'] as const) {
    before(replica, verb, (each) => listener?.onReplica(each));
  }
  const { receive } = replica;
  replica.receive = function received(this: Replica, from, message, now) {
    listener?.onReplica(this);
    const { promised } = this;
    const { epoch, index } = this.log.last;
    receive.call(this, from, message, now);
    const { last } = this.log;
    if (last.epoch !== epoch || last.index !== index) listener?.onReplicaChanged(this, message.epoch, promised);
  };
}

type Verb = (...values: never[]) => unknown;

function before<Room extends object>(room: Room, verb: keyof Room, tell: (room: Room, ...values: unknown[]) => void) {
  const original = room[verb] as Verb;
  const probed = function probed(this: Room, ...values: never[]): unknown {
    tell(this, ...values);
    return original.apply(this, values);
  };
  room[verb] = probed as Room[keyof Room];
}

function after<Room extends object>(
  room: Room,
  verb: keyof Room,
  tell: (room: Room, result: unknown, ...values: unknown[]) => void,
) {
  const original = room[verb] as Verb;
  const probed = function probed(this: Room, ...values: never[]): unknown {
    const result = original.apply(this, values);
    tell(this, result, ...values);
    return result;
  };
  room[verb] = probed as Room[keyof Room];
}
