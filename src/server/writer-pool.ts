/**
 * Writers for answers, handed from connection to connection: one is in use only between the first answer of a wake and
 * the socket write that ends it, so a few serve thousands of connections. Main thread.
 */
import { ByteWriter } from '../core/bytes/byte-writer.ts';

/** As many connections as get answers in one wake on a busy broker; more cost an allocation each. */
const KEPT_WRITERS = 64;
const INITIAL_BYTES = 1024;
/** A writer that has encoded more than this may have grown: it is not kept, or the pool would only ever swell. */
const LARGEST_KEPT_BYTES = 64 * 1024;

export class WriterPool {
  readonly #free: ByteWriter[] = [];

  take(): ByteWriter {
    return this.#free.pop() ?? new ByteWriter(INITIAL_BYTES);
  }

  giveBack(writer: ByteWriter): void {
    if (this.#free.length >= KEPT_WRITERS || writer.length > LARGEST_KEPT_BYTES) return;
    writer.clear();
    this.#free.push(writer);
  }
}
