/**
 * The load, as a process of its own: the identical client drives the floor probe, our broker and Apache Kafka. One
 * connection, one prepared frame, closed loop with a fixed number in flight. Prints one line of JSON.
 *
 *   node load-client.js produce PORT SECONDS BATCH_BYTES RECORD_BYTES IN_FLIGHT ACKS PARTITIONS
 *   node load-client.js consume PORT SECONDS PARTITIONS BYTES  reads the first BYTES of each partition again and again
 *   node load-client.js commit PORT SECONDS IN_FLIGHT PARTITIONS   offsets of a group, pipelined
 *   node load-client.js fill PORT PARTITIONS BYTES           writes so many bytes to each partition, in batches of 1 MB
 *   node load-client.js stream PORT BYTES                    the floor probe's plain stream
 *   node load-client.js prepare PORT PARTITIONS              creates the topic, waits until it can be written
 */
import { room } from '../room.ts';
import {
  COMMIT_ERROR_AT,
  COMMIT_OFFSET_AT,
  CORRELATION_AT,
  commitFrame,
  coordinatorFrame,
  FETCH_ABORTED_AT,
  FETCH_ERROR_AT,
  FETCH_HIGH_WATERMARK_AT,
  FETCH_OFFSET_AT,
  fetchFrame,
  makeBatch,
  PRODUCE_ERROR_AT,
  produceFrame,
  streamFrame,
} from './frames.ts';
import { type LoadResult, WARM_UP_SHARE } from './load-result.ts';
import { ask, onAnswers, open, prepare } from './wire.ts';

/** Of each partition in one fetch. */
const FETCH_BYTES = 1 << 20;

/** Counts and times from the end of the warm-up to the end. */
class Meter {
  readonly #began = performance.now();
  readonly #measureFrom: number;
  readonly #until: number;
  #cpu = process.cpuUsage();
  #latencies: number[] = [];
  #requests = 0;
  #bytes = 0;
  #from = 0;

  constructor(seconds: number) {
    this.#measureFrom = this.#began + seconds * 1_000 * WARM_UP_SHARE;
    this.#until = this.#began + seconds * 1_000 * (1 + WARM_UP_SHARE);
  }

  /** @returns false once the time is up */
  count(sentAt: number, bytes: number): boolean {
    const now = performance.now();
    if (now < this.#measureFrom) return true;
    if (this.#from === 0) {
      this.#from = now;
      this.#cpu = process.cpuUsage();
      return true;
    }
    this.#requests++;
    this.#bytes += bytes;
    this.#latencies.push(now - sentAt);
    return now < this.#until;
  }

  result(): LoadResult {
    const seconds = (performance.now() - this.#from) / 1_000;
    const cpu = process.cpuUsage(this.#cpu);
    const sorted = Float64Array.from(this.#latencies).sort();
    const at = (share: number): number =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
    return {
      requests: this.#requests,
      bytes: this.#bytes,
      seconds,
      mbPerSecond: this.#bytes / seconds / 1e6,
      requestsPerSecond: this.#requests / seconds,
      p50: at(0.5),
      p99: at(0.99),
      p999: at(0.999),
      clientCpu: (cpu.user + cpu.system) / 1e6 / seconds,
    };
  }
}

/** Sends the frames in turn, `inFlight` of them at any time, until the time is up. Answers come in order. */
async function closedLoop(
  port: number,
  seconds: number,
  frames: readonly Buffer[],
  inFlight: number,
  errorAt: number,
  bytesEach: number,
  patch: (frame: Buffer, sent: number) => void = () => {},
  limitBytes = Number.POSITIVE_INFINITY,
): Promise<LoadResult> {
  const socket = await open(port);
  const meter = new Meter(seconds);
  const sentAt = new Float64Array(frames.length);
  let sent = 0;
  let answered = 0;
  const send = (): void => {
    const slot = sent % frames.length;
    const bytes = frames[slot]!;
    bytes.writeInt32BE(sent, CORRELATION_AT);
    patch(bytes, sent);
    sentAt[slot] = performance.now();
    sent++;
    socket.write(bytes);
  };
  return await new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the broker closed the connection')));
    onAnswers(socket, (answer) => {
      if (answer.readInt32BE(0) !== answered)
        return reject(new Error(`answer ${answer.readInt32BE(0)} instead of ${answered}`));
      const error = answer.readInt16BE(errorAt);
      if (error !== 0) return reject(new Error(`the broker answered error ${error}`));
      const more = meter.count(sentAt[answered % frames.length]!, bytesEach);
      answered++;
      if (more && answered * bytesEach < limitBytes) send();
      else {
        resolve(meter.result());
        socket.removeAllListeners('close');
        socket.destroy();
      }
    });
    socket.cork();
    for (let n = 0; n < inFlight; n++) send();
    socket.uncork();
  });
}

async function produce(
  port: number,
  seconds: number,
  batchBytes: number,
  recordBytes: number,
  inFlight: number,
  acks: number,
  partitions: number,
  limitBytes = Number.POSITIVE_INFINITY,
): Promise<LoadResult> {
  const { crc32c } = await room<typeof import('../../src/core/bytes/crc32c.ts')>('core/bytes/crc32c.ts');
  const batch = makeBatch(batchBytes, recordBytes, crc32c);
  // One frame per slot in flight: the socket may still hold the bytes of the one before.
  const frames = Array.from({ length: Math.max(inFlight, partitions) }, (_, n) =>
    produceFrame(n % partitions, acks, batch),
  );
  return await closedLoop(port, seconds, frames, inFlight, PRODUCE_ERROR_AT, batch.length, undefined, limitBytes);
}

async function commit(port: number, seconds: number, inFlight: number, partitions: number): Promise<LoadResult> {
  for (let tries = 0; (await ask(port, coordinatorFrame())).readInt16BE(4) !== 0; tries++) {
    if (tries === 200) throw new Error('the group has no coordinator');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const frames = Array.from({ length: Math.max(inFlight, partitions) }, (_, n) => commitFrame(n % partitions));
  return await closedLoop(port, seconds, frames, inFlight, COMMIT_ERROR_AT, frames[0]!.length, (bytes, sent) =>
    bytes.writeBigInt64BE(BigInt(sent), COMMIT_OFFSET_AT),
  );
}

/** One fetch in flight per partition, pipelined on one connection; starts over after `bytesEach`, or at the end of the log. */
async function consume(port: number, seconds: number, partitions: number, bytesEach: number): Promise<LoadResult> {
  const socket = await open(port);
  const meter = new Meter(seconds);
  const frames = Array.from({ length: partitions }, (_, partition) => fetchFrame(partition, FETCH_BYTES));
  const readOf = new Float64Array(partitions);
  const sentAt = new Float64Array(partitions);
  let sent = 0;
  let answered = 0;
  const send = (offset: number): void => {
    const bytes = frames[sent % partitions]!;
    bytes.writeInt32BE(sent, CORRELATION_AT);
    bytes.writeBigInt64BE(BigInt(offset), FETCH_OFFSET_AT);
    sentAt[sent % partitions] = performance.now();
    sent++;
    socket.write(bytes);
  };
  return await new Promise((resolve, reject) => {
    socket.on('error', reject);
    onAnswers(socket, (answer) => {
      const partition = answered % partitions;
      const error = answer.length > FETCH_ERROR_AT ? answer.readInt16BE(FETCH_ERROR_AT) : answer.readInt16BE(8);
      if (error !== 0) return reject(new Error(`fetch answered error ${error}`));
      const { records, next } = endOfRecords(answer);
      const end = Number(answer.readBigInt64BE(FETCH_HIGH_WATERMARK_AT));
      const more = meter.count(sentAt[partition]!, records);
      answered++;
      readOf[partition]! += records;
      const startOver = records === 0 || next >= end || readOf[partition]! >= bytesEach;
      if (startOver) readOf[partition] = 0;
      if (more) send(startOver ? 0 : next);
      else {
        resolve(meter.result());
        socket.destroy();
      }
    });
    for (let n = 0; n < partitions; n++) send(0);
  });
}

/** Length of the records in a fetch answer, and the offset after the last whole batch. */
function endOfRecords(answer: Buffer): { records: number; next: number } {
  const aborted = answer.readInt32BE(FETCH_ABORTED_AT);
  let at = FETCH_ABORTED_AT + 4 + Math.max(0, aborted) * 16;
  const records = Math.max(0, answer.readInt32BE(at));
  at += 4;
  const end = at + records;
  let next = 0;
  while (at + 61 <= end) {
    const size = 12 + answer.readInt32BE(at + 8);
    if (at + size > end) break;
    next = Number(answer.readBigInt64BE(at)) + answer.readInt32BE(at + 23) + 1;
    at += size;
  }
  return { records, next };
}

async function stream(port: number, bytes: number): Promise<LoadResult> {
  const socket = await open(port);
  const warmUp = bytes * WARM_UP_SHARE;
  let began = 0;
  let cpu = process.cpuUsage();
  let received = 0;
  return await new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      if (received < warmUp && received + chunk.length >= warmUp) {
        began = performance.now();
        cpu = process.cpuUsage();
      }
      received += chunk.length;
      if (received < bytes + warmUp) return;
      const seconds = (performance.now() - began) / 1_000;
      const used = process.cpuUsage(cpu);
      const clientCpu = (used.user + used.system) / 1e6 / seconds;
      const nothing = { requests: 1, requestsPerSecond: 0, p50: 0, p99: 0, p999: 0 };
      resolve({ ...nothing, bytes, seconds, mbPerSecond: bytes / seconds / 1e6, clientCpu });
      socket.destroy();
    });
    socket.write(streamFrame(bytes + warmUp));
  });
}

const [mode, ...rest] = process.argv.slice(2);
const numbers = rest.map(Number) as [number, number, number, number, number, number, number];
const modes: Record<string, () => Promise<unknown>> = {
  produce: () => produce(...numbers),
  consume: () => consume(numbers[0], numbers[1], numbers[2], numbers[3]),
  commit: () => commit(numbers[0], numbers[1], numbers[2], numbers[3]),
  fill: () => produce(numbers[0], 3_600, 1_000_000, 1_000, 2, 1, numbers[1], numbers[1] * numbers[2]),
  stream: () => stream(numbers[0], numbers[1]),
  prepare: () => prepare(numbers[0], numbers[1]),
};
const run = modes[mode ?? ''];
if (run === undefined) throw new Error(`no such mode: ${mode}`);
console.log(JSON.stringify(await run()));
