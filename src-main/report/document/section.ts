import type { Phrase } from '../lines/phrase.ts';
import type { ReportConversation } from '../report-input.ts';

/** A value in a table or list. `code` is set in a fixed-width face; `line` makes it a link to that line. */
export interface Cell {
  readonly says: Phrase;
  readonly code?: boolean;
  readonly line?: number;
}

export interface Column {
  readonly head: string;
  /** Numbers stand to the right. */
  readonly right?: boolean;
  /** Share of the width on paper. */
  readonly width: number;
}

export type Part =
  | { readonly as: 'facts'; readonly pairs: readonly (readonly [name: string, value: Cell])[] }
  | { readonly as: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly as: 'text'; readonly says: Phrase }
  | { readonly as: 'commands'; readonly text: string };

/** A part of the report that is no transcript: both page formats print the same parts. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly Part[];
}

/** Where a conversation stands in the report. */
export interface PlacedConversation {
  readonly of: ReportConversation | null;
  readonly firstLine: number;
  readonly lastLine: number;
  /** By conversation, each line from the first to the last; by time, others stand among them. */
  readonly lines: number;
}

/** A cell of our own words or a number; null prints a dash. */
export function plain(value: string | number | null): Cell {
  return { says: [value === null ? '–' : String(value)] };
}

/** A cell of evidence or of what the examiner typed. */
export function dataCell(value: string | null): Cell {
  return value === null ? plain(null) : { says: [{ data: value }] };
}

export function codeCell(value: string | null): Cell {
  return value === null ? plain(null) : { says: [{ data: value }], code: true };
}
