import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WhatsappKeys } from '../../../fixtures/crypt-writer.ts';
import { treeOf } from '../open-tree.ts';
import { gather, openLock } from './fixture-opening.ts';
import { offerSqlcipherKeys } from './offer-sqlcipher-keys.ts';
import { offerWhatsappKeys } from './offer-whatsapp-keys.ts';
import { sqlcipher } from './open-sqlcipher.ts';
import { whatsappBackup } from './open-whatsapp-backup.ts';
import type { FoundLock } from './opener.ts';
import { readStoredKey } from './stored-key.ts';
import { readWhatsappHeader } from './whatsapp-header.ts';
import { readWhatsappKey } from './whatsapp-key.ts';

const corpus = '../shared/corpus';
const keys = new WhatsappKeys('this phone');
const others = new WhatsappKeys('another phone');
const DATABASE = Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176)]);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-keys-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function put(files: Readonly<Record<string, string | Buffer>>): string {
  const root = join(folder, 'exhibit');
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

/** What is offered for each backup of a folder, by the backup's path. */
async function offersIn(root: string): Promise<Readonly<Record<string, readonly (readonly unknown[])[]>>> {
  const tree = await treeOf(root, join(folder, 'work'));
  try {
    const offered: Record<string, readonly (readonly unknown[])[]> = {};
    for (const lock of await gather(whatsappBackup.find(tree))) {
      const offers = await gather(offerWhatsappKeys(tree, lock));
      offered[lock.file.path] = offers.map(({ file, what, fits }) => [file.path, what, fits]);
    }
    return offered;
  } finally {
    tree.close();
  }
}

describe('keys of WhatsApp that lie in the exhibit', () => {
  it('are offered by their content, those that fit first, whatever wraps the content', async () => {
    const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(500)]);
    const offered = await offersIn(
      put({
        'a/msgstore.db.crypt12': keys.encrypt(DATABASE, 'crypt12'),
        'a/msgstore.db.crypt14': keys.encrypt(DATABASE, 'crypt14'),
        'a/msgstore.db.crypt15': keys.encrypt(DATABASE, 'crypt15'),
        'a/stickers.db.crypt15': keys.encrypt(zip, 'crypt15', { isPart: true, isPacked: false }),
        'a/settings.json.crypt15': keys.encrypt(Buffer.from('{"a":1,"padding":"0123456789"}'), 'crypt15'),
        'files/a.key': others.rootFile,
        'files/encrypted_backup.key': keys.rootFile,
        'files/key': keys.deviceFile,
        'old/files/key': others.deviceFile,
        'notes/key.txt': keys.rootDigits,
        'public.key': '-----BEGIN PUBLIC KEY-----',
        'KEY/empty.key': '',
      }),
    );
    const device = [
      ['files/key', 'whatsapp-device-key', true],
      ['old/files/key', 'whatsapp-device-key', false],
    ];
    const root = [
      ['files/encrypted_backup.key', 'whatsapp-root-key', true],
      ['notes/key.txt', 'whatsapp-root-key', true],
      ['files/a.key', 'whatsapp-root-key', false],
    ];
    expect(offered).toEqual({
      'a/msgstore.db.crypt12': device,
      'a/msgstore.db.crypt14': device,
      'a/msgstore.db.crypt15': root,
      'a/stickers.db.crypt15': root,
      'a/settings.json.crypt15': root,
    });
  });

  it('are offered unchecked for a backup whose header cannot be read', async () => {
    const root = put({ 'x.crypt15': Buffer.alloc(300), key: keys.deviceFile, 'x.key': keys.rootFile });
    expect(await offersIn(root)).toEqual({ 'x.crypt15': [['x.key', 'whatsapp-root-key', null]] });
  });

  it.skipIf(!existsSync(join(corpus, 'whatsapp/crypt')))('fit the public samples', async () => {
    const offered = await offersIn(join(corpus, 'whatsapp/crypt'));
    expect(offered).toEqual({
      'msgstore.db.crypt12': [['key', 'whatsapp-device-key', true]],
      'msgstore.db.crypt14': [['key', 'whatsapp-device-key', true]],
      'msgstore.db.crypt15': [['encrypted_backup.key', 'whatsapp-root-key', true]],
    });
  });

  it('are read from any bytes without an error, as are headers', () => {
    const whole = [keys.deviceFile, keys.rootFile, Buffer.from(keys.rootDigits)];
    const backups = (['crypt12', 'crypt14', 'crypt15'] as const).map((form) => keys.encrypt(DATABASE, form).subarray(0, 260)); // prettier-ignore
    const mutated = fc.record({ which: fc.nat(2), at: fc.nat(259), byte: fc.nat(255), cut: fc.nat(300) });
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom(whole, backups), mutated, (set, { which, at, byte, cut }) => {
        const bytes = Buffer.from(set[which] ?? []);
        if (at < bytes.length) bytes.writeUInt8(byte, at);
        const changed = bytes.subarray(0, cut);
        const found = set === whole ? readWhatsappKey(changed) : readWhatsappHeader(changed, changed.subarray(-4));
        if (found !== null) read += 1;
      }),
      { numRuns: 10_000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});

describe('keys of Signal that lie in the exhibit', () => {
  const DIGITS = 'ab'.repeat(32);

  async function offersFor(path: string, files: Readonly<Record<string, string>>) {
    const tree = await treeOf(put({ [path]: Buffer.alloc(1024, 7), ...files }), join(folder, 'work'));
    try {
      const file = await tree.get(path);
      if (file === null) throw new Error('no file');
      const lock: FoundLock = { kind: 'sqlcipher', file, facts: {}, wants: ['hex'] };
      const offers = await gather(offerSqlcipherKeys(tree, lock));
      return offers.map((offer) => [offer.file.path, offer.what, offer.fits]);
    } finally {
      tree.close();
    }
  }

  it('are offered from the settings of its desktop app, and said to be sealed where they are', async () => {
    const path = 'AppData/Signal/sql/db.sqlite';
    const config = 'AppData/Signal/config.json';
    expect(await offersFor(path, { [config]: JSON.stringify({ key: DIGITS }) })).toEqual([[config, 'signal-desktop-config', null]]); // prettier-ignore
    expect(await offersFor(path, { [config]: JSON.stringify({ encryptedKey: '763130' }) })).toEqual([[config, 'signal-desktop-sealed-key', false]]); // prettier-ignore
    expect(await offersFor(path, { [config]: '{"key":' })).toEqual([]);
    expect(await offersFor(path, { [config]: JSON.stringify({ key: 'short' }) })).toEqual([]);
    expect(await offersFor('elsewhere/db.sqlite', {})).toEqual([]);
  });

  it('are offered from the settings of its Android app', async () => {
    const app = 'data/data/org.thoughtcrime.securesms';
    const preferences = `${app}/shared_prefs/org.thoughtcrime.securesms_preferences.xml`;
    const map = (name: string, value: string) => `<map><string name="${name}">${value}</string></map>`;
    const offers = (text: string) => offersFor(`${app}/databases/signal.db`, { [preferences]: text });
    expect(await offers(map('pref_database_unencrypted_secret', DIGITS))).toEqual([[preferences, 'signal-preferences', null]]); // prettier-ignore
    expect(await offers(map('pref_database_encrypted_secret', '{}'))).toEqual([[preferences, 'signal-sealed-key', false]]); // prettier-ignore
    expect(await offers('<map/>')).toEqual([]);
  });

  it('are read from any bytes without an error', () => {
    const texts = [
      `{"key":"${DIGITS}"}`,
      `<map><string name="pref_database_unencrypted_secret">${DIGITS}</string></map>`,
    ];
    let read = 0;
    fc.assert(
      fc.property(fc.nat(1), fc.nat(130), fc.nat(255), fc.nat(200), (which, at, byte, cut) => {
        const bytes = Buffer.from(texts[which] ?? '');
        if (at < bytes.length) bytes.writeUInt8(byte, at);
        if (readStoredKey(bytes.subarray(0, cut)) !== null) read += 1;
      }),
      { numRuns: 5000 },
    );
    expect(read).toBeGreaterThan(100);
  });
});

it.skipIf(!existsSync(join(corpus, 'signal/synthetic-desktop')))(
  'the public database of Signal Desktop opens with the settings beside it',
  async () => {
    const work = join(folder, 'work');
    const tree = await treeOf(join(corpus, 'signal/synthetic-desktop'), work);
    try {
      const [lock] = await gather(sqlcipher.find(tree));
      if (lock === undefined) throw new Error('no lock was found');
      const [offer] = await gather(offerSqlcipherKeys(tree, lock));
      expect([lock.file.path, offer?.file.path, offer?.what]).toEqual([
        'sql/db.sqlite',
        'config.json',
        'signal-desktop-config',
      ]);
      const bytes = readFileSync(join(corpus, 'signal/synthetic-desktop/config.json'));
      const { end, files } = await openLock(sqlcipher, tree, lock, { form: 'key-file', bytes }, work);
      expect(end.ended).toBe('opened');
      expect(files.map(({ path }) => path)).toContain('db.sqlite');
    } finally {
      tree.close();
    }
  },
);
