/** Broker properties: listeners, sockets and connections. Columns: see property-table.ts. */
export const NETWORK_TABLE = `
listeners                                 | list   | PLAINTEXT://:9092 | list, not empty                              | per-broker   | yes            | The addresses this node listens on, as NAME://host:port, separated by commas; port 0 takes a free one.
advertised.listeners                      | list   | null              | list, not empty                              | read-only    | yes            | The addresses clients are told to connect to; those of listeners when absent.
early.start.listeners                     | list   | null              | list                                         | read-only    | early-start    | Listeners that accept connections before authorization is loaded.
listener.security.protocol.map            | string | SASL_SSL:SASL_SSL,PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT | any                                          | per-broker   | yes            | Which security protocol each listener name speaks, as NAME:PROTOCOL.
inter.broker.listener.name                | string | null              | any                                          | read-only    | yes            | The listener that brokers use among themselves.
security.inter.broker.protocol            | string | PLAINTEXT         | one of PLAINTEXT SSL SASL_PLAINTEXT SASL_SSL | read-only    | security       | The security protocol among brokers when no inter.broker.listener.name is given.
socket.listen.backlog.size                | int    | 50                | >=1                                          | read-only    | yes            | How many connections may wait to be accepted on a listener; 1024 where nothing is said.
socket.receive.buffer.bytes               | int    | 102400            | any                                          | read-only    | socket-buffers | The receive buffer of client connections.
socket.send.buffer.bytes                  | int    | 102400            | any                                          | read-only    | socket-buffers | The send buffer of client connections.
socket.request.max.bytes                  | int    | 104857600         | >=1                                          | read-only    | yes            | The largest request that is accepted; a larger one closes its connection.
socket.connection.setup.timeout.ms        | long   | 10000             | any                                          | read-only    | redial         | How long an outgoing connection may take to be established at first.
socket.connection.setup.timeout.max.ms    | long   | 30000             | any                                          | read-only    | redial         | The longest an outgoing connection may take after repeated failures.
request.timeout.ms                        | int    | 30000             | any                                          | read-only    | yes            | How long a broker waits for another broker's answer.
connections.max.idle.ms                   | long   | 600000            | any                                          | read-only    | yes            | How long a connection may be silent before it is closed; -1 keeps it.
connections.max.reauth.ms                 | long   | 0                 | any                                          | read-only    | security       | How long an authenticated connection may live before it must authenticate again.
connection.failed.authentication.delay.ms | int    | 100               | >=0                                          | read-only    | security       | How long the answer to a failed authentication is held back.
max.connections                           | int    | 2147483647        | >=0                                          | cluster-wide | yes            | How many connections this broker holds at a time.
max.connections.per.ip                    | int    | 2147483647        | >=0                                          | cluster-wide | yes            | How many connections one address may hold.
max.connections.per.ip.overrides          | string | ''                | any                                          | cluster-wide | yes            | Connection limits for named addresses, as host:count separated by commas.
max.connection.creation.rate              | int    | 2147483647        | >=0                                          | cluster-wide | yes            | How many connections per second this broker accepts.
`;
