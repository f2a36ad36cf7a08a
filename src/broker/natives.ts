/**
 * The native code that makes a broker fast: put in place before anything needs it, and a word to the operator where a
 * slower fallback serves. Main thread.
 */
import { installUtf8 } from '../core/bytes/utf8.ts';
import type { Codecs } from '../runtime/compression/codecs.ts';
import { installNativeCrc32c, installNativeCrc32cLazily } from '../runtime/compression/native-crc32c.ts';
import type { Logger } from '../runtime/logging/logger.ts';

/** Before the start: loads nothing yet that the start itself does not need. */
export function installNatives(): void {
  installNativeCrc32cLazily();
  installNodeUtf8();
}

/** Loads what is left. A broker on a fallback is slower by a factor, and its operator should read so. */
export function reportNatives(codecs: Codecs, logger: Logger): void {
  for (const { codec, backend, isFallback, reason } of [installNativeCrc32c(), ...codecs.report]) {
    if (isFallback) logger.warn('a native library is missing, a slower one serves', { codec, backend, reason });
  }
}

/** Node's own UTF-8, several times faster than plain code for what is not short ASCII. */
function installNodeUtf8(): void {
  const { utf8Slice, utf8Write } = Buffer.prototype as unknown as {
    utf8Slice(this: Uint8Array, start: number, end: number): string;
    utf8Write(this: Uint8Array, text: string, position: number): number;
  };
  installUtf8({
    decode: (bytes, start, end) => utf8Slice.call(bytes, start, end),
    encodeInto: (text, bytes, position) => utf8Write.call(bytes, text, position),
  });
}
