import { sql, type CaseDb } from '../../sqlite/index.ts';
import { visible } from '../scope.ts';

/** A file of attachments that may be shown, in its exhibit. */
export interface MediaFile {
  readonly file: number;
  readonly exhibit: number;
  readonly path: string;
}

/** A position as the file's metadata state it, and where in the file. */
export interface MediaPosition {
  readonly latitude: number;
  readonly longitude: number;
  readonly altitudeM: number | null;
  readonly saidBy: string;
  readonly stored: string;
  readonly time: string | null;
  readonly offset: number;
  readonly length: number;
}

/** Files of attachments that were not looked into for a position, by exhibit and in their order there. */
export function filesToRead(db: CaseDb): readonly MediaFile[] {
  return db.all<MediaFile>(sql`SELECT id AS file, exhibit, path FROM file
    WHERE id IN (SELECT content FROM attachment JOIN item ON item.id = attachment.item WHERE content IS NOT NULL AND ${visible})
      AND id NOT IN (SELECT file FROM media_position) ORDER BY exhibit, id`);
}

/** Keeps what was found in files that were looked into, and that nothing was found in the others. */
export function addMediaPositions(
  db: CaseDb,
  found: readonly { readonly file: number; readonly position: MediaPosition | null }[],
): void {
  const add = db.prepare('INSERT OR REPLACE INTO media_position VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  db.transaction(() => {
    for (const { file, position: p } of found)
      add.run(file, p?.latitude ?? null, p?.longitude ?? null, p?.altitudeM ?? null, p?.saidBy ?? null,
        p?.stored ?? null, p?.time ?? null, p?.offset ?? null, p?.length ?? null); // prettier-ignore
  }, 'immediate');
}
