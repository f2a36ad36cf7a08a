/** Reads partitions back and lets their ledgers judge. */
import { readdirSync, readFileSync } from 'node:fs';
import { readBatches } from './batch.ts';
import { type PartitionLedger, Violation } from './ledger.ts';
import { splitName } from './load.ts';
import { type Answer, Api, Body, Connection } from './wire.ts';

/** Reads what no check has seen yet; with `full`, everything before it again as well. @throws Violation */
export async function checkPartitions(
  port: number,
  partitions: readonly PartitionLedger[],
  full: boolean,
): Promise<void> {
  const connection = await Connection.open(port);
  try {
    for (const partition of partitions) {
      if (full)
        await readUpTo(connection, partition, 0, partition.checked, (offset, value) =>
          partition.readAgain(offset, value),
        );
      const end = await endOffset(connection, partition);
      if (end < partition.checked)
        throw new Violation(`${partition.name}: ends at ${end}, though ${partition.checked} records were read before`);
      await readUpTo(connection, partition, partition.checked, end, (offset, value) =>
        partition.readNext(offset, value),
      );
      partition.endOfLog(end);
    }
  } finally {
    connection.close();
  }
}

/**
 * The same from the segment files, past the broker: what recovery wrote is what the format says. Call it before new
 * load, when the files hold all that was recovered. @throws Violation
 */
export function checkFiles(directory: string, partitions: readonly PartitionLedger[], full: boolean): void {
  for (const partition of partitions) {
    const folder = `${directory}/${partition.name}`;
    const segments = readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .sort();
    let end = 0;
    for (const [n, name] of segments.entries()) {
      const following = segments[n + 1];
      if (!full && following !== undefined && Number(following.slice(0, 20)) <= partition.checked) continue;
      const checkedBefore = partition.checked;
      const next = readBatches(readFileSync(`${folder}/${name}`), (offset, value) => {
        if (offset >= partition.checked) partition.readNext(offset, value);
        else if (full && offset < checkedBefore) partition.readAgain(offset, value);
      });
      end = Math.max(end, next);
    }
    if (end < partition.checked) {
      throw new Violation(
        `${partition.name}: files end at ${end}, though ${partition.checked} records were read before`,
      );
    }
    partition.endOfLog(end);
  }
}

async function readUpTo(
  connection: Connection,
  partition: PartitionLedger,
  from: number,
  end: number,
  onRecord: (offset: number, value: Buffer) => void,
): Promise<void> {
  for (let at = from; at < end; ) {
    const next = readBatches(await fetch(connection, partition, at), (offset, value) => {
      if (offset >= at && offset < end) onRecord(offset, value);
    });
    if (next <= at)
      throw new Violation(`${partition.name}: nothing to read at offset ${at}, though the log ends at ${end}`);
    at = next;
  }
}

/** Asks until the partition has a leader again, for at most 15 s. */
async function whenLed<T>(
  partition: PartitionLedger,
  what: string,
  ask: () => Promise<{ error: number; result: T }>,
): Promise<T> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const { error, result } = await ask();
    if (error === 0) return result;
    if (Date.now() > deadline || error === 1) throw new Violation(`${partition.name}: ${what} answers error ${error}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function endOffset(connection: Connection, partition: PartitionLedger): Promise<number> {
  const [topic, index] = splitName(partition.name);
  return whenLed(partition, 'ListOffsets', async () => {
    const body = new Body().int32(-1).int32(1).string(topic).int32(1).int32(index).int64(-1).done();
    const answer = await connection.request(Api.ListOffsets, 1, body);
    answer.int32();
    answer.string();
    answer.int32();
    answer.int32();
    const error = answer.int16();
    answer.int64();
    return { error, result: answer.int64() };
  });
}

function fetch(connection: Connection, partition: PartitionLedger, offset: number): Promise<Buffer> {
  const [topic, index] = splitName(partition.name);
  return whenLed(partition, `Fetch at ${offset}`, async () => {
    const body = new Body()
      .int32(-1)
      .int32(500)
      .int32(1)
      .int32(8 << 20)
      .int8(0)
      .int32(0)
      .int32(-1);
    body
      .int32(1)
      .string(topic)
      .int32(1)
      .int32(index)
      .int32(-1)
      .int64(offset)
      .int64(-1)
      .int32(4 << 20)
      .int32(0);
    return readFetch(await connection.request(Api.Fetch, 10, body.done()));
  });
}

function readFetch(answer: Answer): { error: number; result: Buffer } {
  answer.int32();
  const failed = answer.int16();
  answer.int32();
  if (failed !== 0 || answer.int32() === 0) return { error: failed === 0 ? -1 : failed, result: Buffer.alloc(0) };
  answer.string();
  answer.int32();
  answer.int32();
  const error = answer.int16();
  answer.int64();
  answer.int64();
  answer.int64();
  for (let aborted = answer.int32(); aborted > 0; aborted--) {
    answer.int64();
    answer.int64();
  }
  return { error, result: answer.bytes() ?? Buffer.alloc(0) };
}
