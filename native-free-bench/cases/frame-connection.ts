/** One connection to a broker that speaks in prepared frames: requests out, answers back in their order. */
import type { Socket } from 'node:net';
import { CORRELATION_AT } from '../load/frames.ts';
import { onAnswers, open } from '../load/wire.ts';

const DEADLINE_MS = 30_000;

export class FrameConnection {
  readonly #socket: Socket;
  #waiting: { count: number; answers: Buffer[]; resolve(answers: Buffer[]): void; reject(error: Error): void } | null =
    null;
  #correlation = 0;
  #isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    onAnswers(socket, (answer) => this.#answer(answer));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the broker closed the connection')));
    socket.setTimeout(DEADLINE_MS, () => {
      if (this.#waiting !== null) this.#fail(new Error(`no answer within ${DEADLINE_MS / 1_000} s`));
    });
  }

  static async open(port: number): Promise<FrameConnection> {
    return new FrameConnection(await open(port));
  }

  /** A request that is not answered, or not waited for yet. */
  send(frame: Buffer): void {
    frame.writeInt32BE(this.#correlation++, CORRELATION_AT);
    this.#socket.write(frame);
  }

  async ask(frame: Buffer): Promise<Buffer> {
    const [answer] = await this.askAll([frame]);
    return answer!;
  }

  /** The answers, without their size fields, as views that are good until the next question. */
  askAll(frames: readonly Buffer[]): Promise<Buffer[]> {
    return new Promise((resolve, reject) => {
      this.#waiting = { count: frames.length, answers: [], resolve, reject };
      this.#socket.cork();
      for (const frame of frames) this.send(frame);
      this.#socket.uncork();
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#socket.destroy();
  }

  #answer(answer: Buffer): void {
    const waiting = this.#waiting;
    if (waiting === null) return this.#fail(new Error('an answer that nobody asked for'));
    const expected = this.#correlation - waiting.count + waiting.answers.length;
    if (answer.readInt32BE(0) !== expected)
      return this.#fail(new Error(`answer ${answer.readInt32BE(0)} instead of ${expected}`));
    waiting.answers.push(answer);
    if (waiting.answers.length < waiting.count) return;
    this.#waiting = null;
    waiting.resolve(waiting.answers);
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) waiting.reject(error);
    else if (!this.#isClosed) this.#socket.destroy();
  }
}
