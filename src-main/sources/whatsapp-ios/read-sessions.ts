import type {
  Conversation,
  ConversationType,
  Extracted,
  Key,
  Provenance,
  Stored,
  Timestamp,
} from '../../model/index.ts';
import type { EvidenceDb } from '../../sqlite/evidence-db.ts';
import { integerOf, textOf } from './cells.ts';
import { conversationTypeOf, isAccountJid } from './jid.ts';
import { orphanEvent, orphanRow } from './orphan-row.ts';
import type { Reading } from './reading.ts';
import { rowOf } from './reading.ts';
import { scanOf } from './table-scan.ts';
import type { TableScan } from './table-scan.ts';

const SESSION_COLUMNS = [
  'ZCONTACTJID', 'ZSESSIONTYPE', 'ZPARTNERNAME', 'ZARCHIVED', 'ZHIDDEN', 'ZREMOVED', 'ZSAVEDINPUT', 'ZCONTACTIDENTIFIER', 'ZGROUPINFO',
] as const; // prettier-ignore

/** `ZSESSIONTYPE`. 0, 1 observed; 2, 3 published by one reader; used only where the identifier's suffix says nothing. */
const SESSION_TYPES: ReadonlyMap<number, ConversationType> = new Map([
  [0, 'one-to-one'],
  [1, 'group'],
  [2, 'broadcast'],
  [3, 'status'],
]);

interface Group {
  readonly at: number;
  readonly created: Timestamp | null;
  readonly accounts: readonly Key[];
  readonly stored: Readonly<Record<string, Stored>>;
}

/** `ZWAGROUPINFO`: kept by session, to be joined to the conversation it describes. */
function* readGroups(reading: Reading, db: EvidenceDb, groups: Map<number, Group>): Generator<Extracted> {
  const scan = scanOf(reading, db, 'ZWAGROUPINFO', [
    'ZCHATSESSION',
    'ZCREATIONDATE',
    'ZCREATORJID',
    'ZOWNERJID',
    'ZSUBJECTOWNERJID',
  ]);
  if (scan === null) return;
  for (const row of scan.rows()) {
    const [pk, session, created, creator, owner, subjectOwner] = row;
    const at = rowOf(db.file, scan.table, Number(pk));
    const stored: Record<string, Stored> = {};
    const accounts: Key[] = [];
    for (const [name, cell] of [
      ['ZCREATORJID', creator],
      ['ZOWNERJID', owner],
      ['ZSUBJECTOWNERJID', subjectOwner],
    ] as const) {
      const jid = textOf(cell);
      if (jid === null) continue;
      stored[name] = jid;
      if (isAccountJid(jid)) accounts.push(reading.accounts.see(jid, at));
    }
    const time = reading.time(created, 'created', { at: [at], state: 'live' }, 'ZWAGROUPINFO.ZCREATIONDATE');
    const sessionPk = integerOf(session);
    scan.used += 1;
    if (sessionPk === null || groups.has(sessionPk)) {
      const detail = sessionPk === null ? 'a group without a session' : 'a second group of the same session';
      reading.issue('note', 'orphan-row', { at: [at], state: 'live' }, `${scan.table}.ZCHATSESSION`, session, detail);
      yield* reading.drain();
      yield orphanRow(scan, row, accounts);
      continue;
    }
    for (const [column, value] of Object.entries(scan.carriedOf(row) ?? {})) stored[`ZWAGROUPINFO.${column}`] = value;
    groups.set(sessionPk, { at: Number(pk), created: time, accounts, stored });
    yield* reading.drain();
  }
  yield* scan.end();
}

/** `ZWACHATSESSION` with `ZWAGROUPINFO`: one conversation a session; the last message's residue is told by another reader. */
export function* readSessions(reading: Reading, db: EvidenceDb): Generator<Extracted> {
  const groups = new Map<number, Group>();
  yield* readGroups(reading, db, groups);
  const scan = scanOf(reading, db, 'ZWACHATSESSION', SESSION_COLUMNS);
  if (scan !== null) yield* readSessionRows(reading, scan, groups);
  for (const [session, { at, created, accounts, stored }] of groups) {
    const place = rowOf(db.file, 'ZWAGROUPINFO', at);
    const detail = 'a group whose session has no row';
    reading.issue('note', 'orphan-row', { at: [place], state: 'live' }, 'ZWAGROUPINFO.ZCHATSESSION', session, detail);
    yield* reading.drain();
    yield orphanEvent(`ZWAGROUPINFO:${at}`, place, {
      accounts,
      time: created,
      stored: { ...stored, ZCHATSESSION: session },
    });
  }
}

/** Takes the group of each session out of `groups`. */
function* readSessionRows(reading: Reading, scan: TableScan, groups: Map<number, Group>): Generator<Extracted> {
  const { db } = scan;
  for (const row of scan.rows()) {
    const [pkCell, jidCell, typeCell, name, archived, hidden, removed, draft, contactIdentifier, groupCell] = row;
    const pk = Number(pkCell);
    const at = rowOf(db.file, scan.table, pk);
    const group = groups.get(pk);
    groups.delete(pk);
    const from: Provenance = {
      at: group === undefined ? [at] : [at, rowOf(db.file, 'ZWAGROUPINFO', group.at)],
      state: removed === 1 ? 'marked-deleted' : 'live',
    };
    const jid = textOf(jidCell);
    if (jid === null)
      reading.issue(
        'warning',
        'unresolved-reference',
        from,
        'ZWACHATSESSION.ZCONTACTJID',
        jidCell,
        'a session without an identifier',
      );
    const identifier = jid ?? `session ${pk}`;
    const key = `session:${pk}`;
    const type = typeOf(identifier, integerOf(typeCell));
    reading.sessions.set(pk, { key, jid: identifier });
    if (jid !== null) reading.sessionByJid.set(jid, { key, jid });
    const account = jid !== null && isAccountJid(jid) ? reading.accounts.see(jid, at) : null;
    const title = cleanName(textOf(name));
    const isNameWhole = textOf(name) === title;
    if (account !== null && title !== null) {
      reading.accounts.name(identifier, { name: title, givenBy: 'app', column: 'ZWACHATSESSION.ZPARTNERNAME' }, at);
    }
    const phone = textOf(contactIdentifier);
    if (account !== null && phone !== null && isAccountJid(phone) && phone !== identifier) {
      yield reading.link(account, reading.accounts.see(phone, at), 'ZWACHATSESSION.ZCONTACTIDENTIFIER', from);
    }
    const stored = scan.carriedOf(row, {
      ...group?.stored,
      ZSESSIONTYPE: typeCell,
      ZREMOVED: removed === 0 ? null : removed,
      ZCONTACTIDENTIFIER: contactIdentifier,
      ZGROUPINFO: group === undefined || groupCell !== group.at ? groupCell : null,
      ZPARTNERNAME: isNameWhole ? null : name,
    });
    const conversation: Conversation = {
      kind: 'conversation',
      key,
      from,
      type,
      identifier,
      title: account === null ? title : null,
      account,
      parent: null,
      created: group?.created ?? null,
      archived: flag(archived),
      hidden: flag(hidden) === true || removed === 1 ? true : flag(hidden),
      description: null,
      draft: textOf(draft),
      disappearingS: null,
      ...(stored !== undefined && { stored }),
    };
    yield conversation;
    scan.used += 1;
    yield* reading.drain();
  }
  yield* scan.end();
}

function typeOf(jid: string, stored: number | null): ConversationType {
  const bySuffix = conversationTypeOf(jid);
  if (bySuffix !== 'unknown' || stored === null) return bySuffix;
  return SESSION_TYPES.get(stored) ?? 'unknown';
}

function flag(cell: unknown): boolean | null {
  return typeof cell === 'number' ? cell !== 0 : null;
}

/** A name without the left-to-right mark that the app puts before its own words, as in the conversation with oneself. */
function cleanName(name: string | null): string | null {
  const clean = name?.replaceAll('\u200e', '').trim();
  return clean === undefined || clean === '' ? null : clean;
}
