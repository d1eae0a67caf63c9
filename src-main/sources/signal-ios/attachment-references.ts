import type { Attachment, Extracted, Key, RowLocator, SealedContent, Stored } from '../../model/index.ts';
import type { StoredRow } from '../../sqlite/evidence-db.ts';
import { orphanEvent } from '../orphan-event.ts';
import { attachmentTypeOf } from '../signal-file-kind.ts';
import { rowIssue } from '../store-issues.ts';
import { readErrorOf, scanTable, StoredTable, type Joined } from '../stored-table.ts';
import { readTime } from '../stored-times.ts';
import { OWNER_TYPES, RENDERING } from './codes.ts';
import { lengthIn } from './lengths.ts';
import { live, rowNumber, type Reading } from './reading.ts';

/** Keys that open a file here or on the app's servers, which stay in the store, and what they are made to check. */
const KEPT_OUT = [
  'encryptionKey', 'transitEncryptionKey', 'digestSHA256Ciphertext', 'transitDigestSHA256Ciphertext', 'mediaTierIncrementalMac',
  'transitTierIncrementalMac', 'mediaName',
] as const; // prettier-ignore

/**
 * Where files lie below the folder that the apps share, each encrypted: 16 bytes of initial block, AES-256-CBC over the content with or
 * without zeros behind it, HMAC-SHA256 over both. Source: signalapp/Signal-iOS, Messages/Attachments/V2/AttachmentStream.swift at
 * 2af0bb31dc4a93a2442e0c90081843a96f905f43 and Cryptography/Cryptography.swift at 3a63402138c7201bee8d371a86a7a23d36c695e9.
 */
const FOLDER = 'attachment_files';

/** The key of the file on this device, 32 bytes for AES and then 32 for the HMAC. Source: the same, Messages/Attachments/V2/Attachment.swift. */
const KEY_COLUMN = 'encryptionKey';
const KEY_BYTES = 64;

const REFERENCE = {
  ownerType: 'whole-number',
  ownerRowId: 'whole-number',
  attachmentRowId: 'whole-number',
  receivedAtTimestamp: 'whole-number',
  contentType: 'whole-number',
  renderingFlag: 'whole-number',
  threadRowId: 'whole-number',
  caption: 'text',
  sourceFilename: 'text',
  sourceUnencryptedByteCount: 'anything',
  sourceMediaHeightPixels: 'anything',
  sourceMediaWidthPixels: 'anything',
} as const;

const FILE = {
  id: 'whole-number',
  sha256ContentHash: 'anything',
  unencryptedByteCount: 'anything',
  mimeType: 'text',
  localRelativeFilePath: 'text',
  contentType: 'whole-number',
  cachedAudioDurationSeconds: 'anything',
  cachedVideoDurationSeconds: 'anything',
  cachedMediaHeightPixels: 'anything',
  cachedMediaWidthPixels: 'anything',
} as const;

/** The tables in which something owns a file; others than messages are told without one. */
const OTHERS = ['StoryMessageAttachmentReference', 'ThreadAttachmentReference'] as const;

/** `MessageAttachmentReference` with `Attachment`, since 2024: one file may belong to several messages. */
export function* readReferences(reading: Reading): Generator<Extracted> {
  const files = new StoredTable(reading.db, 'Attachment', FILE, KEPT_OUT, keyBeside(reading));
  const used = new Set<number>();
  yield* readOwned(reading, files, used);
  for (const name of OTHERS) yield* readOthers(reading, files, name, used);
  yield* scanTable(reading.run, files, (row, at, out) => {
    const id = rowNumber(at.rowid);
    if (id !== null && used.has(id)) return undefined;
    out.push(orphanEvent(files, row));
    return undefined;
  });
}

/** The key stands beside a row and among none of its columns, so that nothing carries it. */
function keyBeside({ db }: Reading): Joined {
  return { columns: db.has('Attachment', KEY_COLUMN) ? [`t."${KEY_COLUMN}"`] : [], sql: '' };
}

/** The key goes with the record to where the file is deciphered, and into no column of the case. */
function sealedOf(files: StoredTable, row: StoredRow, sizeBytes: number | null): SealedContent {
  const key = files.joined(row, 0);
  return {
    scheme: 'signal-desktop',
    key: key instanceof Uint8Array && key.length === KEY_BYTES ? Buffer.from(key).toString('hex') : null,
    keyAt: `Attachment.${KEY_COLUMN}`,
    sizeBytes,
    sha256: hashIn(files.cell(row, 'sha256ContentHash')),
  };
}

const HASH_BYTES = 32;

/** The hash of the content, which is not that of the encrypted file. */
function hashIn(cell: Stored | undefined): string | null {
  return cell instanceof Uint8Array && cell.length === HASH_BYTES ? Buffer.from(cell).toString('hex') : null;
}

/** The file that a reference names. */
interface Found {
  readonly row: StoredRow;
  readonly at: RowLocator;
}

function fileOf(files: StoredTable, id: number | null, used: Set<number>): Found | null {
  if (id === null || !files.has('id')) return null;
  try {
    for (const row of files.db.arrays(files.select('WHERE t.id = ? LIMIT 1'), id)) {
      const at = files.at(row);
      const rowid = rowNumber(at.rowid);
      if (rowid !== null) used.add(rowid);
      return { row, at };
    }
  } catch (error) {
    readErrorOf(error); // the reading of that table says so
  }
  return null;
}

function* readOwned(reading: Reading, files: StoredTable, used: Set<number>): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'MessageAttachmentReference', REFERENCE);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const owner = table.whole(row, 'ownerRowId');
    const message = reading.messageOf(owner);
    const id = table.whole(row, 'attachmentRowId');
    const found = fileOf(files, id, used);
    if (message === null) {
      out.push(orphanEvent(table, row, { body: table.text(row, 'caption'), ...(found !== null && { at: [found.at], stored: files.all(found.row) }) })); // prettier-ignore
      return undefined;
    }
    const type = table.whole(row, 'ownerType');
    const what = type === null ? undefined : OWNER_TYPES[type];
    if (what === undefined)
      out.push(rowIssue('warning', 'unknown-code', at, 'ownerType', type === null ? null : String(type), 'a kind of attachment that this parser does not know')); // prettier-ignore
    if (found === null) out.push(rowIssue('warning', 'unresolved-reference', at, 'attachmentRowId', id === null ? null : String(id), NO_FILE)); // prettier-ignore
    const stored: Record<string, Stored> = { ...table.rest(row) };
    const flag = table.whole(row, 'renderingFlag');
    if (flag !== null && flag !== 0) stored.renderingFlag = flag;
    if (what !== 'attachment') stored.ownerType = type;
    carryOthers(reading, table, row, owner, stored);
    if (found !== null)
      for (const [name, cell] of Object.entries(files.rest(found.row))) stored[`Attachment.${name}`] = cell; // prettier-ignore
    else if (id !== null) stored.attachmentRowId = id;
    const key: Key = `file:reference:${String(at.rowid)}`;
    const content = contentOf(table, row, files, found, what ?? 'attachment', stored);
    out.push({ kind: 'attachment', key, from: found === null ? live(at) : live(at, found.at), message, ...content, stored }); // prettier-ignore
    return undefined;
  });
}

const NO_FILE = 'the file that the message names has no row of its own';

/** What repeats cells of the message is left; where it differs, it is carried. */
function carryOthers(
  reading: Reading,
  table: StoredTable,
  row: StoredRow,
  owner: number | null,
  stored: Record<string, Stored>,
): void {
  for (const [column, other] of [['receivedAtTimestamp', 'receivedAtTimestamp']] as const) {
    const cell = table.cell(row, column) ?? null;
    const own = owner === null ? null : reading.one('model_TSInteraction', other, 'id', owner);
    if (cell !== null && cell !== 0 && cell !== own) stored[column] = cell;
  }
  const thread = table.whole(row, 'threadRowId');
  if (thread !== null && !reading.threadRows.has(thread)) stored.threadRowId = thread;
  const kind = table.whole(row, 'contentType');
  if (kind !== null && kind !== 0) stored.contentType = kind;
}

type Content = Omit<Attachment, 'kind' | 'key' | 'from' | 'message' | 'stored'>;

function contentOf(
  table: StoredTable,
  row: StoredRow,
  files: StoredTable,
  found: Found | null,
  what: (typeof OWNER_TYPES)[number],
  stored: Record<string, Stored>,
): Content {
  const file = found?.row ?? null;
  const text = (column: string): string | null => (file === null ? null : files.text(file, column));
  const whole = (column: string): number | null => (file === null ? null : lengthIn(files, file, column, `Attachment.${column}`, stored)); // prettier-ignore
  const stated = (column: string): number | null => lengthIn(table, row, column, column, stored);
  const mediaType = text('mimeType');
  const flag = table.whole(row, 'renderingFlag');
  const path = text('localRelativeFilePath');
  const isOwn = what === 'attachment' || what === 'sticker';
  const own = attachmentTypeOf({ mediaType, isVoice: flag === RENDERING.voice, isGif: flag === RENDERING.loop, isSticker: what === 'sticker' }); // prettier-ignore
  const [size, ownSize] = [stated('sourceUnencryptedByteCount'), whole('unencryptedByteCount')];
  const sealed = file === null || path === null ? null : sealedOf(files, file, ownSize);
  const hash = file === null ? null : (files.cell(file, 'sha256ContentHash') ?? null);
  const sha256 = hashIn(hash);
  if (hash !== null && hash !== '' && sha256 === null) stored['Attachment.sha256ContentHash'] = hash;
  const [width, height] = [stated('sourceMediaWidthPixels'), stated('sourceMediaHeightPixels')];
  keepOther(stored, 'sourceUnencryptedByteCount', size, ownSize);
  keepOther(stored, 'Attachment.cachedMediaWidthPixels', whole('cachedMediaWidthPixels'), width);
  keepOther(stored, 'Attachment.cachedMediaHeightPixels', whole('cachedMediaHeightPixels'), height);
  const kind = file === null ? null : files.whole(file, 'contentType');
  if (kind !== null && kind !== 0 && stored.contentType !== kind) stored['Attachment.contentType'] = kind;
  return {
    type: what === 'long-message' ? 'document' : isOwn ? own : 'thumbnail',
    mediaType,
    name: table.text(row, 'sourceFilename'),
    caption: table.text(row, 'caption'),
    path,
    candidates: path === null ? [] : [`${FOLDER}/${path.replace(/^\/+/u, '')}`],
    sha256,
    // What the sender stated may be the size before the file was made smaller.
    sizeBytes: ownSize ?? size,
    durationS: whole('cachedAudioDurationSeconds') ?? whole('cachedVideoDurationSeconds'),
    width: width ?? whole('cachedMediaWidthPixels'),
    height: height ?? whole('cachedMediaHeightPixels'),
    thumbnail: null,
    transcript: null,
    ...(sealed !== null && { sealed }),
  };
}

/** A second value of the same that says otherwise. */
function keepOther(stored: Record<string, Stored>, name: string, second: number | null, first: number | null): void {
  if (second !== null && first !== null && second !== first) stored[name] = second;
}

/** Files of stories and of wallpapers: events, for no message of a conversation owns them. */
function* readOthers(
  reading: Reading,
  files: StoredTable,
  name: (typeof OTHERS)[number],
  used: Set<number>,
): Generator<Extracted> {
  const table = new StoredTable(reading.db, name, { attachmentRowId: 'whole-number', ownerRowId: 'whole-number', creationTimestamp: 'whole-number' }); // prettier-ignore
  yield* scanTable(reading.run, table, (row, at, out) => {
    const found = fileOf(files, table.whole(row, 'attachmentRowId'), used);
    const time = readTime(table.cell(row, 'creationTimestamp'), 'created', at, 'creationTimestamp', out);
    const stored: Record<string, Stored> = { ...table.all(row) };
    if (found !== null) for (const [column, cell] of Object.entries(files.all(found.row))) stored[`Attachment.${column}`] = cell; // prettier-ignore
    const thread = name === 'ThreadAttachmentReference' ? reading.threadRows.get(table.whole(row, 'ownerRowId') ?? -1) : undefined; // prettier-ignore
    out.push({ kind: 'event', key: `${name}:${String(at.rowid)}`, from: found === null ? live(at) : live(at, found.at), type: 'unknown', conversation: thread?.key ?? null, actor: null, accounts: [], direction: 'unknown', times: time === null ? [] : [time], call: null, body: null, stored }); // prettier-ignore
    return undefined;
  });
}
