import type { Provenance } from './provenance.ts';

/**
 * What could not be read, or is not sure. `note`: nothing is lost. `warning`: a field is. `error`: a record or more is.
 * The list is closed: the window and the report have one sentence for each.
 */
export const ISSUE_CODES = [
  'time-out-of-range',
  'time-zone-unstated',
  'date-order-assumed',
  'date-order-mixed',
  'unknown-code',
  'unknown-column-type',
  'undecodable-text',
  'undecodable-payload',
  'unresolved-reference',
  'orphan-row',
  'duplicate-row',
  'row-unreadable',
  'table-unreadable',
  'ledger-open',
  'table-missing',
  'column-missing',
  'database-damaged',
  'log-missing',
  'log-damaged',
  'log-rows-differ',
  'schema-unknown',
  'owner-unknown',
  'owner-assumed',
  'media-missing',
  'media-hash-differs',
  'media-matched-by-hash',
  'media-matched-by-name',
  'rows-missing-in-sequence',
  'name-undecodable',
  'name-outside',
  'name-unusual',
  'name-duplicate',
  'link-not-followed',
  'special-file-skipped',
  'ratio-limit',
  'size-limit',
  'archive-damaged',
  'archive-encrypted',
  'file-unreadable',
  'file-changed-while-read',
  'count-at-export-limit',
  'source-locked',
  'source-aborted',
] as const;

export type IssueCode = (typeof ISSUE_CODES)[number];

export type IssueSeverity = 'note' | 'warning' | 'error';

export interface Issue {
  readonly kind: 'issue';
  readonly severity: IssueSeverity;
  readonly code: IssueCode;
  /** Null when the issue concerns a whole file or source; `where` then says which. */
  readonly from: Provenance | null;
  /** The path, table or column concerned. */
  readonly where: string;
  /** The value as stored, shortened to 200 characters by the writer; null when there is none. */
  readonly stored: string | null;
  /** One plain sentence with the particulars. No evidence text other than in `stored`. */
  readonly detail: string;
}
