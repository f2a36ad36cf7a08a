/** Cuts go one way each, and heal. Needs root. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { CLIENTS, Network } from './network.ts';

const whyNot = Network.whyNot();

describe.skipIf(whyNot !== null)(`networks of nodes${whyNot === null ? '' : ` (${whyNot})`}`, () => {
  test('what is sent arrives, unless that direction is cut', async () => {
    const network = Network.open([1, 2]);
    // Answers nothing, and counts: so that each direction shows by itself.
    const listener = `
      const socket = require('node:dgram').createSocket('udp4');
      socket.on('message', (bytes) => process.stdout.write(bytes + ' '));
      socket.bind(7000, () => process.stdout.write('bound '));`;
    const heard = new Map<number, string>();
    const listeners = [1, 2].map((node) => {
      const child = spawn(...network.at(node, process.execPath, ['-e', listener]), {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      heard.set(node, '');
      child.stdout!.on('data', (chunk: Buffer) => heard.set(node, heard.get(node)! + chunk.toString()));
      return child;
    });
    const say = (from: number, to: number, word: string): void => {
      const script = `require('node:dgram').createSocket('udp4').send('${word}', 7000, '${network.addressOf(to)}', () => process.exit())`;
      const [program, args] =
        from === CLIENTS ? [process.execPath, ['-e', script]] : network.at(from, process.execPath, ['-e', script]);
      spawnSync(program, args);
    };
    try {
      await until(() => [...heard.values()].every((words) => words.startsWith('bound')));
      network.cut(1, 2);
      say(1, 2, 'lost');
      say(2, 1, 'back');
      say(CLIENTS, 2, 'client');
      await until(() => heard.get(1)!.includes('back') && heard.get(2)!.includes('client'));
      network.heal(1, 2);
      network.cut(CLIENTS, 1);
      say(CLIENTS, 1, 'lost');
      say(1, 2, 'healed');
      say(2, 1, 'still');
      await until(() => heard.get(2)!.includes('healed') && heard.get(1)!.includes('still'));
      expect([...heard.values()].join()).not.toContain('lost');
    } finally {
      for (const child of listeners) child.kill('SIGKILL');
      await Promise.all(listeners.map((child) => child.signalCode ?? once(child, 'exit')));
      network.close();
    }
  });
});

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 8_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('in vain');
    await new Promise((done) => setTimeout(done, 10));
  }
}
