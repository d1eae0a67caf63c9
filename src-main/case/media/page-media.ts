import type { MediaPage, MediaView, Params, Result } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { UNDATED_MS } from '../activity/undated.ts';
import { CaseFailure } from '../case-failure.ts';
import { idList } from '../queries/names.ts';
import { readItemViews } from '../queries/item-views.ts';
import { cutKeyPage } from '../queries/page.ts';
import { countWithheldAttachments } from '../scope.ts';
import { mediaList } from './media-list.ts';
import type { MediaRequest } from './media-request.ts';
import { mediaTable } from './media-table.ts';
import { copiesOf, readSameFile } from './same-file.ts';

/** Attachments of the messages that a filter lets through, in the order asked for, and their number by kind. */
export function pageMedia(db: CaseDb, { at, limit, ...request }: Params<'media.page'>): MediaPage {
  const list = mediaList(db, request);
  const known = { ids: list.ids, withheld: countWithheldAttachments(db), notBefore: (timeMs: number) => notBefore(db, list, request, timeMs) }; // prettier-ignore
  const { ids, ...page } = cutKeyPage(known, at, limit);
  const kinds = [...list.counts].map(([type, counts]) => ({ type, ...counts }));
  return { ...page, rows: readMedia(db, ids), kinds: kinds.sort((a, b) => (a.type < b.type ? -1 : 1)) };
}

/** One attachment and where else its file is. Fails with `not-found`, also when the scope withholds its message. */
export function getMedia(db: CaseDb, attachment: number): Result<'media.get'> {
  const [media] = readMedia(db, [attachment]);
  if (media === undefined) throw new CaseFailure('not-found', { subject: `attachment ${attachment}` });
  return { media, same: readSameFile(db, media.sha256, media.storedSha256) };
}

/** Position of the first attachment that is not before a time, in a list that is ordered by time; -1 when there is none. */
function notBefore(db: CaseDb, { rows }: ReturnType<typeof mediaList>, request: MediaRequest, timeMs: number): number {
  if ((request.sort ?? 'time') !== 'time' || request.descending === true) throw new CaseFailure('bad-parameters', { subject: 'timeMs' }); // prettier-ignore
  const { times } = mediaTable(db).messages;
  return rows.findIndex((row) => {
    const time = times[row] ?? UNDATED_MS;
    return time >= timeMs && time !== UNDATED_MS;
  });
}

interface Beside {
  readonly id: number;
  readonly item: number;
  readonly content: number | null;
  readonly contentBytes: number | null;
  readonly hasPreview: number;
  readonly exhibitReference: string;
}

/** Whole views in the order of `ids`; unknown and withheld ones are left out. */
function readMedia(db: CaseDb, ids: readonly number[]): readonly MediaView[] {
  const rows = db.all<Beside>(sql`SELECT attachment.id, item, content, file.size_bytes AS contentBytes,
      length(thumbnail) IS NOT NULL AS hasPreview, exhibit.reference AS exhibitReference
    FROM attachment JOIN source ON source.id = attachment.source JOIN exhibit ON exhibit.id = source.exhibit
      LEFT JOIN file ON file.id = content
    WHERE attachment.id IN (${idList(ids)}) AND item IS NOT NULL`);
  const beside = new Map(rows.map((row) => [row.id, row]));
  const items = new Map(readItemViews(db, [...new Set(rows.map(({ item }) => item))]).map((item) => [item.id, item]));
  const copies = copiesOf(db, rows.flatMap(({ content }) => content ?? [])); // prettier-ignore
  return ids.flatMap((id) => {
    const row = beside.get(id);
    const item = row === undefined ? undefined : items.get(row.item);
    const attachment = item?.attachments.find((one) => one.id === id);
    if (row === undefined || item === undefined || attachment === undefined) return [];
    const { conversation, conversationTitle, sender, direction, timeMs, timeZone, state, source } = item;
    const { tags, notes, bookmarked } = item;
    return {
      ...attachment,
      item: item.id,
      conversation,
      conversationTitle,
      sender,
      direction,
      timeMs,
      timeZone,
      state,
      source,
      exhibitReference: row.exhibitReference,
      hasPreview: row.hasPreview === 1,
      contentBytes: row.contentBytes,
      copies: row.content === null ? 0 : (copies.get(row.content) ?? 0),
      tags,
      notes,
      bookmarked,
    };
  });
}
