import type { Extracted, Key, Stored, StoredColumns, SystemLine } from '../../model/index.ts';
import { rowIssue } from '../store-issues.ts';
import { readGroupContext, readGroupUpdates, type GroupChange } from './group-change.ts';
import type { MessageRow } from './message-rows.ts';
import type { StoredType } from './message-type.ts';
import { Fields } from './protobuf-fields.ts';
import { live, type Reading } from './reading.ts';

/** Fields of `MessageExtras`. Source: signalapp/Signal-Android, protowire/Database.proto. */
const EXTRAS = { groupV2: 1, profile: 3 } as const;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/u;
const MILLISECONDS = 1000;

/** A line that the app wrote itself. `carried` is what of body and extras no field could take. */
export interface Line {
  readonly system: SystemLine;
  readonly carried: StoredColumns;
}

/** What a line of the app says. Group changes and new names stand in `message_extras`, in older rows in the body. */
export function lineOf(
  reading: Reading,
  message: MessageRow,
  type: StoredType,
  sender: Key | null,
  key: Key,
  out: Extracted[],
): Line {
  const { rows, row, at } = message;
  const base: SystemLine = { action: type.action ?? 'unknown', actionStored: type.name, actor: sender, affected: [], before: null, after: null }; // prettier-ignore
  const about: SystemLine = { ...base, actor: null, affected: sender === null ? [] : [sender] };
  const body = rows.text(row, 'body');
  const cell = rows.cell(row, 'extras') ?? null;
  const extras = cell instanceof Uint8Array && cell.length > 0 ? new Fields(cell) : null;
  const rest = (...taken: readonly Source[]): StoredColumns => ({
    ...(body !== null && !taken.includes('body') && { [rows.column('body')]: body }),
    ...(cell !== null && cell !== '' && !taken.includes('extras') && { [rows.column('extras')]: cell }),
  });
  if (type.isGroupV2) {
    const found = groupChangeOf(extras, body);
    if (found.change !== null)
      return { system: tellChange(reading, message, base, key, found.change, out), carried: rest(found.from) };
    if (body !== null || cell !== null)
      out.push(rowIssue('warning', 'undecodable-payload', at, rows.column(found.from), body?.slice(0, 200) ?? null, NO_CHANGE)); // prettier-ignore
    return { system: base, carried: rest() };
  }
  if (type.action === 'timer-changed') {
    const ms = rows.whole(row, 'expiresIn');
    return { system: { ...base, after: ms === null ? null : String(ms / MILLISECONDS) }, carried: rest() };
  }
  if (type.name === 'PROFILE_CHANGE_TYPE') {
    const from: Source = extras?.message(EXTRAS.profile) === null || extras === null ? 'body' : 'extras';
    const details = from === 'extras' ? extras?.message(EXTRAS.profile) : body !== null && BASE64.test(body) ? new Fields(Buffer.from(body, 'base64')) : null; // prettier-ignore
    const name = details?.message(1) ?? null;
    return name === null
      ? { system: about, carried: rest() }
      : { system: { ...about, before: name.text(1), after: name.text(2) }, carried: rest(from) };
  }
  // The row stands under the account that it is about.
  return { system: base.action === 'security-code-changed' ? about : base, carried: rest() };
}

/** Where a row keeps what a line tells. */
type Source = 'body' | 'extras';

const NO_CHANGE = 'the change of the group cannot be decoded; it is carried as stored';

function groupChangeOf(
  extras: Fields | null,
  body: string | null,
): { readonly change: GroupChange | null; readonly from: Source } {
  const update = extras?.message(EXTRAS.groupV2) ?? null;
  const context = update?.bytes(1) ?? null;
  const restored = update?.bytes(2) ?? null;
  if (context !== null) return { change: readGroupContext(context), from: 'extras' };
  if (restored !== null) return { change: readGroupUpdates(restored), from: 'extras' };
  const isEncoded = body !== null && BASE64.test(body);
  return { change: isEncoded ? readGroupContext(Buffer.from(body, 'base64')) : null, from: 'body' };
}

/** The first kind of change makes the line, each further one a detail of its own. */
function tellChange(
  reading: Reading,
  { at }: MessageRow,
  base: SystemLine,
  key: Key,
  change: GroupChange,
  out: Extracted[],
): SystemLine {
  const actor = change.actor === null ? base.actor : reading.accounts.see(change.actor, at);
  const [first, ...others] = change.changes;
  const revision = change.revision === null ? {} : { revision: change.revision };
  for (const { action, name } of change.changes)
    if (action === 'unknown')
      out.push(rowIssue('warning', 'unknown-code', at, 'message_extras', name, 'a change of a group that this parser does not know')); // prettier-ignore
  for (const [index, { name, affected, after }] of others.entries()) {
    const values: Record<string, Stored> = { ...revision };
    for (const [i, one] of affected.entries()) values[affected.length === 1 ? 'account' : `account ${i + 1}`] = reading.accounts.see(one, at); // prettier-ignore
    if (after !== null) values.after = after;
    out.push({ kind: 'detail', key: `${key}:change:${index + 1}`, from: live(at), message: key, content: { type: 'other', name, values } }); // prettier-ignore
  }
  if (first === undefined) return { ...base, action: 'app-notice', actionStored: 'DecryptedGroupV2Context', actor };
  const affected = first.affected.map((one) => reading.accounts.see(one, at));
  return { action: first.action, actionStored: first.name, actor, affected, before: null, after: first.after };
}
