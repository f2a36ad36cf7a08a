/** Asks a broker what it serves, with a request written by hand, so that suites can skip what is not advertised. */
import { connect } from 'node:net';

/** ApiVersions v0: size, key 18, version 0, correlation id 1, no client id. */
const REQUEST = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

/** @returns [lowest, highest] version by API key. @throws when nobody answers in time, or the answer is an error */
export function askApiVersions(bootstrap: string, timeoutMs = 5_000): Promise<Map<number, readonly [number, number]>> {
  const [host, port] = bootstrap.split(',')[0]!.split(':') as [string, string];
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port) }, () => socket.write(REQUEST));
    let received = Buffer.alloc(0);
    socket.setTimeout(timeoutMs, () =>
      socket.destroy(new Error(`no answer to ApiVersions from ${bootstrap} in ${timeoutMs} ms`)),
    );
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`${bootstrap} closed the connection`)));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      const error = received.readInt16BE(8);
      const count = received.readInt32BE(10);
      const served = new Map<number, readonly [number, number]>();
      for (let n = 0; n < count; n++) {
        const at = 14 + n * 6;
        served.set(received.readInt16BE(at), [received.readInt16BE(at + 2), received.readInt16BE(at + 4)]);
      }
      if (error === 0) resolve(served);
      else reject(new Error(`ApiVersions v0 answered error ${error}`));
      socket.destroy();
    });
  });
}

/** Waits until the broker answers. @throws when it does not within `timeoutMs`, or `stopped` says why it never will */
export async function waitUntilReady(
  bootstrap: string,
  timeoutMs: number,
  stopped: () => string | null,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      await askApiVersions(bootstrap, 2_000);
      return;
    } catch (error) {
      const why = stopped();
      if (why !== null) throw new Error(why);
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
