/** What the calls view is answered with. */
import type { ItemView } from './views.ts';

/** The account of an item, as lists name it. */
type AccountRef = NonNullable<ItemView['sender']>;

/** A record of a call: an event, whose sender began it, or a message that shows a call of which no event is let through. */
export interface CallView {
  readonly item: ItemView;
  /** Accounts that the record names besides the one that began the call. */
  readonly others: readonly AccountRef[];
}

/** Records of calls, counted and added up as stored. */
export interface CallSum {
  readonly calls: number;
  /** Those whose stored outcome is that the call was answered. */
  readonly answered: number;
  /** Sum of the durations that are stored, in seconds. */
  readonly durationS: number;
  /** Those of which no duration is stored: in `calls`, and not in `durationS`. */
  readonly unstored: number;
}

/** What the filter lets through of calls, whole and by account. */
export interface CallTotals extends CallSum {
  /** Most calls first; an account is counted once for each record that names it. */
  readonly accounts: readonly (AccountRef & CallSum & { readonly source: number; readonly began: number })[];
  /** Further accounts, beyond those given. */
  readonly held: number;
}
