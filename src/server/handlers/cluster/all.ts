/** The APIs by which operators change who leads, who replicates and who belongs to the cluster. */
import type { MetadataService } from '../../../services/metadata/metadata-service.ts';
import type { AnyApiHandler } from '../handler.ts';
import { addRaftVoterHandler } from './add-raft-voter.ts';
import { alterPartitionReassignmentsHandler } from './alter-partition-reassignments.ts';
import { describeQuorumHandler, type QuorumAddresses } from './describe-quorum.ts';
import { electLeadersHandler } from './elect-leaders.ts';
import { listPartitionReassignmentsHandler } from './list-partition-reassignments.ts';
import { removeRaftVoterHandler } from './remove-raft-voter.ts';
import { unregisterBrokerHandler } from './unregister-broker.ts';
import { updateFeaturesHandler } from './update-features.ts';

export function clusterHandlers({
  metadata,
  quorum,
}: {
  readonly metadata: MetadataService;
  readonly quorum: QuorumAddresses;
}): AnyApiHandler[] {
  return [
    describeQuorumHandler({ metadata, quorum }),
    addRaftVoterHandler({ metadata }),
    removeRaftVoterHandler({ metadata }),
    electLeadersHandler({ metadata }),
    alterPartitionReassignmentsHandler({ metadata }),
    listPartitionReassignmentsHandler({ cache: metadata.cache }),
    unregisterBrokerHandler({ metadata }),
    updateFeaturesHandler({ metadata }),
  ] as AnyApiHandler[];
}
