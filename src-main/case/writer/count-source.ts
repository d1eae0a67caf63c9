import { sql, type CaseDb } from '../../sqlite/index.ts';
import { visible } from '../scope.ts';
import { rebuildClockCounts } from './clock-counts.ts';
import { writeActivity } from './write-activity.ts';

/** Makes the counts that views read instead of counting: activity, conversations, accounts, the source's own. */
export function countSource(db: CaseDb, source: number): Readonly<Record<string, number>> {
  writeActivity(db, source);
  rebuildClockCounts(db);
  countConversations(db, source);
  countAccounts(db, source);
  const counts = countRecords(db, source);
  db.run(sql`UPDATE source SET counts = ${JSON.stringify(counts)},
      first_ms = (SELECT min(first_ms) FROM conversation WHERE source = ${source}),
      last_ms = (SELECT max(last_ms) FROM conversation WHERE source = ${source})
    WHERE id = ${source}`);
  return counts;
}

function countConversations(db: CaseDb, source: number): void {
  db.run(sql`UPDATE conversation SET messages = found.messages, deleted = found.deleted, first_ms = found.first_ms,
      last_ms = found.last_ms
    FROM (SELECT conversation AS id, sum(items * (facet.class = 'message')) AS messages,
        sum(items * (facet.class = 'message' AND (facet.state <> 'live' OR facet.type = 'revoked'))) AS deleted,
        min(first_ms) AS first_ms, max(last_ms) AS last_ms
      FROM activity_sender JOIN facet ON facet.id = activity_sender.facet
      WHERE facet.source = ${source} GROUP BY conversation) AS found
    WHERE conversation.id = found.id`);
  db.run(sql`UPDATE conversation SET
      participants = (SELECT count(DISTINCT account) FROM participant WHERE conversation = conversation.id),
      last_item = (SELECT id FROM item WHERE item.conversation = conversation.id AND ${visible}
        ORDER BY place DESC, id DESC LIMIT 1)
    WHERE source = ${source}`);
  db.run(sql`UPDATE conversation SET title = account.name, title_from = 'account' FROM account
    WHERE conversation.source = ${source} AND conversation.title_from = 'identifier'
      AND account.id = conversation.account AND account.name <> account.identifier`);
}

function countAccounts(db: CaseDb, source: number): void {
  db.run(sql`UPDATE account SET messages = found.items FROM (
      SELECT sender AS id, sum(items) AS items FROM activity_sender JOIN facet ON facet.id = activity_sender.facet
      WHERE facet.source = ${source} AND facet.class = 'message' GROUP BY sender) AS found
    WHERE account.id = found.id`);
}

function countRecords(db: CaseDb, source: number): Readonly<Record<string, number>> {
  const count = (query: ReturnType<typeof sql>): number => db.value<number>(query) ?? 0;
  const classes = db.all<{ class: string; items: number }>(sql`SELECT class, sum(items) AS items FROM activity_sender
    JOIN facet ON facet.id = activity_sender.facet WHERE facet.source = ${source} GROUP BY class`);
  const items = (name: string): number => classes.find((row) => row.class === name)?.items ?? 0;
  return {
    accounts: count(sql`SELECT count(*) FROM account WHERE source = ${source}`),
    conversations: count(sql`SELECT count(*) FROM conversation WHERE source = ${source}`),
    messages: items('message'),
    events: items('event'),
    attachments: count(sql`SELECT count(*) FROM attachment WHERE source = ${source}`),
    quotes: count(sql`SELECT count(*) FROM quote WHERE source = ${source}`),
    versions: count(sql`SELECT count(*) FROM version WHERE source = ${source}`),
    reactions: count(sql`SELECT count(*) FROM reaction WHERE source = ${source}`),
    receipts: count(sql`SELECT count(*) FROM receipt WHERE source = ${source}`),
  };
}
