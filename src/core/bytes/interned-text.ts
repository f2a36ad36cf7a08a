/**
 * Short texts that every request repeats (topic names, topic ids, client and group ids) are decoded once per thread:
 * a direct-mapped table answers with the string it made before. A new text simply takes the slot, so the tables stay
 * at a few hundred kilobytes whatever arrives.
 */
import { decodeUtf8 } from './utf8.ts';
import { uuidToText, ZERO_UUID } from './uuid.ts';

const SLOTS = 1024;
/** Names of one family differ at their end, so that is what is hashed. */
const HASHED = 12;
/** Long enough for the member ids that clients and brokers make up: a name, a number and a uuid. */
const MAX_INTERNED = 64;

const texts: string[] = new Array(SLOTS).fill('');
const uuids: string[] = new Array(SLOTS).fill(ZERO_UUID);
const uuidWords = new Int32Array(SLOTS * 4);

export function internedUtf8(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return '';
  if (length > MAX_INTERNED) return decodeUtf8(bytes, start, end);
  let hash = length;
  for (let i = length > HASHED ? end - HASHED : start; i < end; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
  const slot = (hash ^ (hash >>> 11)) & (SLOTS - 1);
  const known = texts[slot]!;
  if (known.length === length && isSame(known, bytes, start)) return known;
  const text = decodeUtf8(bytes, start, end);
  texts[slot] = text;
  return text;
}

export function internedUuid(bytes: Uint8Array, view: DataView, position: number): string {
  const a = view.getInt32(position);
  const b = view.getInt32(position + 4);
  const c = view.getInt32(position + 8);
  const d = view.getInt32(position + 12);
  const slot = (a ^ (b >>> 5) ^ c ^ (d >>> 3)) & (SLOTS - 1);
  const at = slot * 4;
  if (uuidWords[at] === a && uuidWords[at + 1] === b && uuidWords[at + 2] === c && uuidWords[at + 3] === d) {
    return uuids[slot]!;
  }
  const text = uuidToText(bytes, position);
  uuids[slot] = text;
  uuidWords[at] = a;
  uuidWords[at + 1] = b;
  uuidWords[at + 2] = c;
  uuidWords[at + 3] = d;
  return text;
}

/** Equal lengths are given; bytes from 0x80 on equal no character of ASCII, so other text never matches by accident. */
function isSame(text: string, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[start + i]!;
    if (byte >= 0x80 || text.charCodeAt(i) !== byte) return false;
  }
  return true;
}
