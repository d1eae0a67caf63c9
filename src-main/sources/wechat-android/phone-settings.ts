import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { readJavaMap } from '../../evidence/decode/java-map.ts';
import { readPreferences } from '../../evidence/decode/xml-preferences.ts';
import { readSmall } from '../../evidence/locks/read-small.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import type { Event, Extracted, Locator, Stored } from '../../model/index.ts';
import { BARE_EVENT } from '../bare-event.ts';
import type { Accounts } from '../wechat/accounts.ts';
import { lyingPath, placeOf } from './place.ts';

/** What a settings file of the phone says of the device or of who has logged in last. */
export interface PhoneSettings {
  readonly name: string;
  readonly at: readonly [Locator, ...Locator[]];
  readonly account: string | null;
  readonly stored: Readonly<Record<string, Stored>>;
}

/** Settings of an app are no larger. */
const LARGEST = 4 * 1024 * 1024;

/** Numbers of entries: DEVICE_ID, DEVICE_TYPE, DEVICE_IMEI, DEFAULT_UIN of ConstantsStorage in bitren/wxwork@33a5ee0. */
const MAPS: Readonly<Record<string, ReadonlyMap<number, string>>> = {
  'CompatibleInfo.cfg': new Map([
    [256, 'device-id'],
    [257, 'device-type'],
    [258, 'device-number'],
  ]),
  'systemInfo.cfg': new Map([[1, 'uin']]),
};

/** WXjzcccc/ForensicsTool@9bfffc5 and the dossier of formats: `last_login_…`, `login_…` of the app's preferences. */
const PREFERENCES = 'com.tencent.mm_preferences.xml';
const LAST_LOGIN = /^(?:last_login_|login_)/u;
const ACCOUNT = 'login_weixin_username';

/** Settings beside the folders of accounts. They are those of the phone: with several accounts they speak of the last one alone. */
export async function readPhoneSettings(tree: EvidenceTree, path: string): Promise<readonly PhoneSettings[]> {
  const accountFolder = posix.dirname(lyingPath(path));
  if (placeOf(path).account === '') return [];
  const folder = posix.dirname(accountFolder);
  const found: PhoneSettings[] = [];
  for (const [name, entries] of Object.entries(MAPS)) {
    const file = await small(tree, posix.join(folder, name));
    const read = file === null ? null : mapIn(file, name, entries, await readSmall(tree, file), posix.basename(accountFolder)); // prettier-ignore
    if (read !== null) found.push(read);
  }
  const file = await small(tree, posix.join(folder, '../shared_prefs', PREFERENCES));
  const read = file === null ? null : preferencesIn(file, await readSmall(tree, file));
  if (read !== null) found.push(read);
  return found;
}

/** Each file an event of its own: no time stands in it. */
export function* phoneSettingsEvents(all: readonly PhoneSettings[], accounts: Accounts): Generator<Extracted> {
  for (const { name, at, account, stored } of all) {
    const out: Extracted[] = [];
    const event: Event = {
      kind: 'event',
      key: `settings:${name}`,
      from: { at, state: 'live' },
      type: 'setting',
      ...BARE_EVENT,
      accounts: account === null ? [] : [accounts.refer(account, at[0], out)],
      body: null,
      stored: { file: name, ...stored },
    };
    yield* out;
    yield event;
  }
}

async function small(tree: EvidenceTree, path: string): Promise<EvidenceFile | null> {
  const file = path.startsWith('..') ? null : await tree.get(path);
  return file === null || file.sizeBytes === 0 || file.sizeBytes > LARGEST ? null : file;
}

function mapIn(
  file: EvidenceFile,
  name: string,
  entries: ReadonlyMap<number, string>,
  bytes: Buffer,
  folder: string,
): PhoneSettings | null {
  // prettier-ignore
  const stored: Record<string, Stored> = {};
  const at: Locator[] = [];
  const { values } = readJavaMap(bytes);
  for (const [number, word] of entries) {
    const found = values.get(number);
    if (found === undefined) continue;
    stored[`${word} (${number})`] = found.value;
    at.push({ kind: 'bytes', file: file.sha256, offset: found.offset, length: found.length });
    if (word === 'uin') stored['folder-named-after-it'] = isOf(found.value, folder) ? 'yes' : 'no'; // prettier-ignore
  }
  const [first, ...more] = at;
  return first === undefined ? null : { name, at: [first, ...more], account: null, stored };
}

/** The folder is called after the MD5 of "mm" and the account's number. */
function isOf(uin: number | bigint | string, folder: string): boolean {
  return (
    createHash('md5')
      .update(`mm${String(uin)}`)
      .digest('hex') === folder
  );
}

function preferencesIn(file: EvidenceFile, bytes: Buffer): PhoneSettings | null {
  const stored: Record<string, Stored> = {};
  const at: Locator[] = [];
  const { values } = readPreferences(bytes);
  for (const [name, value] of values) {
    if (!LAST_LOGIN.test(name) || value === null || value === '' || typeof value === 'object') continue;
    stored[name] = typeof value === 'boolean' ? String(value) : value;
    at.push({ kind: 'node', file: file.sha256, path: `/map/*[@name="${name}"]` });
  }
  const [first, ...more] = at;
  const account = stored[ACCOUNT];
  return first === undefined ? null : { name: PREFERENCES, at: [first, ...more], account: typeof account === 'string' ? account : null, stored }; // prettier-ignore
}
