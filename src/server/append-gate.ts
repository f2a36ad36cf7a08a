/**
 * Whether there is room for more appends, as a port. Closed means the append ring is full: connections whose next
 * request would append stop reading, and the kernel's window does the rest. That is the whole backpressure story.
 */

export interface AppendGate {
  isOpen(): boolean;
  /** Calls back each time the gate opens after having been closed. The server registers once, for its whole life. */
  onOpen(listener: () => void): void;
}

/** For servers that append nothing. */
export const alwaysOpenGate: AppendGate = {
  isOpen: () => true,
  onOpen: () => {},
};
