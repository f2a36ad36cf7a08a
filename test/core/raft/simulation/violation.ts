/** An invariant does not hold. The name is the invariant's. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

export function require(condition: boolean, invariant: string, detail: () => string): void {
  if (!condition) throw new Violation(`${invariant}: ${detail()}`);
}
