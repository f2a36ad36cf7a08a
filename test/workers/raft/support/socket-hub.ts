/** The production network on sockets in memory, with the same handles for faults as the network in memory. */
import type { Clock } from '../../../../src/runtime/clock/clock.ts';
import { silentLogger } from '../../../../src/runtime/logging/logger.ts';
import type { ControlIdentity, ControlNetwork } from '../../../../src/workers/control-net/control-network.ts';
import { TcpControlNetwork } from '../../../../src/workers/control-net/tcp-network.ts';
import { MemoryCable } from '../../../support/memory-sockets.ts';

const hostOf = (nodeId: number) => `host-${nodeId}`;

export class SocketHub {
  readonly #cable: MemoryCable;
  readonly #networks = new Map<number, ControlNetwork>();

  constructor(clock: Clock, random: () => number) {
    this.#cable = new MemoryCable(clock, random);
  }

  join(identity: ControlIdentity): ControlNetwork {
    const { nodeId } = identity;
    const { clock, random } = this.#cable;
    const { listen, connect } = this.#cable.plug(hostOf(nodeId));
    const network = new TcpControlNetwork(identity, { clock, connect, listen, logger: silentLogger, random });
    void network.listen(hostOf(nodeId), 9093);
    this.#networks.set(nodeId, network);
    return network;
  }

  crash(nodeId: number): void {
    this.#cable.crash(hostOf(nodeId));
    this.#networks.get(nodeId)?.close();
  }

  setLink(from: number, to: number, isUp: boolean): void {
    this.#cable.setLink(hostOf(from), hostOf(to), isUp);
  }

  partition(groupA: readonly number[], groupB: readonly number[]): void {
    for (const a of groupA) {
      for (const b of groupB) {
        this.setLink(a, b, false);
        this.setLink(b, a, false);
      }
    }
  }

  heal(): void {
    this.#cable.heal();
  }
}
