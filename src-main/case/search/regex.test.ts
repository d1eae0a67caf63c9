import { describe, expect, it } from 'vitest';
import { CaseFailure } from '../case-failure.ts';
import { regexMarker, regexMatcher } from './regex.ts';

/** Patterns whose work doubles with every character of a text that almost matches. */
const EXPLODING = ['(a+)+$', '^(a|aa)+$', '(a*)*b', '^(([a-z])+.)+[A-Z]$'] as const;
const ALMOST = `${'a'.repeat(59)}!`;

function failureOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof CaseFailure) return error.failure;
    throw error;
  }
  return null;
}

describe('regular expressions', () => {
  it.each(EXPLODING)('stops %s when its time is used up', (pattern) => {
    const stopped = { code: 'query-invalid', detail: { subject: pattern, position: 0, reason: 'takes-too-long' } };
    expect(failureOf(() => regexMatcher(pattern, '', 40)(['fine', ALMOST]))).toEqual(stopped);
    expect(failureOf(() => regexMarker(pattern, '', 40)(ALMOST))).toEqual(stopped);
  });

  it('shares one time among all texts of a search', () => {
    expect(regexMatcher('(a+)+$', '')(['aaa', 'b'])).toEqual([true, false]);
    const matches = regexMatcher('(a+)+$', '', 40);
    expect(failureOf(() => matches([ALMOST]))).not.toBeNull();
    expect(failureOf(() => matches(['aaa']))).not.toBeNull();
  });

  it('marks the first match where looking for the next explodes', () => {
    expect(regexMarker('\\bab|(a+)+$', '', 40, 60_000)(`ab ${ALMOST}`)).toEqual([{ start: 0, length: 2 }]);
  });

  it('marks every match, in one case or both', () => {
    expect(regexMarker('a+', '')('xaaAxa')).toEqual([
      { start: 1, length: 2 },
      { start: 5, length: 1 },
    ]);
    expect(regexMarker('a+', 'i')('xaaAxa')).toEqual([
      { start: 1, length: 3 },
      { start: 5, length: 1 },
    ]);
  });
});
