/**
 * A member of a classic group with as little of its own as can be: a connection, its place in the group, and a rejoin
 * whenever it is told to. The leader deals the partitions out in turn. For measuring and testing coordinators.
 */
import { room } from '../room.ts';

const [apis, connections, errors, consumerProtocol, bytes, join, sync, find, fetch, commit, offsets] =
  await Promise.all([
    room<typeof import('../../src/client/group-apis.ts')>('client/group-apis.ts'),
    room<typeof import('../../src/client/connection.ts')>('client/connection.ts'),
    room<typeof import('../../src/core/protocol/error-codes.ts')>('core/protocol/error-codes.ts'),
    room<typeof import('../../src/core/groups/consumer-protocol.ts')>('core/groups/consumer-protocol.ts'),
    room<typeof import('../../src/core/bytes/byte-writer.ts')>('core/bytes/byte-writer.ts'),
    room<typeof import('../../src/core/protocol/generated/join-group-request.ts')>(
      'core/protocol/generated/join-group-request.ts',
    ),
    room<typeof import('../../src/core/protocol/generated/sync-group-request.ts')>(
      'core/protocol/generated/sync-group-request.ts',
    ),
    room<typeof import('../../src/core/protocol/generated/find-coordinator-request.ts')>(
      'core/protocol/generated/find-coordinator-request.ts',
    ),
    room<typeof import('../../src/core/protocol/generated/fetch-request.ts')>(
      'core/protocol/generated/fetch-request.ts',
    ),
    room<typeof import('../../src/core/protocol/generated/offset-commit-request.ts')>(
      'core/protocol/generated/offset-commit-request.ts',
    ),
    room<typeof import('../../src/core/protocol/generated/offset-fetch-request.ts')>(
      'core/protocol/generated/offset-fetch-request.ts',
    ),
  ]);
const { FETCH } = await room<typeof import('../../src/client/apis.ts')>('client/apis.ts');
const { ErrorCode, errorName } = errors;
type BrokerConnection = Awaited<ReturnType<typeof connections.BrokerConnection.open>>;
/** Fetch by topic name. */
const FETCH_VERSION = 12;
const RETRY_MS = 2;

export interface MemberOptions {
  readonly host: string;
  readonly port: number;
  readonly group: string;
  readonly topic: string;
  readonly partitions: number;
  readonly sessionTimeoutMs?: number;
  /** Refused requests that a client passes on to its application. */
  readonly onSurfaced?: (what: string) => void;
}

export class GroupMember {
  readonly #options: MemberOptions;
  #connection: BrokerConnection | null = null;
  memberId = '';
  generation = -1;
  /** Partitions of the topic. */
  assignment: readonly number[] = [];

  constructor(options: MemberOptions) {
    this.#options = options;
  }

  /** Also after the connection was lost: the place in the group is kept. */
  async connect(): Promise<void> {
    const { host, port } = this.#options;
    const options = { clientId: 'member', connectTimeoutMs: 10_000, requestTimeoutMs: 60_000 };
    this.#connection = await connections.BrokerConnection.open({ host, port }, options);
  }

  /** Only one of those who share may wait for others: answers come in the order of asking. */
  shareConnection(other: GroupMember): void {
    this.#connection = other.#connection;
  }

  close(): void {
    this.#connection?.close();
  }

  /** Until there is a coordinator: the first to ask has its topic created. */
  async findCoordinator(): Promise<void> {
    for (;;) {
      const request = find.newFindCoordinatorRequest({ coordinatorKeys: [this.#options.group] });
      const { coordinators } = await this.#open().call(apis.FIND_COORDINATOR, request);
      const { errorCode } = coordinators[0]!;
      if (errorCode === ErrorCode.NONE) return;
      if (errorCode !== ErrorCode.COORDINATOR_NOT_AVAILABLE)
        throw new Error(`FindCoordinator: ${errorName(errorCode)}`);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** Resolves with an assignment of a generation that nobody has ended meanwhile. */
  async join(): Promise<void> {
    const { group, sessionTimeoutMs = 30_000 } = this.#options;
    for (;;) {
      const request = join.newJoinGroupRequest({
        groupId: group,
        sessionTimeoutMs,
        rebalanceTimeoutMs: 60_000,
        memberId: this.memberId,
        protocolType: 'consumer',
        protocols: [{ name: 'turns', metadata: this.#subscription() }],
      });
      const joined = await this.#open().call(apis.JOIN_GROUP, request);
      if (joined.errorCode === ErrorCode.NONE) {
        this.memberId = joined.memberId;
        this.generation = joined.generationId;
        const isLeader = joined.leader === joined.memberId;
        if (await this.#sync(isLeader ? joined.members.map(({ memberId }) => memberId) : [])) return;
      } else if (joined.errorCode === ErrorCode.MEMBER_ID_REQUIRED) this.memberId = joined.memberId;
      else await this.#onRefused('JoinGroup', joined.errorCode);
    }
  }

  /** True while the generation lasts, as far as the coordinator can tell; joins again where it does not, and then says false. */
  async heartbeat(): Promise<boolean> {
    const { errorCode } = await this.#open().call(apis.HEARTBEAT, {
      groupId: this.#options.group,
      generationId: this.generation,
      memberId: this.memberId,
      groupInstanceId: null,
    });
    if (errorCode === ErrorCode.NONE) return true;
    if (errorCode !== ErrorCode.REBALANCE_IN_PROGRESS) await this.#onRefused('Heartbeat', errorCode);
    if (errorCode !== ErrorCode.REBALANCE_IN_PROGRESS && this.memberId !== '') return true;
    await this.join();
    return false;
  }

  async leave(): Promise<void> {
    const members = [{ memberId: this.memberId, groupInstanceId: null, reason: null }];
    await this.#open().call(apis.LEAVE_GROUP, { groupId: this.#options.group, memberId: '', members });
  }

  /** @returns the error code of the one partition */
  async commit(partition: number, offset: number): Promise<number> {
    const partitions = [commit.newOffsetCommitRequestPartition({ partitionIndex: partition, committedOffset: offset })];
    const request = commit.newOffsetCommitRequest({
      groupId: this.#options.group,
      generationIdOrMemberEpoch: this.generation,
      memberId: this.memberId,
      topics: [commit.newOffsetCommitRequestTopic({ name: this.#options.topic, partitions })],
    });
    return (await this.#open().call(apis.OFFSET_COMMIT, request)).topics[0]!.partitions[0]!.errorCode;
  }

  /** Committed offsets of the assigned partitions, −1 where there is none. */
  async committed(): Promise<number[]> {
    const { group: groupId, topic: name } = this.#options;
    const topics = [offsets.newOffsetFetchRequestTopics({ name, partitionIndexes: [...this.assignment] })];
    const groups = [offsets.newOffsetFetchRequestGroup({ groupId, topics })];
    const request = offsets.newOffsetFetchRequest({ groups, requireStable: true });
    const answer = (await this.#open().call(apis.OFFSET_FETCH, request)).groups[0]!;
    if (answer.errorCode !== ErrorCode.NONE) throw new Error(`OffsetFetch: ${errorName(answer.errorCode)}`);
    return answer.topics[0]!.partitions.map(({ committedOffset }) => committedOffset);
  }

  /** Waits for records of one partition. @returns their bytes */
  async fetch(partition: number, offset: number): Promise<Uint8Array> {
    const partitions = [
      fetch.newFetchRequestFetchPartition({ partition, fetchOffset: offset, partitionMaxBytes: 1 << 20 }),
    ];
    const topics = [fetch.newFetchRequestFetchTopic({ topic: this.#options.topic, partitions })];
    const request = fetch.newFetchRequest({ maxWaitMs: 5_000, minBytes: 1, maxBytes: 1 << 20, topics });
    const answer = await this.#open().callVersion(FETCH, FETCH_VERSION, request);
    const data = answer.responses[0]!.partitions[0]!;
    if (data.errorCode !== ErrorCode.NONE) throw new Error(`Fetch: ${errorName(data.errorCode)}`);
    return data.records ?? new Uint8Array(0);
  }

  /** False when the generation ended before everyone was synced. */
  async #sync(members: readonly string[]): Promise<boolean> {
    const { group: groupId, topic, partitions } = this.#options;
    const assignments = members.map((memberId, n) => {
      const own: number[] = [];
      for (let partition = n; partition < partitions; partition += members.length) own.push(partition);
      return { memberId, assignment: consumerProtocol.writeAssignment(1, [{ topic, partitions: own }]) };
    });
    const { memberId, generation: generationId } = this;
    const names = { protocolType: 'consumer', protocolName: 'turns' };
    const request = sync.newSyncGroupRequest({ groupId, generationId, memberId, ...names, assignments });
    const synced = await this.#open().call(apis.SYNC_GROUP, request);
    if (synced.errorCode === ErrorCode.NONE) {
      this.assignment = consumerProtocol.readAssignment(synced.assignment)?.partitions[0]?.partitions ?? [];
      return true;
    }
    if (synced.errorCode !== ErrorCode.REBALANCE_IN_PROGRESS) await this.#onRefused('SyncGroup', synced.errorCode);
    return false;
  }

  /** As client libraries do: what passes is repeated, a lost place is taken anew and told. */
  async #onRefused(what: string, errorCode: number): Promise<void> {
    const isLost = errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.ILLEGAL_GENERATION;
    if (!isLost && !errors.isRetriable(errorCode)) throw new Error(`${what}: ${errorName(errorCode)}`);
    if (isLost) {
      this.#options.onSurfaced?.(`${what}: ${errorName(errorCode)}`);
      this.memberId = '';
      this.generation = -1;
    } else await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }

  #subscription(): Uint8Array {
    const writer = new bytes.ByteWriter();
    writer.int16(0);
    writer.int32(1);
    writer.string(this.#options.topic);
    writer.int32(-1);
    return writer.toBytes();
  }

  #open(): BrokerConnection {
    if (this.#connection === null) throw new Error('connect first');
    return this.#connection;
  }
}
