import type { SameFile } from '../../contract/index.ts';
import { joinSql, sql, type CaseDb } from '../../sqlite/index.ts';
import { UNDATED_MS } from '../activity/undated.ts';
import { PRESENCES, codeOf } from '../codes.ts';
import { idList } from '../queries/names.ts';
import { visible, wholeItems } from '../scope.ts';
import { mediaTable, type MediaTable } from './media-table.ts';

const MOST = 200;

/** Attachments of shown messages whose content has the hash, or for whose absent content the app stored it; ascending ids. */
export function attachmentsOfHash(db: CaseDb, sha256: string): readonly number[] {
  const table = mediaTable(db);
  const files = new Set(db.prepare<number>('SELECT id FROM file WHERE sha256 = ?', { shape: 'value' }).all(sha256));
  const stored = new Set(
    db
      .prepare<number>('SELECT id FROM attachment WHERE stored_sha256 = ? AND content IS NULL', { shape: 'value' })
      .all(sha256),
  );
  const found: number[] = [];
  if (files.size > 0 || stored.size > 0)
    table.ids.forEach((id, row) => {
      if (files.has(table.contents[row] ?? 0) || stored.has(id)) found.push(id);
    });
  return found.sort((a, b) => a - b);
}

/** How many attachments have the content of each file, every file of the same hash counted together. */
export function copiesOf(db: CaseDb, files: readonly number[]): ReadonlyMap<number, number> {
  const uses = usesOf(mediaTable(db));
  const twins = db.all<{ file: number; twin: number }>(sql`SELECT file.id AS file, twin.id AS twin FROM file
    JOIN file AS twin ON twin.sha256 = file.sha256 WHERE file.id IN (${idList(files)})`);
  const copies = new Map<number, number>();
  for (const { file, twin } of twins) copies.set(file, (copies.get(file) ?? 0) + (uses.get(twin) ?? 0));
  return copies;
}

const uses = new WeakMap<MediaTable, ReadonlyMap<number, number>>();

function usesOf(table: MediaTable): ReadonlyMap<number, number> {
  const known = uses.get(table);
  if (known !== undefined) return known;
  const counts = new Map<number, number>();
  for (const file of table.contents) if (file !== 0) counts.set(file, (counts.get(file) ?? 0) + 1);
  uses.set(table, counts);
  return counts;
}

/** Where the file of an attachment is found again; `content` is the hash of its bytes, `stored` what the app keeps. */
export function readSameFile(db: CaseDb, content: string | null, stored: string | null): SameFile {
  const sha256 = content ?? stored;
  if (sha256 === null)
    return { sha256, by: null, attachments: 0, absent: 0, firstMs: null, lastMs: null, conversations: [], more: 0, files: [], filesTotal: 0 }; // prettier-ignore
  const ids = attachmentsOfHash(db, sha256);
  const rows = db.all<{
    conversation: number | null;
    title: string | null;
    exhibitReference: string;
    attachments: number;
    absent: number;
    first: number;
    last: number | null;
    item: number;
  }>(sql`WITH used AS (
      SELECT item.conversation, source.exhibit, item.id, item.sort_ms, item.time_ms, presence,
        row_number() OVER (PARTITION BY item.conversation, source.exhibit ORDER BY item.sort_ms, item.id) AS n
      FROM attachment JOIN item ON item.id = attachment.item JOIN source ON source.id = item.source
      WHERE attachment.id IN (${idList(ids)}) AND ${joinSql([visible, ...wholeItems(db)], ' AND ')})
    SELECT used.conversation, conversation.title, exhibit.reference AS exhibitReference, count(*) AS attachments,
      count(*) FILTER (WHERE presence <> ${codeOf(PRESENCES, 'present')}) AS absent, min(sort_ms) AS first,
      max(time_ms) AS last, max(iif(n = 1, used.id, NULL)) AS item
    FROM used JOIN exhibit ON exhibit.id = used.exhibit LEFT JOIN conversation ON conversation.id = used.conversation
    GROUP BY used.conversation, used.exhibit ORDER BY attachments DESC, first, used.conversation`);
  const times = rows.flatMap(({ first, last }) => (first === UNDATED_MS ? [] : [first, last ?? first]));
  const files = db.all<{ exhibitReference: string; path: string; sizeBytes: number }>(
    sql`SELECT exhibit.reference AS exhibitReference, file.path, file.size_bytes AS sizeBytes FROM file
      JOIN exhibit ON exhibit.id = file.exhibit WHERE file.sha256 = ${sha256} ORDER BY file.exhibit, file.path LIMIT ${MOST}`,
  );
  return {
    sha256,
    by: content === null ? 'stored' : 'content',
    attachments: rows.reduce((sum, row) => sum + row.attachments, 0),
    absent: rows.reduce((sum, row) => sum + row.absent, 0),
    firstMs: times.length === 0 ? null : Math.min(...times),
    lastMs: times.length === 0 ? null : Math.max(...times),
    conversations: rows.slice(0, MOST).map(({ title, first, last, absent: _, ...row }) => ({
      ...row,
      title: title ?? '',
      firstMs: first === UNDATED_MS ? null : first,
      lastMs: last,
    })),
    more: Math.max(0, rows.length - MOST),
    files,
    filesTotal: db.value<number>(sql`SELECT count(*) FROM file WHERE sha256 = ${sha256}`) ?? 0,
  };
}
