import { z } from 'zod';
import { ISSUE_CODES } from '../model/index.ts';
import type { AccountActivity, AccountDetail } from './accounts.ts';
import { COMPARED_KINDS, type SourceComparison } from './comparing.ts';
import type { CallTotals, CallView } from './calls.ts';
import { areaSchema, filterSchema, type Filter } from './filter.ts';
import { legalMethods } from './legal.ts';
import { lockMethods } from './lock-methods.ts';
import { markMethods } from './mark-methods.ts';
import type { MarkedItem } from './marks.ts';
import { id, method } from './method.ts';
import type { MediaFacts, MediaPage, MediaView, SameFile } from './media.ts';
import type { Overview } from './overview.ts';
import { REPORT_ORDERS, REPORT_PARTS } from './report-parts.ts';
import type { PlaceMap, PlacePage, PlacePath, PlaceTotals } from './places.ts';
import type { SavedSearch, SearchRun, TermCount } from './searching.ts';
import type {
  AccountView,
  AnnotationView,
  BrowseEntry,
  Buckets,
  CaseInfo,
  ContentView,
  ConversationView,
  CustodyEntry,
  CustodyState,
  ExhibitView,
  Graph,
  HexView,
  IssueGroups,
  IssueView,
  ItemView,
  JobView,
  LedgerRow,
  OriginView,
  Page,
  ParticipantView,
  PlacesView,
  ProvenanceView,
  ReceiptView,
  RecentCase,
  ReportPreview,
  ReportView,
  SearchHit,
  SourceView,
  TableRows,
  VerifyResult,
} from './views.ts';

const path = z.string().min(1).max(4096);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
const none = z.strictObject({});

/** Where a page starts: at a position, a cursor from another page, a time, or around an item. */
export const placeSchema = z.union([
  z.strictObject({ index: z.number().int().nonnegative() }),
  z.strictObject({ cursor: z.string().max(200), direction: z.enum(['after', 'before']) }),
  z.strictObject({ timeMs: z.number() }),
  z.strictObject({ item: id }),
  /** From a row of the case on, which the list need not hold: the first row that stands there or after, else the last. */
  z.strictObject({ from: id }),
]);

export type Place = z.infer<typeof placeSchema>;

/** A keyword list. */
const keywords = z.array(z.string().min(1).max(1000)).max(500);

const limit = z.number().int().min(1).max(1000);

const itemOrderSchema = z.strictObject({
  by: z.enum(['time', 'sender', 'conversation', 'type', 'state']),
  descending: z.boolean(),
});

export type ItemOrder = z.infer<typeof itemOrderSchema>;

const graphRequest = {
  filter: filterSchema,
  minMessages: z.number().int().min(1).optional(),
  maxNodes: z.number().int().min(1).max(20_000).optional(),
};

const placeRequest = {
  filter: filterSchema,
  /** Both when absent. */
  kind: z.enum(['message', 'file']).optional(),
};

export const authoritySchema = z.strictObject({
  kind: z.enum(['warrant', 'court-order', 'consent', 'statute', 'employer', 'training', 'other']),
  reference: z.string().min(1).max(500),
  issuer: z.string().max(500),
});

const limits = z.strictObject({
  /** Largest ratio of unpacked to packed bytes of one archive entry. */
  ratio: z.number().positive().optional(),
  totalBytes: z.number().positive().optional(),
  entries: z.number().int().positive().optional(),
});

/** A filter that was kept in the case with a name. */
export interface SavedFilter {
  readonly id: number;
  readonly name: string;
  /** With the numbers that its conversations and accounts have now. */
  readonly filter: Filter;
  readonly savedMs: number;
  /** Conversations, accounts, sources, exhibits and tags that it names, and how many of them are no longer in the case. */
  readonly named: number;
  readonly unfound: number;
}

/** Parts of a filter that name something in the case by its number. */
export type NamingPart = 'conversations' | 'senders' | 'accounts' | 'sources' | 'exhibits' | 'tags' | 'withoutTags';

/** What a filter names, as the case is now. */
export interface FilterNow {
  /** With the numbers that its conversations and accounts have now; what is no longer found keeps its number. */
  readonly filter: Filter;
  /** By part, the numbers in `filter` that nothing in the case has now. */
  readonly unfound: Readonly<Partial<Record<NamingPart, readonly number[]>>>;
}

const issueCodes = z.array(z.enum(ISSUE_CODES)).max(100);

/** What a report is made of, and in which order. */
const reportOptions = {
  filter: filterSchema.optional(),
  title: z.string().max(300).optional(),
  /** The clock printed in the report, ISO 8601; the machine's clock otherwise. */
  clock: z.string().max(40).optional(),
  media: z.boolean().optional(),
  /** Prints tags and notes with their lines; they stay out of a report that does not ask for them. */
  marks: z.boolean().optional(),
  /** Prints the times that the examiner named. */
  annotations: z.boolean().optional(),
  /** Prints general information on legal process for the owners of devices, in the language of the report. */
  legal: z.boolean().optional(),
  /** `conversation`, unless stated: one after the other, each in the app's order. `time`: over all conversations. */
  order: z.enum(REPORT_ORDERS).optional(),
  /** Parts that the report does without; its method section names them. */
  leaveOut: z.array(z.enum(REPORT_PARTS)).max(REPORT_PARTS.length).optional(),
};

/** Everything a window or terminal may ask. Long work answers at once with a job and pushes `job` as it goes on. */
export const methods = {
  'case.recent': method<readonly RecentCase[]>()(none),
  'case.create': method<CaseInfo>()(
    z.strictObject({
      path,
      number: z.string().min(1).max(200),
      examiner: z.string().min(1).max(200),
      authority: authoritySchema,
      note: z.string().max(10_000).optional(),
    }),
  ),
  /** `beside`: also when another process has the case open; then only questions are answered, changes fail with `case-locked`. */
  'case.open': method<CaseInfo>()(z.strictObject({ path, beside: z.boolean().optional() })),
  'case.close': method<{ readonly closed: true }>()(none),
  'case.info': method<CaseInfo>()(none),
  'case.zone': method<CaseInfo>()(z.strictObject({ zone: z.string().min(1).max(100) })),
  /** Writes the sample exhibits and a case of them into `path`. */
  'case.sample': method<JobView>()(z.strictObject({ path })),

  'exhibit.add': method<JobView>()(
    z.strictObject({
      path,
      reference: z.string().min(1).max(200),
      hashes: z.array(z.enum(['sha1', 'md5'])).optional(),
      limits: limits.optional(),
    }),
  ),
  'exhibit.list': method<readonly ExhibitView[]>()(none),

  'source.list': method<readonly SourceView[]>()(none),
  'source.answer': method<SourceView>()(
    z.strictObject({ source: id, question: z.string().max(40), value: z.string().max(200) }),
  ),
  'source.ledger': method<readonly LedgerRow[]>()(z.strictObject({ source: id })),
  /** The rows that a line of the ledger counts, from a row id on. Fails with `not-found` for a table that is not in the ledger. */
  'source.rows': method<TableRows>()(
    z.strictObject({
      source: id,
      file: sha256,
      table: z.string().max(1000),
      /** Decimal digits of a row id; from the first row without it. */
      from: z
        .string()
        .regex(/^-?\d{1,19}$/u)
        .optional(),
      limit: z.number().int().min(1).max(100),
    }),
  ),
  /**
   * The messages of two sources matched one to one, with what differs, and those of one alone; `a` and `b` may be of one exhibit or of
   * two. Only messages of apps that both hold are compared. `kinds`: all but the matched ones when absent.
   */
  'source.compare': method<SourceComparison>()(
    z.strictObject({
      a: id,
      b: id,
      kinds: z.array(z.enum(COMPARED_KINDS)).min(1).max(COMPARED_KINDS.length).optional(),
      first: z.number().int().nonnegative().optional(),
      limit: z.number().int().min(1).max(1000),
    }),
  ),
  /** Reads every found source, or the named ones, into the case. */
  'source.ingest': method<JobView>()(z.strictObject({ sources: z.array(id).optional() })),

  'issue.page': method<Page<IssueView>>()(
    z.strictObject({
      severities: z.array(z.enum(['note', 'warning', 'error'])).optional(),
      codes: issueCodes.optional(),
      source: id.optional(),
      sources: z.array(id).max(10_000).optional(),
      item: id.optional(),
      /** A table of the source: what is said of it, of its columns and its rows. */
      table: z.string().max(1000).optional(),
      /** Place and stored value, as a group has them. */
      where: z.string().max(1000).optional(),
      stored: z.string().max(1000).nullable().optional(),
      at: placeSchema.optional(),
      limit,
    }),
  ),
  /** Issues counted by severity and code, or by source, place and stored value too: the gravest first, then the most frequent. */
  'issue.groups': method<IssueGroups>()(
    z.strictObject({
      by: z.enum(['code', 'value']),
      severities: z.array(z.enum(['note', 'warning', 'error'])).optional(),
      codes: issueCodes.optional(),
      sources: z.array(id).max(10_000).optional(),
      limit,
    }),
  ),

  /** Issues of each table of a source's ledger that has some. */
  'issue.tables': method<readonly { readonly table: string; readonly issues: number }[]>()(
    z.strictObject({ source: id }),
  ),

  'account.page': method<Page<AccountView>>()(
    z.strictObject({ name: z.string().max(200).optional(), source: id.optional(), at: placeSchema.optional(), limit }),
  ),

  /** Accounts with what the filter lets through of each; `name` is looked for in names and identifiers, numbers however they are parted. */
  'account.list': method<Page<AccountActivity>>()(
    z.strictObject({
      filter: filterSchema,
      name: z.string().max(200).optional(),
      /** `active`: those with messages under the filter. `owners`: those that a device belongs to. */
      only: z.enum(['active', 'owners']).optional(),
      sort: z.enum(['name', 'identifier', 'source', 'sent', 'conversations', 'first', 'last']).optional(),
      descending: z.boolean().optional(),
      at: placeSchema.optional(),
      limit,
    }),
  ),
  'account.get': method<AccountDetail>()(z.strictObject({ account: id, filter: filterSchema })),

  /** Records of calls, by time unless sorted otherwise; a message that shows a call of an event listed here is not listed beside it. */
  'call.page': method<Page<CallView>>()(
    z.strictObject({
      filter: filterSchema,
      sort: z.enum(['time', 'caller', 'direction', 'kind', 'outcome', 'duration', 'conversation']).optional(),
      descending: z.boolean().optional(),
      at: placeSchema.optional(),
      limit,
    }),
  ),
  'call.totals': method<CallTotals>()(z.strictObject({ filter: filterSchema })),

  /** Places that messages hold and positions that their files state, by time unless sorted otherwise; `at` takes places' ids. */
  'place.page': method<PlacePage>()(
    z.strictObject({
      ...placeRequest,
      sort: z.enum(['time', 'name', 'sender', 'conversation', 'kind']).optional(),
      descending: z.boolean().optional(),
      at: placeSchema.optional(),
      limit,
    }),
  ),
  'place.totals': method<PlaceTotals>()(z.strictObject(placeRequest)),
  /** What a map shows of a box; `cells` are the cells of the grid around the Earth, a power of two. */
  'place.map': method<PlaceMap>()(
    z.strictObject({
      ...placeRequest,
      cells: z.number().int().min(1).max(1_073_741_824),
      box: areaSchema.optional(),
    }),
  ),
  'place.path': method<PlacePath>()(z.strictObject({ ...placeRequest, account: id })),
  /** A part of the places as a text for other tools, coordinates as stored: from a position on, until `next` is null. */
  'place.write': method<{ readonly text: string; readonly next: number | null; readonly total: number }>()(
    z.strictObject({
      ...placeRequest,
      format: z.enum(['csv', 'tsv', 'geojson', 'kml']),
      from: z.number().int().nonnegative(),
    }),
  ),
  /** Looks for stated positions in the files of attachments that were not looked into yet. */
  'place.read': method<JobView>()(none),

  'conversation.page': method<Page<ConversationView>>()(
    z.strictObject({
      filter: filterSchema.optional(),
      name: z.string().max(200).optional(),
      sort: z.enum(['last', 'first', 'messages', 'title', 'tagged', 'untagged']).optional(),
      descending: z.boolean().optional(),
      /** Each row says how far it is reviewed. */
      review: z.boolean().optional(),
      /** Only those with nothing, something or all tagged, with a note or with a bookmark; one without items is none of them. */
      reviewed: z.enum(['none', 'begun', 'whole', 'noted', 'bookmarked']).optional(),
      at: placeSchema.optional(),
      limit,
    }),
  ),
  'conversation.get': method<{
    readonly conversation: ConversationView;
    readonly participants: readonly ParticipantView[];
  }>()(z.strictObject({ conversation: id })),

  /**
   * Messages and events. With exactly one conversation in the filter, in the app's own order; otherwise by time. `order`
   * sorts by another column, equal values by time; accounts and conversations by the name shown, without one last.
   */
  'item.page': method<Page<ItemView>>()(
    z.strictObject({ filter: filterSchema, order: itemOrderSchema.optional(), at: placeSchema.optional(), limit }),
  ),
  'item.get': method<ItemView>()(z.strictObject({ item: id })),
  'item.receipts': method<readonly ReceiptView[]>()(z.strictObject({ item: id })),
  /** The first locator of each item with its byte ranges, in the order asked; unknown ids are left out. */
  'item.origins': method<readonly OriginView[]>()(z.strictObject({ items: z.array(id).max(1000) })),
  'item.provenance': method<ProvenanceView>()(z.strictObject({ item: id })),
  /** The places of an item from position `first` on; none past the last. */
  'item.places': method<PlacesView>()(
    z.strictObject({ item: id, first: z.number().int().nonnegative(), limit: z.number().int().min(1).max(1000) }),
  ),
  /**
   * Bytes of an attachment's content as stored, of what is made of it to show it (`shown`), or of the preview stored in the
   * database, for the window's own media addresses. `not-found` when the content is absent.
   */
  'attachment.read': method<ContentView>()(
    z.strictObject({
      attachment: id,
      part: z.enum(['content', 'shown', 'thumbnail']),
      offset: z.number().int().nonnegative(),
      length: z.number().int().min(1).max(4_194_304),
    }),
  ),
  /**
   * Attachments of messages that the filter lets through, by time unless `sort` says otherwise; `at` takes attachments' ids.
   * The filter's `attachments` narrows to attachments themselves, not to messages that have such a one.
   */
  'media.page': method<MediaPage>()(
    z.strictObject({
      filter: filterSchema,
      kinds: z.array(z.string().max(40)).max(20).optional(),
      presences: z
        .array(z.enum(['present', 'thumbnail', 'absent']))
        .max(3)
        .optional(),
      /** Only attachments whose content has this hash, or for whose absent content the app stored it. */
      sha256: sha256.optional(),
      sort: z.enum(['time', 'size', 'kind', 'sender', 'conversation', 'hash']).optional(),
      descending: z.boolean().optional(),
      at: placeSchema.optional(),
      limit,
    }),
  ),
  /** One attachment and where else in the case its file is. */
  'media.get': method<{ readonly media: MediaView; readonly same: SameFile }>()(z.strictObject({ attachment: id })),
  /** What the bytes of an attachment's content say: type and EXIF. `not-found` when it is absent. */
  'media.facts': method<MediaFacts>()(z.strictObject({ attachment: id })),
  'item.hex': method<HexView>()(
    z.strictObject({
      sha256,
      offset: z.number().int().nonnegative(),
      length: z.number().int().min(1).max(65_536),
      /** The item whose row these bytes are of: its parts within them are then named. */
      item: id.optional(),
    }),
  ),

  ...lockMethods,
  ...legalMethods,

  ...markMethods(filterSchema),

  'search.page': method<
    Page<SearchHit> & {
      readonly byConversation: readonly {
        readonly conversation: number;
        readonly title: string;
        readonly hits: number;
      }[];
    }
  >()(z.strictObject({ filter: filterSchema, at: placeSchema.optional(), limit })),

  /** How often each term, a query of its own, is found under the filter. */
  'search.terms': method<readonly TermCount[]>()(
    z.strictObject({ filter: filterSchema, terms: z.array(z.string().min(1).max(1000)).min(1).max(50) }),
  ),
  /** Searches kept in the case, by name. */
  'search.list': method<readonly SavedSearch[]>()(none),
  /** Keeps a search with what it finds now; `terms` makes it a keyword list, of which any term is looked for. */
  'search.save': method<SavedSearch>()(
    z.strictObject({ name: z.string().trim().min(1).max(200), filter: filterSchema, terms: keywords.optional() }),
  ),
  'search.rerun': method<SearchRun>()(z.strictObject({ saved: id })),
  'search.remove': method<SavedSearch>()(z.strictObject({ saved: id })),
  /** Writes all hits to a new file, after the query, the time, the case and the number of hits. */
  'search.export': method<JobView>()(
    z.strictObject({
      filter: filterSchema,
      terms: keywords.optional(),
      format: z.enum(['csv', 'tsv', 'jsonl']),
      out: path,
    }),
  ),

  'timeline.buckets': method<Buckets>()(
    z.strictObject({
      filter: filterSchema,
      fromMs: z.number().optional(),
      toMs: z.number().optional(),
      /** About how many buckets; the engine picks the next natural step: second, minute, hour, day, week, month, year. */
      buckets: z.number().int().min(1).max(5000),
      /** `mark`: calls, items marked as deleted or recovered, other events, and messages. */
      by: z.enum(['none', 'source', 'type', 'direction', 'state', 'conversation', 'sender', 'mark']).optional(),
      /** How many series have a name of their own: those with most items under the filter, the rest are counted as one. */
      top: z.number().int().min(1).max(50).optional(),
    }),
  ),
  /** Named instants and spans of time that the examiner keeps in the case, by their start. */
  'annotation.list': method<readonly AnnotationView[]>()(none),
  /** Keeps an instant (`toMs` null) or a span, from inclusive, to exclusive. */
  'annotation.add': method<AnnotationView>()(
    z.strictObject({
      name: z.string().trim().min(1).max(200),
      note: z.string().max(5000).optional(),
      fromMs: z.number().int().min(-8.64e15).max(8.64e15),
      toMs: z.number().int().min(-8.64e15).max(8.64e15).nullable(),
    }),
  ),
  'annotation.remove': method<AnnotationView>()(z.strictObject({ annotation: id })),
  /** Counts at a glance: hours of the week, kinds, deletions, the busiest conversations and accounts, issues, unclaimed tables. */
  'overview.get': method<Overview>()(
    z.strictObject({ filter: filterSchema, top: z.number().int().min(1).max(100).optional() }),
  ),
  'graph.get': method<Graph>()(z.strictObject(graphRequest)),
  /** The same graph as a text in an interchange format; `nodes` keeps those and what joins them. */
  'graph.write': method<{ readonly text: string }>()(
    z.strictObject({
      ...graphRequest,
      format: z.enum(['graphml', 'gexf', 'csv']),
      nodes: z.array(z.string().max(40)).max(20_000).optional(),
    }),
  ),

  'report.create': method<JobView>()(
    z.strictObject({
      out: path,
      pdf: z.boolean().optional(),
      ...reportOptions,
    }),
  ),
  /** A page of the report as `report.create` would write it now; nothing is written. Beyond the last, the last one. */
  'report.preview': method<ReportPreview>()(z.strictObject({ page: z.number().int().nonnegative(), ...reportOptions })),
  'report.list': method<readonly ReportView[]>()(none),

  /** Re-hashes exhibits and working copies, walks the custody log and re-reads records: a sample, all, or none. */
  'verify.case': method<JobView>()(z.strictObject({ records: z.enum(['none', 'sample', 'all']) })),
  /**
   * Hashes a report package again. The seal is the one given, else the one in the open case's list of reports. `records`
   * also hashes the byte ranges of lines again, from the working copies of the open case. `exhibits` reads them again from
   * original exhibits, by the reference under which the report cites them: as many lines as `sample` says, or each.
   */
  'verify.report': method<VerifyResult>()(
    z.strictObject({
      path,
      seal: z
        .string()
        .regex(/^[0-9a-fA-F]{64}$/u)
        .optional(),
      records: z.enum(['none', 'sample', 'all']).optional(),
      exhibits: z
        .array(z.strictObject({ reference: z.string().min(1).max(200), path }))
        .max(100)
        .optional(),
      /** Limits under which the exhibits are read, where they are not the usual ones. */
      limits: limits.optional(),
      sample: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    }),
  ),

  /** The custody log in its own order; filters mean: any of these actions, any of these actors, `fromMs` to before `toMs`. */
  'custody.page': method<Page<CustodyEntry>>()(
    z.strictObject({
      actions: z.array(z.string().max(100)).max(200).optional(),
      actors: z.array(z.string().max(200)).max(200).optional(),
      fromMs: z.number().optional(),
      toMs: z.number().optional(),
      at: placeSchema.optional(),
      limit,
    }),
  ),
  /** Walks the chain of the custody log and says whether it holds, and what the log names. */
  'custody.check': method<CustodyState>()(none),

  /**
   * What a filter's numbers stand for after sources were read again. While the case is being written to, no number is
   * exchanged: of two conversations that share the app's identifier, one may not be there yet.
   */
  'filter.resolve': method<FilterNow>()(z.strictObject({ filter: filterSchema })),
  'filter.list': method<readonly SavedFilter[]>()(none),
  /** Keeps a filter with a name; one of the same name is replaced. */
  'filter.save': method<SavedFilter>()(
    z.strictObject({ name: z.string().trim().min(1).max(200), filter: filterSchema }),
  ),
  'filter.remove': method<SavedFilter>()(z.strictObject({ saved: id })),

  'job.list': method<readonly JobView[]>()(none),
  'job.cancel': method<JobView>()(z.strictObject({ job: z.string().max(40) })),
  /** Answers when the job has ended. */
  'job.wait': method<JobView>()(z.strictObject({ job: z.string().max(40) })),

  /** Lists a folder for the web shell's file picker; refuses what the account may not read. */
  'file.browse': method<{
    readonly path: string;
    readonly parent: string | null;
    readonly entries: readonly BrowseEntry[];
    /** How many more there are than those listed. */
    readonly left: number;
  }>()(z.strictObject({ path: path.optional() })),
} as const;

export type MethodName = keyof typeof methods;
export type Params<M extends MethodName> = z.infer<(typeof methods)[M]['params']>;
export type Result<M extends MethodName> = NonNullable<(typeof methods)[M]['result']>;

/** What the engine sends without being asked. */
export type Push =
  | { readonly push: 'job'; readonly job: JobView }
  | {
      readonly push: 'case-changed';
      readonly what:
        | 'exhibits'
        | 'locks'
        | 'sources'
        | 'items'
        | 'reports'
        | 'annotations'
        | 'marks'
        | 'filters'
        | 'searches'
        | 'case';
      /** Of `marks`: every item that the change touched, as it is marked now. Absent: which they are is not told. */
      readonly marked?: readonly MarkedItem[];
    };

/** What crosses every transport: a request, its reply by id, a push. */
export interface Request {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

export type { VerifyResult };
