/**
 * What every thread of the broker runs. An agent does not know who runs it: a worker thread's loop, the caller's own
 * thread (tests, the embedded broker, the simulator), or both in turn over its life.
 */
export interface Agent {
  /** Appears in logs, counters and profiles: `wal-0`. */
  readonly roleName: string;
  /** Called once, on the thread that will call `doWork`. May read and write disks; may throw to refuse to start. */
  onStart(): void;
  /** One duty cycle: takes what is there, finishes it, returns how much work was done. 0 lets the loop park. */
  doWork(): number;
  /** Called when `doWork` found nothing: blocks until there may be work, at most `timeoutMs`. Worker threads only. */
  park(timeoutMs: number): void;
  /** True once the owner asked to stop and nothing is left to do. */
  isFinished(): boolean;
  /** Called once, last. Releases files. */
  onClose(): void;
}
