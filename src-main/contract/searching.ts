/** What searches are answered with besides hits: counts by term, and searches kept by name. */
import type { Filter } from './filter.ts';

/** One text of an item that holds matches, cut around the first of them. */
export interface HitPlace {
  /** `body`, `quote`, `caption`, `file`, `transcript`, `version`, `path`, or the part of a detail, such as `poll-option.name`. */
  readonly field: string;
  readonly text: string;
  /** Runs of `text` that match: start and length in UTF-16 units. */
  readonly marks: readonly { readonly start: number; readonly length: number }[];
  /** The stored text begins before, or goes on behind, what is given here. */
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

/** How often one term of a keyword list is found under the filter. */
export interface TermCount {
  readonly term: string;
  /** Items and the conversations they are in; null when the term cannot be read. */
  readonly hits: number | null;
  readonly conversations: number | null;
  readonly problem: { readonly position: number; readonly reason: string } | null;
}

/** A search kept in the case. */
export interface SavedSearch {
  readonly id: number;
  readonly name: string;
  readonly mode: 'words' | 'regex' | 'terms';
  /** With the numbers that its conversations and accounts have now. */
  readonly filter: Filter;
  /** Conversations, accounts, sources, exhibits and tags that it names, and how many of them are no longer in the case. */
  readonly named: number;
  readonly unfound: number;
  /** Terms of a keyword list, any of which is looked for; empty for other searches. */
  readonly terms: readonly string[];
  readonly savedMs: number;
  readonly savedBy: string;
  /** Items found when it was saved. */
  readonly hits: number;
  readonly lastMs: number;
  readonly lastHits: number;
  /** The last run found the very records that were found when it was saved, also where their source was read again. */
  readonly isSame: boolean;
}

/** A search run again, against its run before. */
export interface SearchRun {
  readonly saved: SavedSearch;
  readonly before: { readonly hits: number; readonly atMs: number };
  /** The same records, not only as many. */
  readonly isSame: boolean;
}
