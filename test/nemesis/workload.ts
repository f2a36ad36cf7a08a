/** Something that goes on beside the strikes, and is judged in the end. */
export interface Workload {
  readonly name: string;
  /** Resolves when it is under way. */
  start(): Promise<void>;
  /** Rejects as soon as an error reaches the application; resolves only after `finish`. */
  watch(): Promise<void>;
  /** Ends what it does, and waits until nothing of it is under way. */
  finish(): Promise<void>;
  /** Everything that is wrong, as sentences; the cluster still runs. */
  judge(): Promise<string[]>;
  /** What it did, in a few words. */
  summary(): string;
}
