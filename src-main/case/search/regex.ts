import { createContext, Script } from 'node:vm';
import { CaseFailure } from '../case-failure.ts';

/** Tells for each text whether it matches. */
export type Matcher = (texts: readonly string[]) => readonly boolean[];

/** Time that one search may take over all texts of the case. */
const BUDGET_MS = 30_000;

/**
 * A test of texts against an ECMAScript regular expression with the `u` flag. A pattern that explodes is stopped when the
 * time for the whole search is used up. Fails with `query-invalid`; `reason` is the engine's message, or `takes-too-long`.
 */
export function regexMatcher(pattern: string, flags: '' | 'i'): Matcher {
  const regex = compileRegex(pattern, flags);
  const context = createContext({ regex, texts: [] as readonly string[] });
  const script = new Script('texts.map((text) => regex.test(text))');
  let leftMs = BUDGET_MS;
  return (texts) => {
    const started = performance.now();
    Object.assign(context, { texts });
    try {
      return script.runInContext(context, { timeout: Math.max(1, Math.ceil(leftMs)) }) as boolean[];
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
        throw new CaseFailure('query-invalid', { subject: pattern, position: 0, reason: 'takes-too-long' });
      throw error;
    } finally {
      leftMs -= performance.now() - started;
    }
  };
}

/** The expression. Fails with `query-invalid`. */
export function compileRegex(pattern: string, flags: '' | 'i' | 'g' | 'gi'): RegExp {
  try {
    return new RegExp(pattern, `u${flags}`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CaseFailure('query-invalid', { subject: pattern, position: 0, reason: error.message });
  }
}
