/** Programmer errors: a broken invariant stops the process that holds it, because nothing it says afterwards is true. */

export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** States an invariant. Never used for input from clients, disks or peers: those get an error value. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The end of an exhaustive switch: compiles only while every case is handled. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${String(value)}`);
}
