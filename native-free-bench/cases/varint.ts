/** Variable-length integers in Kafka's three forms, of small and of large magnitude. */
import type { Case } from '../corpus.ts';
import { seeded } from '../fixtures.ts';
import { room } from '../room.ts';

export async function cases(tiny: boolean): Promise<Case[]> {
  const { ByteReader } = await room<typeof import('../../src/core/bytes/byte-reader.ts')>('core/bytes/byte-reader.ts');
  const { putUvarint, putVarint, putVarlong } =
    await room<typeof import('../../src/core/bytes/varint.ts')>('core/bytes/varint.ts');
  const count = tiny ? 10 : 1_000;
  const next = seeded(5);
  const small = Array.from({ length: count }, (_, n) => (n % 4 === 0 ? next() % 2 ** 14 : next() % 100));
  const signed = small.map((value, n) => (n % 3 === 0 ? -value : value));
  const large = Array.from({ length: count }, (_, n) => (n % 2 === 0 ? 1 : -1) * (next() * 2 ** 20 + next()));
  const output = new Uint8Array(count * 10);

  const forms = [
    { name: 'uvarint', values: small, put: putUvarint, read: 'uvarint' },
    { name: 'varint', values: signed, put: putVarint, read: 'varint' },
    { name: 'varlong of 52 bits', values: large, put: putVarlong, read: 'varlong' },
  ] as const;
  return forms.flatMap(({ name, values, put, read }) => {
    const write = (): number => {
      let at = 0;
      for (let n = 0; n < count; n++) at = put(output, at, values[n]!);
      return at;
    };
    const encoded = output.slice(0, write());
    const reader = new ByteReader(encoded);
    // One loop for each form: a property that is looked up by name would be part of the figure.
    const loops = {
      uvarint: () => {
        let total = 0;
        for (let n = 0; n < count; n++) total += reader.uvarint();
        return total;
      },
      varint: () => {
        let total = 0;
        for (let n = 0; n < count; n++) total += reader.varint();
        return total;
      },
      varlong: () => {
        let total = 0;
        for (let n = 0; n < count; n++) total += reader.varlong();
        return total;
      },
    };
    const loop = loops[read];
    const expected = values.reduce((total, value) => total + value, 0);
    const reading = (): number => {
      reader.reset(encoded);
      const total = loop();
      if (total !== expected) throw new Error(`${name}: read ${total} where ${expected} was written`);
      return total;
    };
    return [
      { name: `varint: read ${name}`, bytes: encoded.length, batch: count, columns: { js: reading } },
      {
        name: `varint: write ${name}`,
        bytes: encoded.length,
        batch: count,
        columns: { js: { run: write, result: () => output.slice(0, write()) } },
      },
    ];
  });
}
