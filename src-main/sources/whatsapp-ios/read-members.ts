import type { Extracted, Participant } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { integerOf, textOf } from './cells.ts';
import { isAccountJid } from './jid.ts';
import { orphanRow } from './orphan-row.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';

/** `ZWAGROUPMEMBER`: one participant a row; its identifiers are kept, because messages name members by row. */
export function* readMembers(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWAGROUPMEMBER', [
    'ZCHATSESSION',
    'ZMEMBERJID',
    'ZISADMIN',
    'ZISACTIVE',
    'ZCONTACTNAME',
    'ZCONTACTIDENTIFIER',
  ]);
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [pkCell, sessionCell, jidCell, admin, active, name, contactIdentifier] = row;
    const pk = Number(pkCell);
    const at = rowOf(db.file, scan.table, pk);
    scan.used += 1;
    const jid = textOf(jidCell);
    if (jid === null) {
      reading.issue(
        'warning',
        'unresolved-reference',
        live(at),
        'ZWAGROUPMEMBER.ZMEMBERJID',
        jidCell,
        'a group member without an identifier',
      );
      yield* reading.drain();
      yield orphanRow(scan, row);
      continue;
    }
    reading.members.set(pk, jid);
    const account = reading.accounts.see(jid, at);
    const contactName = textOf(name);
    if (contactName !== null)
      reading.accounts.name(jid, { name: contactName, givenBy: 'owner', column: 'ZWAGROUPMEMBER.ZCONTACTNAME' }, at);
    const phone = textOf(contactIdentifier);
    if (phone !== null && phone !== jid && isAccountJid(phone)) {
      yield reading.link(account, reading.accounts.see(phone, at), 'ZWAGROUPMEMBER.ZCONTACTIDENTIFIER', live(at));
    }
    const session = reading.sessions.get(integerOf(sessionCell) ?? -1);
    if (session === undefined) {
      reading.issue(
        'note',
        'orphan-row',
        live(at),
        'ZWAGROUPMEMBER.ZCHATSESSION',
        sessionCell,
        'a group member whose session has no row',
      );
      yield* reading.drain();
      yield orphanRow(scan, row, [account]);
      continue;
    }
    const stored = scan.carriedOf(row, {
      ZISACTIVE: active,
      ZISADMIN: admin,
      ZCONTACTIDENTIFIER: phone !== null && !isAccountJid(phone) ? contactIdentifier : null,
    });
    const participant: Participant = {
      kind: 'participant',
      key: `member:${pk}`,
      from: live(at),
      conversation: session.key,
      account,
      role: admin === 1 ? 'admin' : admin === 0 ? 'member' : 'unknown',
      membership: active === 1 ? 'current' : active === 0 ? 'past' : 'unknown',
      joined: null,
      left: null,
      ...(stored !== undefined && { stored }),
    };
    yield participant;
  }
  yield* scan.end();
}
