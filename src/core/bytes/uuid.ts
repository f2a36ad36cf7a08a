/**
 * Kafka's uuids: 16 bytes on the wire, 22 characters of unpadded base64url in code and on screen.
 */
import { EncodeError } from './encode-error.ts';

/** No uuid at all. */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';

/** Reserved by Kafka for its metadata topic; never the id of another. */
export const METADATA_TOPIC_UUID = 'AAAAAAAAAAAAAAAAAAAAAQ';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const SIX_BITS = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; i++) SIX_BITS[ALPHABET.charCodeAt(i)] = i;

/** True for 22 characters of base64url whose last carries no bits beyond the 128th. */
export function isUuid(text: string): boolean {
  if (text.length !== 22) return false;
  for (let i = 0; i < 22; i++) if (sixBits(text, i) < 0) return false;
  return (sixBits(text, 21) & 0x0f) === 0;
}

export function uuidToText(bytes: Uint8Array, position: number): string {
  let text = '';
  for (let i = position; i < position + 15; i += 3) {
    const bits = (bytes[i]! << 16) | (bytes[i + 1]! << 8) | bytes[i + 2]!;
    text += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]! + ALPHABET[(bits >> 6) & 63]! + ALPHABET[bits & 63]!;
  }
  const last = bytes[position + 15]!;
  return text + ALPHABET[last >> 2]! + ALPHABET[(last & 3) << 4]!;
}

/** Writes 16 bytes at `position`. Throws EncodeError where `text` is no uuid. */
export function uuidIntoBytes(text: string, bytes: Uint8Array, position: number): void {
  if (text === ZERO_UUID) {
    bytes.fill(0, position, position + 16);
    return;
  }
  if (!isUuid(text)) throw new EncodeError(`not a uuid of 22 base64url characters: "${text.slice(0, 40)}"`);
  let at = position;
  for (let i = 0; i < 20; i += 4) {
    const bits =
      (sixBits(text, i) << 18) | (sixBits(text, i + 1) << 12) | (sixBits(text, i + 2) << 6) | sixBits(text, i + 3);
    bytes[at] = bits >> 16;
    bytes[at + 1] = bits >> 8;
    bytes[at + 2] = bits;
    at += 3;
  }
  bytes[at] = (sixBits(text, 20) << 2) | (sixBits(text, 21) >> 4);
}

/**
 * Makes a uuid out of 16 random bytes (version 4). Null where Kafka would draw again: the reserved two, and texts that
 * begin with '-', which a command line would take for an option.
 */
export function randomUuidFrom(random: Uint8Array): string | null {
  const bytes = random.slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const text = uuidToText(bytes, 0);
  return text.startsWith('-') || text === ZERO_UUID || text === METADATA_TOPIC_UUID ? null : text;
}

function sixBits(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? SIX_BITS[code]! : -1;
}
