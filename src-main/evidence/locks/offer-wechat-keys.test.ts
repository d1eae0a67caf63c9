import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeOf } from '../open-tree.ts';
import { emptyDatabase, RECIPE_1, Sealer } from '../fixture-sqlcipher.ts';
import { gather, openLock } from './fixture-opening.ts';
import { offerSqlcipherKeys } from './offer-sqlcipher-keys.ts';
import { sqlcipher } from './open-sqlcipher.ts';
import type { OfferedKey } from './opener.ts';
import { rc4 } from './rc4.ts';

const corpus = '../shared/corpus/wechat/synthetic';
const APP = 'data/data/com.tencent.mm';
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const xml = (body: string): string => `<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>${body}</map>`;
const uin = (name: string, value: number): string => xml(`<int name="${name}" value="${value}" />`);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'affiant-wechat-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A store under a passphrase, as the app writes it. */
function store(passphrase: string): Buffer {
  return new Sealer(RECIPE_1, passphrase).database(emptyDatabase(RECIPE_1));
}

function put(path: string, bytes: string | Buffer): void {
  mkdirSync(dirname(join(folder, 'exhibit', path)), { recursive: true });
  writeFileSync(join(folder, 'exhibit', path), bytes);
}

/** The offers for each lock, and what opening with the first one gives. */
async function offered(): Promise<readonly { path: string; offers: readonly OfferedKey[]; ended: string | null }[]> {
  const tree = await treeOf(join(folder, 'exhibit'), join(folder, 'work'));
  try {
    const told = [];
    for (const lock of await gather(sqlcipher.find(tree))) {
      const offers = await gather(offerSqlcipherKeys(tree, lock));
      const key = offers[0]?.fits === true ? offers[0].derived?.key : undefined;
      const opened = key === undefined ? null : await openLock(sqlcipher, tree, lock, key, join(folder, 'work'));
      told.push({ path: lock.file.path, offers, ended: opened?.end.ended ?? null });
    }
    return told;
  } finally {
    tree.close();
  }
}

const shown = ({ fits, derived }: OfferedKey): unknown => [fits, ...(derived?.inputs ?? []).map(({ is, at, path }) => [is, at, path])]; // prettier-ignore

describe('passphrases of WeChat that follow from its settings', () => {
  it('are made of each found value with each other, and tried; the one that opens comes first', async () => {
    const [own, other] = ['-17', '4242'];
    put(`${APP}/MicroMsg/${md5(`mm${own}`)}/EnMicroMsg.db`, store(md5(`865166024671219${own}`).slice(0, 7)));
    put(`${APP}/MicroMsg/${md5(`mm${other}`)}/EnMicroMsg.db`, store(md5(`1234567890ABCDEF${other}`).slice(0, 7)));
    put(`${APP}/shared_prefs/auth_info_key_prefs.xml`, uin('_auth_uin', -17));
    put(`${APP}/shared_prefs/system_config_prefs.xml`, uin('default_uin', -17));
    put(`${APP}/shared_prefs/app_brand_global_sp.xml`, xml('<set name="uin_set"><string>4242</string></set>'));
    put(`${APP}/shared_prefs/DENGTA_META.xml`, xml('<string name="IMEI_DENGTA">865166024671219</string>'));
    const told = await offered();
    const prefs = `${APP}/shared_prefs`;
    const constant = ['device-id', '1234567890ABCDEF', null];
    const device = ['device-id', 'IMEI_DENGTA', `${prefs}/DENGTA_META.xml`];
    const of = new Map(told.map(({ path, offers }) => [path.split('/').at(-2), offers.map(shown)]));
    expect(of.get(md5('mm-17'))).toEqual([
      [true, device, ['uin', '_auth_uin', `${prefs}/auth_info_key_prefs.xml`]],
      [false, constant, ['uin', '_auth_uin', `${prefs}/auth_info_key_prefs.xml`]],
    ]);
    expect(of.get(md5('mm4242'))).toEqual([
      [true, constant, ['uin', 'uin_set[0]', `${prefs}/app_brand_global_sp.xml`]],
      [false, device, ['uin', 'uin_set[0]', `${prefs}/app_brand_global_sp.xml`]],
    ]);
    expect(told.map(({ ended }) => ended)).toEqual(['opened', 'opened']);
  });

  it('are none where no file says an account, and do not fit where the phone is another one', async () => {
    put(`${APP}/MicroMsg/${md5('mm7')}/EnMicroMsg.db`, store('0a1b2c3'));
    expect((await offered()).map(({ offers }) => offers)).toEqual([[]]);
    put(`${APP}/shared_prefs/auth_info_key_prefs.xml`, uin('_auth_uin', 9));
    expect((await offered()).map(({ offers, ended }) => [offers.map(({ fits }) => fits), ended])).toEqual([[[false], null]]); // prettier-ignore
  });

  it('say how many combinations there are where not all are tried', async () => {
    put(`${APP}/MicroMsg/${md5('no account of these')}/EnMicroMsg.db`, store('0a1b2c3'));
    const numbers = Array.from({ length: 150 }, (_, index) => `<string>${index + 1}</string>`).join('');
    put(`${APP}/shared_prefs/app_brand_global_sp.xml`, xml(`<set name="uin_set">${numbers}</set>`));
    put(`${APP}/shared_prefs/DENGTA_META.xml`, xml('<string name="IMEI_DENGTA">865166024671219</string>'));
    const [told] = await offered();
    expect(told?.offers.length).toBe(200);
    for (const { fits, derived } of told?.offers ?? [])
      expect([fits, derived?.among]).toEqual([false, { combinations: 300, tried: 200 }]);
  });

  it('are not made of settings that are damaged, or of values that are no identifiers', async () => {
    put(`${APP}/MicroMsg/${md5('mm7')}/EnMicroMsg.db`, store('0a1b2c3'));
    put(`${APP}/shared_prefs/auth_info_key_prefs.xml`, '<map><int name="_auth_uin" value="7');
    put(`${APP}/shared_prefs/system_config_prefs.xml`, uin('default_uin', 0));
    put(`${APP}/shared_prefs/com.tencent.mm_preferences.xml`, xml('<string name="last_login_uin">7 7</string>'));
    put(`${APP}/MicroMsg/systemInfo.cfg`, Buffer.from('aced0005', 'hex'));
    put(`${APP}/MicroMsg/CompatibleInfo.cfg`, Buffer.alloc(300, 0x41));
    expect((await offered()).map(({ offers }) => offers)).toEqual([[]]);
  });

  it.skipIf(!existsSync(corpus))('open the public store, and the search index beside it', async () => {
    const account = `${APP}/MicroMsg/${md5('mm-1234567890')}`;
    for (const [from, to] of [
      ['EnMicroMsg_neg_uin.db', 'EnMicroMsg.db'],
      ['FTS5IndexMicroMsg_encrypt.db', 'FTS5IndexMicroMsg_encrypt.db'],
    ] as const) {
      // prettier-ignore
      put(`${account}/${to}`, '');
      cpSync(join(corpus, from), join(folder, 'exhibit', account, to));
    }
    // Without a sign, as some settings hold it.
    put(`${APP}/shared_prefs/com.tencent.mm_preferences.xml`, xml('<string name="last_login_uin">3060399406</string><string name="login_weixin_username">wxid_synthowner</string>')); // prettier-ignore
    const told = await offered();
    expect(told.map(({ offers, ended }) => [offers[0]?.fits, offers[0]?.derived?.key.bytes.toString(), ended])).toEqual(
      [
        [true, 'c1348a2', 'opened'],
        [true, 'bd0ac52', 'opened'],
      ],
    );
  });
});

it('RC4 gives what its published vectors say', () => {
  const cases = [['Key', 'Plaintext', 'bbf316e8d940af0ad3'], ['Wiki', 'pedia', '1021bf0420'], ['_wEcHAT_', '1234567890ABCDEF', '2218112d2b55f5fb7b39c3cd44a2c966']] as const; // prettier-ignore
  for (const [key, plain, sealed] of cases) expect(rc4(Buffer.from(key), Buffer.from(plain)).toString('hex')).toBe(sealed); // prettier-ignore
});
