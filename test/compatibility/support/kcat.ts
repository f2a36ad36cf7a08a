/** kcat as writer and reader. It has no format that carries every record both ways, so arguments and a format string do. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Codec, ReadRecord } from './clients.ts';
import type { CorpusRecord } from './corpus.ts';
import { run } from './run.ts';

const PRODUCE = ['-P', '-q', '-X', 'enable.idempotence=true', '-X', 'message.max.bytes=4194304', '-X', 'linger.ms=5'];
/** Between key and value, and between records, of a run given on stdin. */
const KEY_END = '\u0001';

/** Keys and headers are arguments: text, never empty but for a null or empty value, which go on stdin (with -Z or without). */
export function kcatCanWrite(record: CorpusRecord): boolean {
  const { key, value } = record;
  if (!record.headers.every(([, header]) => header === null || isText(header))) return false;
  if (key === null) return value === null || value.length > 0;
  return isText(key) && (key.length > 0 || value?.length === 0);
}

/** UTF-8 without NUL: what can be an argument of a command. */
export function isText(value: Buffer): boolean {
  return Buffer.from(value.toString('utf8')).equals(value) && !value.includes(0);
}

/** Records that can go on stdin together: keyed text of one line. */
function isPlain(record: CorpusRecord): boolean {
  return (
    record.headers.length === 0 &&
    (record.key?.length ?? 0) > 0 &&
    record.value !== null &&
    record.value.length > 0 &&
    record.value.length < 1_000 &&
    !record.value.includes(KEY_END) &&
    !record.value.includes('\n')
  );
}

export async function kcatProduce(
  bootstrap: string,
  topic: string,
  codec: Codec,
  records: readonly CorpusRecord[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kcat-'));
  try {
    const common = ['-b', bootstrap, '-t', topic, '-z', codec, ...PRODUCE];
    for (let partition = 0; partition < 3; partition++) {
      let plain: CorpusRecord[] = [];
      const flush = async () => {
        if (plain.length === 0) return;
        const input = plain.map((record) => `${record.key}${KEY_END}${record.value}\n`).join('');
        await run('kcat', [...common, '-p', String(partition), '-K', KEY_END], { input });
        plain = [];
      };
      for (const record of records) {
        if (record.partition !== partition) continue;
        if (isPlain(record)) {
          plain.push(record);
          continue;
        }
        await flush();
        const key = record.key === null ? [] : ['-k', record.key.toString()];
        const headers = record.headers.flatMap(([name, value]) => ['-H', value === null ? name : `${name}=${value}`]);
        const one = [...common, '-p', String(partition), ...headers];
        if (record.value === null || record.value.length === 0) {
          // Empty files are not sent. On stdin, -Z makes empty keys and values null ones.
          const nulls = record.value === null ? ['-Z'] : [];
          await run('kcat', [...one, ...nulls, '-K', KEY_END], { input: `${record.key ?? ''}${KEY_END}\n` });
        } else {
          const file = join(folder, 'value');
          await writeFile(file, record.value);
          await run('kcat', [...one, ...key, file]);
        }
      }
      await flush();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

export async function kcatConsume(bootstrap: string, topics: readonly string[]): Promise<ReadRecord[]> {
  const records: ReadRecord[] = [];
  for (const topic of topics) {
    const args = [
      '-b',
      bootstrap,
      '-C',
      '-q',
      '-t',
      topic,
      '-o',
      'beginning',
      '-e',
      '-X',
      'check.crcs=true',
      '-X',
      'fetch.message.max.bytes=4194304',
    ];
    records.push(...parse(topic, await run('kcat', [...args, '-f', '%p %o %T %K %S\\n%k%s%h\\n'])));
  }
  return records;
}

function parse(topic: string, output: Buffer): ReadRecord[] {
  const records: ReadRecord[] = [];
  for (let at = 0; at < output.length; ) {
    const lineEnd = output.indexOf('\n', at);
    const [partition, offset, timestamp, keyLength, valueLength] = output
      .subarray(at, lineEnd)
      .toString()
      .split(' ')
      .map(Number) as [number, number, number, number, number];
    at = lineEnd + 1;
    const take = (length: number): Buffer | null => {
      if (length < 0) return null;
      at += length;
      return output.subarray(at - length, at);
    };
    const key = take(keyLength);
    const value = take(valueLength);
    const headersEnd = output.indexOf('\n', at);
    const headers = parseHeaders(output.subarray(at, headersEnd));
    at = headersEnd + 1;
    records.push({ topic, partition, offset, timestamp, key, value, headers });
  }
  return records;
}

/** `name=value,name=value`, as the corpus has no commas or equal signs in headers. */
function parseHeaders(line: Buffer): [string, Buffer | null][] {
  if (line.length === 0) return [];
  return line
    .toString('latin1')
    .split(',')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return [Buffer.from(pair.slice(0, equals), 'latin1').toString(), Buffer.from(pair.slice(equals + 1), 'latin1')];
    });
}
