/** Seeded inputs: the same bytes in every run and in every process. */

/** mulberry32: 32 random bits per call. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** Incompressible bytes. */
export function noise(length: number, seed = 1): Uint8Array {
  const next = seeded(seed);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = next();
  return bytes;
}

/** Event-like JSON that compresses about as real event streams do. */
export function events(length: number, seed = 1): Uint8Array {
  const next = seeded(seed);
  const kinds = ['page_view', 'click', 'purchase', 'login', 'logout'];
  let text = '';
  while (text.length < length) {
    const user = next() % 100_000;
    text += `{"event":"${kinds[next() % 5]}","user":${user},"session":"${next().toString(16)}","at":${1_700_000_000_000 + next()},"page":"/p/${next() % 500}"}\n`;
  }
  return new Uint8Array(Buffer.from(text.slice(0, length), 'latin1'));
}
