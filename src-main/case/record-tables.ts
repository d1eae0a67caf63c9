import type { RecordKind } from './codes.ts';

/** The table that holds records of a kind. */
export function tableOf(kind: RecordKind): string {
  return kind === 'account-link' ? 'account_link' : kind;
}
