/**
 * Preloaded into every thread of a process whose start is worth remembering: writes down, beside each bundled file, what
 * V8 has compiled of it so far. On main when the process ends; on other threads, which are ended from outside, whenever
 * they have something to say.
 */
const { renameSync, writeFileSync } = require('node:fs') as typeof import('node:fs');
const vm = require('node:vm') as typeof import('node:vm');
const { MessagePort, isMainThread, threadId } = require('node:worker_threads') as typeof import('node:worker_threads');

const scripts = new Map<string, import('node:vm').Script>();

class RecordedScript extends vm.Script {
  constructor(code: string, options: import('node:vm').ScriptOptions) {
    super(code, options);
    if (options.filename?.endsWith('.cjs') === true) scripts.set(options.filename, this);
  }
}
vm.Script = RecordedScript as typeof vm.Script;

function write(): void {
  for (const [file, script] of scripts) {
    const unfinished = `${file}.${process.pid}-${threadId}`;
    writeFileSync(unfinished, script.createCachedData());
    // Several threads may run the same file.
    renameSync(unfinished, `${file}.${process.versions.v8}-${process.arch}.code`);
  }
}

if (isMainThread) process.once('exit', write);
else {
  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (
    this: import('node:worker_threads').MessagePort,
    ...message: unknown[]
  ) {
    write();
    Reflect.apply(postMessage, this, message);
  } as typeof postMessage;
}
