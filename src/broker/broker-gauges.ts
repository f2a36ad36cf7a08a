/**
 * The figures of one broker: the memory for all threads, and what main puts on its own page of it. The other threads get
 * their pages with what they are started with. Main thread.
 */

import { BrokerCounters } from '../runtime/counters/broker-counters.ts';
import { Real, Word } from '../runtime/counters/counter-layout.ts';
import { CounterPage } from '../runtime/counters/counter-page.ts';
import { startLoopCounters } from '../runtime/counters/loop-counters.ts';
import type { ServerCounters } from '../server/server-counters.ts';

export interface MainGauges {
  readonly counters: ServerCounters;
  readonly unanswered: () => number;
  /** Answers that wait for something other than a thread. */
  readonly parked: () => number;
}

export class BrokerGauges {
  readonly shared: BrokerCounters;
  readonly #page: CounterPage;
  #stop: () => void = () => {};

  /** @param directories how many log directories there are */
  constructor(directories: number) {
    this.shared = BrokerCounters.allocate(directories);
    this.#page = new CounterPage(this.shared.page('main'));
  }

  start(gauges: MainGauges): void {
    const page = this.#page;
    const { counters } = gauges;
    this.#stop = startLoopCounters(page, {
      publish: () => {
        page.set(Word.REQUESTS, counters.requests | 0);
        page.set(Word.CONNECTIONS, counters.openConnections);
        page.set(Word.IN_FLIGHT, gauges.unanswered());
        page.set(Word.PARKED, gauges.parked());
        page.put(Real.BYTES_IN, counters.bytesIn);
        page.put(Real.BYTES_OUT, counters.bytesOut);
      },
    });
  }

  stop(): void {
    this.#stop();
  }
}
