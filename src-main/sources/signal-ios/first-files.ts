import { readErrorOf, type Joined } from '../stored-table.ts';
import type { Reading } from './reading.ts';

const NO_FILES: Joined = { columns: [], sql: '' };

/** The first file of each message, to say what the message is, where the store's tables of them can be read: damaged ones must not cost the messages. */
export function firstFiles(reading: Reading): Joined {
  return newFiles(reading) ?? oldFiles(reading) ?? NO_FILES;
}

function newFiles({ db }: Reading): Joined | null {
  const [references, files] = ['MessageAttachmentReference', 'Attachment'];
  const wanted = ['ownerRowId', 'ownerType', 'attachmentRowId'].every((column) => db.has(references, column));
  if (!wanted || !db.has(files, 'mimeType') || !db.has(files, 'id')) return null;
  const flag = db.has(references, 'renderingFlag') ? 'r.renderingFlag' : 'NULL';
  const inner = `SELECT r.ownerRowId AS owner, a.mimeType AS type, ${flag} AS flag, min(r.rowid) FROM ${references} r JOIN ${files} a ON a.id = r.attachmentRowId WHERE r.ownerType = 0 GROUP BY r.ownerRowId`;
  return checked(db, inner, `LEFT JOIN (${inner}) f ON f.owner = t.rowid`);
}

function oldFiles({ db }: Reading): Joined | null {
  const table = 'model_TSAttachment';
  if (!['albumMessageId', 'contentType'].every((column) => db.has(table, column))) return null;
  if (!db.has('model_TSInteraction', 'uniqueId')) return null;
  const voice = db.has(table, 'attachmentType') ? 'attachmentType' : 'NULL';
  const inner = `SELECT albumMessageId AS owner, contentType AS type, ${voice} AS flag, min(rowid) FROM ${table} WHERE albumMessageId <> '' GROUP BY albumMessageId`;
  return checked(db, inner, `LEFT JOIN (${inner}) f ON f.owner = t.uniqueId`);
}

function checked(db: Reading['db'], inner: string, sql: string): Joined | null {
  try {
    for (const row of db.arrays(`SELECT count(*) FROM (${inner})`)) if (row.length === 0) return null;
    return { columns: ['f.type', 'f.flag'], sql };
  } catch (error) {
    readErrorOf(error); // the reading of those tables says so
    return null;
  }
}
