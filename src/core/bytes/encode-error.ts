/** Raised when a value has no form on the wire: out of its type's range, or carried by a field that the chosen version lacks. */

export class EncodeError extends Error {
  override readonly name = 'EncodeError';
}
