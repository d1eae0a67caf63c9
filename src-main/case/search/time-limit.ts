import { createContext, Script } from 'node:vm';

/** Milliseconds that are left for work that may never end, over any number of turns. */
export class TimeLimit {
  readonly #context = createContext({ work: null });
  #leftMs: number;

  constructor(ms: number) {
    this.#leftMs = ms;
  }

  /** What `work` answers; null when the time was used up before it ended. */
  run<Result>(work: () => Result): { readonly value: Result } | null {
    if (this.#leftMs <= 0) return null;
    const started = performance.now();
    Object.assign(this.#context, { work });
    try {
      const value = SCRIPT.runInContext(this.#context, { timeout: Math.ceil(this.#leftMs) }) as Result;
      return { value };
    } catch (error) {
      if (!isTimeout(error)) throw error;
      this.#leftMs = 0; // the timer may ring a little early by this clock
      return null;
    } finally {
      this.#leftMs -= performance.now() - started;
    }
  }
}

const SCRIPT = new Script('work()');

/** The error may be of the context's own realm, in which it is no instance of this one's `Error`. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
