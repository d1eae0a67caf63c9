/** What the places view is answered with. */
import type { Timestamp } from '../model/index.ts';
import type { AttachmentView, ItemView, Page } from './views.ts';

/** `message`: a place that a message holds. `file`: a position that the metadata of its attachment's file state, which nothing checked. */
export type PlaceKind = 'message' | 'file';

/**
 * Whether a map can show a place. `zero`: both coordinates are 0, which often stands for none. `outside`: no coordinates
 * on Earth. `missing`: none are stored. `polar`: beyond 85.05 degrees, where the map ends.
 */
export type PlaceUse = 'shown' | 'zero' | 'outside' | 'missing' | 'polar';

/** One place with the message that it belongs to. */
export interface PlaceView {
  /** The place's own id: even for a message's, odd for a file's. */
  readonly place: number;
  readonly kind: PlaceKind;
  readonly item: ItemView;
  readonly use: PlaceUse;
  /** Degrees, the number that is stored; null where none is. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly url: string | null;
  /** Seconds for which a live location was shared. */
  readonly liveS: number | null;
  /** `last`: the last position of a live location, as the app stores it beside the one that it began with. */
  readonly role: 'sent' | 'last';
  /** Its own time, where one is stored apart from the message's. */
  readonly ownTime: Timestamp | null;
  readonly file: {
    readonly attachment: AttachmentView;
    /** The metadata that state it, for example `EXIF GPS`. */
    readonly saidBy: string;
    /** The value as the file holds it, and its time where it has one. */
    readonly stored: string;
    readonly time: string | null;
    readonly altitudeM: number | null;
  } | null;
}

export type PlacePage = Page<PlaceView>;

/** What the filter lets through of places. */
export interface PlaceTotals {
  readonly places: number;
  /** Of the whole case, whatever the filter. */
  readonly all: number;
  readonly uses: Readonly<Record<PlaceUse, number>>;
  readonly kinds: Readonly<Record<PlaceKind, number>>;
  readonly named: number;
  readonly live: number;
  /** Those of messages that are marked as deleted, and recovered ones. */
  readonly deleted: number;
  readonly recovered: number;
  /** Accounts with places, most first, at most 500; `held` further ones. A place without a sender counts in `unsent`. */
  readonly accounts: readonly (NonNullable<ItemView['sender']> & { readonly places: number })[];
  readonly held: number;
  readonly unsent: number;
  /** Attachments' files in the exhibits, those whose metadata were looked into, and those that state a position. */
  readonly files: { readonly present: number; readonly read: number; readonly positions: number };
}

/** Places gathered by the cells of a grid on the map, in columns; the first of each by time. */
export interface PlaceMap {
  readonly places: readonly number[];
  /** Where a group is drawn: its place, or the middle of its members. */
  readonly latitudes: readonly number[];
  readonly longitudes: readonly number[];
  readonly counts: readonly number[];
  /** The account when all are one account's; 0 where they are of several or of none. */
  readonly accounts: readonly number[];
  /** How many members a file states. */
  readonly stated: readonly number[];
  /** 1 where all members are at the same coordinates. */
  readonly same: readonly (0 | 1)[];
  /** The box of each group's members, four numbers each: west, south, east, north. */
  readonly boxes: readonly number[];
  /** Places and groups in the box asked about that are left out: the smallest groups, beyond the limit. */
  readonly leftPlaces: number;
  readonly leftGroups: number;
  /** The box of all that can be shown under the filter; null where nothing can. */
  readonly bounds: {
    readonly west: number;
    readonly south: number;
    readonly east: number;
    readonly north: number;
  } | null;
}

/** Places of one account in the order of their times, in columns. An order, not a route. */
export interface PlacePath {
  readonly places: readonly number[];
  readonly latitudes: readonly number[];
  readonly longitudes: readonly number[];
  readonly timesMs: readonly number[];
  /** All that have a time and can be shown; more than given where the path is cut, and those without a time. */
  readonly total: number;
  readonly undated: number;
}
