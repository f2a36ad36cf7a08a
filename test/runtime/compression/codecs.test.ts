import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crc32c, installCrc32c, plainCrc32c } from '../../../src/core/bytes/crc32c.ts';
import { Compression } from '../../../src/core/records/batch-format.ts';
import { type Codecs, createCodecs } from '../../../src/runtime/compression/codecs.ts';
import { installNativeCrc32c } from '../../../src/runtime/compression/native-crc32c.ts';
import { xxhash32 } from '../../../src/runtime/compression/xxhash32.ts';

const require = createRequire(import.meta.url);
const ALL = [Compression.Gzip, Compression.Snappy, Compression.Lz4, Compression.Zstd];
const has = (command: string) => spawnSync(command, ['--version']).status === 0;

let native: Codecs;
let plain: Codecs;
beforeAll(async () => {
  native = await createCodecs(true);
  plain = await createCodecs(false);
});

test('sets that are made on a thread one after the other and at once do not disturb each other', async () => {
  const plain = new Uint8Array(Buffer.from('as many times as you like; '.repeat(100)));
  const sets: Codecs[] = [];
  const check = () => {
    for (const set of sets) {
      for (const codec of ALL) {
        const packed = set.compress(codec, plain, 0, plain.length)!;
        const found = set.decompress(codec, packed, 0, packed.length, plain.length);
        expect(typeof found === 'string' ? found : new Uint8Array(found)).toEqual(plain);
      }
    }
  };
  for (let count = 1; count <= 3; count++) {
    sets.push(...(await Promise.all(Array.from({ length: count }, () => createCodecs(true)))));
    check();
  }
});

/** Mixes of runs, repeats and noise, which reach every element of the formats. */
const anyPayload = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 5000 })).map(([byte, n]) => new Uint8Array(n).fill(byte)),
      fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 200 })).map(([unit, n]) => {
        const bytes = new Uint8Array(unit.length * n);
        for (let i = 0; i < n; i++) bytes.set(unit, i * unit.length);
        return bytes;
      }),
      fc.tuple(fc.nat(1 << 30), fc.integer({ min: 1, max: 70_000 })).map(([seed, n]) => noise(seed, n)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));

function noise(seed: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let i = 0, x = seed | 1; i < size; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    bytes[i] = x;
  }
  return bytes;
}

function unpack(codecs: Codecs, codec: number, bytes: Uint8Array, limit = 1 << 28): Uint8Array | string {
  const output = codecs.decompress(codec, bytes, 0, bytes.length, limit);
  return typeof output === 'string' ? output : new Uint8Array(output);
}
function pack(codecs: Codecs, codec: number, bytes: Uint8Array): Uint8Array {
  return codecs.compress(codec, bytes, 0, bytes.length)!;
}
const digest = (bytes: Uint8Array | string) => createHash('sha1').update(bytes).digest('hex');

describe.each(ALL)('codec %i', (codec) => {
  test('each backend reads what each backend wrote', () => {
    fc.assert(
      fc.property(anyPayload, (payload) => {
        for (const writer of [native, plain]) {
          const packed = pack(writer, codec, payload);
          for (const reader of [native, plain]) expect(digest(unpack(reader, codec, packed))).toBe(digest(payload));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('positions inside a larger array are honoured', () => {
    const payload = Buffer.from('the quick brown fox jumps over the lazy dog, the quick brown fox');
    const frame = Buffer.concat([Buffer.alloc(9, 1), payload, Buffer.alloc(9, 2)]);
    for (const codecs of [native, plain]) {
      const packed = codecs.compress(codec, frame, 9, 9 + payload.length)!;
      const shifted = Buffer.concat([Buffer.alloc(33, 3), packed, Buffer.alloc(7, 4)]);
      const output = codecs.decompress(codec, shifted, 33, 33 + packed.length, 1000) as Uint8Array;
      expect(Buffer.from(output).toString()).toBe(payload.toString());
    }
  });

  test('the limit is exact', () => {
    for (const size of [1, 1000, 300_000]) {
      const payload = noise(5, size);
      for (const codecs of [native, plain]) {
        const packed = pack(codecs, codec, payload);
        expect(unpack(codecs, codec, packed, size)).toHaveLength(size);
        expect(unpack(codecs, codec, packed, size - 1)).toBe('too large');
      }
    }
  });

  test('a bomb is refused without its output being allocated', () => {
    const bomb = pack(native, codec, new Uint8Array(64 << 20));
    for (const codecs of [native, plain]) {
      const before = process.memoryUsage();
      expect(unpack(codecs, codec, bomb, 1 << 20)).toBe('too large');
      const after = process.memoryUsage();
      expect(after.arrayBuffers + after.external - before.arrayBuffers - before.external).toBeLessThan(16 << 20);
    }
  });

  test('every cut is noticed', () => {
    const payload = Buffer.from('abcabcabcabcabcabcabc-0123456789-abcabcabcabcabc');
    const packed = pack(native, codec, payload);
    for (let end = 0; end < packed.length; end++) {
      for (const codecs of [native, plain]) {
        const output = codecs.decompress(codec, packed, 0, end, 1000);
        // xerial: a stream header alone is a stream of nothing
        if (codec === Compression.Snappy && end === 16) expect(output).toHaveLength(0);
        else expect(output).toBe('corrupt');
      }
    }
  });

  test('no bytes make it throw or pass the limit', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        anyPayload,
        (junk, flips, payload) => {
          const packed = new Uint8Array(pack(native, codec, payload.subarray(0, 5000)));
          for (const [at, value] of flips) if (at < packed.length) packed[at] = value;
          for (const codecs of [native, plain]) {
            for (const input of [junk, packed]) {
              const output = unpack(codecs, codec, input, 10_000);
              if (typeof output === 'string') expect(['corrupt', 'too large']).toContain(output);
              else expect(output.length).toBeLessThanOrEqual(10_000);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test('shared memory is as good as any', () => {
    const payload = Buffer.from('shared shared shared shared shared');
    for (const codecs of [native, plain]) {
      const shared = new Uint8Array(new SharedArrayBuffer(200));
      shared.set(payload);
      const packed = codecs.compress(codec, shared, 0, payload.length)!;
      shared.set(packed, 100);
      const output = codecs.decompress(codec, shared, 100, 100 + packed.length, 1000);
      expect(Buffer.from(output as Uint8Array).toString()).toBe(payload.toString());
    }
  });
});

describe('concatenated streams are one payload', () => {
  test.each(ALL)('codec %i', (codec) => {
    const [a, b] = [noise(1, 5000), new Uint8Array(70_000).fill(9)];
    const both = Buffer.concat([pack(native, codec, a), pack(plain, codec, b)]);
    for (const codecs of [native, plain]) {
      expect(digest(unpack(codecs, codec, both))).toBe(digest(Buffer.concat([a, b])));
      expect(unpack(codecs, codec, both, 75_000 - 1)).toBe('too large');
    }
  });
});

describe('snappy', () => {
  test('a raw block, as librdkafka and sarama send it', () => {
    const payload = Buffer.from('raw raw raw raw raw raw raw raw');
    const raw = require('snappy').compressSync(payload);
    for (const codecs of [native, plain]) {
      expect(Buffer.from(unpack(codecs, Compression.Snappy, raw)).toString()).toBe(payload.toString());
      expect(unpack(codecs, Compression.Snappy, raw, payload.length - 1)).toBe('too large');
    }
  });

  test('a fixture of the Java client: xerial header, version 1, one chunk', () => {
    // "hello hello hello": preamble 17, literal of 6, copy of 11 at distance 6.
    const block = '11' + '14' + '68656c6c6f20' + '2a0600';
    const stream = Buffer.from(`82534e4150505900 00000001 00000001 0000000b ${block}`.replaceAll(' ', ''), 'hex');
    for (const codecs of [native, plain]) {
      expect(Buffer.from(unpack(codecs, Compression.Snappy, stream)).toString()).toBe('hello hello hello');
    }
  });

  test('chunks take 32 KiB of input each', () => {
    const packed = Buffer.from(pack(plain, Compression.Snappy, noise(3, 70_000)));
    let chunks = 0;
    for (let at = 16; at < packed.length; at += 4 + packed.readInt32BE(at)) chunks++;
    expect(chunks).toBe(3);
  });

  test('a block that declares gigabytes is refused before they are allocated', () => {
    const liar = Buffer.from('ffffffff0f00', 'hex');
    for (const codecs of [native, plain]) {
      expect(unpack(codecs, Compression.Snappy, liar, 2 ** 40)).toBe('corrupt');
    }
  });
});

const pipe = (command: string, args: string[], input: Uint8Array): Uint8Array =>
  execFileSync(command, args, { input, maxBuffer: 1 << 28, stdio: ['pipe', 'pipe', 'ignore'] });

describe.skipIf(!has('lz4'))('against the lz4 command', () => {
  const payload = new Uint8Array(Buffer.concat([noise(2, 100_000), Buffer.alloc(300_000, 'abc '), noise(4, 90_000)]));
  test('it reads ours', () => {
    for (const codecs of [native, plain]) {
      expect(digest(pipe('lz4', ['-dc'], pack(codecs, Compression.Lz4, payload)))).toBe(digest(payload));
    }
  });
  test.each([
    ['-B4', '-BI'],
    ['-B4', '-BD'],
    ['-B7', '-BD', '-BX'],
    ['-B5', '--content-size', '--no-frame-crc'],
    ['-9', '-B4', '-BD'],
  ])('we read its frames %s %s %s', (...args) => {
    const frame = pipe('lz4', ['-c', ...args.filter(Boolean)], payload);
    for (const codecs of [native, plain]) {
      expect(digest(unpack(codecs, Compression.Lz4, frame))).toBe(digest(payload));
      expect(unpack(codecs, Compression.Lz4, frame, payload.length - 1)).toBe('too large');
    }
  });
  test('a wrong content checksum is corruption', () => {
    const frame = new Uint8Array(pipe('lz4', ['-c'], payload));
    frame[frame.length - 1]! ^= 1;
    for (const codecs of [native, plain]) expect(unpack(codecs, Compression.Lz4, frame)).toBe('corrupt');
  });
});

describe.skipIf(!has('zstd'))('against the zstd command', () => {
  const payload = new Uint8Array(Buffer.concat([noise(2, 200_000), Buffer.alloc(900_000, 'abc '), noise(4, 9_000)]));
  test('it reads ours', () => {
    expect(digest(pipe('zstd', ['-dc'], pack(native, Compression.Zstd, payload)))).toBe(digest(payload));
  });
  test.each([['-1'], ['-3'], ['--ultra', '-22'], ['--no-check'], ['--no-content-size']])(
    'we read its frames %s',
    (...args) => {
      // From a pipe it does not know the size and so declares none, as streaming producers do.
      const frame = pipe('zstd', ['-c', ...args], payload);
      expect(digest(unpack(native, Compression.Zstd, frame))).toBe(digest(payload));
      expect(unpack(native, Compression.Zstd, frame, payload.length - 1)).toBe('too large');
    },
  );
});

test('lz4: a match may not reach before the block, nor a linked one before the frame', () => {
  // Header of an independent and of a linked frame; a stored block "abcd", then a block of one literal and a match.
  for (const [flags, distance, isGood] of [
    ['6040', '0100', true],
    ['6040', '0200', false],
    ['4040', '0500', true],
    ['4040', '0600', false],
  ] as const) {
    const header = Buffer.from(flags, 'hex');
    const check = ((xxhash32(header, 0, 2) >>> 8) & 0xff).toString(16).padStart(2, '0');
    const block = `1078${distance}507979797979`;
    const frame = Buffer.from(`04224d18${flags}${check}04000080616263640a000000${block}00000000`, 'hex');
    for (const codecs of [native, plain]) {
      const output = unpack(codecs, Compression.Lz4, frame);
      if (isGood) expect(output).toHaveLength(4 + 1 + 4 + 5);
      else expect(output).toBe('corrupt');
    }
  }
});

test('zstd: a declared size is checked, and one that lies is corruption', () => {
  const packed = new Uint8Array(pack(native, Compression.Zstd, new Uint8Array(1000)));
  // Single segment with a two-byte content size (value + 256): 1000 is e8 02.
  const at = packed.indexOf(0xe8);
  expect(packed[at + 1]).toBe(2);
  packed[at + 1] = 0xff;
  expect(unpack(native, Compression.Zstd, packed, 2000)).toBe('too large');
  expect(unpack(native, Compression.Zstd, packed, 100_000)).toBe('corrupt');
});

test('gzip members with levels are read', () => {
  for (const level of [0, 1, 9])
    expect(unpack(native, Compression.Gzip, gzipSync('x'.repeat(99), { level }))).toHaveLength(99);
});

test('unknown codecs are unsupported', () => {
  expect(unpack(native, 5, new Uint8Array(3))).toBe('unsupported');
  expect(unpack(native, Compression.None, new Uint8Array(3))).toBe('unsupported');
  expect(native.compress(6, new Uint8Array(3), 0, 3)).toBeNull();
});

test('the report names every backend and admits each fallback', () => {
  expect(native.report.map((line) => line.codec)).toEqual(['gzip', 'snappy', 'lz4', 'zstd']);
  expect(native.report.every((line) => line.isFallback === (line.reason !== null))).toBe(true);
  const fallbacks = plain.report.filter((line) => line.isFallback).map((line) => line.codec);
  expect(fallbacks).toEqual(expect.arrayContaining(['snappy', 'lz4']));
  expect(plain.report.map((line) => line.backend)).toContain('plain TypeScript');
});

test('xxHash32 gives its published values', () => {
  expect(xxhash32(Buffer.from(''), 0, 0)).toBe(0x02cc5d05);
  expect(xxhash32(Buffer.from('abc'), 0, 3)).toBe(0x32d153ff);
  const text = Buffer.from('Nobody inspects the spammish repetition');
  expect(xxhash32(text, 0, text.length)).toBe(0xe2293b2f);
});

describe('native crc32c', () => {
  afterAll(() => installCrc32c(null));
  test.skipIf(process.platform !== 'linux')('agrees with the tables at every length and seed', () => {
    expect(installNativeCrc32c()).toMatchObject({ isFallback: false });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.nat(64), fc.nat(2 ** 32 - 1), (size, start, seed) => {
        const bytes = noise(size + 1, start + size);
        expect(crc32c(bytes, start, start + size, seed)).toBe(plainCrc32c(bytes, start, start + size, seed));
      }),
      { numRuns: 200 },
    );
  });
});
