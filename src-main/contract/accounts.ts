/** What the accounts view is answered with: who an account is by each name and identifier that is stored, and what it did. */
import type { AccountView, LocatorView } from './views.ts';

/** An account with what the filter lets through of it. */
export interface AccountActivity extends AccountView {
  /** Messages it sent that the filter lets through. */
  readonly sent: number;
  /**
   * Conversations it is a member of, is the other end of, or sent something into; under a filter, those of them with an
   * item that the filter lets through.
   */
  readonly conversations: number;
  /** Of the messages counted by `sent`; null where none has a time. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** The times of its source state no zone: `firstMs` and `lastMs` are wall clocks as stored. */
  readonly isZoneless: boolean;
}

/** An account of another source that carries the same identifier or the same telephone number. */
export interface SameAccount {
  readonly account: number;
  readonly name: string;
  readonly identifier: string;
  readonly isOwner: boolean;
  readonly source: number;
  readonly by: 'identifier' | 'phone';
}

/** One account whole. */
export interface AccountDetail {
  readonly account: AccountActivity;
  readonly same: readonly SameAccount[];
  /** Where it was read, the first places in order; `placesHeld` more are not given. */
  readonly places: readonly LocatorView[];
  readonly placesHeld: number;
  /** For each name, in the order of the account's names, the position in `places` of the row that holds it; null where that is not known. */
  readonly placeOfName: readonly (number | null)[];
}
