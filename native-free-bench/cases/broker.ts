/**
 * Produce and fetch through a whole broker over TCP, with fsync and threads of its own. The client is as cheap as can be
 * (prepared frames, answers looked at in place) and runs on this thread, as the broker's main loop does.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Case, Columns, Implementation } from '../corpus.ts';
import {
  apiVersionsFrame,
  FETCH_ABORTED_AT,
  FETCH_ERROR_AT,
  FETCH_OFFSET_AT,
  fetchFrame,
  makeBatch,
  PRODUCE_ERROR_AT,
  produceFrame,
} from '../load/frames.ts';
import { prepare } from '../load/wire.ts';
import { room } from '../room.ts';
import { FrameConnection } from './frame-connection.ts';

interface Bench {
  readonly connection: FrameConnection;
  batch(batchBytes: number): Buffer;
}

export async function cases(tiny: boolean): Promise<Case[]> {
  let close = async (): Promise<void> => {};

  const open = async (): Promise<Bench> => {
    const { startBroker } = await room<typeof import('../../src/broker/start-broker.ts')>('broker/start-broker.ts');
    const { crc32c } = await room<typeof import('../../src/core/bytes/crc32c.ts')>('core/bytes/crc32c.ts');
    const directory = mkdtempSync(join(tmpdir(), 'bench-broker-'));
    const broker = await startBroker({
      directory,
      threads: 'dedicated',
      properties: { 'log.retention.bytes': 1 << 28 },
    });
    const port = Number(broker.bootstrapServers.split(':').at(-1));
    // Its topic, with one small batch in it.
    await prepare(port, 1);
    const connection = await FrameConnection.open(port);
    close = async () => {
      connection.close();
      await broker.stop();
      rmSync(directory, { recursive: true, force: true });
    };
    const batch = (batchBytes: number): Buffer => makeBatch(batchBytes, Math.min(batchBytes - 100, 1_000), crc32c);
    return { connection, batch };
  };

  const produce = (acks: number, batchBytes: number, inFlight: number): Case => {
    const columns = async (): Promise<Columns> => {
      const { connection, batch } = await open();
      const frames = Array.from({ length: inFlight }, () => produceFrame(0, acks, batch(batchBytes)));
      const answers = async (): Promise<number> => {
        let refused = 0;
        for (const answer of await connection.askAll(frames)) if (answer.readInt16BE(PRODUCE_ERROR_AT) !== 0) refused++;
        if (refused > 0) throw new Error(`${refused} of ${inFlight} batches were refused`);
        return inFlight;
      };
      // Nobody answers these; what the connection says next comes after they were taken in.
      const follower = apiVersionsFrame();
      const unanswered = async (): Promise<number> => {
        for (const frame of frames) connection.send(frame);
        await connection.ask(follower);
        return inFlight;
      };
      return { js: acks === 0 ? unanswered : answers };
    };
    const what = `${batchBytes} bytes, ${inFlight} in flight`;
    return {
      name: `broker: produce acks=${acks === -1 ? 'all' : acks}, ${what}`,
      bytes: batchBytes * inFlight,
      batch: inFlight,
      columns,
      close: () => close(),
    };
  };

  /** Of what was written last: the broker has it in memory still. */
  const fetch = (batchBytes: number, count: number): Case => {
    const columns = async (): Promise<Columns> => {
      const { connection, batch } = await open();
      const frame = produceFrame(0, -1, batch(batchBytes));
      for (let n = 0; n < count; n++) await connection.ask(frame);
      const request = fetchFrame(0, 2 * batchBytes * count);
      // Behind the one record of the first batch.
      request.writeBigInt64BE(1n, FETCH_OFFSET_AT);
      const ask = async (): Promise<Buffer> => {
        const answer = await connection.ask(request);
        const error = answer.readInt16BE(FETCH_ERROR_AT);
        if (error !== 0) throw new Error(`fetch answered error ${error}`);
        return answer;
      };
      const implementation: Implementation = {
        run: async () => recordsOf(await ask()).length,
        result: async () => withoutTimes(recordsOf(await ask())),
      };
      return { js: implementation };
    };
    return {
      name: `broker: fetch of ${count} x ${batchBytes} bytes`,
      bytes: batchBytes * count,
      batch: 1,
      columns,
      close: () => close(),
    };
  };

  if (tiny) return [produce(-1, 1_024, 2), produce(1, 1_024, 1), produce(0, 1_024, 2), fetch(1_024, 2)];
  return [
    produce(0, 1_024, 64),
    produce(1, 1_024, 1),
    produce(-1, 1_024, 1),
    produce(-1, 16_384, 64),
    produce(-1, 1_000_000, 5),
    fetch(1_024, 1),
    fetch(65_536, 16),
  ];
}

function recordsOf(answer: Buffer): Buffer {
  const aborted = Math.max(0, answer.readInt32BE(FETCH_ABORTED_AT));
  const at = FETCH_ABORTED_AT + 4 + aborted * 16;
  return answer.subarray(at + 4, at + 4 + answer.readInt32BE(at));
}

/** Batches bear the time at which they were made: the only bytes of theirs that differ from run to run, with the checksum. */
function withoutTimes(records: Buffer): Buffer {
  const copy = Buffer.from(records);
  for (let at = 0; at + 61 <= copy.length; at += 12 + copy.readInt32BE(at + 8))
    copy.fill(0, at + 17, at + 21).fill(0, at + 27, at + 43);
  return copy;
}
