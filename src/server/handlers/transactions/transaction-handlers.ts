/** What the handlers of the transaction APIs share. Main thread. */
import type { MetadataCache } from '../../../services/metadata/metadata-cache.ts';
import type { MarkerWriter } from '../../../services/transactions/marker-writer.ts';
import type { TransactionService } from '../../../services/transactions/transaction-service.ts';

export interface TransactionHandlerServices {
  readonly transactions: TransactionService;
  readonly markers: MarkerWriter;
  readonly cache: MetadataCache;
  readonly creator: {
    ensureTopics(
      names: readonly string[],
      deadline: number,
      callback: (errors: ReadonlyMap<string, number>) => void,
    ): void;
  };
}
