/**
 * DescribeQuorum: v0-2 (KIP-595). Answered by the controller, wherever this request arrives. v1: timestamps (KIP-836).
 * v2: directory ids and where the voters listen (KIP-853).
 */
import type { QuorumVoter } from '../../../core/config/broker/quorum-addresses.ts';
import { ApiKey } from '../../../core/protocol/api-keys.ts';
import { errorMessage } from '../../../core/protocol/error-codes.ts';
import {
  type DescribeQuorumRequest,
  readDescribeQuorumRequest,
} from '../../../core/protocol/generated/describe-quorum-request.ts';
import {
  type DescribeQuorumResponse,
  newDescribeQuorumResponse,
  writeDescribeQuorumResponse,
} from '../../../core/protocol/generated/describe-quorum-response.ts';
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import type { ApiHandler } from '../handler.ts';

/** The request has none of its own. */
const TIMEOUT_MS = 5_000;

export interface QuorumAddresses {
  /** Name of the controller listener. */
  readonly listenerName: string;
  readonly voters: readonly QuorumVoter[];
}

export function describeQuorumHandler(services: {
  readonly metadata: MetadataService;
  readonly quorum: QuorumAddresses;
}): ApiHandler<DescribeQuorumRequest, DescribeQuorumResponse> {
  const { metadata, quorum } = services;
  const nodes = quorum.voters.map(({ host, id, port }) => ({
    nodeId: id,
    listeners: [{ name: quorum.listenerName, host, port }],
  }));
  return {
    apiKey: ApiKey.DescribeQuorum,
    minVersion: 0,
    maxVersion: 2,
    read: readDescribeQuorumRequest,
    write: writeDescribeQuorumResponse,
    handle(request, { arrivedAt }, reply) {
      const command = { apiKey: ApiKey.DescribeQuorum, request } as const;
      metadata.submit(command, arrivedAt + TIMEOUT_MS, ({ errorCode, response }) => {
        if (response === null)
          reply.send(newDescribeQuorumResponse({ errorCode, errorMessage: errorMessage(errorCode) }));
        else reply.send({ ...response, nodes });
      });
    },
  };
}
