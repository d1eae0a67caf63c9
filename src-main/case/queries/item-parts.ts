import type { AttachmentView, ItemView } from '../../contract/index.ts';
import type { Recovery } from '../../model/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { MATCHES, PRESENCES, STATES, wordOf } from '../codes.ts';
import { visibleQuote } from '../scope.ts';
import { msOf, TimeForms, type TimeText } from '../time-forms.ts';
import { accountNames, groupByItem, idList } from './names.ts';

/** What belongs to the items of one page, each kind read once for all of them. */
export interface ItemParts {
  quoteOf(item: number): ItemView['quote'];
  versionsOf(item: number): ItemView['versions'];
  attachmentsOf(item: number): readonly AttachmentView[];
  reactionsOf(item: number): ItemView['reactions'];
  mentionsOf(item: number): ItemView['mentions'];
  detailsOf(item: number): ItemView['details'];
  receiptsOf(item: number): ItemView['receipts'];
  issuesOf(item: number): number;
}

/** Reads the parts of the items with these ids. */
export function readItemParts(db: CaseDb, ids: readonly number[]): ItemParts {
  const list = idList(ids);
  const quotes = readQuotes(db, list);
  const versions = readVersions(db, list);
  const attachments = groupByItem(readAttachments(db, sql`attachment.item IN (${list})`));
  const reactions = readReactions(db, list);
  const mentions = readMentions(db, list);
  const details = readDetails(db, list);
  const receipts = groupByItem(
    db.all<{ item: number; delivered: number; read: number; played: number }>(sql`SELECT item,
      count(DISTINCT iif(delivered_time IS NULL, NULL, ifnull(account, -id))) AS delivered,
      count(DISTINCT iif(read_time IS NULL, NULL, ifnull(account, -id))) AS read,
      count(DISTINCT iif(played_time IS NULL, NULL, ifnull(account, -id))) AS played
      FROM receipt WHERE item IN (${list}) GROUP BY item`), // an account with several devices counts once
  );
  const issues = groupByItem(
    db.all<{ item: number; issues: number }>(
      sql`SELECT item, count(*) AS issues FROM issue WHERE item IN (${list}) GROUP BY item`,
    ),
  );
  return {
    quoteOf: (item) => quotes.get(item)?.[0]?.view ?? null,
    versionsOf: (item) => versions.get(item)?.map(({ view }) => view) ?? [],
    attachmentsOf: (item) => attachments.get(item)?.map(({ view }) => view) ?? [],
    reactionsOf: (item) => reactions.get(item)?.map(({ view }) => view) ?? [],
    mentionsOf: (item) => mentions.get(item)?.map(({ view }) => view) ?? [],
    detailsOf: (item) => details.get(item)?.map(({ view }) => view) ?? [],
    receiptsOf: (item) => {
      const counts = receipts.get(item)?.[0];
      return { delivered: counts?.delivered ?? 0, read: counts?.read ?? 0, played: counts?.played ?? 0 };
    },
    issuesOf: (item) => issues.get(item)?.[0]?.issues ?? 0,
  };
}

type ItemIds = ReturnType<typeof idList>;

function readQuotes(db: CaseDb, list: ItemIds) {
  const rows =
    db.all<{ item: number; target: number | null; sender: string | null; body: string | null; type: string; time: TimeText | null; gone: number }>( // prettier-ignore
      sql`SELECT quote.item, CASE WHEN ${visibleQuote} THEN target END AS target, account.name AS sender,
      CASE WHEN ${visibleQuote} THEN quote.body END AS body,
      quote.type, quote.time, (target IS NULL OR facet.state <> 'live' OR facet.type = 'revoked') AS gone
    FROM quote LEFT JOIN item AS original ON original.id = quote.target LEFT JOIN facet ON facet.id = original.facet
      LEFT JOIN account ON account.id = quote.sender
    WHERE quote.item IN (${list}) ORDER BY quote.id`,
    );
  return groupByItem(
    rows.map(({ item, target, sender, body, type, time, gone }) => ({
      item,
      view: { item: target, sender, body, type, timeMs: msOf(time), onlyCopy: gone === 1 },
    })),
  );
}

function readVersions(db: CaseDb, list: ItemIds) {
  const rows =
    db.all<{ item: number; role: string; body: string; time: TimeText | null; verbatim: number; state: number; recovery: string | null }>( // prettier-ignore
      sql`SELECT item, role, body, time, verbatim, state, recovery FROM version WHERE item IN (${list}) ORDER BY id`,
    );
  return groupByItem(
    rows.map(({ item, role, body, time, verbatim, state, recovery }) => ({
      item,
      view: {
        role,
        body,
        timeMs: msOf(time),
        verbatim: verbatim === 1,
        state: wordOf(STATES, state),
        recovery: recovery === null ? null : (JSON.parse(recovery) as Recovery),
      },
    })),
  );
}

interface AttachmentRow extends Omit<AttachmentView, 'presence' | 'matchedBy' | 'deciphered'> {
  readonly item: number;
  readonly presence: number;
  readonly matchedBy: number | null;
  readonly derivedFrom: string | null;
  readonly derivedMethod: string | null;
}

/** Attachments that meet a condition on `attachment`, in reading order, each with its item. */
export function readAttachments(
  db: CaseDb,
  where: ReturnType<typeof sql>,
): readonly { item: number; view: AttachmentView }[] {
  const rows =
    db.all<AttachmentRow>(sql`SELECT attachment.id, attachment.item, type, media_type AS mediaType, name, caption,
      attachment.path, attachment.size_bytes AS sizeBytes, duration_s AS durationS, width, height, transcript, presence,
      matched_by AS matchedBy, file.path AS contentPath, file.sha256, stored_sha256 AS storedSha256,
      iif(instr(file.place, '|c:') > 0 AND instr(file.place, '|c:cell,') = 0, derived_from, NULL) AS derivedFrom, derived_method AS derivedMethod
    FROM attachment LEFT JOIN file ON file.id = attachment.content WHERE ${where} ORDER BY attachment.id`);
  return rows.map(({ item, presence, matchedBy, derivedFrom, derivedMethod, ...row }) => ({
    item,
    view: {
      ...row,
      presence: wordOf(PRESENCES, presence),
      matchedBy: matchedBy === null ? null : wordOf(MATCHES, matchedBy),
      deciphered: decipheredOf(row.contentPath, derivedFrom, derivedMethod),
    },
  }));
}

/** What was deciphered is listed below its file. */
function decipheredOf(path: string | null, sha256: string | null, method: string | null): AttachmentView['deciphered'] {
  if (path === null || sha256 === null || method === null) return null;
  return { path: path.slice(0, path.lastIndexOf('!/')), sha256, method };
}

function readReactions(db: CaseDb, list: ItemIds) {
  const rows = db.all<{
    item: number;
    emoji: string | null;
    name: string | null;
    count: number;
    time: TimeText | null;
  }>(
    sql`SELECT reaction.item, emoji, account.name, count, time FROM reaction LEFT JOIN account ON account.id = reaction.account
    WHERE reaction.item IN (${list}) ORDER BY reaction.id`,
  );
  return groupByItem(
    rows.map(({ item, emoji, name, count, time }) => ({ item, view: { emoji, name, count, timeMs: msOf(time) } })),
  );
}

function readMentions(db: CaseDb, list: ItemIds) {
  const rows = db.all<{ item: number; account: number; name: string; identifier: string }>(
    sql`SELECT mention.item, account, ifnull(mention.name, account.name) AS name, identifier
    FROM mention JOIN account ON account.id = mention.account WHERE mention.item IN (${list}) ORDER BY mention.id`,
  );
  return groupByItem(rows.map(({ item, ...view }) => ({ item, view })));
}

const TIMES = ['time', 'ends', 'starts', 'expires'] as const;

/** A detail's content with account names beside ids, and times whole. */
function readDetails(db: CaseDb, list: ItemIds) {
  const rows = db.all<{ item: number; content: string }>(
    sql`SELECT item, content FROM detail WHERE item IN (${list}) ORDER BY id`,
  );
  const contents = rows.map(({ item, content }) => ({ item, content: JSON.parse(content) as Record<string, unknown> }));
  const named = contents.flatMap(({ content }) => accountsOf(content));
  const names = named.length === 0 ? new Map<number, { name: string }>() : accountNames(db, named);
  const forms = new TimeForms(db);
  return groupByItem(
    contents.map(({ item, content }) => {
      const view: Record<string, unknown> = { ...content };
      for (const field of TIMES) {
        const time = content[field];
        if (typeof time === 'string') view[field] = forms.decode(time);
      }
      const people = accountsOf(content).map((account) => names.get(account)?.name ?? null);
      if (people.length > 0) view.names = people;
      return { item, view };
    }),
  );
}

function accountsOf(content: Readonly<Record<string, unknown>>): readonly number[] {
  const listed = Array.isArray(content.accounts) ? (content.accounts as unknown[]) : [content.account];
  return listed.filter((account) => typeof account === 'number');
}
