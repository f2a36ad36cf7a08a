/**
 * The process that measures micro cases, started by `micro.ts` with or without addons. Its order comes as one argument of
 * JSON, results go back over the IPC channel as they come; the last message is the proof of what was loaded.
 */
import { listCases, measure } from './measure.ts';
import type { MicroMessage, MicroOrder } from './micro.ts';
import { loadedAddons, missingPackages } from './native.ts';

const order = JSON.parse(process.argv[2] ?? '') as MicroOrder;
const send = (message: MicroMessage): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send!(message, undefined, undefined, (error) => (error === null ? resolve() : reject(error)));
  });
const filter = new RegExp(order.filter);
if (order.list) await send({ type: 'names', names: await listCases(filter) });
else {
  const hrtimeUs = (): number => Number(process.hrtime.bigint() / 1_000n);
  let began = 0;
  await measure({
    ...order,
    filter,
    onBegin: () => {
      began = hrtimeUs();
    },
    onResult: async (result) => {
      await send({ type: 'result', result, window: [began, hrtimeUs()] });
    },
  });
  const addons = loadedAddons().map((path) => path.replace(/^.*node_modules\//, ''));
  await send({ type: 'loaded', addons, missing: missingPackages() });
}
process.disconnect();
// WASI builds leave threads behind that would keep the process.
process.exit(0);
