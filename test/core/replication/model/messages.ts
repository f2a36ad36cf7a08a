/** What brokers and the controller say to each other. */
import type { Verdict } from '../../../../src/core/replication/divergence.ts';
import type { IsrProposal } from '../../../../src/core/replication/leader-replicas.ts';
import type { Entry } from './broker.ts';

export type Message =
  | {
      kind: 'subscribe';
      from: number;
      to: number;
      stream: number;
      leaderEpoch: number;
      brokerEpoch: number;
      lastEpoch: number;
      end: number;
    }
  | { kind: 'verdict'; from: number; to: number; stream: number; leaderEpoch: number; verdict: Verdict; offset: number }
  | {
      kind: 'push';
      from: number;
      to: number;
      stream: number;
      leaderEpoch: number;
      at: number;
      entries: Entry[];
      hw: number;
    }
  | { kind: 'ack'; from: number; to: number; stream: number; leaderEpoch: number; end: number }
  | { kind: 'alter'; from: number; brokerEpoch: number; proposal: IsrProposal }
  | { kind: 'answer'; to: number; proposal: IsrProposal; outcome: 'settled' | 'refused' | 'timed out' };

export type MessageOf<Kind extends Message['kind']> = Extract<Message, { kind: Kind }>;
