import { createHash } from 'node:crypto';
import type { MarkChange, NoteView } from '../../contract/index.ts';
import { sql, type CaseDb } from '../../sqlite/index.ts';
import { CaseFailure } from '../case-failure.ts';
import { MARK_KINDS, codeOf } from '../codes.ts';
import { visible } from '../scope.ts';
import { enter, type Hand } from './change-marks.ts';
import { keepRecords } from './marked-records.ts';

const NOTE = codeOf(MARK_KINDS, 'note');

/** The notes on an item, in the order in which their present wording was written. */
export function listNotes(db: CaseDb, item: number): readonly NoteView[] {
  return db.all<NoteView>(sql`SELECT mark.id, mark.text, custody.actor, custody.at_ms AS atMs
    FROM marked CROSS JOIN mark ON mark.record = marked.id CROSS JOIN custody ON custody.seq = mark.added
    WHERE marked.item = ${item} AND mark.kind = ${NOTE} AND mark.removed IS NULL ORDER BY mark.id`);
}

/** Fails with `not-found`. */
export function addNote(db: CaseDb, hand: Hand, item: number, text: string): MarkChange {
  return db.transaction(() => {
    if (db.value<number>(sql`SELECT 1 FROM item WHERE id = ${item} AND ${visible}`) === null)
      throw new CaseFailure('not-found', { subject: `item ${item}` });
    return enter(db, hand, 'note.add', { textSha256: sha256(text) }, 1, (seq) => {
      keepRecords(db, sql`SELECT ${item}`);
      return db.run(sql`INSERT INTO mark (record, kind, text, added)
        SELECT id, ${NOTE}, ${text}, ${seq} FROM marked WHERE item = ${item}`).changes;
    });
  });
}

/** The wording before stays in the case. Fails with `not-found`. */
export function changeNote(db: CaseDb, hand: Hand, note: number, text: string): MarkChange {
  return db.transaction(() => {
    const { record } = getNote(db, note);
    return enter(db, hand, 'note.change', { note, textSha256: sha256(text) }, 1, (seq) => {
      db.run(sql`UPDATE mark SET removed = ${seq} WHERE id = ${note}`);
      return db.run(sql`INSERT INTO mark (record, kind, text, added) VALUES (${record}, ${NOTE}, ${text}, ${seq})`).changes; // prettier-ignore
    });
  });
}

/** Fails with `not-found`. */
export function removeNote(db: CaseDb, hand: Hand, note: number): MarkChange {
  return db.transaction(() => {
    getNote(db, note);
    return enter(
      db,
      hand,
      'note.remove',
      { note },
      1,
      (seq) => db.run(sql`UPDATE mark SET removed = ${seq} WHERE id = ${note}`).changes,
    );
  });
}

function getNote(db: CaseDb, note: number): { readonly record: number } {
  const found = db.get<{ record: number }>(
    sql`SELECT record FROM mark WHERE id = ${note} AND kind = ${NOTE} AND removed IS NULL`,
  );
  if (found === null) throw new CaseFailure('not-found', { subject: `note ${note}` });
  return found;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
