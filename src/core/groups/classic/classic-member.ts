/** One member of a classic group, as its coordinator sees it. Owned by the group; lives on the main thread. */
import type { GroupTimer } from '../group-timer.ts';
import { TimerKind } from '../group-timer.ts';

/** An assignment protocol a member offers; the metadata is opaque to the broker. */
export interface MemberProtocol {
  readonly name: string;
  readonly metadata: Uint8Array;
}

export const NOT_PARKED = -1;
export const NO_BYTES = new Uint8Array(0);

export interface ClassicMemberFields {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly protocolType: string;
  readonly protocols: readonly MemberProtocol[];
  readonly assignment: Uint8Array;
}

export class ClassicMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly protocolType: string;
  rebalanceTimeoutMs: number;
  sessionTimeoutMs: number;
  /** In the member's order of preference, names distinct. */
  protocols: readonly MemberProtocol[];
  assignment: Uint8Array;
  /** The ticket of a JoinGroup or SyncGroup that waits, else NOT_PARKED. */
  joinTicket = NOT_PARKED;
  syncTicket = NOT_PARKED;
  /** It has not yet been through a rebalance: may expire even while its first join is parked. */
  isNew = false;
  readonly sessionTimer: GroupTimer;

  constructor(groupId: string, fields: ClassicMemberFields) {
    this.memberId = fields.memberId;
    this.groupInstanceId = fields.groupInstanceId;
    this.clientId = fields.clientId;
    this.clientHost = fields.clientHost;
    this.protocolType = fields.protocolType;
    this.rebalanceTimeoutMs = fields.rebalanceTimeoutMs;
    this.sessionTimeoutMs = fields.sessionTimeoutMs;
    this.protocols = fields.protocols;
    this.assignment = fields.assignment;
    this.sessionTimer = { kind: TimerKind.ClassicSession, groupId, memberId: fields.memberId };
  }

  get isAwaitingJoin(): boolean {
    return this.joinTicket !== NOT_PARKED;
  }

  get isAwaitingSync(): boolean {
    return this.syncTicket !== NOT_PARKED;
  }

  /** A parked request keeps the session alive; a new member's first join does so only for a while. */
  get hasSatisfiedHeartbeat(): boolean {
    return !this.isNew && (this.isAwaitingJoin || this.isAwaitingSync);
  }

  /** What the member said about itself under the protocol; empty bytes where it does not offer it. */
  metadata(protocolName: string | null): Uint8Array {
    return this.protocols.find((protocol) => protocol.name === protocolName)?.metadata ?? NO_BYTES;
  }

  offers(protocols: readonly MemberProtocol[]): boolean {
    return sameProtocols(this.protocols, protocols);
  }

  /** Its most preferred among the candidates. */
  vote(candidates: ReadonlySet<string>): string | null {
    return this.protocols.find((protocol) => candidates.has(protocol.name))?.name ?? null;
  }
}

export function sameProtocols(a: readonly MemberProtocol[], b: readonly MemberProtocol[]): boolean {
  return (
    a.length === b.length && a.every((one, i) => one.name === b[i]!.name && sameBytes(one.metadata, b[i]!.metadata))
  );
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Copies what a request offers out of its frame; of two protocols of one name the first counts. */
export function copyProtocols(offered: readonly MemberProtocol[]): MemberProtocol[] {
  const copied: MemberProtocol[] = [];
  for (const { name, metadata } of offered) {
    if (!copied.some((one) => one.name === name)) copied.push({ name, metadata: metadata.slice() });
  }
  return copied;
}
