import type { Attachment, Extracted, SealedContent, Stored } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { attachmentTypeOf } from './codes.ts';
import type { Owner } from './message-row.ts';
import { live, type Reading } from './reading.ts';

/** Keys of files on the app's servers and of previews, which stay in the store, and what they are made to check. */
const KEPT_OUT = [
  'key', 'iv', 'digest', 'incrementalMac', 'reencryptionKey', 'reencryptionIv', 'reencryptionDigest',
  'reencryptionInfo', 'thumbnailLocalKey', 'screenshotLocalKey', 'backupThumbnailLocalKey', 'data', 'chunkSize', 'plaintextHashes',
] as const; // prettier-ignore

/** From this version of a stored attachment on its file is encrypted with a key of its own. Source: signalapp/Signal-Desktop, ts/types/Attachment. */
const ENCRYPTED_FROM = 2;

const FOLDER = 'attachments.noindex';

interface Facts {
  readonly what: string;
  readonly mediaType: string | null;
  readonly flags: number | null;
  readonly name: string | null;
  readonly caption: string | null;
  readonly path: string | null;
  readonly hash: string | null;
  readonly version: number | null;
  /** Base64 of the key of the file, as stored. */
  readonly localKey: string | null;
  /** Where it is stored. */
  readonly keyAt: string;
  readonly sizeBytes: number | null;
  readonly durationS: number | null;
  readonly width: number | null;
  readonly height: number | null;
}

type Content = Omit<Attachment, 'kind' | 'key' | 'from' | 'message' | 'stored'>;

function contentOf(facts: Facts, stored: Record<string, Stored>): Content {
  const { what, path, version, sizeBytes } = facts;
  const isEncrypted = version !== null && version >= ENCRYPTED_FROM;
  const type = what === 'sticker' ? 'sticker' : what === 'attachment' ? attachmentTypeOf(facts.mediaType, facts.flags) : what === 'long-message' ? 'document' : 'thumbnail'; // prettier-ignore
  const hash = facts.hash?.toLowerCase() ?? null;
  const isHash = hash !== null && /^[0-9a-f]{64}$/u.test(hash);
  if (facts.hash !== null && !isHash) stored.plaintextHash ??= facts.hash;
  if (what !== 'attachment') stored.attachmentType ??= what;
  const file = path?.replaceAll('\\', '/') ?? null;
  return {
    type,
    mediaType: facts.mediaType,
    name: facts.name,
    caption: facts.caption,
    path,
    candidates: file === null ? [] : [`${FOLDER}/${file}`],
    sha256: isHash ? hash : null,
    sizeBytes,
    durationS: facts.durationS,
    width: facts.width,
    height: facts.height,
    thumbnail: null,
    transcript: null,
    ...(isEncrypted && path !== null && { sealed: sealedOf(facts, isHash ? hash : null) }),
  };
}

/** The key goes with the record to where the file is deciphered, and into no column of the case. */
function sealedOf({ localKey, keyAt, sizeBytes }: Facts, sha256: string | null): SealedContent {
  const key = Buffer.from(localKey ?? '', 'base64');
  return { scheme: 'signal-desktop', key: key.length === KEY_BYTES ? key.toString('hex') : null, keyAt, sizeBytes, sha256 }; // prettier-ignore
}

const KEY_BYTES = 64;

/** An attachment as `messages.json` holds it. `edit` is the place in the list of wordings, -1 for the present one. */
export function jsonAttachment(
  { key, at, out }: Owner,
  file: JsonFields,
  what: string,
  place: number,
  edit: number,
): void {
  const version = file.whole('version');
  file.leave('localKey', ...KEPT_OUT);
  const facts: Facts = {
    what,
    mediaType: file.text('contentType'),
    flags: file.whole('flags'),
    name: file.text('fileName'),
    caption: file.text('caption'),
    path: file.text('path'),
    hash: file.text('plaintextHash'),
    version,
    localKey: keyIn(file),
    keyAt: 'messages.json',
    sizeBytes: file.whole('size'),
    durationS: null,
    width: file.whole('width'),
    height: file.whole('height'),
  };
  const stored: Record<string, Stored> = {};
  const content = contentOf(facts, stored);
  if (edit >= 0) stored.editHistoryIndex = edit;
  if (version !== null) stored['json.version'] = version;
  for (const inner of ['thumbnail', 'screenshot', 'thumbnailFromBackup'] as const) {
    const preview = file.object(inner);
    preview?.leave('localKey', ...KEPT_OUT);
    Object.assign(stored, preview?.rest(`json.${inner}.`));
  }
  Object.assign(stored, file.rest('json.'));
  out.push({
    kind: 'attachment',
    key: `file:${key}:${what}:${edit}:${place}`,
    from: live(at),
    message: key,
    ...content,
    stored,
  });
}

function keyIn({ all }: JsonFields): string | null {
  return typeof all.localKey === 'string' ? all.localKey : null;
}

const COLUMNS = {
  messageId: 'text',
  editHistoryIndex: 'whole-number',
  attachmentType: 'text',
  orderInMessage: 'whole-number',
  size: 'whole-number',
  contentType: 'text',
  path: 'text',
  plaintextHash: 'text',
  caption: 'text',
  fileName: 'text',
  height: 'whole-number',
  width: 'whole-number',
  flags: 'whole-number',
  duration: 'anything',
  localKey: 'anything',
} as const;

/** `message_attachments`: one attachment a row. */
export function* readAttachments(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'message_attachments', COLUMNS, KEPT_OUT);
  yield* scanTable(reading.run, table, (row, at, out) => {
    const id = table.text(row, 'messageId');
    const what = table.text(row, 'attachmentType') ?? 'attachment';
    const edit = table.whole(row, 'editHistoryIndex') ?? -1;
    const stored: Record<string, Stored> = table.rest(row);
    const version = table.whole(row, 'version');
    const duration = table.cell(row, 'duration');
    const isNumber = typeof duration === 'number' && Number.isFinite(duration);
    if (!isNumber && duration !== undefined && duration !== null) stored.duration = duration;
    const facts: Facts = {
      what,
      mediaType: table.text(row, 'contentType'),
      flags: table.whole(row, 'flags'),
      name: table.text(row, 'fileName'),
      caption: table.text(row, 'caption'),
      path: table.text(row, 'path'),
      hash: table.text(row, 'plaintextHash'),
      version,
      localKey: table.text(row, 'localKey'),
      keyAt: 'message_attachments.localKey',
      sizeBytes: table.whole(row, 'size'),
      durationS: isNumber ? duration : null,
      width: table.whole(row, 'width'),
      height: table.whole(row, 'height'),
    };
    const order = table.whole(row, 'orderInMessage');
    if (edit >= 0) stored.editHistoryIndex = edit;
    if (order !== null && order !== 0) stored.orderInMessage = order;
    if (facts.flags !== null && facts.flags !== 0) stored.flags = facts.flags;
    const message = `message:${id ?? `row ${String(at.rowid)}`}`;
    const key = `file:${message}:${what}:${edit}:${order ?? String(at.rowid)}:row`;
    out.push({ kind: 'attachment', key, from: live(at), message, ...contentOf(facts, stored), stored });
    return undefined;
  });
}
