import type { AccountName, Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { textOf } from './cells.ts';
import { asHiddenJid, asPhoneJid } from './jid.ts';
import { orphanRow } from './orphan-row.ts';
import { nameInPayload } from './push-name.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';

const CONTACT_COLUMNS = [
  'ZWHATSAPPID', 'ZLID', 'ZFULLNAME', 'ZGIVENNAME', 'ZHIGHLIGHTEDNAME', 'ZBUSINESSNAME', 'ZUSERNAME', 'ZABOUTTEXT', 'ZPHONENUMBER',
] as const; // prettier-ignore

/** `ContactsV2.sqlite`, `ZWAADDRESSBOOKCONTACT`: names that the owner's address book gives, and the accounts' own words. */
export function* readContacts(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWAADDRESSBOOKCONTACT', CONTACT_COLUMNS);
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [pk, idCell, lidCell, full, given, highlighted, business, user, about, number] = row;
    const at = rowOf(db.file, scan.table, Number(pk));
    const id = textOf(idCell);
    const hidden = textOf(lidCell);
    const jids = [id === null ? null : asPhoneJid(id), hidden === null ? null : asHiddenJid(hidden)].filter(
      (jid) => jid !== null,
    );
    if (jids.length === 0 && (id ?? hidden) !== null) {
      const detail = 'an address-book entry whose account is stored in a form that is not known';
      reading.issue(
        'warning',
        'unresolved-reference',
        live(at),
        'ZWAADDRESSBOOKCONTACT.ZWHATSAPPID',
        id ?? hidden,
        detail,
      );
      scan.used += 1;
      yield* reading.drain();
      yield orphanRow(scan, row);
      continue;
    }
    if (jids.length === 0) {
      scan.skip('address-book entry without an account of this service');
      continue;
    }
    const fullName =
      textOf(full) ?? ([textOf(given), textOf(highlighted)].filter((part) => part !== null).join(' ') || null);
    for (const jid of jids) {
      reading.accounts.see(jid, at);
      name(jid, fullName, 'owner', 'ZFULLNAME');
      name(jid, textOf(business), 'business', 'ZBUSINESSNAME');
      name(jid, textOf(user), 'self', 'ZUSERNAME');
      carry(jid, 'ZABOUTTEXT', textOf(about));
      carry(jid, 'ZPHONENUMBER', textOf(number));
    }
    const [a, b] = jids;
    if (a !== undefined)
      reading.accounts.carryAll(
        a,
        scan.table,
        scan.carriedOf(row, {
          ZGIVENNAME: textOf(full) === null ? null : given,
          ZHIGHLIGHTEDNAME: textOf(full) === null ? null : highlighted,
          ZWHATSAPPID: id === null || (asPhoneJid(id)?.startsWith(id.replace(/^\+/, '')) ?? false) ? null : id,
          ZLID: hidden === null || (asHiddenJid(hidden)?.startsWith(hidden) ?? false) ? null : hidden,
        }),
        at,
      );
    if (a !== undefined && b !== undefined)
      yield reading.link(
        reading.accounts.see(b, at),
        reading.accounts.see(a, at),
        'ZWAADDRESSBOOKCONTACT.ZLID',
        live(at),
      );
    scan.used += 1;

    function name(jid: string, value: string | null, givenBy: AccountName['givenBy'], column: string): void {
      if (value !== null)
        reading.accounts.name(jid, { name: value, givenBy, column: `ZWAADDRESSBOOKCONTACT.${column}` }, at);
    }
    function carry(jid: string, column: string, value: string | null): void {
      if (value !== null) reading.accounts.carry(jid, column, value, at);
    }
  }
  yield* scan.end();
}

/** `ZWAPROFILEPUSHNAME`: the name that an account gave itself, as text or as an encoded payload. */
export function* readPushNames(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWAPROFILEPUSHNAME', ['ZJID', 'ZPUSHNAME']);
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [pk, jidCell, nameCell] = row;
    const at = rowOf(db.file, scan.table, Number(pk));
    const jid = textOf(jidCell);
    scan.used += 1;
    if (jid === null) {
      reading.issue(
        'note',
        'unresolved-reference',
        live(at),
        'ZWAPROFILEPUSHNAME.ZJID',
        jidCell,
        'a name without an account',
      );
      yield* reading.drain();
      yield orphanRow(scan, row);
      continue;
    }
    reading.accounts.see(jid, at);
    reading.accounts.carryAll(jid, scan.table, scan.carriedOf(row), at);
    const stored = textOf(nameCell);
    if (stored === null) continue;
    const name = nameInPayload(stored);
    if (name === null) {
      reading.accounts.carry(jid, 'ZPUSHNAME', stored, at);
      reading.issue(
        'note',
        'undecodable-payload',
        live(at),
        'ZWAPROFILEPUSHNAME.ZPUSHNAME',
        stored,
        'an encoded payload without a name that could be told apart',
      );
      yield* reading.drain();
    } else reading.accounts.name(jid, { name, givenBy: 'self', column: 'ZWAPROFILEPUSHNAME.ZPUSHNAME' }, at);
  }
  yield* scan.end();
}

/** `ZWAPHONENUMBERLIDPAIR` and `ZWAZACCOUNT`: which hidden id belongs to which phone number, by the app's own statement. */
export function* readHiddenIds(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  for (const [table, column] of [
    ['ZWAPHONENUMBERLIDPAIR', 'ZLID'],
    ['ZWAZACCOUNT', 'ZIDENTIFIER'],
  ] as const) {
    const scan = scanOf(reading, db, table, [column, 'ZPHONENUMBER']);
    if (scan === null) continue;
    for (const row of scan.rows()) {
      const [pk, hiddenCell, phoneCell] = row;
      const at = rowOf(db.file, table, Number(pk));
      const hidden = textOf(hiddenCell);
      const phone = textOf(phoneCell);
      const a = hidden === null ? null : asHiddenJid(hidden);
      const b = phone === null ? null : asPhoneJid(phone);
      if (a !== null) reading.accounts.see(a, at);
      if (b !== null) reading.accounts.see(b, at);
      if (hidden === null && phone === null) {
        scan.skip('row that names neither a hidden id nor a number');
        continue;
      }
      scan.used += 1;
      const stored = scan.carriedOf(row, {
        [column]: hidden !== null && a?.startsWith(hidden) !== true ? hiddenCell : null,
        ZPHONENUMBER: phone !== null && b?.startsWith(phone.replace(/^\+/, '')) !== true ? phoneCell : null,
      });
      const one = a ?? b;
      if (a !== null && b !== null)
        yield { ...reading.link(a, b, table, live(at), stored), key: `${table}:${Number(pk)}` };
      else if (one !== null) reading.accounts.carryAll(one, table, stored, at);
      else yield orphanRow(scan, row);
    }
    yield* scan.end();
  }
}
