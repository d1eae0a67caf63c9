import { posix } from 'node:path';
import { readJavaMap } from '../decode/java-map.ts';
import { mmkvInteger, mmkvText, readMmkv } from '../decode/mmkv.ts';
import { readPreferences } from '../decode/xml-preferences.ts';
import type { EvidenceFile, EvidenceTree } from '../tree.ts';
import type { KeyInput } from './opener.ts';
import { rc4 } from './rc4.ts';
import { readSmall } from './read-small.ts';

/** An identifier of WeChat as a file of the exhibit holds it. `value`: of `uin` a whole number of 32 bits with its sign. */
export interface Identifier {
  readonly is: 'uin' | 'device-id' | 'owner-id';
  readonly value: string;
  readonly how: KeyInput['how'];
  readonly at: string;
  readonly bytes: KeyInput['bytes'];
  /** Null: a constant of the app. */
  readonly file: EvidenceFile | null;
}

type Found = Omit<Identifier, 'file' | 'value'> & { readonly value: unknown };

interface Named {
  readonly is: Identifier['is'];
  readonly name: string;
  readonly how?: 'hex-preference';
}

/**
 * Settings files of the app, and the values in them that are identifiers. ppwwyyxx/wechat-dump@be3009f (`default_uin`,
 * `CompatibleInfo.cfg` 258, `systemInfo.cfg` 1), greycodee/wechat-backup (`uin_set`), WXjzcccc/ForensicsTool@9bfffc5
 * (`_auth_uin`, `login_weixin_username`, `IMEI_DENGTA`); `imei` of WLOGIN_DEVICE_INFO: the login library writes it as digits.
 */
const PREFERENCES: Readonly<Record<string, readonly Named[]>> = {
  'auth_info_key_prefs.xml': [{ is: 'uin', name: '_auth_uin' }],
  'system_config_prefs.xml': [{ is: 'uin', name: 'default_uin' }],
  'com.tencent.mm_preferences.xml': [
    { is: 'uin', name: 'last_login_uin' },
    { is: 'owner-id', name: 'login_weixin_username' },
  ],
  'app_brand_global_sp.xml': [{ is: 'uin', name: 'uin_set' }],
  'DENGTA_META.xml': [{ is: 'device-id', name: 'IMEI_DENGTA' }],
  'WLOGIN_DEVICE_INFO.xml': [{ is: 'device-id', name: 'imei', how: 'hex-preference' }],
};

/** The same settings in MMKV stores, whose files bear the name without an ending, as newer versions of the app keep them. */
const STORES: Readonly<Record<string, readonly Named[]>> = {
  auth_info_key_prefs: [{ is: 'uin', name: '_auth_uin' }],
  system_config_prefs: [{ is: 'uin', name: 'default_uin' }],
  'com.tencent.mm_preferences': [{ is: 'owner-id', name: 'login_weixin_username' }],
};

const MAPS: Readonly<Record<string, { readonly is: Identifier['is']; readonly key: number }>> = {
  'systemInfo.cfg': { is: 'uin', key: 1 },
  'CompatibleInfo.cfg': { is: 'device-id', key: 258 },
};

/** Published with the file by a forensic script; another user of it reports that it did not fit. */
const KEY_INFO = { name: 'KeyInfo.bin', key: '_wEcHAT_' } as const;

/** What versions of the app take for a device that does not give its number. Observed in public stores; ppwwyyxx/wechat-dump@be3009f. */
export const NO_DEVICE = '1234567890ABCDEF';

/** Settings of an app are no larger. */
const LARGEST_SETTINGS = 2 ** 22;
const APP_FOLDER = /(?:^|\/)com\.tencent\.mm\//u;

const known = new WeakMap<EvidenceTree, Promise<readonly Identifier[]>>();

/** The identifiers of WeChat that the settings in an exhibit hold, in the order of their paths, with the constant that stands for no device. */
export function wechatIdentifiers(tree: EvidenceTree): Promise<readonly Identifier[]> {
  let found = known.get(tree);
  if (found === undefined) {
    found = readAll(tree);
    known.set(tree, found);
  }
  return found;
}

async function readAll(tree: EvidenceTree): Promise<readonly Identifier[]> {
  const all: Identifier[] = [];
  for await (const file of tree.glob('**/*')) {
    if (file.sizeBytes === 0 || file.sizeBytes > LARGEST_SETTINGS) continue;
    const name = posix.basename(file.path);
    const read = readerOf(name, file.path);
    if (read === null) continue;
    for (const one of read(await readSmall(tree, file))) {
      const value = valueOf(one);
      if (value !== null) all.push({ ...one, value, file });
    }
  }
  all.push({ is: 'device-id', value: NO_DEVICE, how: 'constant', at: NO_DEVICE, bytes: null, file: null });
  return all;
}

function readerOf(name: string, path: string): ((bytes: Buffer) => readonly Found[]) | null {
  const preferences = Object.hasOwn(PREFERENCES, name) ? PREFERENCES[name] : undefined;
  if (preferences !== undefined) return (bytes) => inPreferences(bytes, preferences);
  const map = Object.hasOwn(MAPS, name) ? MAPS[name] : undefined;
  if (map !== undefined) return (bytes) => inMap(bytes, map);
  const store = Object.hasOwn(STORES, name) && path.includes('mmkv/') ? STORES[name] : undefined;
  if (store !== undefined) return (bytes) => inStore(bytes, store);
  return name === KEY_INFO.name && APP_FOLDER.test(path) ? inKeyInfo : null;
}

function inPreferences(bytes: Buffer, named: readonly Named[]): readonly Found[] {
  const { values } = readPreferences(bytes);
  return named.flatMap(({ is, name, how }): readonly Found[] => {
    const stored = values.get(name);
    if (Array.isArray(stored)) return stored.map((value: unknown, index) => ({ is, value, how: 'preference', at: `${name}[${index}]`, bytes: null })); // prettier-ignore
    return [
      { is, value: stored, how: how === undefined || !isHex(stored) ? 'preference' : how, at: name, bytes: null },
    ];
  });
}

function inStore(bytes: Buffer, named: readonly Named[]): readonly Found[] {
  const values = readMmkv(bytes);
  return named.flatMap(({ is, name }): readonly Found[] => {
    const stored = values.get(name);
    if (stored === undefined) return [];
    const value = is === 'uin' ? mmkvInteger(stored.bytes) : mmkvText(stored.bytes);
    const place = { offset: stored.offset, length: stored.bytes.length };
    return [{ is, value, how: 'mmkv', at: name, bytes: place }];
  });
}

function inMap(bytes: Buffer, { is, key }: { readonly is: Identifier['is']; readonly key: number }): readonly Found[] {
  const found = readJavaMap(bytes).values.get(key);
  if (found === undefined) return [];
  const { value, offset, length } = found;
  return [{ is, value, how: 'java-map', at: String(key), bytes: { offset, length } }];
}

function inKeyInfo(bytes: Buffer): readonly Found[] {
  return [{ is: 'device-id', value: rc4(Buffer.from(KEY_INFO.key), bytes).toString('latin1'), how: 'rc4', at: KEY_INFO.key, bytes: null }]; // prettier-ignore
}

function isHex(value: unknown): boolean {
  return typeof value === 'string' && /^(?:[0-9a-f]{2})+$/iu.test(value);
}

/** Device ids and names of accounts are short and of plain characters. */
const PLAIN = /^[\x21-\x7e]{1,64}$/u;

function valueOf({ is, how, value }: Found): string | null {
  if (is === 'uin') return uinOf(value);
  if (typeof value !== 'string') return null;
  const text = how === 'hex-preference' ? Buffer.from(value, 'hex').toString('latin1') : value;
  return PLAIN.test(text) ? text : null;
}

/** An account's number, which has 32 bits; some settings hold it without its sign. Zero and less than that of no account stand for none. */
function uinOf(value: unknown): string | null {
  const digits =
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string' ? String(value) : '';
  if (!/^-?\d{1,10}$/u.test(digits)) return null;
  const number = Number(digits);
  if (number < -(2 ** 31) || number >= 2 ** 32 || number === 0) return null;
  return String(number | 0);
}
