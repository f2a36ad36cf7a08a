/**
 * Faults on demand: a test looks at a request before its handler does and decides what becomes of it. Main thread.
 * Costs nothing while no interceptor is installed.
 */
import type { RequestContext } from './handlers/handler.ts';

export type Interception =
  /** On to the next interceptor, then to the handler. */
  | { readonly action: 'pass' }
  /** Answered with this response (the API's response type, encoded in the request's version); the handler never sees it. */
  | { readonly action: 'answer'; readonly response: unknown }
  /** Handled after so many milliseconds. Later requests of the connection wait behind it, as behind a slow network. */
  | { readonly action: 'delay'; readonly milliseconds: number }
  /** The connection closes without the request being handled. */
  | { readonly action: 'drop' }
  /** Handled in full, then the connection closes instead of answering: the client cannot know what happened. */
  | { readonly action: 'lose-answer' }
  /** Neither handled nor answered; the client sees a broker that hangs. */
  | { readonly action: 'hang' };

/** `undefined` is `pass`. A promise holds the request, and those behind it on its connection, until it settles. */
export type Interceptor = (
  request: unknown,
  context: RequestContext,
) => Interception | undefined | Promise<Interception | undefined>;

export const ANY_API = -1;

interface Installed {
  readonly apiKey: number;
  readonly interceptor: Interceptor;
}

export class Interceptors {
  #installed: readonly Installed[] = [];

  get isEmpty(): boolean {
    return this.#installed.length === 0;
  }

  /** The answer removes it again. Several for one API are asked in the order of installation until one does not pass. */
  add(apiKey: number, interceptor: Interceptor): () => void {
    const installed = { apiKey, interceptor };
    this.#installed = [...this.#installed, installed];
    return () => {
      this.#installed = this.#installed.filter((other) => other !== installed);
    };
  }

  /** The first verdict that is not `pass`; null when all pass. Synchronous as long as the interceptors are. */
  decide(request: unknown, context: RequestContext): Interception | null | Promise<Interception | null> {
    return this.#decideFrom(0, this.#installed, request, context);
  }

  #decideFrom(
    from: number,
    installed: readonly Installed[],
    request: unknown,
    context: RequestContext,
  ): Interception | null | Promise<Interception | null> {
    for (let i = from; i < installed.length; i++) {
      const { apiKey, interceptor } = installed[i]!;
      if (apiKey !== ANY_API && apiKey !== context.apiKey) continue;
      const verdict = interceptor(request, context);
      if (verdict instanceof Promise) {
        return verdict.then((settled) =>
          settled === undefined || settled.action === 'pass'
            ? this.#decideFrom(i + 1, installed, request, context)
            : settled,
        );
      }
      if (verdict !== undefined && verdict.action !== 'pass') return verdict;
    }
    return null;
  }
}
