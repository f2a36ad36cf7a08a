/** All that a simulated process has from its system in place of Node's. What is a pure function stays Node's own. */
import type { Environment } from './environment.ts';
import { fileModules } from './file-modules.ts';
import { netModule } from './net-module.ts';
import { sleepModule, timerGlobals } from './timers.ts';

export interface SystemModules {
  readonly globals: Record<string, unknown>;
  readonly modules: Readonly<Record<string, Record<string, unknown>>>;
}

class NoObserver {
  observe(): void {}

  disconnect(): void {}
}

export function systemModules(environment: Environment, real: NodeJS.Require): SystemModules {
  const { random } = environment;
  const { fs, promises } = fileModules(environment);
  const timers = timerGlobals(environment);
  const bytes = (length: number): Buffer => {
    const drawn = Buffer.alloc(length);
    random.fill(drawn);
    return drawn;
  };
  const crypto = {
    randomBytes: bytes,
    randomInt: (low: number, high?: number) =>
      high === undefined ? random.below(low) : low + random.below(high - low),
    randomUUID: () => {
      const hex = bytes(16).toString('hex');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
    createHash: (real('node:crypto') as { createHash: unknown }).createHash,
  };
  const process = {
    get pid() {
      return environment.process.pid;
    },
    kill: (pid: number) => {
      if (!environment.processes.has(pid)) throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' });
      return true;
    },
    env: {},
    platform: 'linux',
    hrtime: () => [0, 0],
    version: globalThis.process.version,
    versions: globalThis.process.versions,
    nextTick: (run: (...all: unknown[]) => void, ...all: unknown[]) => queueMicrotask(() => run(...all)),
  };
  return {
    globals: { ...timers, process },
    modules: {
      fs,
      'fs/promises': promises,
      net: netModule(environment),
      'timers/promises': sleepModule(timers),
      crypto,
      os: {
        hostname: () => environment.process.machine.address,
        tmpdir: () => '/tmp',
        getPriority: () => 0,
        setPriority: () => {},
      },
      // What the collector of this Node does is no part of the world.
      perf_hooks: { PerformanceObserver: NoObserver },
      'dns/promises': { lookup: async (host: string) => [{ address: host, family: 4 }] },
      module: { createRequire: () => real },
    },
  };
}
