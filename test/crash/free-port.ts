/** A port for a broker that is killed and started again under the same address. */
import { createServer } from 'node:net';

/** A port that was free a moment ago, as was the one after it (Apache Kafka takes two). */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
