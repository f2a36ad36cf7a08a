/** The APIs about transactions that the client calls. One line each; the codecs are generated. */
import { ApiKey } from '../core/protocol/api-keys.ts';
import { writeDescribeProducersRequest } from '../core/protocol/generated/describe-producers-request.ts';
import { readDescribeProducersResponse } from '../core/protocol/generated/describe-producers-response.ts';
import { writeDescribeTransactionsRequest } from '../core/protocol/generated/describe-transactions-request.ts';
import { readDescribeTransactionsResponse } from '../core/protocol/generated/describe-transactions-response.ts';
import { writeListTransactionsRequest } from '../core/protocol/generated/list-transactions-request.ts';
import { readListTransactionsResponse } from '../core/protocol/generated/list-transactions-response.ts';
import { writeWriteTxnMarkersRequest } from '../core/protocol/generated/write-txn-markers-request.ts';
import { readWriteTxnMarkersResponse } from '../core/protocol/generated/write-txn-markers-response.ts';
import { api } from './api.ts';

export const LIST_TRANSACTIONS = api(
  ApiKey.ListTransactions,
  writeListTransactionsRequest,
  readListTransactionsResponse,
);
export const DESCRIBE_TRANSACTIONS = api(
  ApiKey.DescribeTransactions,
  writeDescribeTransactionsRequest,
  readDescribeTransactionsResponse,
);
export const DESCRIBE_PRODUCERS = api(
  ApiKey.DescribeProducers,
  writeDescribeProducersRequest,
  readDescribeProducersResponse,
);
export const WRITE_TXN_MARKERS = api(ApiKey.WriteTxnMarkers, writeWriteTxnMarkersRequest, readWriteTxnMarkersResponse);
