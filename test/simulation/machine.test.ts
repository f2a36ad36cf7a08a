/** The machines that brokers are judged on: what a disk keeps, what a cable delivers, and in which order time passes. */
import { describe, expect, test } from 'vitest';
import { Clockwork } from './machine/clockwork.ts';
import { Disk, Inode } from './machine/disk.ts';
import { type EndpointOwner, Network } from './machine/network.ts';
import { Machine, Process } from './machine/process.ts';
import { Random } from './machine/random.ts';

const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);

function diskWithFile(): { disk: Disk; file: Inode } {
  const disk = new Disk();
  disk.makeDirectory('/d');
  const { directory, name } = disk.parent('/d/f', 'open');
  const file = new Inode();
  disk.link(directory, name, file);
  disk.syncDirectory(disk.root);
  disk.syncDirectory(directory);
  return { disk, file };
}

/** Which values the first byte of each sector has after a power failure, over many seeds. */
function outcomes(prepare: (file: Inode) => void): Set<string> {
  const found = new Set<string>();
  for (let seed = 1; seed <= 60; seed++) {
    const { disk, file } = diskWithFile();
    prepare(file);
    disk.powerFailure(new Random(seed));
    expect(disk.find('/d/f')).toBe(file);
    found.add([...Array(Math.ceil(file.size / 512)).keys()].map((i) => file.data[i * 512]).join());
  }
  return found;
}

describe('a power failure', () => {
  test('keeps what was synced, and any sectors of what was not', () => {
    const found = outcomes((file) => {
      file.write(filled(1024, 1), 0);
      file.sync();
      file.write(filled(1024, 2), 0);
    });
    expect(found).toEqual(new Set(['1,1', '1,2', '2,1', '2,2']));
  });

  test('cuts off whole or not at all', () => {
    const found = outcomes((file) => {
      file.write(filled(1536, 1), 0);
      file.sync();
      file.truncate(512);
    });
    expect([...found].every((sectors) => /^1(,[01])*$/.test(sectors))).toBe(true);
    expect(found).toContain('1');
    expect(found).toContain('1,1,1');
  });

  test('takes what a failed sync gave up, though a later one succeeds, until it is written again', () => {
    const fail = (file: Inode): void => {
      file.write(filled(512, 1), 0);
      file.sync();
      file.write(filled(512, 2), 0);
      file.failSync();
      file.sync();
    };
    expect(outcomes(fail)).toEqual(new Set(['1']));
    const mended = outcomes((file) => {
      fail(file);
      file.write(filled(10, 2), 0);
      file.sync();
    });
    expect(mended).toEqual(new Set(['2']));
  });

  test('takes names back in the order in which they came, but none that a sync of their directory covers', () => {
    const found = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const { disk } = diskWithFile();
      for (const name of ['a', 'b', 'c']) disk.link(disk.directory('/d')!, name, new Inode());
      disk.powerFailure(new Random(seed));
      found.add([...disk.directory('/d')!.entries.keys()].join(''));
    }
    expect(found).toEqual(new Set(['f', 'fa', 'fab', 'fabc']));
  });
});

class Ear implements EndpointOwner {
  heard = '';

  onConnected(): void {
    this.heard += 'connected ';
  }

  onConnectFailure(code: string): void {
    this.heard += code;
  }

  onBytes(bytes: Uint8Array): void {
    this.heard += `${bytes.join('')} `;
  }

  onFinished(): void {
    this.heard += 'end';
  }

  onReset(code: string): void {
    this.heard += code;
  }

  onRoom(): void {}
}

function twoMachines() {
  const clock = new Clockwork();
  const random = new Random(7);
  const conditions = { latencyMs: () => random.between(0.1, 5), lossProbability: 0.2 };
  const network = new Network(clock, random, conditions);
  const [a, b] = [1, 2].map((id) => {
    const machine = new Machine(id, new Disk());
    network.add(machine);
    return new Process(id, `process ${id}`, machine, 0);
  }) as [Process, Process];
  const far = new Ear();
  network.listen(90, {
    process: b,
    onConnection: (endpoint) => {
      endpoint.owner = far;
      network.read(endpoint, true);
    },
  });
  const near = new Ear();
  const dial = () => {
    const endpoint = network.connect(a, '10.0.0.2', 90);
    endpoint.owner = near;
    endpoint.isReading = true;
    return endpoint;
  };
  const run = (ms: number) => {
    const until = clock.now + ms;
    while (clock.step(until));
  };
  return { network, a, b, near, far, dial, run };
}

describe('a connection', () => {
  test('delivers bytes in order, whatever is lost on the way, and its end last', () => {
    const { dial, far, near, network, run } = twoMachines();
    const endpoint = dial();
    run(20_000);
    expect(near.heard).toBe('connected ');
    for (let i = 1; i <= 9; i++) network.send(endpoint, Uint8Array.of(i));
    network.finish(endpoint);
    run(20_000);
    expect(far.heard).toBe('1 2 3 4 5 6 7 8 9 end');
  });

  test('that is cut delivers after the heal, or is given up', () => {
    for (const cutMs of [5_000, 40_000]) {
      const { a, b, dial, far, near, network, run } = twoMachines();
      const endpoint = dial();
      run(20_000);
      network.block(a.machine, b.machine);
      network.send(endpoint, Uint8Array.of(1));
      run(cutMs);
      expect(far.heard).toBe('');
      network.heal();
      run(20_000);
      expect(far.heard).toBe(cutMs < 15_000 ? '1 ' : '');
      expect(near.heard).toBe(cutMs < 15_000 ? 'connected ' : 'connected ETIMEDOUT');
    }
  });

  test('with a process that is killed ends; with a machine without power it hears nothing until it asks', () => {
    for (const how of ['killed', 'powerless'] as const) {
      const { b, dial, near, network, run } = twoMachines();
      const endpoint = dial();
      run(20_000);
      if (how === 'powerless') b.machine.isUp = false;
      b.end(how);
      run(1_000);
      expect(near.heard).toMatch(how === 'killed' ? /^connected (end|ECONNRESET)$/ : /^connected $/);
      if (how === 'killed') continue;
      b.machine.isUp = true;
      network.send(endpoint, Uint8Array.of(1));
      run(5_000);
      expect(near.heard).toBe('connected ECONNRESET');
    }
  });
});

describe('time', () => {
  test('goes in order of events, and stands still for a process that does', () => {
    const clock = new Clockwork();
    const process = new Process(1, 'p', new Machine(1, new Disk()), 0);
    const seen: string[] = [];
    clock.at(30, null, () => seen.push(`world ${clock.now}`));
    clock.at(10, process, () => seen.push(`first ${clock.now}`));
    clock.at(10, process, () => void Promise.resolve().then(() => seen.push('microtask')));
    clock.at(20, process, () => seen.push(`last ${clock.now}`));
    process.pausedUntil = 40;
    setImmediate(() => {});
    return new Promise<void>((resolve) => {
      // Not within a microtask: those of the simulation run between its events.
      setTimeout(() => {
        while (clock.step(100));
        expect(seen.map((text) => text.split('.')[0])).toEqual(['world 30', 'first 40', 'microtask', 'last 40']);
        resolve();
      }, 0);
    });
  });

  test('goes on for what waited when a pause ends early', () => {
    const clock = new Clockwork();
    const process = new Process(1, 'p', new Machine(1, new Disk()), 0);
    const seen: string[] = [];
    clock.at(10, process, () => seen.push('a timer that was due within the pause'));
    clock.at(300, process, () => seen.push('a timer of later'));
    process.pausedUntil = 1_000;
    clock.at(100, null, () => {
      clock.resume(process);
      clock.at(200, process, () => seen.push('something new'));
    });
    return new Promise<void>((resolve) => {
      setTimeout(() => {
        while (clock.step(500));
        expect(seen).toEqual(['a timer that was due within the pause', 'something new', 'a timer of later']);
        resolve();
      }, 0);
    });
  });
});
