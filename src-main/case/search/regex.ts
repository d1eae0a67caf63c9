import { CaseFailure } from '../case-failure.ts';
import { markRegex, type Mark } from './marks.ts';
import { TimeLimit } from './time-limit.ts';

/** Tells for each text whether it matches. */
export type Matcher = (texts: readonly string[]) => readonly boolean[];

/** Time that one search may spend on matching, over all texts of the case. */
const SEARCH_MS = 20_000;
/** Time that marking the matches of one page may take. */
const MARK_MS = 1000;

/**
 * A test of texts against an ECMAScript regular expression with the `u` flag. A pattern that explodes is stopped when the
 * time for the whole search is used up. Fails with `query-invalid`; `reason` is the engine's message, or `takes-too-long`.
 */
export function regexMatcher(pattern: string, flags: '' | 'i', limitMs = SEARCH_MS): Matcher {
  const regex = compileRegex(pattern, flags);
  const limit = new TimeLimit(limitMs);
  return (texts) => {
    const found = limit.run(() => texts.map((text) => regex.test(text)));
    if (found === null) throw takesTooLong(pattern);
    return found.value;
  };
}

/**
 * Marks the matches in each text. Where looking for further matches explodes, the first of each text is marked: the
 * search itself found that one in time. Fails with `query-invalid`.
 */
export function regexMarker(
  pattern: string,
  flags: '' | 'i',
  limitMs = MARK_MS,
  firstMs = limitMs,
): (text: string) => readonly Mark[] {
  const every = compileRegex(pattern, `g${flags}`);
  const first = compileRegex(pattern, flags);
  const limits = [new TimeLimit(limitMs), new TimeLimit(firstMs)] as const;
  return (text) => {
    const found = limits[0].run(() => markRegex(text, every)) ?? limits[1].run(() => markFirst(text, first));
    if (found === null) throw takesTooLong(pattern);
    return found.value;
  };
}

function markFirst(text: string, regex: RegExp): readonly Mark[] {
  const match = regex.exec(text);
  return match === null || match[0] === '' ? [] : [{ start: match.index, length: match[0].length }];
}

function takesTooLong(pattern: string): CaseFailure {
  return new CaseFailure('query-invalid', { subject: pattern, position: 0, reason: 'takes-too-long' });
}

/** The expression. Fails with `query-invalid`. */
function compileRegex(pattern: string, flags: '' | 'i' | 'g' | 'gi'): RegExp {
  try {
    return new RegExp(pattern, `u${flags}`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CaseFailure('query-invalid', { subject: pattern, position: 0, reason: error.message });
  }
}
