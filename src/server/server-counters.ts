/** What the server floor counts, in plain numbers that whoever reports them reads whenever it likes. Main thread. */

/** Api keys run to 94 today; the array has one place for each that could be asked for without being refused. */
const API_KEYS = 128;

export class ServerCounters {
  /** Requests whose header was understood, by api key. */
  readonly requestsByApi: number[] = new Array(API_KEYS).fill(0);
  requests = 0;
  responses = 0;
  bytesIn = 0;
  bytesOut = 0;
  /** Sockets accepted so far, refused ones included. */
  acceptedConnections = 0;
  /** Closed on arrival by a connection limit. */
  refusedConnections = 0;
  openConnections = 0;
  /** Closed because the client sent what no Kafka broker understands. */
  malformedConnections = 0;
  idleConnections = 0;
  /** Handlers that threw: each one is a bug of ours. */
  handlerFailures = 0;
}
