import type { AttachmentView } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import { visible } from '../scope.ts';
import { readAttachments } from './item-parts.ts';

/** Where an attachment's content lies, and its preview. */
export interface AttachmentLocation {
  readonly attachment: AttachmentView;
  /** The file in its exhibit; null when the content is not there. */
  readonly content: { readonly exhibit: number; readonly path: string } | null;
  readonly thumbnail: Uint8Array | null;
}

/** Fails with `not-found`, also when the scope withholds the message. */
export function getAttachment(db: CaseDb, id: number): AttachmentLocation {
  const [found] = readAttachments(
    db,
    // With IN, SQLite would list the items of the whole case first.
    sql`attachment.id = ${id} AND EXISTS (SELECT 1 FROM item WHERE item.id = attachment.item AND ${visible})`,
  );
  if (found === undefined) throw new CaseFailure('not-found', { subject: `attachment ${id}` });
  const row = db.get<{ exhibit: number | null; path: string | null; thumbnail: Uint8Array | null }>(
    sql`SELECT file.exhibit, file.path, thumbnail FROM attachment LEFT JOIN file ON file.id = attachment.content
      WHERE attachment.id = ${id}`,
  );
  const content =
    row?.exhibit === null || row?.exhibit === undefined || row.path === null
      ? null
      : { exhibit: row.exhibit, path: row.path };
  return { attachment: found.view, content, thumbnail: row?.thumbnail ?? null };
}
