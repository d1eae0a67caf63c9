import type { OriginView, Page } from './views.ts';

/** What two records of one message can differ in. */
export type ComparedField = 'identifier' | 'conversation' | 'sender' | 'time' | 'text' | 'state';

/** `only-a`, `only-b`: no record of the other source was matched with it. */
export const COMPARED_KINDS = ['matched', 'differing', 'only-a', 'only-b'] as const;

export type ComparedKind = (typeof COMPARED_KINDS)[number];

/** One source's record of a message, as it has it. */
export interface ComparedSide {
  readonly item: number;
  /** The conversation's identifier as stored; null for a message in none. */
  readonly conversation: string | null;
  readonly conversationTitle: string | null;
  /** The sender's identifier as stored; null when the source does not say. */
  readonly sender: string | null;
  readonly timeMs: number | null;
  /** The identifier that the ends of the conversation share, as stored. */
  readonly serverId: string | null;
  readonly type: string;
  readonly state: string;
  /** Its words, or those under its attachment: the first 500 characters. */
  readonly text: string | null;
  /** Where it was read; null for a record without a place that can be shown. */
  readonly origin: OriginView | null;
}

/** A message in two sources. */
export interface ComparedRow {
  readonly kind: ComparedKind;
  /** By what the two were matched; null where there is one. */
  readonly by: 'identifier' | 'content' | 'place' | null;
  readonly differs: readonly ComparedField[];
  readonly a: ComparedSide | null;
  readonly b: ComparedSide | null;
}

/** Messages of two sources, matched one to one. */
export interface SourceComparison extends Page<ComparedRow> {
  readonly counts: Readonly<Record<ComparedKind, number>>;
  /** Differing pairs by field; a pair that differs in two counts for both. */
  readonly byField: Readonly<Record<ComparedField, number>>;
  /** Messages of apps that the other source does not hold: not compared. */
  readonly otherApps: { readonly a: number; readonly b: number };
  /** Messages beyond the number that is compared. */
  readonly beyond: { readonly a: number; readonly b: number };
}
