import type { Extracted } from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { shown, textOf } from './cells.ts';
import { isAccountJid } from './jid.ts';
import type { Reading } from './reading.ts';
import { live, rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';

/** `ZWAGROUPMEMBERSCHANGE`: when a group's membership changed. What each type of change means is not known, so none is named. */
export function* readMembershipChanges(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWAGROUPMEMBERSCHANGE', ['ZCHANGEDATE', 'ZCHANGETYPE', 'ZGROUPJID', 'ZMEMBERJIDS']);
  if (scan === null) return;
  const told = new Set<string>();
  for (const row of scan.rows()) {
    const [pk, date, type, groupCell, membersCell] = row;
    const at = rowOf(db.file, scan.table, Number(pk));
    const from = live(at);
    scan.used += 1;
    const group = textOf(groupCell);
    const members = (textOf(membersCell) ?? '').split(/[,;\s]+/).filter(isAccountJid);
    const code = shown(type) ?? 'null';
    if (!told.has(code)) {
      told.add(code);
      reading.issue(
        'note',
        'unknown-code',
        from,
        'ZWAGROUPMEMBERSCHANGE.ZCHANGETYPE',
        type,
        'what this type of change means is not known; said once for each code',
      );
    }
    const time = reading.time(date, 'changed', from, 'ZWAGROUPMEMBERSCHANGE.ZCHANGEDATE');
    const accounts = members.map((jid) => reading.accounts.see(jid, at));
    const stored = scan.carriedOf(row, { ZCHANGETYPE: type, ZGROUPJID: groupCell, ZMEMBERJIDS: membersCell });
    yield* scan.pending();
    yield {
      kind: 'event',
      key: `membership:${Number(pk)}`,
      from,
      type: 'membership',
      conversation: group === null ? null : (reading.sessionByJid.get(group)?.key ?? null),
      actor: null,
      accounts,
      direction: 'unknown',
      times: time === null ? [] : [time],
      call: null,
      body: null,
      ...(stored !== undefined && { stored }),
    };
  }
  yield* scan.end();
}
