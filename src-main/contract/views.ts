/**
 * What the engine answers with: plain data, ids as numbers of the case database, times as milliseconds UTC. These are
 * also the fields of the terminal's `--json`.
 */
import type { KeyView, LockKind } from './locks.ts';
import type { HitPlace } from './searching.ts';
import type {
  CipherScheme,
  ByteRange,
  Direction,
  EventType,
  IssueCode,
  IssueSeverity,
  Locator,
  RowLocator,
  LogState,
  MessageType,
  Proof,
  Recovery,
  RecordState,
  SystemAction,
  Timestamp,
} from '../model/index.ts';
import type { ConversationReview, TagRef } from './marks.ts';

/** A locator as JSON carries it: a rowid that a number would round, beyond 2^53, is a string of decimal digits. */
export type PlainLocator =
  Exclude<Locator, RowLocator> | (Omit<RowLocator, 'rowid'> & { readonly rowid: number | string | null });

export interface Page<T> {
  readonly rows: readonly T[];
  /** Rows that the filter lets through, exact. */
  readonly total: number;
  /** Rows withheld by the case's scope, never shown. */
  readonly withheld: number;
  /** Position of the first row among `total`, from 0. */
  readonly first: number;
  /** Hand back as `{ cursor }` for the rows before or after this page; null at the end. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface CaseInfo {
  readonly path: string;
  readonly id: string;
  readonly number: string;
  readonly examiner: string;
  readonly authority: Authority;
  /** IANA name, for example `Asia/Kolkata`; `UTC` until the examiner chooses. */
  readonly zone: string;
  readonly createdMs: number;
  readonly note: string | null;
  readonly counts: {
    readonly exhibits: number;
    readonly sources: number;
    readonly accounts: number;
    readonly conversations: number;
    readonly messages: number;
    readonly events: number;
    readonly attachments: number;
    readonly issues: number;
  };
}

export interface Authority {
  readonly kind: 'warrant' | 'court-order' | 'consent' | 'statute' | 'employer' | 'training' | 'other';
  readonly reference: string;
  readonly issuer: string;
}

export interface RecentCase {
  readonly path: string;
  readonly number: string;
  readonly openedMs: number;
  /** False when the folder is no longer there. */
  readonly present: boolean;
}

export interface ExhibitView {
  readonly id: number;
  readonly reference: string;
  readonly kind: 'folder' | 'zip' | 'tar' | 'tar-gz' | 'tar-zst' | 'file';
  /** Path from which it was read. */
  readonly path: string;
  readonly files: number;
  readonly sizeBytes: number;
  /** Of the file; of the sorted manifest for a folder. */
  readonly sha256: string;
  readonly sha1: string | null;
  readonly md5: string | null;
  readonly addedMs: number;
  readonly state: 'complete' | 'incomplete';
  readonly verified: { readonly atMs: number; readonly differences: number } | null;
  readonly issues: number;
}

export interface SourceView {
  readonly id: number;
  readonly app: AppPlace;
  readonly exhibit: number;
  readonly exhibitReference: string;
  readonly parser: string;
  readonly revision: number;
  readonly label: string;
  readonly variant: string;
  readonly proof: Proof;
  readonly root: string;
  readonly files: readonly {
    readonly role: string;
    readonly path: string;
    readonly sha256: string;
    readonly sizeBytes: number;
  }[];
  readonly state: 'found' | 'locked' | 'ingesting' | 'ingested' | 'aborted';
  readonly keyRequest: { readonly kind: string; readonly hint: string } | null;
  readonly questions: readonly {
    readonly id: string;
    readonly text: string;
    readonly choices: readonly { readonly value: string; readonly label: string }[];
    readonly default: string;
    readonly answer: string | null;
    /** Under which the source was read; null when it is not read, or was by a version that did not keep it. */
    readonly applied: string | null;
    /** The source is read, and not known to be so under this answer: reading it again applies it. */
    readonly isPending: boolean;
  }[];
  readonly owner: {
    readonly account: number;
    readonly name: string;
    readonly claim: string;
    readonly assumed: boolean;
  } | null;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly issues: Readonly<Record<IssueSeverity, number>>;
  /** True when tables were claimed and all of their rows are used or skipped with a reason. */
  readonly balanced: boolean;
  /** True when no table was claimed and no damage kept one from being read: a store that is listed only, or that holds nothing. */
  readonly claimsNothing: boolean;
}

export interface LedgerRow {
  readonly source: number;
  readonly file: string;
  readonly path: string;
  readonly table: string;
  readonly rows: number;
  readonly used: number;
  readonly skipped: Readonly<Record<string, number>>;
  /** False: no parser claims this table; its rows are counted and nothing more. */
  readonly claimed: boolean;
}

export interface IssueView {
  /** 0 where the case keeps none: what was found when a record's places were read again. */
  readonly id: number;
  readonly source: number | null;
  readonly exhibit: number | null;
  /** The message or event that it touches; null where it touches none, or more than one row. */
  readonly item: number | null;
  readonly severity: IssueSeverity;
  readonly code: IssueCode;
  readonly where: string;
  readonly stored: string | null;
  readonly detail: string;
  readonly at: readonly PlainLocator[];
}

/** Rows of a table as the database of a source stores them, in the order of their row ids. */
export interface TableRows {
  /**
   * `withheld`: the case has a scope, and of a row nobody can say that it lies inside. `unreadable`: the file is no
   * database, the table has no row ids, or its pages are damaged here.
   */
  readonly state: 'shown' | 'withheld' | 'unreadable';
  readonly columns: readonly string[];
  readonly rows: readonly {
    /** Decimal digits. */
    readonly rowid: string;
    /** As stored, long ones shortened: text to 500 characters, bytes to 64 in hexadecimal. */
    readonly values: readonly { readonly value: string | number | null; readonly type: string }[];
  }[];
  /** The row id from which the next rows come; null at the end. */
  readonly next: string | null;
}

/** Issues of one kind, counted. */
export interface IssueGroup {
  readonly severity: IssueSeverity;
  readonly code: IssueCode;
  /** Null where the group is of every source. */
  readonly source: number | null;
  /** Null where the group is of every place. */
  readonly where: string | null;
  readonly stored: string | null;
  readonly count: number;
  /** Number of the first issue of the group, as an example. */
  readonly first: number;
}

/** The largest groups asked for; `total` says how many groups there are. */
export interface IssueGroups {
  readonly groups: readonly IssueGroup[];
  readonly total: number;
}

export interface AccountView {
  readonly id: number;
  readonly source: number;
  readonly service: string;
  readonly identifier: string;
  readonly identifierKind: string;
  readonly phone: string | null;
  /** The name that views show, by the order owner's address book, the account itself, business, app, identifier. */
  readonly name: string;
  readonly names: readonly { readonly name: string; readonly givenBy: string; readonly column: string }[];
  readonly isOwner: boolean;
  readonly messages: number;
  /** Accounts that the app itself links to this one, with the method. */
  readonly links: readonly { readonly account: number; readonly identifier: string; readonly method: string }[];
}

export interface ConversationView {
  readonly id: number;
  readonly source: number;
  readonly sourceLabel: string;
  readonly exhibitReference: string;
  readonly type: string;
  readonly identifier: string;
  readonly title: string;
  /** `stored`: the app's own title; `account`: the other account's name; `identifier`: nothing better is stored. */
  readonly titleFrom: 'stored' | 'account' | 'identifier';
  readonly participants: number;
  readonly messages: number;
  readonly deleted: number;
  /** Messages and events of it that the filter of the question lets through, exact; absent where nothing was filtered. */
  readonly matching?: number;
  /** Whatever the filter of the question; absent where it was not asked for. */
  readonly review?: ConversationReview;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly lastBody: string | null;
  readonly archived: boolean | null;
  readonly hidden: boolean | null;
  readonly draft: string | null;
}

export interface ParticipantView {
  readonly account: number;
  readonly name: string;
  readonly identifier: string;
  readonly role: string;
  readonly membership: string;
  readonly joinedMs: number | null;
  readonly leftMs: number | null;
  readonly isOwner: boolean;
}

/** A message or an event in its place. Lists carry it whole: reactions, quotes and attachments included, counts for receipts. */
export interface ItemView {
  readonly id: number;
  readonly class: 'message' | 'event';
  readonly source: number;
  readonly conversation: number | null;
  readonly conversationTitle: string | null;
  readonly sender: {
    readonly account: number;
    readonly name: string;
    readonly identifier: string;
    readonly isOwner: boolean;
  } | null;
  readonly direction: Direction;
  /** The time that the app shows; null when the source has none. */
  readonly timeMs: number | null;
  readonly timeMeaning: string | null;
  readonly timeZone: 'utc' | 'stated' | 'unstated' | null;
  readonly times: readonly Timestamp[];
  readonly type: MessageType | EventType;
  readonly typeStored: string;
  readonly body: string | null;
  readonly status: string | null;
  readonly state: RecordState;
  readonly recovery: Recovery | null;
  readonly logState: LogState;
  readonly serverId: string | null;
  readonly starred: boolean;
  readonly viewOnce: boolean;
  readonly forwarded: { readonly score: number | null } | null;
  readonly editedMs: number | null;
  readonly deleted: { readonly by: string | null; readonly timeMs: number | null } | null;
  readonly expires: { readonly durationS: number | null; readonly atMs: number | null } | null;
  readonly system: {
    readonly action: SystemAction;
    readonly actionStored: string;
    readonly actor: string | null;
    readonly affected: readonly string[];
    readonly before: string | null;
    readonly after: string | null;
  } | null;
  readonly call: {
    /** Null where the record does not say. */
    readonly video: boolean | null;
    readonly group: boolean;
    readonly durationS: number | null;
    readonly outcome: string;
    readonly outcomeStored: string;
    readonly accounts: readonly string[];
  } | null;
  readonly quote: {
    /** The quoted message, when it is in the case. */
    readonly item: number | null;
    readonly sender: string | null;
    readonly body: string | null;
    readonly type: string;
    readonly timeMs: number | null;
    /** True when the original is deleted or gone, so that this copy is what is left of it. */
    readonly onlyCopy: boolean;
  } | null;
  readonly versions: readonly {
    readonly role: string;
    readonly body: string;
    readonly timeMs: number | null;
    readonly verbatim: boolean;
    readonly state: RecordState;
    readonly recovery: Recovery | null;
  }[];
  readonly attachments: readonly AttachmentView[];
  readonly reactions: readonly {
    readonly emoji: string | null;
    readonly name: string | null;
    readonly count: number;
    readonly timeMs: number | null;
  }[];
  readonly mentions: readonly { readonly account: number; readonly name: string; readonly identifier: string }[];
  readonly details: readonly Readonly<Record<string, unknown>>[];
  readonly receipts: { readonly delivered: number; readonly read: number; readonly played: number };
  readonly issues: number;
  /** What examiners say of it: tags by number key and name, and how many notes. */
  readonly tags: readonly TagRef[];
  readonly notes: number;
  readonly bookmarked: boolean;
}

export interface AttachmentView {
  readonly id: number;
  readonly type: string;
  readonly mediaType: string | null;
  readonly name: string | null;
  readonly caption: string | null;
  readonly path: string | null;
  readonly sizeBytes: number | null;
  readonly durationS: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly transcript: string | null;
  /** `present`: the content is in the exhibit. `thumbnail`: only a preview is stored. `absent`: named but not there. */
  readonly presence: 'present' | 'thumbnail' | 'absent';
  /** How the content was matched: `path`, `hash`, `name-and-size` (which may be another file), or `row` (it lies in a cell of the row). */
  readonly matchedBy: 'path' | 'hash' | 'name-and-size' | 'row' | null;
  readonly contentPath: string | null;
  readonly sha256: string | null;
  /** The hash that the app stored; differs from `sha256` only with an issue. */
  readonly storedSha256: string | null;
  /** For a content that was deciphered: the file of the exhibit that holds it, and how it came about. Null for one that lies there as it is. */
  readonly deciphered: { readonly path: string; readonly sha256: string; readonly method: string } | null;
}

/** How a content follows from a stored one: `silk` a WAV file from a SILK recording. The stored bytes stay the evidence. */
export type DerivationMethod = 'silk';

/** A slice of an attachment's bytes; `sizeBytes` is the size of the whole. */
export interface ContentView {
  readonly sizeBytes: number;
  readonly offset: number;
  /** How the bytes follow from the stored ones; null: they are the stored ones. */
  readonly method: DerivationMethod | null;
  /** Base64 of the bytes; shorter than asked at the end. */
  readonly bytes: string;
}

export interface ReceiptView {
  readonly account: number | null;
  readonly name: string | null;
  readonly deliveredMs: number | null;
  readonly readMs: number | null;
  readonly playedMs: number | null;
}

/** A run of the places at which one record and its parts were read, read again from the working copies. */
export interface PlacesView {
  /** How many places the record has altogether; a message has one or more of each reaction and receipt. */
  readonly places: number;
  readonly locators: readonly LocatorView[];
  /** Columns carried but not interpreted, as stored, of what these places gave. */
  readonly stored: Readonly<Record<string, string | number | null>>;
  /** What these places no longer hold. */
  readonly issues: readonly IssueView[];
}

/** Everything an opponent needs to re-check one record, with its first places; `item.places` gives the others. */
export interface ProvenanceView extends PlacesView {
  readonly record: string;
  readonly item: number;
  /** One plain sentence of where it was read. */
  readonly sentence: string;
  readonly exhibit: { readonly reference: string; readonly path: string; readonly sha256: string };
  readonly parser: { readonly id: string; readonly revision: number; readonly variant: string; readonly proof: Proof };
  readonly app: AppPlace;
  /** Between the exhibit and the file of the first locator, from the outside in; empty where that lies in a folder. */
  readonly layers: readonly LayerView[];
  /** The contents of its attachments that came out of something, the first of them, and how many more there are. */
  readonly contents: readonly ContentLayers[];
  readonly moreContents: number;
  readonly state: RecordState;
  /** How the record, or another wording of it, was recovered; `of` is `message`, `event` or `version`. Empty when nothing was. */
  readonly recovered: readonly (Recovery & { readonly of: string })[];
  /** The first of those kept of the record, then those of its first places. */
  readonly issues: readonly IssueView[];
  /** Kept issues of the record that are not among `issues`; `issue.page` gives them, after as many as came here. */
  readonly moreIssues: number;
}

/** What lies between the exhibit and the content of one attachment, from the outside in. */
export interface ContentLayers {
  readonly attachment: number;
  /** Of the content, in its exhibit. */
  readonly path: string;
  readonly sha256: string;
  readonly layers: readonly LayerView[];
}

/** What the exhibit says of the app and the device user that files belong to; null where it does not say it. */
export interface AppPlace {
  /** Of iOS: the app or group of apps, by the metadata of the container or by its name in a backup. */
  readonly container: string | null;
  /** The UUID that the folder of the container bears. */
  readonly containerId: string | null;
  /** Of Android: the package, as its private folder is called. */
  readonly package: string | null;
  readonly user: string | null;
  /** `work-profile`, `clone-profile` or `private-space`. */
  readonly userKind: string | null;
}

/** One archive, backup or encrypted file that a file came out of. */
export interface LayerView {
  readonly kind: LockKind | CipherScheme | 'zip' | 'tar';
  /** What was opened: a file of the exhibit, or with an empty path the exhibit itself. */
  readonly outer: { readonly path: string; readonly sha256: string; readonly sizeBytes: number };
  /** The path inside it. */
  readonly inner: string;
  /** How the file came about, in one clause. */
  readonly method: string;
  /** What came out, as a file of the exhibit. */
  readonly file: { readonly path: string; readonly sha256: string; readonly sizeBytes: number };
  readonly key: Pick<KeyView, 'form' | 'fingerprint' | 'from'> | null;
  /** What was found of the encryption, without keys. */
  readonly settings: Readonly<Record<string, string>>;
  /** Lines for a POSIX shell that do the same with other tools, keys in variables; none where no standard tool does. */
  readonly commands: readonly string[];
  /** What to know of these lines, or why there are none. */
  readonly note: string | null;
}

/** Where one message or event was read, as stored at ingest: the short form of its provenance, for lists and exports. */
export interface OriginView {
  readonly item: number;
  /** Path of the evidence file inside its exhibit. */
  readonly path: string;
  readonly sha256: string;
  /** Null for a locator that is not a row; `at` then says where. */
  readonly table: string | null;
  /** A decimal string beyond 2^53, the primary key's text for a table without rowids. */
  readonly rowid: number | string | null;
  readonly at: PlainLocator;
  readonly ranges: readonly ByteRange[];
}

export interface LocatorView {
  readonly locator: PlainLocator;
  /** What this locator gave: `message`, `quote`, `attachment`, `reaction` … */
  readonly gives: string;
  readonly path: string;
  /** Bit-identical copy inside the case from which the bytes can be read again. */
  readonly workingCopy: string | null;
  readonly ranges: readonly RangeView[];
  /** Values of the row's columns as stored, in column order; empty for locators that are not rows. */
  readonly row: readonly { readonly column: string; readonly value: string | number | null; readonly type: string }[];
}

export interface RangeView extends ByteRange {
  readonly path: string;
  readonly sha256: string;
  /** A line for a POSIX shell that prints the same hash. */
  readonly command: string;
  /** What the bytes of this range are, in their order; empty for a range that is not of a row. */
  readonly parts: HexView['parts'];
}

export interface HexView {
  readonly offset: number;
  /** Base64 of the bytes. */
  readonly bytes: string;
  /** Parts to colour: name, offset from the file's start, length in bytes. Given where the request names the item. */
  readonly parts: readonly { readonly name: string; readonly offset: number; readonly length: number }[];
}

export interface SearchHit {
  readonly item: ItemView;
  /** Each text of it that matches, the body first. */
  readonly places: readonly HitPlace[];
  /** Runs that match in the whole of each field: start and length in UTF-16 units. */
  readonly marks: readonly { readonly field: string; readonly start: number; readonly length: number }[];
}

export interface Buckets {
  /** Width of a bucket: a fixed number of milliseconds, or calendar months or years in the case's zone. */
  readonly unit: 'ms' | 'month' | 'year';
  readonly step: number;
  /** Start of every bucket, ascending; empty buckets are left out. */
  readonly starts: readonly number[];
  readonly series: readonly {
    /** A word, or the number of a source, conversation or account; 0 for none. */
    readonly name: string;
    /** What a conversation or account is called; absent for other series and for none. */
    readonly label?: string;
    readonly counts: readonly number[];
  }[];
  /** The series beyond the `top` asked for, as one; `names` is how many of them there are under the filter. Null without any. */
  readonly others: { readonly names: number; readonly counts: readonly number[] } | null;
  readonly total: number;
  /** Rows let through by the filter that carry no time. */
  readonly undated: number;
}

/** An instant or a span of time that the examiner named. */
export interface AnnotationView {
  readonly id: number;
  readonly name: string;
  readonly note: string | null;
  readonly fromMs: number;
  /** Exclusive; null for an instant. */
  readonly toMs: number | null;
  readonly actor: string;
  readonly createdMs: number;
}

export interface Graph {
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: 'account' | 'conversation';
    readonly ref: number;
    readonly label: string;
    readonly identifier: string;
    readonly isOwner: boolean;
    readonly messages: number;
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly messages: number;
    readonly calls: number;
    readonly firstMs: number | null;
    readonly lastMs: number | null;
    /** Whose messages and calls these are; empty where calls belong to none. */
    readonly conversations: readonly number[];
  }[];
  /** Nodes left out because more than `maxNodes` met the request, and the edges that led to them. */
  readonly held: { readonly nodes: number; readonly edges: number };
}

export interface CustodyEntry {
  readonly seq: number;
  readonly atMs: number;
  readonly actor: string;
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
  readonly previous: string;
  readonly hash: string;
}

/** Whether the chain of the custody log holds, walked now. */
export interface CustodyState {
  readonly entries: number;
  /** When it was walked, milliseconds UTC. */
  readonly atMs: number;
  /** Hash of the last entry that was walked; null for an empty log. */
  readonly head: string | null;
  /** The first place that does not hold; null where each does. */
  readonly fault: {
    readonly seq: number;
    readonly kind: 'changed' | 'missing' | 'added' | 'unreadable';
    readonly expected: string | null;
    readonly found: string | null;
  } | null;
  /** What the log names, to filter by. */
  readonly actions: readonly { readonly name: string; readonly count: number }[];
  readonly actors: readonly { readonly name: string; readonly count: number }[];
}

export interface ReportView {
  readonly path: string;
  readonly createdMs: number;
  readonly items: number;
  readonly files: number;
  readonly sizeBytes: number;
  /** SHA-256 of `tagmanifest-sha256.txt`: the one value that stands for the whole package. */
  readonly seal: string;
}

/** Parts of a report as its preview shows them; the method stands with the limits and the check. */
export type PreviewPart =
  'front' | 'conversations' | 'lines' | 'annotations' | 'legal' | 'ledger' | 'issues' | 'custody' | 'method';

/** A page of a report as it would be written now. */
export interface ReportPreview {
  /** A whole page of HTML, for a frame in which nothing runs. */
  readonly html: string;
  /** 0 is the front, 1 the conversations, then come the lines, fifty a page, then each further part on a page of its own. */
  readonly page: number;
  readonly pages: number;
  /** On which page each part begins, in their order. */
  readonly parts: readonly { readonly part: PreviewPart; readonly page: number }[];
  /** Lines of the whole report. */
  readonly lines: number;
}

/** One thing that verification found different. */
export interface Difference {
  readonly subject: 'exhibit' | 'working-copy' | 'record' | 'custody' | 'report';
  readonly kind: 'changed' | 'missing' | 'added' | 'unreadable';
  readonly path: string;
  readonly expected: string | null;
  readonly found: string | null;
}

export interface VerifyResult {
  readonly ok: boolean;
  readonly checked: {
    readonly files: number;
    readonly bytes: number;
    readonly records: number;
    /** Values of those records compared with the bytes they were read from. */
    readonly values?: number;
    readonly custodyEntries: number;
  };
  /** Values of checked records that were not compared, counted by reason. */
  readonly notCompared?: readonly { readonly value: string; readonly reason: string; readonly count: number }[];
  readonly differences: readonly Difference[];
}

export interface JobView {
  readonly id: string;
  readonly kind:
    'intake' | 'ingest' | 'report' | 'verify' | 'sample' | 'export' | 'positions' | 'find-locks' | 'unlock';
  readonly subject: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'rows' | 'pages' | 'files';
  readonly perSecond: number | null;
  readonly secondsLeft: number | null;
  readonly startedMs: number;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly failure: { readonly code: string; readonly detail: Readonly<Record<string, string | number>> } | null;
}

export interface BrowseEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: 'folder' | 'file';
  readonly sizeBytes: number | null;
  readonly isCase: boolean;
}
