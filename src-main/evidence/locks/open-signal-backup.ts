import { createSecretKey } from 'node:crypto';
import { EntryDamaged } from '../archive-entry.ts';
import type { ByteSource } from '../byte-source.ts';
import { readPiece } from '../byte-source.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import type { FoundLock, OpenedSecret, OpenEnd, OpenEvent, Opener, OpenRequest } from './opener.ts';
import { LEAST_LENGTH, SignalFrames } from './signal-backup-frames.ts';
import { NEWEST_VERSION, parseSignalBackupHeader, SIGNAL_HEADER_BYTES, type SignalBackupHeader } from './signal-backup-header.ts'; // prettier-ignore
import { blockInside, blockOf, decipherFrom, deriveSignalKeys, passphraseOf } from './signal-backup-key.ts'; // prettier-ignore
import { readSignalBackup, turns, type OpenedBackup } from './signal-backup-reading.ts';
import { SignalResync } from './signal-backup-resync.ts';
import { filesNamed } from './named-files.ts';

/** Backups that Signal for Android writes into one file, opened by a passphrase of 30 digits. */
export const signalBackup: Opener = { kind: 'signal-backup', find, open, openAgain, bytes };

const NAMED = /\.backup$/iu;
/** As the app calls them. Source: signalapp/Signal-Android, BackupUtil. */
const OWN_NAME = /(?:^|\/)signal-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.backup$/u;

async function* find(tree: EvidenceTree): AsyncGenerator<FoundLock> {
  for await (const file of filesNamed(tree, NAMED)) yield* lockOf(tree, file);
}

async function* lockOf(tree: EvidenceTree, file: EvidenceFile): AsyncGenerator<FoundLock> {
  const header = parseSignalBackupHeader(await tree.head(file, SIGNAL_HEADER_BYTES));
  if (header === null && !OWN_NAME.test(file.path)) return;
  const facts = header === null ? { header: 'damaged' } : factsOf(header);
  yield { kind: 'signal-backup', file, facts, wants: ['password'] };
}

function factsOf({ version, salt }: SignalBackupHeader): Readonly<Record<string, string>> {
  return { version: String(version), salt: salt === null ? 'none' : `${salt.length} bytes` };
}

async function* open(request: OpenRequest): AsyncGenerator<OpenEvent, OpenEnd> {
  request.signal.throwIfAborted();
  const source = await request.source(request.lock.file);
  try {
    const opened = await openKeys(request, source);
    if ('ended' in opened) return opened;
    const settings = yield* readSignalBackup(request, source, opened);
    return { ended: 'opened', secret: secretOf(opened), settings: { ...keySettings(opened.header), ...settings } };
  } finally {
    source.close();
  }
}

async function openAgain(request: OpenRequest): Promise<OpenEnd> {
  const source = await request.source(request.lock.file);
  try {
    const opened = await openKeys(request, source);
    if ('ended' in opened) return opened;
    return { ended: 'opened', secret: secretOf(opened), settings: keySettings(opened.header) };
  } finally {
    source.close();
  }
}

async function openKeys(request: OpenRequest, source: ByteSource): Promise<OpenedBackup | OpenEnd> {
  const header = parseSignalBackupHeader(readPiece(source, 0, SIGNAL_HEADER_BYTES));
  if (header === null) return refused('damaged', HEADER_DAMAGED);
  const { version } = header;
  if (version > NEWEST_VERSION) return refused('unknown-settings', `The backup is of version ${version}, of which this program does not know how its frames are encrypted; nothing was opened.`); // prettier-ignore
  const passphrase = request.key?.form === 'password' ? passphraseOf(request.key.bytes.toString('utf8')) : null;
  if (passphrase === null) return refused('no-key', NO_PASSPHRASE);
  request.onDeriving?.();
  const turn = turns(request.signal);
  const keys = await deriveSignalKeys(passphrase, header.salt, turn);
  const frames = new SignalFrames(source, header, keys);
  const fault = frames.next();
  if (typeof fault !== 'string') return { header, keys };
  const { at, counter } = frames;
  const later = await new SignalResync(source, header, keys).find(at + 1, Math.min(source.sizeBytes, at + LOOKED_THROUGH), counter, turn); // prettier-ignore
  if (later !== null) return { header, keys };
  // Of version 1 the length is encrypted too: under another passphrase it is any number.
  const isCut = version === 0 ? fault !== 'not-authentic' : source.sizeBytes - at < SMALLEST_FRAME;
  return isCut ? refused('damaged', CUT_SHORT) : refused('wrong-key', WRONG_PASSPHRASE);
}

const SMALLEST_FRAME = 4 + LEAST_LENGTH;

/** How far a frame is looked for that tells whether the first one is damaged or the passphrase is wrong. */
const LOOKED_THROUGH = 2 ** 20;

const HEADER_DAMAGED =
  'The file bears the name of a backup of Signal and does not begin as one: it is damaged or something else, and nothing was opened.';
const NO_PASSPHRASE =
  'The backup wants the passphrase of 30 digits that the app showed when backups were switched on; what was given is not 30 digits.';
const WRONG_PASSPHRASE =
  'The passphrase does not open the backup: the authentication value of its first frame does not hold. It is another one, or the start of the file was changed.';
const CUT_SHORT =
  'The backup ends before the end of its first frame: whether the passphrase fits cannot be told. It is cut short, and nothing was opened.';

function refused(ended: Exclude<OpenEnd['ended'], 'opened'>, detail: string): Extract<OpenEnd, { detail: string }> {
  return { ended, detail };
}

function keySettings({ version, iv, salt }: SignalBackupHeader): Readonly<Record<string, string>> {
  return {
    cipher: 'AES-256-CTR, HMAC-SHA256',
    keyDerivation: 'SHA-512 (250000), HKDF-SHA256',
    version: String(version),
    iv: iv.toString('hex'),
    ...(salt !== null && { salt: salt.toString('hex') }),
  };
}

function secretOf({ header, keys }: OpenedBackup): OpenedSecret {
  return { key: keys.cipherKey.export().toString('hex'), iv: header.iv.toString('hex') };
}

/** A window of a payload, deciphered where it lies; `args` are its offset in the backup and its counter. */
function* bytes(
  sealed: ByteSource,
  secret: OpenedSecret,
  args: readonly string[],
  start: number,
  end: number,
): Generator<Buffer> {
  const [offset = NaN, counter = NaN] = args.map(Number);
  const key = createSecretKey(Buffer.from(secret.key ?? '', 'hex'));
  const block = blockOf({ iv: Buffer.from(secret.iv ?? '', 'hex') }, counter);
  const from = start - (start % CIPHER_BLOCK);
  const decipher = decipherFrom(key, blockInside(block, from));
  const window = Buffer.allocUnsafe(Math.min(WINDOW_BYTES, end - from));
  for (let at = from; at < end;) {
    const got = sealed.read(window.subarray(0, Math.min(window.length, end - at)), offset + at);
    if (got === 0) throw new EntryDamaged(`the payload ends after ${at} of ${end} bytes`);
    const plain = decipher.update(window.subarray(0, got));
    yield plain.subarray(Math.max(0, start - at));
    at += got;
  }
}

const CIPHER_BLOCK = 16;
const WINDOW_BYTES = 2 ** 16;
