/**
 * Why a request did not do what was asked. A closed list; the window and the terminal hold the wording, keyed by code.
 * `detail` carries the values that the sentence needs: always `subject` (what it happened to) where there is one.
 */
export const FAILURE_CODES = [
  'unknown-method',
  'bad-parameters',
  'case-exists',
  'case-not-found',
  'case-not-open',
  'case-newer',
  'case-older',
  'case-locked',
  'case-read-only',
  'path-not-found',
  'path-not-readable',
  'path-not-allowed',
  'path-inside-case',
  'not-an-exhibit',
  'reference-taken',
  'name-taken',
  'not-found',
  'source-locked',
  'wrong-key',
  'other-kind',
  'unknown-settings',
  'damaged',
  'no-key',
  'limit',
  'key-needed',
  'opened-missing',
  'exhibit-changed',
  'exhibit-missing',
  'query-invalid',
  'tag-taken',
  'count-changed',
  'too-many',
  'report-exists',
  'report-damaged',
  'report-unfinished',
  'disk-full',
  'cancelled',
  'busy',
  'internal',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

export interface Failure {
  readonly code: FailureCode;
  readonly detail: Readonly<Record<string, string | number>>;
}

export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };
