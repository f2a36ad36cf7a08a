/**
 * Tells of peers that this node would look for where they are not: a peer that calls hides it, until this node has to
 * call. Owned by the TCP network, on its thread.
 */
import type { Logger } from '../../runtime/logging/logger.ts';

export class AddressWatch {
  readonly #logger: Logger;
  /** What was told last, by node. */
  readonly #told = new Map<number, string>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** `own`: where a peer that has called us says it is reached; empty where it does not say. */
  called(nodeId: number, configured: string, own: string): void {
    if (own === '' || own === configured) return;
    const told = `${configured} ${own}`;
    if (this.#told.get(nodeId) === told) return;
    this.#told.set(nodeId, told);
    const event = 'controller.quorum.voters has another address of a voter than the voter itself';
    this.#logger.warn(event, { voter: nodeId, configured, own });
  }
}
