/**
 * This node's terms as controller, one after the other: begins one when raft says so, opens its epoch, and hands those who
 * wait for an answer on when it is over. Owned by the agent, on the controller thread.
 */
import type { MetadataEntry } from '../../core/metadata/cluster-image.ts';
import { ControllerTerm } from '../../core/metadata-log/controller-term.ts';
import { ErrorCode } from '../../core/protocol/error-codes.ts';
import type { Logger } from '../../runtime/logging/logger.ts';
import type { QuorumConfiguration } from '../raft/raft-status.ts';
import { type CommandForwarder, refuse, type Submission } from './command-forwarder.ts';
import { LocalController, type LocalControllerParts } from './local-controller.ts';
import { encodePayload } from './log-format.ts';

export interface ControllerTermsParts extends LocalControllerParts {
  readonly forwarder: CommandForwarder;
  readonly logger: Logger;
  /** Takes its turn with what was submitted last. */
  enqueue(submission: Submission): void;
  /** This node's image differs from the majority's. */
  onDiverged(index: number): void;
}

export class ControllerTerms {
  readonly #parts: ControllerTermsParts;
  #controller: LocalController | null = null;

  constructor(parts: ControllerTermsParts) {
    this.#parts = parts;
  }

  /** Null while raft does not say that this node leads. */
  get controller(): LocalController | null {
    return this.#controller;
  }

  get term(): ControllerTerm | undefined {
    return this.#controller?.term;
  }

  start(epoch: number, members: QuorumConfiguration): void {
    const { options, replica, peers, committed, forwarder, logger, onDiverged } = this.#parts;
    const { nodeId, clock } = options;
    this.end(Number.POSITIVE_INFINITY);
    forwarder.setController(null, clock.monotonicMs());
    const term: ControllerTerm = new ControllerTerm(
      epoch,
      nodeId,
      members,
      replica,
      {
        send: (peer, message) => peers.send(peer, message),
        peers: () => peers.connected(),
        firstPayload: () => this.#openEpoch(epoch),
        imageCheck: () => committed.check,
        onActive: () => this.#onActive(epoch),
        onDeposed: () => this.end(epoch),
        onDiverged,
        onLost: (peer, acknowledged, held) =>
          logger.error(
            'a node lacks metadata that it had acknowledged: its directory is an older copy, or its disk loses writes',
            { peer, acknowledged, held },
          ),
      },
      clock.monotonicMs(),
    );
    this.#controller = new LocalController(term, this.#parts);
    term.start();
  }

  /**
   * The term up to `epoch` is over: what was not committed may never be. The head falls back; whoever waits for an answer
   * is sent on to the next controller, under the same request id. The entries stay in the log, for that one to adopt or
   * to replace.
   */
  end(epoch: number): void {
    const controller = this.#controller;
    if (controller === null || controller.term.epoch > epoch) return;
    this.#controller = null;
    const unanswered = controller.end();
    this.#parts.head.clear();
    for (const submission of unanswered) {
      if (submission.isForwarded) refuse(submission, ErrorCode.NOT_CONTROLLER);
      else this.#parts.enqueue(submission);
    }
    this.#parts.logger.info('this node is no longer the controller', { epoch: controller.term.epoch });
  }

  /** The log is adopted: the head is made of all of it, and the first entry of the epoch follows. */
  #openEpoch(epoch: number): Uint8Array {
    const { committed, enqueue, forwarder, head, replica } = this.#parts;
    const behind: MetadataEntry[] = [];
    const { last } = replica.log;
    for (let index = committed.image.index + 1; index <= last.index; index++) {
      behind.push(head.entryOf(replica.log.entryAt(index)!));
    }
    const records = head.open(epoch, committed.image, behind);
    for (const submission of forwarder.takeAll()) enqueue(submission);
    return encodePayload(records);
  }

  #onActive(epoch: number): void {
    this.#parts.logger.info('this node is the controller', { epoch });
    this.#parts.committed.serve();
    this.#controller?.release();
  }
}
