/** Dialling as a port, beside `Listen`: TCP in production, an in-memory pair in the simulator. */
import type { ByteSocket } from './socket.ts';

export interface ConnectOptions {
  /** Address or name. */
  readonly host: string;
  readonly port: number;
}

/** Exactly one of the two is called, later than `Connect` returns; none after the attempt was given up. */
export interface Dialer {
  /** The dialer must set the socket's owner at once. */
  onConnected(socket: ByteSocket): void;
  /** `code` is the system's: ECONNREFUSED where nobody listens, ETIMEDOUT, EHOSTUNREACH, ENOTFOUND ... */
  onConnectFailure(error: Error & { readonly code?: string }): void;
}

/** Starts an attempt. The answer gives it up; afterwards it does nothing. */
export type Connect = (options: ConnectOptions, dialer: Dialer) => () => void;
