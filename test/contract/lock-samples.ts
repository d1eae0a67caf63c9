import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { wrapTar, writeTarOf } from '../../fixtures/ab-writer.ts';
import { WhatsappKeys } from '../../fixtures/crypt-writer.ts';
import { writeIosBackup } from '../../fixtures/ios-backup-writer.ts';
import { CompanyKey, writeEnvelopes } from '../../fixtures/wecom-envelopes-writer.ts';
import { signalSnapshotOf } from '../../fixtures/signal-snapshot-writer.ts';
import type { KeyForm, LockKind, TryEnd } from '../../src-main/contract/index.ts';
import { lockedPart } from '../../src-main/evidence/fixture-locked-zip.ts';
import { PASSPHRASE, RECIPE_1, RECIPE_2, RECIPE_4, SALT, Sealer, writePlain, type PlainStore, type Recipe } from '../../src-main/evidence/fixture-sqlcipher.ts'; // prettier-ignore
import { writeZip } from '../../src-main/evidence/fixture-zip.ts';
import { sealedPicture } from '../../src-main/sources/wechat/fixture-database.ts';
import { sealTelegramKey } from '../../src-main/evidence/locks/telegram-key.ts';
import type { DamageName, FileParts } from './lock-damages.ts';

/** What every sample holds. */
export const WORDS = 'crate seventeen stands at pier four';

/** A key as an examiner gives it. */
export interface SampleKey {
  readonly form: KeyForm;
  readonly bytes: Buffer;
}

/**
 * One wrapping: what is written, what opens it, and how a try with the right key ends for each damage. `opened` is followed by
 * the codes of the issues that say what is damaged; `no lock`: too little is left to tell it by.
 */
export interface LockSample {
  readonly name: string;
  readonly kind: LockKind;
  readonly write: (folder: string) => void;
  /** Where the locked file lies. */
  readonly locked: string;
  /** The file that is damaged, where it is another one. */
  readonly damaged?: string;
  readonly parts: (bytes: Buffer) => FileParts;
  /** Null: it wants none, and the intake opens it. */
  readonly right: SampleKey | null;
  readonly wrong: readonly (readonly [key: SampleKey, end: TryEnd])[];
  readonly ends: Readonly<Record<DamageName, string>>;
  /** What is said of a whole one beside that it opened; absent: nothing. */
  readonly whole?: string;
}

const WORD = 'harbour gate';
const POSTBOX = 'stable/account-17/postbox/db/db_sqlite';
const password = (text: string): SampleKey => ({ form: 'password', bytes: Buffer.from(text) });
const hex = (digits: string): SampleKey => ({ form: 'hex', bytes: Buffer.from(digits) });
const keyFile = (bytes: Buffer): SampleKey => ({ form: 'key-file', bytes });
const OTHER = password('harbour gates');
const [own, other] = [new WhatsappKeys('every lock'), new WhatsappKeys('another phone')];

/** Lines that pack badly, so that a packed file has a middle. */
const LINES = [WORDS, ...Array.from({ length: 150 }, (_, line) => createHash('sha256').update(`${line}`).digest('hex')), WORDS]; // prettier-ignore
const TEXT = LINES.join('\n');

function put(folder: string, path: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}

/** The length of the lines before the content of an Android backup. */
function linesOf(bytes: Buffer, count: number): number {
  return bytes.toString('latin1').split('\n', count).join('\n').length + 1;
}

function androidBackup(name: string, isPacked: boolean, word: string | null, ends: LockSample['ends']): LockSample {
  const lines = word === null ? 4 : 9;
  return {
    name,
    kind: 'android-backup',
    locked: 'phone.ab',
    write: (folder) => {
      const tar = writeTarOf([{ name: 'apps/org.example/f/note.txt', data: Buffer.from(TEXT) }]);
      put(folder, 'phone.ab', wrapTar(tar, { isPacked, password: word, rounds: 10 }));
    },
    // Of a lock the last of the header's lines is the sealed key, of which its first byte is flipped.
    parts: (bytes) => ({ header: linesOf(bytes, lines), inHeader: linesOf(bytes, lines === 4 ? 1 : 8), inTrailer: bytes.length - 5 }), // prettier-ignore
    right: word === null ? null : password(word),
    wrong: word === null ? [] : [[OTHER, 'wrong-key'], [keyFile(own.rootFile), 'no-key']], // prettier-ignore
    ends,
  };
}

function whatsapp(
  name: string,
  generation: 'crypt12' | 'crypt14' | 'crypt15',
  isPart: boolean,
  ends: LockSample['ends'],
): LockSample {
  const locked = `WhatsApp/Backups/${isPart ? 'wallpapers.backup' : 'chatsettings.db'}.${generation}`;
  const isRoot = generation === 'crypt15';
  const [right, wrong] = [own, other].map((keys) => keyFile(isRoot ? keys.rootFile : keys.deviceFile));
  if (right === undefined || wrong === undefined) throw new Error('no keys');
  return {
    name,
    kind: 'whatsapp-backup',
    locked,
    write: (folder) => {
      const content = isPart ? writeZip([{ name: 'wallpaper.txt', data: TEXT }]) : Buffer.from(TEXT);
      put(folder, locked, own.encrypt(content, generation, isPart ? { isPart, isPacked: false } : {}));
    },
    // Of the header the last byte of the IV is flipped in crypt12, in the others one of the version of the app.
    parts: (bytes) =>
      generation === 'crypt12'
        ? { header: 67, inHeader: 66, inTrailer: bytes.length - 5 }
        : { header: 2 + bytes.readUInt8(0), inHeader: bytes.indexOf('2.24'), inTrailer: bytes.length - 1 },
    right,
    wrong: [
      // A device key bears salts that the backup names, so another one is told before it is tried.
      [wrong, isPart ? 'damaged' : isRoot ? 'wrong-key' : 'other-kind'],
      [keyFile(isRoot ? own.deviceFile : own.rootFile), 'other-kind'],
      [password('no key at all'), 'no-key'],
    ],
    ends,
  };
}

const RECOVERY = 'harbour0gate1'.repeat(5).slice(0, 64);

function snapshot(name: string, damaged: string | null, ends: LockSample['ends']): LockSample {
  const at = 'SignalBackups/signal-backup-2026-01-05-04-00-00';
  return {
    name,
    kind: 'signal-snapshot',
    locked: `${at}/main`,
    ...(damaged !== null && { damaged: `${at}/${damaged}` }),
    write: (folder) => {
      const { main, metadata } = signalSnapshotOf(Buffer.from(TEXT), RECOVERY, Buffer.alloc(16, 7));
      put(folder, `${at}/main`, main);
      put(folder, `${at}/metadata`, metadata);
    },
    // Of the IV a byte is flipped behind those that tell a gzip stream; of the metadata one of its number used once.
    parts: (bytes) =>
      damaged === null
        ? { header: 16, inHeader: 12, inTrailer: bytes.length - 5 }
        : { header: 6, inHeader: 1, inBody: 10, inTrailer: bytes.length - 5 },
    right: password(RECOVERY),
    wrong: [[password(RECOVERY.replace('h', 'k')), 'wrong-key'], [OTHER, 'no-key']], // prettier-ignore
    ends,
  };
}

interface CipherSample {
  readonly name: string;
  readonly locked?: string;
  readonly recipe: Recipe;
  readonly log?: 'WAL' | 'journal';
  readonly passphrase?: string;
  readonly right: SampleKey;
  readonly wrong: LockSample['wrong'];
  readonly damaged?: string;
  /** What lies beside the database, by its place. */
  readonly beside?: Readonly<Record<string, Buffer>>;
  readonly ends: LockSample['ends'];
}

function sqlcipher({
  name,
  locked = 'notes.db',
  recipe,
  log,
  passphrase,
  right,
  wrong,
  damaged,
  beside = {},
  ends,
}: CipherSample): LockSample {
  // prettier-ignore
  const isLog = damaged !== undefined;
  return {
    name,
    kind: 'sqlcipher',
    locked,
    ...(isLog && { damaged }),
    write: (folder) => {
      mkdirSync(folder, { recursive: true });
      const store = storeOf(recipe, join(folder, 'plain.db'), log);
      const sealer = new Sealer(recipe, passphrase);
      put(folder, locked, sealer.database(store.database));
      for (const [path, bytes] of Object.entries(beside)) put(folder, path, bytes);
      if (log === 'WAL' && store.wal !== null) put(folder, `${locked}-wal`, sealer.wal(store.wal));
      if (log === 'journal' && store.journal !== null) put(folder, `${locked}-journal`, sealer.journal(store.journal));
    },
    // The header of a database is its salt; what ends a page is its MAC, or room for one.
    parts: (bytes) => (isLog ? partsOfLog(bytes, log) : { header: 16, inHeader: 3, inTrailer: bytes.length - 30 }),
    right,
    wrong,
    ends,
  };
}

/** Header of the log and of its first frame or record; bytes of the pages in a middle and in the last record that was synchronised. */
function partsOfLog(bytes: Buffer, log: CipherSample['log']): FileParts {
  if (log === 'WAL') return { header: 56, inHeader: 3, inTrailer: bytes.length - 30 };
  // Each segment begins with the journal's own first bytes. https://www.sqlite.org/fileformat2.html#the_rollback_journal
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; at += 512) if (bytes.readUInt32BE(at) === 0xd9d505f9) starts.push(at + 1012);
  return { header: 516, inHeader: 3, inBody: starts[starts.length >> 1] ?? 0, inTrailer: starts.at(-1) ?? 0 };
}

/** Pages of rows, some of which lie in the log that stands beside them while the app writes. */
function storeOf(recipe: Recipe, path: string, log: CipherSample['log']): PlainStore {
  try {
    return writePlain(path, recipe, (db, snap) => {
      if (log === 'WAL') db.pragma('journal_mode = WAL');
      db.exec('CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)');
      const insert = db.prepare('INSERT INTO note (words) VALUES (?)');
      for (const line of LINES) insert.run(line);
      if (log === 'WAL') db.pragma('wal_checkpoint(TRUNCATE)');
      db.pragma('cache_size = 2');
      if (log !== undefined) db.exec("BEGIN; UPDATE note SET words = words || '.'");
      if (log === 'WAL') db.exec('COMMIT');
      snap();
    });
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal'])
      for (const snapped of ['', '.snap']) rmSync(path + snapped + end, { force: true });
  }
}

function zip(name: string, bits: 0 | 256, ends: LockSample['ends']): LockSample {
  const part = (file: string, method: 0 | 8) => lockedPart({ name: file, data: TEXT, method, password: WORD, bits });
  return {
    name,
    kind: 'zip-password',
    locked: 'handover.zip',
    write: (folder) => {
      put(folder, 'handover.zip', writeZip([part('one.txt', 8), part('two.txt', 0)]));
    },
    // The header is the first local one with what stands before the data: 12 bytes of ZipCrypto, salt and check of AES, which is flipped.
    parts: (bytes) => {
      const data = 30 + 'one.txt'.length + (bits === 0 ? 0 : 11);
      const before = bits === 0 ? 12 : 18;
      return { header: data + before, inHeader: data + before - 1, inTrailer: bytes.indexOf('PK\u0001\u0002') + 50 };
    },
    right: password(WORD),
    wrong: [[OTHER, 'wrong-key'], [password(''), 'no-key']], // prettier-ignore
    ends,
  };
}

const PICTURE_KEY = 'harbour gate 17!';
const PICTURE = Buffer.concat([
  Buffer.from('ffd8ffe000104a464946', 'hex'),
  Buffer.from(TEXT),
  Buffer.from('ffd9', 'hex'),
]);

function pictures(name: string, ends: LockSample['ends']): LockSample {
  const locked = `xwechat_files/wxid_ada_17a0/msg/attach/${'0a'.repeat(16)}/2025-03/Img/${'0b'.repeat(16)}.dat`;
  return {
    name,
    kind: 'wechat-pictures',
    locked,
    write: (folder) => {
      put(folder, locked, sealedPicture(PICTURE, 2, Buffer.from(`\u0088${PICTURE_KEY}`, 'latin1')));
    },
    // Of the header a bit of the first size is flipped.
    parts: (bytes) => ({ header: 15, inHeader: 6, inTrailer: bytes.length - 1 }),
    right: password(PICTURE_KEY),
    wrong: [[password('harbour gate 18!'), 'wrong-key'], [OTHER, 'no-key']], // prettier-ignore
    ends,
  };
}

const [company, otherCompany] = [new CompanyKey(), new CompanyKey()];

function wecom(ends: LockSample['ends']): LockSample {
  const names = (bytes: Buffer): number[] => [...bytes.toString('latin1').matchAll(/encrypt_random_key/gu)].map(({ index }) => index); // prettier-ignore
  return {
    name: 'WeCom, enciphered messages',
    kind: 'wecom-envelopes',
    locked: 'messages.jsonl',
    write: (folder) => {
      put(
        folder,
        'messages.jsonl',
        writeEnvelopes(LINES.slice(0, 40).map((words) => ({ words, version: 3, key: company }))),
      );
    },
    // The header ends before the words of the first message; in the body a byte of a key is flipped, at the end the quote of the last text.
    parts: (bytes) => ({ header: bytes.indexOf('"encrypt_chat_msg"'), inHeader: (names(bytes)[0] ?? 0) + 3, inBody: (names(bytes)[20] ?? 0) + 60, inTrailer: bytes.length - 3 }), // prettier-ignore
    whole: 'source-locked',
    right: keyFile(company.pem),
    wrong: [[keyFile(otherCompany.pem), 'wrong-key'], [OTHER, 'no-key']], // prettier-ignore
    ends,
  };
}

interface IosSample {
  readonly name: string;
  readonly legacy?: boolean;
  readonly damaged?: string;
  readonly parts: LockSample['parts'];
  readonly ends: LockSample['ends'];
}

const NOTE = 'Library/Notes/note.txt';
/** Where the backup keeps that file. */
const NOTE_ID = createHash('sha1').update(`HomeDomain-${NOTE}`).digest('hex');

function ios({ name, legacy = false, damaged, parts, ends }: IosSample): LockSample {
  return {
    name,
    kind: 'ios-backup',
    locked: legacy ? 'backup/Manifest.mbdb' : 'backup/Manifest.db',
    ...(damaged !== undefined && { damaged }),
    write: (folder) => {
      const device = join(folder, 'device');
      put(device, `private/var/mobile/${NOTE}`, TEXT);
      put(device, 'private/var/mobile/Library/other.txt', 'other words');
      writeIosBackup(device, join(folder, 'backup'), { password: WORD, rounds: 10, legacy });
      rmSync(device, { recursive: true });
    },
    parts,
    right: password(WORD),
    wrong: [[OTHER, 'wrong-key'], [hex('0'.repeat(64)), 'no-key']], // prettier-ignore
    ends,
  };
}

const KNOWN = '\nkdf_iter=4000';
const OTHER_CIPHER = [[password(`another word${KNOWN}`), 'wrong-key'], [password('harbour-lights\ncolour=red'), 'no-key']] as const; // prettier-ignore
const CUSTOM: Recipe = { pageSize: 2048, kdf: { hash: 'sha256', iterations: 77 }, mac: 'sha256' };
const RAW = createHash('sha256').update('raw key').digest();

/** WeChat makes its passphrase of a constant, where the device gives no number, and the account's number. */
const WECHAT = createHash('md5').update('1234567890ABCDEF123456').digest('hex').slice(0, 7);

function all(end: string): LockSample['ends'] {
  return { empty: end, 'cut in the header': end, 'cut behind the header': end, 'cut in the body': end, 'cut at the end': end, 'flipped in the header': end, 'flipped in the body': end, 'flipped in the trailer': end }; // prettier-ignore
}

/** A tar has end marks to spare, and no sum over content: the intake's own hash is what its bytes are held to from then on. */
const PLAIN_AB = {
  ...all('opened'),
  empty: 'damaged archive-damaged',
  'cut in the header': 'damaged archive-damaged',
  'cut behind the header': 'damaged archive-damaged',
  'cut in the body': 'opened archive-damaged',
  'flipped in the trailer': 'opened archive-damaged',
};
/** The flipped bit of the header is that of a version. */
const PACKED_AB = {
  ...PLAIN_AB,
  'cut at the end': 'opened archive-damaged',
  'flipped in the body': 'damaged archive-damaged',
};
/** What is left of the header does not say that it was encrypted: the intake looks itself. */
const SEALED_AB = {
  ...PACKED_AB,
  'cut behind the header': 'damaged',
  'flipped in the header': 'wrong-key',
  'flipped in the body': 'opened archive-damaged',
};
/** The tag covers the content, the sum behind it all: one of the two holds where the other was hit. Crypt12 has its IV hit. */
const TWELVE = { ...all('damaged'), 'flipped in the trailer': 'opened archive-damaged' };
const LATER = { ...TWELVE, 'flipped in the header': 'opened archive-damaged' };
/** A part has the tag alone, which covers no version of the app. */
const PART = { ...all('damaged'), 'flipped in the header': 'opened' };
/** A salt that was hit gives another key, and nothing tells so. Pages say of each whether it holds; without HMAC nothing does. */
const PAGES = {
  ...all('opened database-damaged'),
  empty: 'no lock',
  'cut in the header': 'no lock',
  'cut behind the header': 'no lock',
  'flipped in the header': 'wrong-key',
};
const PAGES_WITHOUT = {
  ...PAGES,
  'flipped in the header': 'unknown-settings',
  'flipped in the body': 'opened',
  'flipped in the trailer': 'opened',
};
/** The name of an app's store says what is missing where no lock is left; a key that is the key itself needs no salt. */
const NAMED = {
  empty: 'no lock database-damaged',
  'cut in the header': 'no lock database-damaged',
  'cut behind the header': 'no lock database-damaged',
};
/** Where a log ends is told when it is read: apps leave torn ones every day, and a byte of its own header that was hit ends it there. */
const WAL = {
  ...all('opened'),
  'cut in the header': 'opened log-damaged',
  'flipped in the body': 'opened log-damaged',
  'flipped in the trailer': 'opened log-damaged',
};
const JOURNAL = {
  ...WAL,
  'cut behind the header': 'opened log-damaged',
  'flipped in the header': 'opened log-damaged',
};
/** Without a directory entries are found by their local headers. */
const ZIP = {
  ...all('opened archive-damaged'),
  empty: 'no lock archive-damaged',
  'cut in the header': 'no lock archive-damaged',
  'cut behind the header': 'damaged archive-damaged',
  'flipped in the header': 'opened archive-encrypted',
};
/** Files of a backup carry no sum of their own; a byte of them that was hit before the intake is not told. */
const MANIFEST = {
  ...all('damaged'),
  'cut in the body': 'opened archive-damaged',
  'cut at the end': 'opened archive-damaged',
  'flipped in the body': 'opened',
  'flipped in the trailer': 'opened',
};
const KEYBAG = { ...all('damaged'), 'flipped in the header': 'wrong-key', 'flipped in the body': 'opened' };
const PAYLOAD = {
  ...all('opened archive-damaged'),
  'flipped in the header': 'opened',
  'flipped in the body': 'opened',
  'flipped in the trailer': 'opened',
};
const MBDB = {
  ...MANIFEST,
  'cut behind the header': 'opened archive-damaged',
  'cut in the body': 'opened database-damaged archive-damaged',
  'cut at the end': 'opened database-damaged archive-damaged',
};

/** Every wrapping that is opened, in each of its forms. */
export const lockSamples: readonly LockSample[] = [
  androidBackup('.ab, plain', false, null, PLAIN_AB),
  androidBackup('.ab, compressed', true, null, PACKED_AB),
  androidBackup('.ab, AES-256', true, WORD, SEALED_AB),
  whatsapp('crypt12', 'crypt12', false, TWELVE),
  whatsapp('crypt14', 'crypt14', false, LATER),
  whatsapp('crypt15', 'crypt15', false, LATER),
  whatsapp('crypt15, part of a backup', 'crypt15', true, PART),
  sqlcipher({ name: 'SQLCipher 1', recipe: RECIPE_1, right: password(PASSPHRASE), wrong: OTHER_CIPHER, ends: PAGES_WITHOUT }),
  sqlcipher({ name: 'SQLCipher 2 and 3', recipe: RECIPE_2, right: password(PASSPHRASE + KNOWN), wrong: OTHER_CIPHER, ends: PAGES }),
  sqlcipher({ name: 'SQLCipher 4', recipe: RECIPE_4, right: password(PASSPHRASE + KNOWN), wrong: [...OTHER_CIPHER, [password('another word'), 'unknown-settings']], ends: PAGES }),
  sqlcipher({ name: 'SQLCipher, other settings', recipe: CUSTOM, right: password(`${PASSPHRASE}\nkdf_iter=77`), wrong: [[password(`another word\nkdf_iter=77`), 'wrong-key']], ends: PAGES }),
  sqlcipher({ name: 'SQLCipher, write-ahead log', recipe: RECIPE_4, log: 'WAL', damaged: 'notes.db-wal', right: password(PASSPHRASE + KNOWN), wrong: OTHER_CIPHER, ends: WAL }),
  sqlcipher({ name: 'SQLCipher, rollback journal', recipe: RECIPE_2, log: 'journal', damaged: 'notes.db-journal', right: password(PASSPHRASE + KNOWN), wrong: OTHER_CIPHER, ends: JOURNAL }),
  sqlcipher({ name: 'Signal Desktop', locked: 'Signal/sql/db.sqlite', recipe: { ...RECIPE_4, rawKey: RAW }, right: hex(RAW.toString('hex')), wrong: [[hex('0'.repeat(64)), 'wrong-key'], [hex('012'), 'no-key']], ends: { ...PAGES, ...NAMED, 'flipped in the header': 'damaged' } }),
  sqlcipher({ name: 'Telegram for macOS', locked: POSTBOX, recipe: { ...RECIPE_4, rawKey: RAW, plainHeader: 32 }, beside: { 'stable/.tempkeyEncrypted': sealTelegramKey(Buffer.concat([RAW, SALT]), WORD) }, right: password(WORD), wrong: [[OTHER, 'wrong-key'], [hex('012'), 'no-key']], ends: { ...PAGES, ...NAMED, 'flipped in the header': 'opened database-damaged' } }),
  sqlcipher({ name: 'WeChat', locked: 'MicroMsg/0123456789abcdef0123456789abcdef/EnMicroMsg.db', recipe: RECIPE_1, passphrase: WECHAT, right: password(WECHAT), wrong: [[password(`1234567${KNOWN}`), 'wrong-key']], ends: { ...PAGES_WITHOUT, ...NAMED, 'flipped in the header': 'wrong-key database-damaged' } }),
  snapshot('Signal, folder of backups', null, all('damaged')),
  snapshot('Signal, metadata of a folder of backups', 'metadata', { ...all('damaged'), 'flipped in the header': 'opened', 'flipped in the body': 'wrong-key', 'flipped in the trailer': 'wrong-key' }),
  wecom({ ...all('opened source-locked'), empty: 'no lock', 'cut in the header': 'damaged source-locked', 'cut behind the header': 'damaged source-locked', 'cut in the body': 'opened source-locked archive-damaged', 'flipped in the header': 'opened source-locked archive-damaged', 'flipped in the body': 'opened source-locked archive-damaged', 'flipped in the trailer': 'opened source-locked archive-damaged' }),
  zip('zip, AES', 256, { ...ZIP, 'cut in the header': 'no lock archive-damaged archive-encrypted' }),
  zip('zip, ZipCrypto', 0, ZIP),
  pictures('WeChat, picture on a computer', { ...all('opened archive-damaged'), empty: 'no lock', 'cut in the header': 'damaged', 'cut behind the header': 'damaged', 'flipped in the body': 'opened' }),
  ios({ name: 'iOS backup, Manifest.db', parts: (bytes) => ({ header: 112, inHeader: 3, inTrailer: bytes.length - 1 }), ends: MANIFEST }),
  ios({ name: 'iOS backup, Manifest.plist', damaged: 'backup/Manifest.plist', parts: (bytes) => ({ header: 8, inHeader: bytes.indexOf('SALT') + 10, inTrailer: bytes.length - 1 }), ends: KEYBAG }),
  ios({ name: 'iOS backup, a payload', damaged: `backup/${NOTE_ID.slice(0, 2)}/${NOTE_ID}`, parts: (bytes) => ({ header: 16, inHeader: 3, inTrailer: bytes.length - 1 }), ends: PAYLOAD }),
  ios({ name: 'iOS backup, Manifest.mbdb', legacy: true, parts: (bytes) => ({ header: 6, inHeader: 3, inTrailer: bytes.length - 1 }), ends: MBDB }),
]; // prettier-ignore
