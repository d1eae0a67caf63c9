import type { IssueSeverity, RecordState } from '../model/index.ts';

/** What the case holds at a glance. Counts are of what the filter lets through, except those of `issues` and `unclaimed`. */
export interface Overview {
  /** The zone in which hours and weekdays are cut. */
  readonly zone: string;
  readonly messages: number;
  readonly events: number;
  /** Messages without a time: in no hour of the week. */
  readonly undated: number;
  /** Messages by hour of the week: 168 counts, Monday 00:00 first. */
  readonly week: readonly number[];
  /** Sources whose times state no zone: their hours are those of the stored wall clock. */
  readonly zoneless: readonly number[];
  /** Most first. */
  readonly kinds: readonly { readonly class: 'message' | 'event'; readonly type: string; readonly items: number }[];
  readonly deletions: {
    /** Messages by state of their record. */
    readonly states: Readonly<Record<RecordState, number>>;
    /** Messages that the app holds as deleted for everyone; these have a state too. */
    readonly revoked: number;
    /** Messages that are not live, or deleted for everyone, or both. */
    readonly deleted: number;
  };
  /** Conversations with messages, and those with the most. */
  readonly conversations: {
    readonly total: number;
    readonly top: readonly {
      readonly conversation: number;
      readonly title: string;
      readonly source: number;
      readonly messages: number;
    }[];
  };
  /** Accounts that sent messages, and those that sent the most. */
  readonly accounts: {
    readonly total: number;
    /** Messages whose sender is not stored. */
    readonly senderless: number;
    readonly top: readonly {
      readonly account: number;
      readonly name: string;
      readonly identifier: string;
      readonly isOwner: boolean;
      readonly source: number;
      readonly messages: number;
    }[];
  };
  /** Of the whole case. */
  readonly issues: Readonly<Record<IssueSeverity, number>>;
  /** Tables with rows that no parser claims, by source; of the whole case. */
  readonly unclaimed: readonly { readonly source: number; readonly tables: number; readonly rows: number }[];
}
