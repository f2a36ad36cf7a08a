/**
 * UTF-8 to strings and back, for a floor that has neither TextDecoder nor Buffer. Short ASCII, which is nearly all
 * of Kafka's text, is done here; the rest goes to an installable port (Node's native slices) or to plain code.
 * Malformed input becomes U+FFFD as in the Encoding standard, and so do lone surrogates on the way out.
 */

export interface Utf8Port {
  decode(bytes: Uint8Array, start: number, end: number): string;
  /** Writes all of `text` at `position` and returns the number of bytes. There is room for `utf8Length(text)`. */
  encodeInto(text: string, bytes: Uint8Array, position: number): number;
}

/** Above this many bytes a native port is faster than a loop over characters. */
const SHORT = 24;

export const plainUtf8: Utf8Port = { decode: decodePlain, encodeInto: encodePlain };

let port: Utf8Port = plainUtf8;

/** Replaces the plain implementation for this thread. Call once at start-up. */
export function installUtf8(replacement: Utf8Port): void {
  port = replacement;
}

/** Bytes that `text` takes. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) length += 1;
    else if (isPair(text, i, code)) {
      length += 2;
      i++;
    } else length += 2;
  }
  return length;
}

export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return port.decode(bytes, start, end);
  let text = '';
  let at = start;
  for (; at + 8 <= end; at += 8) {
    if (!isAscii8(bytes, at)) return port.decode(bytes, start, end);
    text += ascii8(bytes, at);
  }
  for (; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= 0x80) return port.decode(bytes, start, end);
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Writes `text` at `position` and returns the number of bytes. The caller has made room for `utf8Length(text)`. */
export function encodeUtf8Into(text: string, bytes: Uint8Array, position: number): number {
  return port.encodeInto(text, bytes, position);
}

function isPair(text: string, index: number, code: number): boolean {
  if (code < 0xd800 || code > 0xdbff || index + 1 >= text.length) return false;
  const next = text.charCodeAt(index + 1);
  return next >= 0xdc00 && next <= 0xdfff;
}

function isAscii8(b: Uint8Array, at: number): boolean {
  const all = b[at]! | b[at + 1]! | b[at + 2]! | b[at + 3]! | b[at + 4]! | b[at + 5]! | b[at + 6]! | b[at + 7]!;
  return all < 0x80;
}

/** Eight characters per call cost a third of eight calls, and make flat strings rather than ropes. */
function ascii8(b: Uint8Array, i: number): string {
  return String.fromCharCode(b[i]!, b[i + 1]!, b[i + 2]!, b[i + 3]!, b[i + 4]!, b[i + 5]!, b[i + 6]!, b[i + 7]!);
}

function encodePlain(text: string, bytes: Uint8Array, position: number): number {
  let at = position;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[at++] = code;
    } else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else if (isPair(text, i, code)) {
      code = 0x1_0000 + ((code & 0x3ff) << 10) + (text.charCodeAt(++i) & 0x3ff);
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else {
      if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[at++] = 0x80 | (code & 0x3f);
    }
  }
  return at - position;
}

function decodePlain(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  let at = start;
  while (at < end) {
    for (; at + 8 <= end && isAscii8(bytes, at); at += 8) text += ascii8(bytes, at);
    if (at === end) break;
    const lead = bytes[at++]!;
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      continue;
    }
    const trail =
      lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : 0;
    let code = trail === 1 ? lead & 0x1f : trail === 2 ? lead & 0x0f : lead & 0x07;
    let seen = 0;
    // The first trail byte has a narrower range after E0, ED, F0 and F4: overlong forms, surrogates, beyond U+10FFFF.
    let least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    let most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    while (seen < trail && at < end) {
      const byte = bytes[at]!;
      if (byte < least || byte > most) break;
      least = 0x80;
      most = 0xbf;
      code = (code << 6) | (byte & 0x3f);
      seen++;
      at++;
    }
    text += trail === 0 || seen < trail ? '\ufffd' : String.fromCodePoint(code);
  }
  return text;
}
