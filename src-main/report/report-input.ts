import type {
  AccountView,
  AnnotationView,
  CaseInfo,
  ConversationView,
  CustodyEntry,
  ExhibitView,
  IssueView,
  KeyView,
  LegalView,
  LockView,
  ItemView,
  LedgerRow,
  ParticipantView,
  SourceView,
} from '../contract/index.ts';
import type { ByteRange, Locator, Sha256 } from '../model/index.ts';

/** Rows in a fixed order, read once, never held together. */
export type Rows<T> = Iterable<T> | AsyncIterable<T>;

/** Where one part of an item was read. */
export interface Citation {
  /** What the place gave: `message`, `quote`, `attachment`, `reaction` … */
  readonly gives: string;
  readonly locator: Locator;
  readonly exhibit: string;
  /** Path inside the exhibit of the file that the locator names. */
  readonly path: string;
  readonly ranges: readonly CitedRange[];
}

/** Bytes of a cell; `path` is that of the file they lie in, which can be the log beside the database. */
export interface CitedRange extends ByteRange {
  readonly path: string;
  /** Null when no working copy was at hand to hash. */
  readonly sha256: Sha256 | null;
}

export interface ReportItem {
  readonly item: ItemView;
  readonly citations: readonly Citation[];
  /** The examiner's notes, where the report was asked to print them. */
  readonly notes?: readonly string[];
}

export interface ReportConversation {
  readonly conversation: ConversationView;
  readonly participants: readonly ParticipantView[];
}

export interface ExhibitFile {
  readonly path: string;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
  /** A time without a zone, as zip stores it; then `modifiedMs` is null. */
  readonly modifiedLocal?: string | null;
  /** The name's bytes in hexadecimal where `path` does not say them exactly. */
  readonly storedName?: string | null;
}

/** Content of an attachment. */
export interface MediaContent {
  readonly sizeBytes: number;
  bytes(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** Issues of one severity and code, counted. */
export interface CountedIssues extends Pick<IssueView, 'severity' | 'code'> {
  readonly issues: number;
}

/** A lock that was opened, with the key that opened it; a plain wrapping has none. */
export interface OpenedLock extends Pick<LockView, 'kind' | 'exhibitReference' | 'path' | 'sha256'> {
  readonly files: number;
  readonly key: Pick<KeyView, 'form' | 'fingerprint' | 'from'> | null;
}

/** What a report is made of, in the order in which it is printed. The case implements it; tests write it by hand. */
export interface ReportInput {
  readonly info: CaseInfo;
  /** Items that the filter lets through and the scope withholds: counted, not shown. */
  readonly withheld: number;
  /** Items that will come, for progress. */
  readonly items: number;
  exhibits(): Rows<ExhibitView>;
  exhibitFiles(exhibit: number): Rows<ExhibitFile>;
  sources(): Rows<SourceView>;
  /** By exhibit and path. */
  locks(): Rows<OpenedLock>;
  ledger(): Rows<LedgerRow>;
  /** Those of the report's items, and those of no item, which concern a source or an exhibit as a whole. */
  issues(): Rows<IssueView>;
  /** The other issues of the case: they concern items that the report does not show. */
  otherIssues(): Rows<CountedIssues>;
  accounts(): Rows<AccountView>;
  /** Conversations with an item that the filter lets through. */
  conversations(): Rows<ReportConversation>;
  /** Items of one conversation in the app's order, or with null those outside any conversation, by time. */
  itemsOf(conversation: number | null): Rows<ReportItem>;
  /** The same items by time over all conversations, those without one last, equal times by number. */
  itemsByTime(): Rows<ReportItem>;
  /** Times that the examiner named, by their start. */
  annotations(): Rows<AnnotationView>;
  /** General information on legal process, for each account that owns a device. */
  legal(): Rows<LegalView>;
  /** The custody log up to its last entry that changed what a report can hold. */
  custody(): Rows<CustodyEntry>;
  /** Null when the content is not at hand. */
  media(sha256: Sha256): Promise<MediaContent | null>;
}
