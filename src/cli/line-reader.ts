/** Lines of a byte stream as bytes: what comes in between two newlines goes out unchanged. */

const NEWLINE = 10;

/** Yields the lines of each chunk together. A last line without a newline counts; nothing after the last newline does not. */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let rest: Uint8Array[] = [];
  for await (const chunk of input) {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE, start); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const piece = chunk.subarray(start, end);
      if (rest.length === 0) lines.push(piece);
      else {
        lines.push(Buffer.concat([...rest, piece]));
        rest = [];
      }
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [Buffer.concat(rest)];
}
