/** The APIs the client calls. One line each; the codecs are generated. */
import { ApiKey } from '../core/protocol/api-keys.ts';
import { writeCreatePartitionsRequest } from '../core/protocol/generated/create-partitions-request.ts';
import { readCreatePartitionsResponse } from '../core/protocol/generated/create-partitions-response.ts';
import { writeCreateTopicsRequest } from '../core/protocol/generated/create-topics-request.ts';
import { readCreateTopicsResponse } from '../core/protocol/generated/create-topics-response.ts';
import { writeDeleteRecordsRequest } from '../core/protocol/generated/delete-records-request.ts';
import { readDeleteRecordsResponse } from '../core/protocol/generated/delete-records-response.ts';
import { writeDeleteTopicsRequest } from '../core/protocol/generated/delete-topics-request.ts';
import { readDeleteTopicsResponse } from '../core/protocol/generated/delete-topics-response.ts';
import { writeDescribeClusterRequest } from '../core/protocol/generated/describe-cluster-request.ts';
import { readDescribeClusterResponse } from '../core/protocol/generated/describe-cluster-response.ts';
import { writeDescribeConfigsRequest } from '../core/protocol/generated/describe-configs-request.ts';
import { readDescribeConfigsResponse } from '../core/protocol/generated/describe-configs-response.ts';
import { writeFetchRequest } from '../core/protocol/generated/fetch-request.ts';
import { readFetchResponse } from '../core/protocol/generated/fetch-response.ts';
import { writeIncrementalAlterConfigsRequest } from '../core/protocol/generated/incremental-alter-configs-request.ts';
import { readIncrementalAlterConfigsResponse } from '../core/protocol/generated/incremental-alter-configs-response.ts';
import { writeInitProducerIdRequest } from '../core/protocol/generated/init-producer-id-request.ts';
import { readInitProducerIdResponse } from '../core/protocol/generated/init-producer-id-response.ts';
import { writeListOffsetsRequest } from '../core/protocol/generated/list-offsets-request.ts';
import { readListOffsetsResponse } from '../core/protocol/generated/list-offsets-response.ts';
import { writeMetadataRequest } from '../core/protocol/generated/metadata-request.ts';
import { readMetadataResponse } from '../core/protocol/generated/metadata-response.ts';
import { writeProduceRequest } from '../core/protocol/generated/produce-request.ts';
import { readProduceResponse } from '../core/protocol/generated/produce-response.ts';
import { api } from './api.ts';

export const PRODUCE = api(ApiKey.Produce, writeProduceRequest, readProduceResponse);
export const FETCH = api(ApiKey.Fetch, writeFetchRequest, readFetchResponse);
export const LIST_OFFSETS = api(ApiKey.ListOffsets, writeListOffsetsRequest, readListOffsetsResponse);
export const METADATA = api(ApiKey.Metadata, writeMetadataRequest, readMetadataResponse);
export const CREATE_TOPICS = api(ApiKey.CreateTopics, writeCreateTopicsRequest, readCreateTopicsResponse);
export const DELETE_TOPICS = api(ApiKey.DeleteTopics, writeDeleteTopicsRequest, readDeleteTopicsResponse);
export const CREATE_PARTITIONS = api(
  ApiKey.CreatePartitions,
  writeCreatePartitionsRequest,
  readCreatePartitionsResponse,
);
export const DELETE_RECORDS = api(ApiKey.DeleteRecords, writeDeleteRecordsRequest, readDeleteRecordsResponse);
export const INIT_PRODUCER_ID = api(ApiKey.InitProducerId, writeInitProducerIdRequest, readInitProducerIdResponse);
export const DESCRIBE_CONFIGS = api(ApiKey.DescribeConfigs, writeDescribeConfigsRequest, readDescribeConfigsResponse);
export const INCREMENTAL_ALTER_CONFIGS = api(
  ApiKey.IncrementalAlterConfigs,
  writeIncrementalAlterConfigsRequest,
  readIncrementalAlterConfigsResponse,
);
export const DESCRIBE_CLUSTER = api(ApiKey.DescribeCluster, writeDescribeClusterRequest, readDescribeClusterResponse);
