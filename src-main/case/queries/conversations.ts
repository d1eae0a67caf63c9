import type {
  ConversationReview,
  ConversationView,
  Filter,
  Page,
  ParticipantView,
  Place,
} from '../../contract/index.ts';
import { Sql, joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { groupTable } from '../activity/group-table.ts';
import { activityScan, countGroups } from '../activity/scan-activity.ts';
import { CaseFailure } from '../case-failure.ts';
import { sourcesNamed } from '../filter.ts';
import { countReview, readReviewCounts } from '../marks/review-counts.ts';
import { countWithheldConversations, visible, visibleConversation } from '../scope.ts';
import { msOf, type TimeText } from '../time-forms.ts';
import { idList } from './names.ts';
import { readKeyPage } from './page.ts';
import { containsText } from './contains-text.ts';

export interface ConversationOrder {
  readonly name?: string | undefined;
  readonly sort?: keyof typeof KEYS | undefined;
  readonly descending?: boolean | undefined;
  /** Each row says how far it is reviewed. */
  readonly review?: boolean | undefined;
  /** Only those that are reviewed so far. */
  readonly reviewed?: keyof typeof REVIEWED | undefined;
}

/** What must hold of a conversation's row in `temp.review_count`. */
const REVIEWED = {
  none: 'tagged = 0 AND items > 0',
  begun: 'tagged > 0 AND tagged < items',
  whole: 'tagged = items AND items > 0',
  noted: 'noted > 0',
  bookmarked: 'bookmarked > 0',
} as const;

const KEYS = {
  last: 'ifnull(conversation.last_ms, -9007199254740991)',
  first: 'ifnull(conversation.first_ms, 9007199254740991)',
  messages: 'conversation.messages',
  title: 'lower(conversation.title)',
  tagged: reviewKey('tagged'),
  untagged: reviewKey('items - tagged'),
} as const;

function reviewKey(column: string): string {
  return `ifnull((SELECT ${column} FROM temp.review_count WHERE review_count.conversation = conversation.id), 0)`;
}

/**
 * Conversations, last active first unless said otherwise; with a filter, those with an item that it lets through. One that
 * names nothing but sources or exhibits lets their empty conversations through too.
 */
export function pageConversations(
  db: CaseDb,
  filter: Filter | undefined,
  order: ConversationOrder,
  at: Place | undefined,
  limit: number,
): Page<ConversationView> {
  const sort = order.sort ?? 'last';
  if (sort === 'tagged' || sort === 'untagged' || order.reviewed !== undefined) countReview(db);
  const matches = filter === undefined || Object.keys(filter).length === 0 ? null : matchesOf(db, filter);
  const { ids, ...page } = readKeyPage(
    db,
    {
      from: new Sql('conversation'),
      where: joinSql(
        [
          visibleConversation,
          ...nameSql(order.name),
          ...reviewedSql(order.reviewed),
          ...(matches === null ? [] : [matches.condition]),
        ],
        ' AND ',
      ),
      key: new Sql(KEYS[sort]),
      id: new Sql('conversation.id'),
      descending: order.descending ?? (sort !== 'first' && sort !== 'title'),
      withheld: countWithheldConversations(db),
      notBefore: (timeMs) => sql`conversation.last_ms >= ${timeMs}`,
    },
    at,
    limit,
  );
  const counts = matches?.counts;
  const reviews = order.review === true ? readReviewCounts(db, idList(ids)) : null;
  const rows = readConversations(db, ids).map((row) => ({
    ...row,
    ...(counts !== undefined && { matching: counts.get(row.id) ?? 0 }),
    ...(reviews !== null && { review: reviews.get(row.id) ?? UNREVIEWED }),
  }));
  return { ...page, rows };
}

function reviewedSql(reviewed: keyof typeof REVIEWED | undefined): readonly Sql[] {
  if (reviewed === undefined) return [];
  return [new Sql(`conversation.id IN (SELECT conversation FROM temp.review_count WHERE ${REVIEWED[reviewed]})`)];
}

/** Of a conversation without any message or event. */
const UNREVIEWED: ConversationReview = { tagged: 0, untagged: 0, noted: 0, bookmarked: 0 };

function nameSql(name: string | undefined): readonly Sql[] {
  if (name === undefined || name === '') return [];
  return [
    sql`(${containsText('conversation.title', name)} OR ${containsText('conversation.identifier', name)} OR EXISTS (
      SELECT 1 FROM participant JOIN account ON account.id = participant.account
      WHERE participant.conversation = conversation.id AND (${containsText('account.name', name)} OR ${containsText('account.identifier', name)})))`,
  ];
}

/** Conversations as a filter leaves them, and how much it leaves of each. */
interface Matches {
  readonly condition: Sql;
  /** Items by conversation. */
  readonly counts: ReadonlyMap<number, number>;
}

/** True for a filter that asks nothing of a message. */
function isOfSources(filter: Filter): boolean {
  return Object.keys(filter).every((part) => part === 'sources' || part === 'exhibits');
}

function matchesOf(db: CaseDb, filter: Filter): Matches {
  const { conversations } = groupTable(db);
  const counts = new Map<number, number>();
  countGroups(db, activityScan(db, filter)).items.forEach((items, group) => {
    const conversation = conversations[group] ?? 0;
    if (items > 0) counts.set(conversation, (counts.get(conversation) ?? 0) + items);
  });
  const sources = isOfSources(filter) ? sourcesNamed(db, filter) : null;
  const condition =
    sources === null
      ? sql`conversation.id IN (${idList(counts.keys())})`
      : sql`conversation.source IN (${idList(sources)})`;
  return { condition, counts };
}

/** Views in the order of `ids`. */
function readConversations(db: CaseDb, ids: readonly number[]): readonly ConversationView[] {
  const rows = db.all<
    Omit<ConversationView, 'archived' | 'hidden'> & { archived: number | null; hidden: number | null }
  >(
    sql`SELECT conversation.id, conversation.source, source.label AS sourceLabel, exhibit.reference AS exhibitReference,
      conversation.type, conversation.identifier, title, title_from AS titleFrom, participants, messages, deleted,
      conversation.first_ms AS firstMs, conversation.last_ms AS lastMs,
      (SELECT substr(body, 1, 200) FROM item WHERE item.id = last_item AND ${visible}) AS lastBody, archived, hidden, draft
    FROM conversation JOIN source ON source.id = conversation.source JOIN exhibit ON exhibit.id = source.exhibit
    WHERE conversation.id IN (${idList(ids)}) AND ${visibleConversation}`,
  );
  const ends = endsOf(db, ids);
  const flag = (value: number | null): boolean | null => (value === null ? null : value === 1);
  const found = new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        participants: row.participants || (ends.get(row.id)?.length ?? 0),
        archived: flag(row.archived),
        hidden: flag(row.hidden),
      },
    ]),
  );
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** One conversation with its participants, owner first. Fails with `not-found`. */
export function getConversation(db: CaseDb, id: number) {
  const [conversation] = readConversations(db, [id]);
  if (conversation === undefined) throw new CaseFailure('not-found', { subject: `conversation ${id}` });
  return { conversation, participants: readParticipants(db, id) };
}

/**
 * The two accounts that a one-to-one conversation is between, for those of which no membership is stored: the account that
 * the conversation is named by, and the owner of the source where it is known.
 */
function endsOf(db: CaseDb, conversations: readonly number[]): ReadonlyMap<number, readonly number[]> {
  const meant = sql`conversation.id IN (${idList(conversations)}) AND conversation.type = 'one-to-one'
    AND NOT EXISTS (SELECT 1 FROM participant WHERE participant.conversation = conversation.id)`;
  const rows = db.all<{ id: number; account: number }>(
    sql`SELECT conversation.id, account.id AS account FROM conversation
      JOIN account ON account.identifier = conversation.identifier AND account.source = conversation.source WHERE ${meant}
    UNION SELECT conversation.id, source.owner FROM conversation
      JOIN source ON source.id = conversation.source AND source.owner IS NOT NULL WHERE ${meant}`,
  );
  const byId = Map.groupBy(rows, ({ id }) => id);
  return new Map([...byId].map(([id, ends]) => [id, ends.map(({ account }) => account)]));
}

/**
 * Memberships in the order of name; one account may have several over time. The two ends of a one-to-one conversation of
 * which none is stored, with role and membership unknown.
 */
export function readParticipants(db: CaseDb, conversation: number): readonly ParticipantView[] {
  return readParticipantsOf(db, [conversation]).get(conversation) ?? [];
}

interface ParticipantRow extends Omit<ParticipantView, 'isOwner' | 'joinedMs' | 'leftMs'> {
  readonly conversation: number;
  readonly participant: number | null;
  readonly isOwner: number;
  readonly joined: TimeText | null;
  readonly left: TimeText | null;
}

/** The same for many conversations in one question; one without participants is left out. */
export function readParticipantsOf(
  db: CaseDb,
  conversations: readonly number[],
): ReadonlyMap<number, readonly ParticipantView[]> {
  const ends = [...endsOf(db, conversations)].flatMap(([id, accounts]) => accounts.map((account) => [id, account]));
  const rows = db.all<ParticipantRow>(
    sql`SELECT conversation, account, name, identifier, role, membership, joined_time AS joined, left_time AS left,
      is_owner AS isOwner, participant.id AS participant
    FROM participant JOIN account ON account.id = participant.account WHERE conversation IN (${idList(conversations)})
    UNION ALL SELECT stated.value ->> 0, account.id, name, identifier, 'unknown', 'unknown', NULL, NULL, is_owner, NULL
    FROM json_each(${JSON.stringify(ends)}) AS stated JOIN account ON account.id = stated.value ->> 1
    ORDER BY conversation, isOwner DESC, name COLLATE NOCASE, participant`,
  );
  const views = rows.map(({ conversation, joined, left, isOwner, participant: _participant, ...row }) => ({
    conversation,
    view: { ...row, joinedMs: msOf(joined), leftMs: msOf(left), isOwner: isOwner === 1 },
  }));
  const byId = Map.groupBy(views, ({ conversation }) => conversation);
  return new Map([...byId].map(([id, found]) => [id, found.map(({ view }) => view)]));
}
