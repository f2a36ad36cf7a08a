/**
 * Reads what one fetch gets, in serving order and within its byte limits: from ring memory in one go, from files one
 * partition after the other, so that each knows what the earlier ones left of the budget. Main thread.
 */
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { FetchResponse } from '../../core/protocol/generated/fetch-response.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import { type LogReader, type ReadTerms, readTail } from '../log/log-reader.ts';
import type { PartitionLog } from '../log/partition-log.ts';
import { abortedInRange } from './aborted-in-range.ts';
import type { FetchContext } from './fetch-context.ts';
import type { FetchPartition } from './fetch-partition.ts';
import { type FetchReply, NO_RECORDS, type PartitionOutcome } from './fetch-reply.ts';
import type { FetchSessionCache } from './fetch-session.ts';
import type { ImageSource, PartitionJudge } from './partition-judge.ts';

export interface FetchReadServices {
  readonly reader: LogReader;
  readonly judge: PartitionJudge;
  readonly metadata: ImageSource;
  readonly sessions: FetchSessionCache;
  readonly logger: Logger;
  monotonicMs(): number;
}

/** How a system call's error begins; what the reader itself finds wrong with a file begins with the file's path. */
const SYSTEM_ERROR = /^E[A-Z0-9]+\b/;

export class FetchRead {
  readonly #services: FetchReadServices;
  readonly #context: FetchContext;
  readonly #isReadCommitted: boolean;
  readonly #reply: FetchReply;
  readonly #isAbandoned: () => boolean;
  readonly #onDone: (response: FetchResponse) => void;
  #budget: number;
  /** No partition has given records yet: the next that can gives one whole batch at least (KIP-74). */
  #isFirst = true;
  #next = 0;
  #isStepping = false;

  constructor(
    services: FetchReadServices,
    context: FetchContext,
    isReadCommitted: boolean,
    maxBytes: number,
    reply: FetchReply,
    isAbandoned: () => boolean,
    onDone: (response: FetchResponse) => void,
  ) {
    this.#services = services;
    this.#context = context;
    this.#isReadCommitted = isReadCommitted;
    this.#budget = Math.max(maxBytes, 0);
    this.#reply = reply;
    this.#isAbandoned = isAbandoned;
    this.#onDone = onDone;
  }

  /** Serves until a file has to be waited for; `onDone` is called once, unless nobody waits for the reply any more. */
  run(): void {
    const { partitions } = this.#context;
    this.#isStepping = true;
    while (this.#next < partitions.length) {
      const at = this.#next;
      this.#serve(partitions[at]!);
      if (this.#next === at) {
        this.#isStepping = false;
        return;
      }
    }
    this.#onDone(this.#reply.finish(this.#services.sessions, this.#services.monotonicMs()));
  }

  /** Advances `#next` now, or from the callback of a file read. */
  #serve(asked: FetchPartition): void {
    const { judge } = this.#services;
    judge.judge(asked, this.#context.usesTopicIds, this.#isReadCommitted);
    const { log, limitOffset } = judge;
    const isReadable = log !== null && judge.divergingEpoch === -1 && asked.fetchOffset < limitOffset;
    if (!isReadable || (this.#budget === 0 && !this.#isFirst)) {
      this.#give(asked, judge, log, asked.fetchOffset, NO_RECORDS);
      return;
    }
    const maxBytes = Math.max(Math.min(asked.maxBytes, this.#budget), 0);
    const terms: ReadTerms = { offset: asked.fetchOffset, limitOffset, maxBytes, atLeastOneBatch: this.#isFirst };
    const tail = readTail(log, terms, this.#services.reader.pool);
    if (tail === null) this.#readFiles(asked, log, terms, outcomeOf(judge));
    else this.#give(asked, judge, log, terms.offset, tail);
  }

  #readFiles(asked: FetchPartition, log: PartitionLog, terms: ReadTerms, outcome: PartitionOutcome): void {
    this.#services.reader.read(log, terms, (bytes, fault) => {
      if (this.#isAbandoned()) return;
      if (bytes === null) this.#fail(asked, log, terms, fault ?? '');
      else this.#give(asked, outcome, log, terms.offset, bytes.length > 0 ? bytes : readAfterGap(log, terms));
      if (!this.#isStepping) this.run();
    });
  }

  #give(
    asked: FetchPartition,
    outcome: PartitionOutcome,
    log: PartitionLog | null,
    from: number,
    records: Uint8Array,
  ): void {
    if (records.length > 0) this.#isFirst = false;
    this.#budget = Math.max(this.#budget - records.length, 0);
    const aborted = this.#isReadCommitted && log !== null ? abortedInRange(log, from, records) : null;
    this.#reply.add(asked, outcome, records, aborted, this.#services.metadata.image);
    this.#next++;
  }

  /** The files did not give what they should: because they went meanwhile, or because something is wrong with them. */
  #fail(asked: FetchPartition, log: PartitionLog, terms: ReadTerms, fault: string): void {
    const { judge, logger } = this.#services;
    judge.judge(asked, this.#context.usesTopicIds, this.#isReadCommitted);
    if (judge.errorCode !== ErrorCode.NONE) {
      this.#give(asked, judge, null, terms.offset, NO_RECORDS);
      return;
    }
    const { topic, partition } = log;
    logger.error('a fetch could not read the log', { topic, partition, offset: terms.offset, fault });
    const errorCode = SYSTEM_ERROR.test(fault) ? ErrorCode.KAFKA_STORAGE_ERROR : ErrorCode.CORRUPT_MESSAGE;
    this.#give(asked, failed(errorCode), null, terms.offset, NO_RECORDS);
  }
}

/** The files have no batch from the offset on, because it was compacted away: what follows it is in the ring. */
function readAfterGap(log: PartitionLog, terms: ReadTerms): Uint8Array {
  const { tail } = log;
  // Without the right to one batch, the files may have had one that does not fit: it must not be passed over.
  if (!terms.atLeastOneBatch) return NO_RECORDS;
  if (tail.find(log.logEndOffset - 1, log.directory.wal.reusedUpTo) === -1) return NO_RECORDS;
  const offset = tail.baseOffset(0);
  if (offset <= terms.offset) return NO_RECORDS;
  return readTail(log, { ...terms, offset }) ?? NO_RECORDS;
}

function outcomeOf(judge: PartitionJudge): PartitionOutcome {
  const {
    errorCode,
    highWatermark,
    lastStableOffset,
    logStartOffset,
    divergingEpoch,
    divergingEndOffset,
    preferredReadReplica,
    leaderId,
    leaderEpoch,
  } = judge;
  return {
    errorCode,
    highWatermark,
    lastStableOffset,
    logStartOffset,
    divergingEpoch,
    divergingEndOffset,
    preferredReadReplica,
    leaderId,
    leaderEpoch,
  };
}

function failed(errorCode: number): PartitionOutcome {
  return {
    errorCode,
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
    divergingEpoch: -1,
    divergingEndOffset: -1,
    preferredReadReplica: -1,
    leaderId: -1,
    leaderEpoch: -1,
  };
}
