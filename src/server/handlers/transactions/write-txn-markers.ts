/**
 * WriteTxnMarkers: v1-2. Writes commit or abort markers into partitions of this broker, for transaction coordinators and
 * for the operator who ends a transaction that hangs. v2: says which transactions version the marker is of.
 */
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { ErrorCode } from '../../../core/protocol/error-codes.ts';
import {
  readWriteTxnMarkersRequest,
  type WriteTxnMarkersRequest,
  type WriteTxnMarkersRequestWritableTxnMarker,
} from '../../../core/protocol/generated/write-txn-markers-request.ts';
import {
  newWriteTxnMarkersResponse,
  type WriteTxnMarkersResponse,
  type WriteTxnMarkersResponseWritableTxnMarkerResult,
  writeWriteTxnMarkersResponse,
} from '../../../core/protocol/generated/write-txn-markers-response.ts';
import type { Marker } from '../../../services/transactions/marker-writer.ts';
import type { ApiHandler } from '../handler.ts';
import type { TransactionHandlerServices } from './transaction-handlers.ts';

export function writeTxnMarkersHandler({
  markers,
}: TransactionHandlerServices): ApiHandler<WriteTxnMarkersRequest, WriteTxnMarkersResponse> {
  return {
    apiKey: ApiKey.WriteTxnMarkers,
    minVersion: 1,
    maxVersion: 2,
    read: readWriteTxnMarkersRequest,
    write: writeWriteTxnMarkersResponse,
    handle(request, _, reply) {
      const results = request.markers.map(unanswered);
      // One more than there are partitions, so that the reply leaves after all have been asked.
      let open = 1;
      const finishOne = (): void => {
        if (--open === 0) reply.send(newWriteTxnMarkersResponse({ markers: results }));
      };
      request.markers.forEach((asked, i) => {
        const marker = markerOf(asked);
        for (const { name, partitions } of results[i]!.topics) {
          for (const partition of partitions) {
            open++;
            markers.write(marker, name, partition.partitionIndex, (errorCode) => {
              partition.errorCode = errorCode;
              finishOne();
            });
          }
        }
      });
      finishOne();
    },
  };
}

function markerOf(asked: WriteTxnMarkersRequestWritableTxnMarker): Marker {
  const { producerId, producerEpoch, coordinatorEpoch, transactionResult, transactionVersion } = asked;
  return { producerId, producerEpoch, coordinatorEpoch, commits: transactionResult, transactionVersion };
}

function unanswered(asked: WriteTxnMarkersRequestWritableTxnMarker): WriteTxnMarkersResponseWritableTxnMarkerResult {
  return {
    producerId: asked.producerId,
    topics: asked.topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, errorCode: ErrorCode.NONE })),
    })),
  };
}
