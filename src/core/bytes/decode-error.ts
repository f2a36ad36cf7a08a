/** The one error that malformed bytes raise: thrown by ByteReader and the generated codecs, caught once per request by whoever owns the bytes. */

export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}
