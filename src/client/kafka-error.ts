/** The one error the client throws for what a broker answered, or for not getting an answer. */
import { ErrorCode, errorMessage, errorName, isRetriable } from '../core/protocol/error-codes.ts';

export class KafkaError extends Error {
  override readonly name = 'KafkaError';
  readonly code: number;
  /** Who or what it was about, and why: the message without the error's name. */
  readonly sentence: string;

  /** `where` says what was asked of whom: `Produce to orders-3`. `detail` is the broker's own message, if it sent one. */
  constructor(code: number, where: string, detail: string | null = null) {
    const sentence = `${where}: ${detail ?? errorMessage(code)}`;
    super(`${sentence} (${errorName(code)})`);
    this.code = code;
    this.sentence = sentence;
  }

  get isRetriable(): boolean {
    return isRetriable(this.code);
  }
}

/** Throws for any code but NONE. */
export function refuseError(code: number, where: string, detail: string | null = null): void {
  if (code !== ErrorCode.NONE) throw new KafkaError(code, where, detail);
}

export function isRetriableError(error: unknown): boolean {
  return error instanceof KafkaError && error.isRetriable;
}
