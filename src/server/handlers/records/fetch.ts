/**
 * Fetch: v4-18. Answers at once or waits for `MinBytes` (long poll); incremental sessions (KIP-227), topic ids from v13
 * (KIP-516), the current leader with errors about leadership (KIP-951). Main thread.
 */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import { type FetchRequest, readFetchRequest } from '../../../core/protocol/generated/fetch-request.ts';
import {
  type FetchResponse,
  newFetchResponse,
  writeFetchResponse,
} from '../../../core/protocol/generated/fetch-response.ts';
import type { Clock } from '../../../runtime/clock/clock.ts';
import type { Logger } from '../../../runtime/logging/logger.ts';
import type { BufferPool } from '../../../runtime/memory/buffer-pool.ts';
import { openFetchContext } from '../../../services/fetch/fetch-context.ts';
import { FetchRead, type FetchReadServices } from '../../../services/fetch/fetch-read.ts';
import { FetchReply } from '../../../services/fetch/fetch-reply.ts';
import type { FetchSessionCache } from '../../../services/fetch/fetch-session.ts';
import { type FetchReplicas, type ImageSource, PartitionJudge } from '../../../services/fetch/partition-judge.ts';
import type { LogReader } from '../../../services/log/log-reader.ts';
import type { Deadlines } from '../../../services/purgatory/deadlines.ts';
import { DelayedFetch } from '../../../services/purgatory/delayed-fetch.ts';
import type { ApiHandler } from '../handler.ts';

const READ_UNCOMMITTED = 0;
const READ_COMMITTED = 1;

export interface FetchServices {
  readonly replicaManager: FetchReplicas & { readonly reader: LogReader };
  readonly metadata: ImageSource;
  readonly deadlines: Deadlines;
  readonly clock: Clock;
  readonly logger: Logger;
  /** `max.incremental.fetch.session.cache.slots` bounds it. */
  readonly sessions: FetchSessionCache;
  /** `fetch.max.bytes`: no response carries more, but for a single larger batch. */
  readonly maxFetchBytes: number;
  /** `replica.selector.class` asks for followers in the consumer's rack. */
  readonly isRackAware?: boolean;
}

export function fetchHandler(services: FetchServices): ApiHandler<FetchRequest, FetchResponse> {
  const { replicaManager, metadata, deadlines, clock, logger, sessions } = services;
  const judge = new PartitionJudge(replicaManager, metadata, services.isRackAware);
  const reading: FetchReadServices = {
    reader: replicaManager.reader,
    judge,
    metadata,
    sessions,
    logger,
    monotonicMs: () => clock.monotonicMs(),
  };
  return {
    apiKey: ApiKey.Fetch,
    minVersion: 4,
    maxVersion: 18,
    read: readFetchRequest,
    write: writeFetchResponse,
    handle(request, { apiVersion, arrivedAt, connection }, reply) {
      const { isolationLevel } = request;
      if (isolationLevel !== READ_UNCOMMITTED && isolationLevel !== READ_COMMITTED) {
        return reply.send(newFetchResponse({ errorCode: ErrorCode.INVALID_REQUEST }));
      }
      const context = openFetchContext(request, apiVersion, sessions, clock.monotonicMs());
      if (context.errorCode !== ErrorCode.NONE) return reply.send(newFetchResponse({ errorCode: context.errorCode }));
      const { partitions, usesTopicIds } = context;
      const isReadCommitted = isolationLevel === READ_COMMITTED;
      const maxBytes = Math.min(request.maxBytes, services.maxFetchBytes);
      const isAbandoned = (): boolean => reply.isAbandoned;
      const answer = (): void => {
        const building = new FetchReply(context, apiVersion, connection.listenerName);
        new FetchRead(reading, context, isReadCommitted, maxBytes, building, isAbandoned, (response) => {
          reply.whenSent(() => giveBackRecords(response, replicaManager.reader.pool));
          reply.send(response);
        }).run();
      };
      const deadlineMs = arrivedAt + request.maxWaitMs;
      const minBytes = Math.min(request.minBytes, maxBytes);
      const terms = { partitions, usesTopicIds, isReadCommitted, minBytes, deadlineMs, isAbandoned, onReady: answer };
      if (new DelayedFetch(terms, judge, deadlines, clock).start()) answer();
    },
  };
}

function giveBackRecords(response: FetchResponse, pool: BufferPool): void {
  for (const { partitions } of response.responses) {
    for (const { records } of partitions) if (records !== null) pool.giveBack(records);
  }
}
