import type { Extracted, Participant, RowLocator, Stored } from '../../model/index.ts';
import { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { text } from '../stored-cells.ts';
import { readTime } from '../stored-times.ts';
import { live } from '../telegram-participants.ts';
import { scanKeys } from './key-table.ts';
import { kindOfPeer, peerOf } from './peer-id.ts';
import { readCell, restOf } from './postbox-cell.ts';
import type { Reading } from './reading.ts';

/** What else the app has loaded of an account or a group: descriptions, members of basic groups, timers. */
export function* readCachedData(reading: Reading): Generator<Extracted> {
  yield* scanKeys(reading.run, reading.db, 't18', ({ key, value, at }, out) => {
    const identifier = peerOf(key);
    if (identifier === null) {
      out.push(rowIssue('error', 'row-unreadable', at, 'key', text(key), 'The row names nobody.'));
      return undefined;
    }
    const cell = readCell(value, at, 'value', out);
    const fields = cell.fields ?? new JsonFields({});
    const kind = kindOfPeer(identifier);
    const members = kind === 'chat' ? fields.object('p') : null;
    const about = kind === 'user' ? null : fields.text(kind === 'chat' ? 'ab' : 'a');
    const timer = fields.object('artv')?.object('v')?.whole('peerValue') ?? null;
    const invitedBy = peerOf(fields.peek('invBy') as Stored | undefined);
    fields.leave('ph');
    if (invitedBy !== null) fields.leave('invBy');
    const list = members?.objects('p') ?? [];
    const stored = {
      ...(cell.carried !== null && { 't18.value': cell.carried }),
      ...(invitedBy !== null && { 't18.invBy': invitedBy }),
      ...restOf(members, 't18.members.'),
      ...restOf(fields, 't18.'),
    };
    if (kind === 'user') {
      // The words of a user about itself belong to the account.
      out.push(...reading.people.tell(identifier, [], at, stored, reading.bots.has(identifier) ? 'bot' : undefined));
      if (timer !== null) reading.add(identifier, at, { disappearingS: timer > 0 ? timer : null }, {});
      return undefined;
    }
    reading.add(identifier, at, { ...(about !== null && { description: about }), ...(timer !== null && { disappearingS: timer > 0 ? timer : null }) }, stored); // prettier-ignore
    out.push(...reading.meet(identifier, at));
    for (const one of list) out.push(...member(reading, identifier, one, at, out));
    return undefined;
  });
}

/** Kinds of members of a basic group. Source: TelegramMessenger/Telegram-iOS @189d25c SyncCore_CachedGroupParticipants.swift. */
const ROLES: Readonly<Record<number, Participant['role']>> = { 0: 'member', 1: 'owner', 2: 'admin' };

function* member(reading: Reading, chat: string, one: JsonFields, at: RowLocator, out: Extracted[]): Generator<Extracted> {
  const account = peerOf(one.peek('i') as Stored | undefined);
  if (account === null) {
    const words = 'An entry of the list of members names nobody.';
    out.push(rowIssue('warning', 'unresolved-reference', at, 'value', JSON.stringify(one.all), words));
    return;
  }
  const issues: Extracted[] = [];
  const joined = readTime(one.whole('t'), 'joined', at, 'value', issues, 'unix-s');
  out.push(...issues);
  const kind = one.whole('v') ?? 0;
  const by = peerOf(one.peek('b') as Stored | undefined);
  one.leave('i', 'b', '_');
  const stored = { ...one.rest('t18.member.'), ...(by !== null && { 't18.member.invitedBy': by }), ...(ROLES[kind] === undefined && { 't18.member.v': kind }) }; // prettier-ignore
  yield* reading.people.meet(account, null, live(at));
  yield* reading.members.meet(chat, account, live(at), { role: ROLES[kind] ?? 'unknown', membership: 'current', joined, left: null, stored }); // prettier-ignore
} // prettier-ignore
