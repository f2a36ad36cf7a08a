/** An administrator who changes the cluster while it runs: topics come and go and grow, replicas move, voters change. */
import type { Random } from '../machine/random.ts';
import type { BrokerNode } from '../world/broker-node.ts';
import { CONTROLLER_PORT } from '../world/broker-node.ts';
import type { World } from '../world/world.ts';
import { type Client, ClientHost } from './client-host.ts';

type Deed = 'create' | 'delete' | 'grow' | 'reassign' | 'elect' | 'removeVoter' | 'addVoter' | 'configure';

/** What is known of a topic of its making. */
interface Made {
  readonly name: string;
  state: 'created' | 'maybe created' | 'deleted' | 'maybe deleted';
  partitions: number;
}

const TOPIC_ALREADY_EXISTS = 36;
const ADD_RAFT_VOTER = 80;
const REMOVE_RAFT_VOTER = 81;

export class AdminHost extends ClientHost {
  readonly made: Made[] = [];
  /** Deeds that were answered with success, by kind. */
  readonly done = new Map<string, number>();
  readonly #nodes: readonly BrokerNode[];
  readonly #topics: readonly string[];
  readonly #random: Random;
  readonly #deeds: readonly Deed[];
  readonly #isBusy: boolean;

  constructor(
    world: World,
    name: string,
    machineId: number,
    bootstrap: string,
    nodes: readonly BrokerNode[],
    topics: readonly string[],
    random: Random,
    kind?: 'busy' | 'creating',
  ) {
    super(world, name, machineId, bootstrap);
    this.#nodes = nodes;
    this.#topics = topics;
    this.#random = random;
    this.#isBusy = kind !== undefined;
    const voters: Deed[] = nodes.length === 5 ? ['removeVoter', 'addVoter'] : [];
    const all: Deed[] = ['create', 'create', 'delete', 'grow', 'reassign', 'reassign', 'elect', 'configure', ...voters];
    this.#deeds = kind === 'creating' ? ['create'] : all;
  }

  protected async main(): Promise<void> {
    const random = this.#random;
    const pace = this.#isBusy ? 40 : random.skewed(200, 3_000);
    while (!this.isStopping) {
      await this.sleep(random.skewed(pace / 3, pace * 3));
      const deed = random.pick(this.#deeds);
      // One attempt: what comes of a repetition says less.
      const client = this.client(1);
      try {
        await this.#do(deed, client);
        this.done.set(deed, (this.done.get(deed) ?? 0) + 1);
      } catch (error) {
        if (!this.isKafkaError(error)) throw error;
        this.world.note(this.name, `${deed}: ${error.message}`);
      } finally {
        await client.close();
      }
    }
  }

  async #do(deed: Deed, client: Client): Promise<void> {
    const { admin, clientPartitions } = this.world.code;
    const random = this.#random;
    switch (deed) {
      case 'create':
        return this.#create(client);
      case 'delete': {
        const topic = random.pick(this.made);
        if (topic === undefined || topic.state !== 'created') return;
        topic.state = 'maybe deleted';
        await admin.deleteTopic(client, topic.name);
        topic.state = 'deleted';
        return;
      }
      case 'grow': {
        const topic = random.pick(this.made);
        if (topic?.state === 'created') await admin.createPartitions(client, topic.name, ++topic.partitions);
        return;
      }
      case 'reassign': {
        const replicas = random
          .shuffled(this.#nodes)
          .slice(0, 3)
          .map(({ id }) => id);
        const move = { topic: random.pick(this.#topics), partition: random.below(2), replicas };
        await clientPartitions.reassign(client, [move]);
        return;
      }
      case 'elect':
        await clientPartitions.electLeaders(client, 'preferred', null);
        return;
      case 'configure':
        await admin.alterConfigs(client, 2, random.pick(this.#topics), [
          { name: 'segment.ms', operation: 0, value: String(random.pick([1_000, 5_000, 600_000])) },
        ]);
        return;
      default:
        await this.#changeVoters(deed, client);
    }
  }

  /** I15: no other topic ever had the name, so it cannot be there before. */
  async #create(client: Client): Promise<void> {
    const name = `churn-${this.made.length}`;
    const partitions = 1 + this.#random.below(3);
    const topic: Made = { name, state: 'maybe created', partitions };
    this.made.push(topic);
    try {
      const created = { name, partitions, replicationFactor: this.#random.pick([1, 3]), configs: new Map() };
      await this.world.code.admin.createTopic(client, created);
      topic.state = 'created';
    } catch (error) {
      if (this.isKafkaError(error) && error.code === TOPIC_ALREADY_EXISTS) {
        this.world.violations.add('I15', `${name} was created once, and answered with ${error.message}`);
      }
      throw error;
    }
  }

  async #changeVoters(deed: 'removeVoter' | 'addVoter', client: Client): Promise<void> {
    const {
      addRaftVoterRequest,
      addRaftVoterResponse,
      api,
      clientQuorum,
      removeRaftVoterRequest,
      removeRaftVoterResponse,
    } = this.world.code;
    const { observers, voters } = await clientQuorum.describeQuorum(client);
    if (deed === 'removeVoter') {
      if (voters.length <= 3) return;
      const { replicaDirectoryId, replicaId } = this.#random.pick(voters);
      const call = api.api(
        REMOVE_RAFT_VOTER,
        removeRaftVoterRequest.writeRemoveRaftVoterRequest,
        removeRaftVoterResponse.readRemoveRaftVoterResponse,
      );
      const request = removeRaftVoterRequest.newRemoveRaftVoterRequest({
        voterId: replicaId,
        voterDirectoryId: replicaDirectoryId,
      });
      const { errorCode, errorMessage } = await client.callController(call, request);
      this.world.note(this.name, `removes voter ${replicaId}: ${errorCode} ${errorMessage ?? ''}`);
      return;
    }
    const observer = this.#random.pick(observers);
    if (observer === undefined) return;
    const call = api.api(
      ADD_RAFT_VOTER,
      addRaftVoterRequest.writeAddRaftVoterRequest,
      addRaftVoterResponse.readAddRaftVoterResponse,
    );
    const { replicaDirectoryId, replicaId } = observer;
    const request = addRaftVoterRequest.newAddRaftVoterRequest({
      timeoutMs: 3_000,
      voterId: replicaId,
      voterDirectoryId: replicaDirectoryId,
      listeners: [{ name: 'CONTROLLER', host: `10.0.0.${replicaId}`, port: CONTROLLER_PORT }],
    });
    const { errorCode, errorMessage } = await client.callController(call, request);
    this.world.note(this.name, `adds voter ${replicaId}: ${errorCode} ${errorMessage ?? ''}`);
  }
}
