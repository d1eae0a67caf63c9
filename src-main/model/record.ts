import type { Issue } from './issue.ts';
import type { Sha256 } from './locator.ts';
import type { Provenance } from './provenance.ts';
import type { Timestamp } from './timestamp.ts';

/** A parser's own name for a record, unique per record kind within one source. Never a database id of the case. */
export type Key = string;

/** A value exactly as the app wrote it. Integers come as number when that is exact, else as bigint. */
export type Stored = null | number | bigint | string | Uint8Array;

/** Columns carried but not interpreted. */
export type StoredColumns = Readonly<Record<string, Stored>>;

interface RecordBase {
  readonly key: Key;
  readonly from: Provenance;
  readonly stored?: StoredColumns;
}

/** An identity on a service, as the app stores it. Two accounts are never merged by a parser. */
export interface Account extends RecordBase {
  readonly kind: 'account';
  readonly service: string;
  /** As stored, for example `491511234567@s.whatsapp.net`. */
  readonly identifier: string;
  readonly identifierKind:
    'phone' | 'hidden-id' | 'user-name' | 'channel' | 'bot' | 'display-name' | 'service' | 'other';
  /** Digits with a leading plus; null unless the identifier itself is a phone number. Never taken from a hidden id. */
  readonly phone: string | null;
  readonly names: readonly AccountName[];
  /** Null when this is not the owner; otherwise where the claim comes from, in words, and whether it was only inferred. */
  readonly owner: { readonly claim: string; readonly assumed: boolean } | null;
}

/** A name given to an account: by the owner's address book, by the account itself, by a business register, by the app. */
export interface AccountName {
  readonly name: string;
  readonly givenBy: 'owner' | 'self' | 'business' | 'app' | 'other-account';
  /** Table and column, for example `wa_contacts.display_name`. */
  readonly column: string;
}

/** The app's own statement that two accounts belong together, for example a hidden id and a phone number. Not a merge. */
export interface AccountLink extends RecordBase {
  readonly kind: 'account-link';
  readonly a: Key;
  readonly b: Key;
  /** For example `jid_map`. */
  readonly method: string;
}

export type ConversationType =
  'one-to-one' | 'group' | 'broadcast' | 'channel' | 'community' | 'status' | 'self' | 'bot' | 'unknown';

export interface Conversation extends RecordBase {
  readonly kind: 'conversation';
  readonly type: ConversationType;
  readonly identifier: string;
  /** Null for a one-to-one conversation without a title of its own: views then use the other account's name. */
  readonly title: string | null;
  /** The other account of a one-to-one conversation; the account a group belongs to is null. */
  readonly account: Key | null;
  /** The community a group belongs to. */
  readonly parent: Key | null;
  readonly created: Timestamp | null;
  readonly archived: boolean | null;
  readonly hidden: boolean | null;
  readonly description: string | null;
  /** Text typed and not sent. */
  readonly draft: string | null;
  /** Seconds of the disappearing-message timer; null when off or unknown. */
  readonly disappearingS: number | null;
}

export interface Participant extends RecordBase {
  readonly kind: 'participant';
  readonly conversation: Key;
  readonly account: Key;
  readonly role: 'member' | 'admin' | 'owner' | 'subscriber' | 'unknown';
  readonly membership: 'current' | 'past' | 'pending' | 'unknown';
  readonly joined: Timestamp | null;
  readonly left: Timestamp | null;
}

export type MessageType =
  | 'text'
  | 'image'
  | 'video'
  | 'video-note'
  | 'audio'
  | 'voice'
  | 'gif'
  | 'sticker'
  | 'document'
  | 'contact'
  | 'location'
  | 'live-location'
  | 'poll'
  | 'invite'
  | 'event'
  | 'album'
  | 'payment'
  | 'business'
  | 'call'
  | 'system'
  | 'revoked'
  | 'undecrypted'
  | 'unknown';

export type Direction = 'incoming' | 'outgoing' | 'unknown';

/** Something an account put into a conversation. */
export interface Message extends RecordBase {
  readonly kind: 'message';
  readonly conversation: Key;
  /** Null when the app does not say who; never guessed. */
  readonly sender: Key | null;
  readonly direction: Direction;
  /** The identifier that both ends of the conversation share, when the app has one. */
  readonly serverId: string | null;
  /** The first is the time the app shows. Empty when the source has none. */
  readonly times: readonly Timestamp[];
  /** The app's own order inside the conversation; null: times then rows decide. */
  readonly order: number | null;
  readonly type: MessageType;
  /** The code as stored, for example `15`. */
  readonly typeStored: string;
  readonly body: string | null;
  readonly status: 'pending' | 'sent' | 'delivered' | 'read' | 'played' | 'received' | 'failed' | null;
  readonly forwarded: { readonly score: number | null } | null;
  readonly edited: Timestamp | null;
  /** Set when the app marks the message as deleted for everyone. `by` is the account that did it, when stored. */
  readonly deleted: {
    readonly by: Key | null;
    readonly time: Timestamp | null;
    readonly originalServerId: string | null;
  } | null;
  readonly viewOnce: boolean;
  readonly starred: boolean;
  readonly expires: { readonly durationS: number | null; readonly at: Timestamp | null } | null;
  /** A system line's meaning; null for anything a person wrote. */
  readonly system: SystemLine | null;
}

/** What a system line says. `text` is filled by the window from `action`; a parser only carries stored values. */
export interface SystemLine {
  /** Our name of the action, for example `member-added`; `unknown` with the stored code otherwise. */
  readonly action: SystemAction;
  readonly actionStored: string;
  readonly actor: Key | null;
  readonly affected: readonly Key[];
  readonly before: string | null;
  readonly after: string | null;
}

export type SystemAction =
  | 'subject-changed'
  | 'member-added'
  | 'member-left'
  | 'member-removed'
  | 'member-joined-by-link'
  | 'icon-changed'
  | 'description-changed'
  | 'group-created'
  | 'community-changed'
  | 'admin-added'
  | 'admin-removed'
  | 'permission-changed'
  | 'number-changed'
  | 'security-code-changed'
  | 'encryption-notice'
  | 'timer-changed'
  | 'blocked'
  | 'unblocked'
  | 'business-notice'
  | 'invite-link-changed'
  | 'join-request'
  | 'message-pinned'
  | 'message-kept'
  | 'channel-created'
  | 'broadcast-created'
  | 'call'
  | 'device-changed'
  | 'privacy-changed'
  | 'contact-notice'
  | 'app-notice'
  | 'unknown';

/** A copy of the message that a reply answers, as stored with the reply. Yielded as a record of its own. */
export interface Quote extends RecordBase {
  readonly kind: 'quote';
  /** The reply. */
  readonly message: Key;
  /** How to find the quoted message: by key where the parser knows it, else by the shared identifier. */
  readonly target: { readonly key: Key | null; readonly serverId: string | null };
  readonly sender: Key | null;
  readonly time: Timestamp | null;
  readonly type: MessageType;
  readonly body: string | null;
}

/**
 * Another text of a message: an earlier wording, or the text of a message that is marked as deleted. Usually recovered,
 * so its provenance says by which method.
 */
export interface Version extends RecordBase {
  readonly kind: 'version';
  readonly message: Key;
  readonly role: 'earlier' | 'deleted-text' | 'unknown';
  readonly body: string;
  readonly time: Timestamp | null;
  /** False where the method keeps words but not spelling (case, punctuation), as search indexes do. */
  readonly verbatim: boolean;
}

/** How single files are encrypted: which way is said beside each cipher. `cell`: not at all, the content stands in a cell of a row. */
export const CIPHER_SCHEMES = ['signal-desktop', 'signal-android', 'wechat-dat', 'cell'] as const;

export type CipherScheme = (typeof CIPHER_SCHEMES)[number];

/** The encryption of an attachment's file, where its key lies in the store that names it. */
export interface SealedContent {
  readonly scheme: CipherScheme;
  /** Hexadecimal, or keys to be tried one behind the other where the scheme says so; null where the store should hold one and does not. Kept with the place of the content in the case, and shown nowhere. */
  readonly key: string | null;
  /** Where the key lies, for example `message_attachments.localKey`. */
  readonly keyAt: string;
  /** Of the content, as stored. */
  readonly sizeBytes: number | null;
  /** Of the content, as stored. */
  readonly sha256: Sha256 | null;
}

export interface Attachment extends RecordBase {
  readonly kind: 'attachment';
  /** Of the message; of an event what `eventItemKey` says. */
  readonly message: Key;
  readonly type:
    'image' | 'video' | 'audio' | 'voice' | 'gif' | 'sticker' | 'document' | 'contact' | 'thumbnail' | 'other';
  readonly mediaType: string | null;
  readonly name: string | null;
  readonly caption: string | null;
  /** As stored. Null: the app stored no path. */
  readonly path: string | null;
  /** Paths inside the exhibit at which the content may lie, best first, relative to the source's root. Ingest looks. */
  readonly candidates: readonly string[];
  /** SHA-256 that the app stored for the content, in hexadecimal; ingest also looks for a file with this hash. */
  readonly sha256: Sha256 | null;
  readonly sizeBytes: number | null;
  readonly durationS: number | null;
  readonly width: number | null;
  readonly height: number | null;
  /** Small preview image stored in the database, not a file. */
  readonly thumbnail: Uint8Array | null;
  /** Text the app made from speech. */
  readonly transcript: string | null;
  /** For a file at the candidates that is encrypted; `sha256` and `sizeBytes` are then those of the content. */
  readonly sealed?: SealedContent;
  /** For a content that lies in a cell of a row, not in a file: which of `from.at`, and its column. */
  readonly cell?: { readonly at: number; readonly column: string };
}

export interface Reaction extends RecordBase {
  readonly kind: 'reaction';
  readonly message: Key;
  readonly account: Key | null;
  /** Null: a reaction withdrawn. */
  readonly emoji: string | null;
  /** How often, where the app stores a tally without accounts. */
  readonly count: number;
  readonly time: Timestamp | null;
}

export interface Receipt extends RecordBase {
  readonly kind: 'receipt';
  readonly message: Key;
  readonly account: Key | null;
  readonly delivered: Timestamp | null;
  readonly read: Timestamp | null;
  readonly played: Timestamp | null;
}

export interface Mention extends RecordBase {
  readonly kind: 'mention';
  readonly message: Key;
  readonly account: Key;
  readonly name: string | null;
}

/** Structured content of a message that lies in a table of its own. */
export interface Detail extends RecordBase {
  readonly kind: 'detail';
  /** Of the message; of an event what `eventItemKey` says. */
  readonly message: Key;
  readonly content:
    | {
        readonly type: 'location';
        readonly latitude: number;
        readonly longitude: number;
        readonly name: string | null;
        readonly address: string | null;
        readonly url: string | null;
        readonly liveS: number | null;
        /** `last`: where a live location ended, which the app stores beside where it began; absent for a place as sent. */
        readonly role?: 'last';
        /** When, where the app stores that apart from the message's own time. */
        readonly time?: Timestamp | null;
      }
    | {
        readonly type: 'contact';
        readonly name: string | null;
        readonly vcard: string;
        readonly accounts: readonly Key[];
      }
    | {
        readonly type: 'poll';
        readonly question: string | null;
        readonly choices: number | null;
        readonly ends: Timestamp | null;
      }
    | { readonly type: 'poll-option'; readonly position: number; readonly name: string; readonly votes: number | null }
    | {
        readonly type: 'poll-vote';
        readonly account: Key | null;
        readonly options: readonly string[];
        readonly time: Timestamp | null;
      }
    | {
        readonly type: 'link';
        readonly url: string | null;
        readonly title: string | null;
        readonly description: string | null;
      }
    | {
        readonly type: 'invite';
        readonly group: Key | null;
        readonly name: string | null;
        readonly code: string | null;
        readonly expires: Timestamp | null;
      }
    | {
        readonly type: 'event';
        readonly name: string | null;
        readonly description: string | null;
        readonly place: string | null;
        readonly starts: Timestamp | null;
        readonly ends: Timestamp | null;
        readonly cancelled: boolean;
      }
    | {
        /** One of several that a message holds: of a forwarded conversation, of a message of text and pictures. */
        readonly type: 'part';
        /** Which one, in the order stored: `2.1` is the first within the second. */
        readonly place: string;
        /** As stored. */
        readonly kind: string | null;
        readonly text: string | null;
        /** Its own time; null where none is stored. */
        readonly time: Timestamp | null;
        readonly values: StoredColumns;
      }
    | { readonly type: 'pin'; readonly account: Key | null; readonly pinned: boolean; readonly time: Timestamp | null }
    | {
        readonly type: 'album';
        readonly images: number | null;
        readonly videos: number | null;
        readonly parent: Key | null;
      }
    | { readonly type: 'other'; readonly name: string; readonly values: StoredColumns };
}

/**
 * `post`: what an account put on a page of its own, with who may see it; `post-comment` and `post-like`: what accounts did below it.
 * `attendance`: an entry of a company's record of working hours; `no-check-in`: one that says that nobody checked in. `approval`: a
 * request; `approval-step`: what an approver did with it, or somebody wrote to it.
 * `favourite`: a copy that the app keeps of something, with where it says that it came from.
 */
export type EventType =
  | 'call'
  | 'membership'
  | 'location'
  | 'payment'
  | 'post'
  | 'post-comment'
  | 'post-like'
  | 'favourite'
  | 'login'
  | 'setting'
  | 'deletion'
  /** A file that a tool lists and did not export. */
  | 'listed-file'
  | 'attendance'
  | 'no-check-in'
  | 'approval'
  | 'approval-step'
  /** A member went over to the account that it has at another company. */
  | 'company-switch'
  | 'unknown';

/** Anything else with a time: a call, a login, a setting. Calls carry `call`. */
export interface Event extends RecordBase {
  readonly kind: 'event';
  readonly type: EventType;
  readonly conversation: Key | null;
  /** The account that acts; null when the app does not say. */
  readonly actor: Key | null;
  readonly accounts: readonly Key[];
  readonly direction: Direction;
  readonly times: readonly Timestamp[];
  readonly call: Call | null;
  /** Words about the event that lie in the evidence; null when there are none. */
  readonly body: string | null;
}

export interface Call {
  /** Null where the record does not say whether there was a picture. */
  readonly video: boolean | null;
  readonly group: boolean;
  readonly durationS: number | null;
  readonly outcome: 'answered' | 'missed' | 'rejected' | 'cancelled' | 'unavailable' | 'failed' | 'unknown';
  readonly outcomeStored: string;
  /** The message row that shows the call in the conversation, when there is one. */
  readonly message: Key | null;
}

export type EvidenceRecord =
  | Account
  | AccountLink
  | Conversation
  | Participant
  | Message
  | Quote
  | Version
  | Attachment
  | Reaction
  | Receipt
  | Mention
  | Detail
  | Event;

/**
 * The account of one table: `rows` = `used` + the sum of `skipped`. A row is used when it made a record, added fields to
 * one, or ended in an issue of its own. `skipped` counts rows by reason, for example `{ 'sentinel row': 1 }`.
 */
export interface Tally {
  readonly kind: 'tally';
  readonly file: Sha256;
  readonly table: string;
  readonly rows: number;
  readonly used: number;
  readonly skipped: Readonly<Record<string, number>>;
}

/** What a parser yields. */
export type Extracted = EvidenceRecord | Issue | Tally;
