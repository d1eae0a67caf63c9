/** What examiners say of records: tags, notes, bookmarks. Each change is an entry of the custody log, named by its number. */

/** Colours of tags, by name: the window and a report show each so that it can be read in light and dark. */
export const TAG_COLOURS = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'rose', 'grey'] as const;

export type TagColour = (typeof TAG_COLOURS)[number];

/** A tag as items carry it. */
export interface TagRef {
  readonly tag: number;
  readonly name: string;
  readonly colour: TagColour;
  /** The number key that sets it, 1 to 9; null for none. */
  readonly key: number | null;
}

/** A tag of the case. */
export interface TagView extends TagRef {
  /** What the examiner means by it; may be empty. */
  readonly meaning: string;
  /** Items that carry it and may be shown. */
  readonly items: number;
  /** Records that carry it and are not in the case now: their source is not read, or was read again without them. */
  readonly unfound: number;
}

/** What taking a set of tags did. */
export interface TagsTaken {
  readonly made: number;
  /** Of those made, how many came without their key, which another tag has. */
  readonly withoutKey: number;
  /** How many were there by name already, and stayed as they are. */
  readonly kept: number;
}

/** What one change did. */
export interface MarkChange {
  /** Number of the custody entry, by which it can be undone; null when there was nothing to change. */
  readonly change: number | null;
  /** Items that were asked for, and marks that were set or taken off. */
  readonly asked: number;
  readonly changed: number;
}

/** The marks that an item carries: its tags by number key, then name; how many notes. */
export interface MarkedItem {
  readonly id: number;
  readonly tags: readonly TagRef[];
  readonly notes: number;
  readonly bookmarked: boolean;
}

/** How far a conversation is reviewed: its messages and events with a tag and without any, with notes, with a bookmark. */
export interface ConversationReview {
  readonly tagged: number;
  readonly untagged: number;
  readonly noted: number;
  readonly bookmarked: number;
}

export interface NoteView {
  readonly id: number;
  readonly text: string;
  /** Who wrote this wording, and when, as the custody log has it. */
  readonly actor: string;
  readonly atMs: number;
}

/** A record with marks that is not in the case now. */
export interface UnfoundView {
  readonly id: number;
  readonly source: number;
  /** `ingested`: its source was read and holds no such record; otherwise the source waits to be read. */
  readonly sourceState: string;
  readonly class: 'message' | 'event';
  /** Where it was read: file by hash and path, table and row, or offset or node as text. */
  readonly file: string;
  readonly path: string;
  readonly table: string | null;
  readonly at: string;
  readonly tags: readonly TagRef[];
  readonly notes: readonly string[];
  readonly bookmarked: boolean;
}

/** How far a review has come, exact: a record is reviewed once it carries a tag. */
export interface ReviewProgress {
  readonly total: number;
  readonly tagged: number;
}
