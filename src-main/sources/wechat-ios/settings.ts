import { readKeyedArchive } from '../../evidence/decode/keyed-archive.ts';
import { mmkvText, readMmkv } from '../../evidence/decode/mmkv.ts';
import { PlistDamaged } from '../../evidence/decode/plist.ts';
import { readSmall } from '../../evidence/locks/read-small.ts';
import type { EvidenceFile, EvidenceTree } from '../../evidence/tree.ts';
import { readTimestamp } from '../../model/index.ts';
import type { AccountName, Event, Extracted, Issue, Locator, StoredColumns, Timestamp } from '../../model/index.ts'; // prettier-ignore
import { BARE_EVENT } from '../bare-event.ts';
import { storeIssue } from '../store-issues.ts';
import type { Accounts } from '../wechat/accounts.ts';
import { hashOf } from '../wechat/name-hashes.ts';
import { carriedIn, objectOf, textIn, wholeIn, type Members } from './archived-leaves.ts';
import { settingsPaths } from './place.ts';

/** What settings in the account's folder, or beside it, say of the account. */
export interface Settings {
  readonly name: string;
  readonly identifier: string | null;
  readonly at: Locator;
  readonly names: readonly AccountName[];
  readonly stored: StoredColumns;
  readonly devices: readonly Device[];
  /** False where they hold more than is carried. */
  readonly isCarried: boolean;
}

/** A device in the list of those on which the account has logged in. */
interface Device {
  readonly at: Locator;
  readonly name: string | null;
  readonly lastSeen: bigint | null;
  readonly stored: StoredColumns;
}

/** Settings of an app are no larger. */
const LARGEST = 16 * 1024 * 1024;

// Members and keys: BlueMatthew/WechatExporter@8f8ce41; `LOGIN_DEVICE_LIST`: P79N6A/pa_script@3e60490 (`apple_wechat.py`).
const NAMES = [['NickName', 'NickName'], ['AliasName', 'AliasName']] as const; // prettier-ignore
const DEVICES = 'LOGIN_DEVICE_LIST';
const DICTIONARY = 'new_dicsetting';
const KEYS = { identifier: '86', alias: '87', name: '88' } as const;

/** `mmsetting.archive` of an account, and the stores by which newer versions replace it, of this account alone. */
export async function readSettings(
  tree: EvidenceTree,
  root: string,
  hash: string | null,
): Promise<{ readonly settings: readonly Settings[]; readonly issues: readonly Issue[] }> {
  // prettier-ignore
  const settings: Settings[] = [];
  const issues: Issue[] = [];
  const paths = settingsPaths(root);
  const archive = await tree.get(paths.archive);
  const read = archive === null || archive.sizeBytes > LARGEST ? null : archiveIn(archive, await readSmall(tree, archive)); // prettier-ignore
  if (read?.isCarried === false) issues.push(storeIssue('note', 'size-limit', paths.archive, 'The settings of the account hold more values than a record carries; the others stay in their file.')); // prettier-ignore
  if (read !== null) settings.push(read);
  else if (archive !== null) issues.push(unread(paths.archive));
  for await (const file of tree.glob('**/MMappedKV/mmsetting.archive.*')) {
    if (!file.path.startsWith(paths.before) || file.path.includes('/', paths.before.length)) continue;
    if (file.path.endsWith('.crc')) continue;
    if (file.sizeBytes > LARGEST) {
      // Its name ends in the account's identifier.
      if (hash !== null && hashOf(file.path.slice(paths.before.length)) === hash) issues.push(unread(file.path));
      continue;
    }
    const store = storeIn(file, await readSmall(tree, file));
    if (store.identifier !== null && hash !== null && hashOf(store.identifier) === hash) settings.push(store);
  }
  return { settings, issues };
}

function unread(path: string): Issue {
  return storeIssue('warning', 'undecodable-payload', path, 'The settings of the account could not be read; what only they hold is not shown.'); // prettier-ignore
}

function archiveIn(file: EvidenceFile, bytes: Uint8Array): Settings | null {
  const root = unarchived(bytes);
  if (root === null) return null;
  const { [DICTIONARY]: dictionary, ...others } = root;
  const { [DEVICES]: list, ...rest } = objectOf(dictionary) ?? {};
  const { stored, isWhole } = carriedIn({ ...others, [DICTIONARY]: rest });
  let isCarried = isWhole;
  const names = NAMES.flatMap(([member]): AccountName[] => {
    const name = textIn(root[member]);
    return name === null ? [] : [{ name, givenBy: 'self', column: `mmsetting.archive ${member}` }];
  });
  const devices = (Array.isArray(list) ? list : []).flatMap((one: unknown, index): Device[] => {
    const device = objectOf(one as Members);
    if (device === null) return [];
    const facts = carriedIn(device);
    isCarried &&= facts.isWhole;
    const at: Locator = { kind: 'node', file: file.sha256, path: `${DICTIONARY}/${DEVICES}/${index + 1}` };
    return [{ at, name: textIn(device.name), lastSeen: wholeIn(device.lastTime), stored: facts.stored }];
  });
  return { name: 'mmsetting.archive', identifier: textIn(root.UsrName), at: { kind: 'node', file: file.sha256, path: 'UsrName' }, names, stored, devices, isCarried }; // prettier-ignore
}

function unarchived(bytes: Uint8Array): Members | null {
  try {
    return objectOf(readKeyedArchive(bytes));
  } catch (error) {
    if (!(error instanceof PlistDamaged)) throw error;
    return null;
  }
}

function storeIn(file: EvidenceFile, bytes: Uint8Array): Settings {
  const values = readMmkv(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const said = (key: string): string | null => {
    const value = values.get(key);
    return value === undefined ? null : mmkvText(value.bytes);
  };
  const place = values.get(KEYS.identifier);
  const at: Locator = place === undefined ? { kind: 'bytes', file: file.sha256, offset: 0, length: 0 } : { kind: 'bytes', file: file.sha256, offset: place.offset, length: place.bytes.length }; // prettier-ignore
  const [name, alias] = [said(KEYS.name), said(KEYS.alias)];
  const names = [name, alias].flatMap((one, index): AccountName[] => one === null || one === '' ? [] : [{ name: one, givenBy: 'self', column: `mmsetting.archive ${index === 0 ? KEYS.name : KEYS.alias}` }]); // prettier-ignore
  return { name: 'MMappedKV', identifier: said(KEYS.identifier), at, names, stored: {}, devices: [], isCarried: true };
}

/** The settings as records: what they hold, and each device of the list of logins. What a device was used for no row says. */
export function* settingsEvents(all: readonly Settings[], accounts: Accounts): Generator<Extracted> {
  for (const { name, identifier, at, stored, devices } of all) {
    const out: Extracted[] = [];
    const own = identifier === null || identifier === '' ? [] : [accounts.refer(identifier, at, out)];
    if (Object.keys(stored).length > 0) out.push(event(`settings:${name}`, 'setting', at, { accounts: own, stored: { file: name, ...stored } })); // prettier-ignore
    for (const [index, device] of devices.entries()) {
      const time = timeOf(device.lastSeen, device.name, out);
      out.push({ ...event(`login-device:${index + 1}`, 'login', device.at, { accounts: own, stored: { list: DEVICES, ...device.stored } }), body: device.name, times: time === null ? [] : [time] }); // prettier-ignore
    }
    yield* out;
  }
}

function event(
  key: string,
  type: Event['type'],
  at: Locator,
  of: Pick<Event, 'accounts'> & { readonly stored: StoredColumns },
): Event {
  return { kind: 'event', key, from: { at: [at], state: 'live' }, type, ...BARE_EVENT, ...of, body: null };
}

/** `lastTime`: when the device was last seen, in seconds where its digits are those of seconds. */
function timeOf(value: bigint | null, name: string | null, out: Extracted[]): Timestamp | null {
  if (value === null || value === 0n) return null;
  const time = readTimestamp(value, value < 100_000_000_000n ? 'unix-s' : 'unix-ms', 'seen');
  if (time === null) out.push({ ...storeIssue('warning', 'time-out-of-range', `${DEVICES} ${name ?? ''}`, 'The time of a device lies outside 2000 to 2100 and is left out.'), stored: String(value) }); // prettier-ignore
  return time;
}
