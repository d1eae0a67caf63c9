import type { AccountName, Extracted, Stored } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { accountKey } from '../telegram-people.ts';
import { keyText, scanKeys } from './key-table.ts';
import { peerOf } from './peer-id.ts';
import { readCell, restOf } from './postbox-cell.ts';
import type { Reading } from './reading.ts';

/** `t16`: accounts that are in the owner's list on the service; the key alone says so, in eight bytes. */
export function* readContacts(reading: Reading): Generator<Extracted> {
  yield* scanKeys(reading.run, reading.db, 't16', ({ key, value, at, all }, out) => {
    const bytes = key instanceof Uint8Array && key.length === 8 ? Buffer.from(key) : null;
    const identifier = bytes === null ? peerOf(key) : peerOf(bytes.readBigInt64BE(0));
    if (identifier === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'key', keyText(key), 'The row names nobody.'));
      return undefined;
    }
    const isEmpty = value === null || (value instanceof Uint8Array && value.length === 0);
    const stored = isEmpty ? { 't16.contact': 1 } : { 't16.contact': 1, ...all };
    out.push(...reading.people.tell(identifier, [], at, stored, reading.bots.has(identifier) ? 'bot' : undefined));
    return undefined;
  });
}

/** `t20`: when an account was last seen, as far as the service told: `v` 1 with the second in `t`, else about when. Source: dossier of Telegram, section B2.3. */
export function* readPresence(reading: Reading): Generator<Extracted> {
  yield* scanKeys(reading.run, reading.db, 't20', ({ key, value, at }, out) => {
    const identifier = peerOf(key);
    if (identifier === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'key', keyText(key), 'The row names nobody.'));
      return undefined;
    }
    const { fields, carried } = readCell(value, at, 'value', out);
    const stored = { ...(carried !== null && { 't20.value': carried }), ...restOf(fields, 't20.') };
    out.push(...reading.people.tell(identifier, [], at, stored, reading.bots.has(identifier) ? 'bot' : undefined));
    return undefined;
  });
}

/** What the key of an entry begins with: a number of a telephone follows. Source: TelegramMessenger/Telegram-iOS, TelegramDeviceContactImportIdentifier. */
const PHONE = 0;

/** `t54`: entries of the device's address book that the app has sent to the service; each number is an account of its own. */
export function* readAddressBook(reading: Reading): Generator<Extracted> {
  yield* scanKeys(reading.run, reading.db, 't54', ({ key, value, at }, out) => {
    const bytes = key instanceof Uint8Array && key.length > 1 && key[0] === PHONE ? Buffer.from(key) : null;
    if (bytes === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'key', keyText(key), 'The row names nobody.'));
      return undefined;
    }
    const digits = bytes.toString('utf8', 1);
    const number = digits.startsWith('+') ? digits : `+${digits}`;
    const { fields, carried } = readCell(value, at, 'value', out);
    const entry = fields?.object('d') ?? null;
    const name = [entry?.text('f') ?? null, entry?.text('l') ?? null].filter((part) => part !== null).join(' ');
    const names: AccountName[] = name === '' ? [] : [{ name, givenBy: 'owner', column: 't54.value' }];
    const user = peerOf(fields?.peek('pid') as Stored | undefined);
    fields?.leave('pid');
    const stored = { ...(carried !== null && { 't54.value': carried }), ...restOf(entry, 't54.'), ...restOf(fields, 't54.') }; // prettier-ignore
    out.push(...reading.people.tell(number, names, at, stored, 'phone'));
    if (user === null) return undefined;
    out.push(...reading.people.meet(user, null, { at: [at], state: 'live' }));
    out.push({ kind: 'account-link', key: `t54:${number}:${user}`, from: { at: [at], state: 'live' }, a: accountKey(number), b: accountKey(user), method: 't54.value' }); // prettier-ignore
    return undefined;
  });
}
