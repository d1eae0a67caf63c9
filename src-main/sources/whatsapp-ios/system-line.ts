import type { Key, Locator, SystemAction, SystemLine } from '../../model/index.ts';
import { CHANNEL_EVENTS, GROUP_EVENTS, NOTICES, TEXT_IS_VALUE } from './codes-event.ts';
import { TYPE } from './codes-message.ts';
import { isAccountJid } from './jid.ts';
import type { Reading } from './reading.ts';

/** At most this many accounts are read from one line's list. */
const MAX_AFFECTED = 5000;

/** What a system row says, and whether its code is known. Null for rows of other types: their event column means nothing. */
export function systemLineOf(
  reading: Reading,
  row: {
    readonly type: number;
    readonly event: number | null;
    readonly text: string | null;
    readonly actor: Key | null;
    readonly at: Locator;
  },
): { readonly line: SystemLine; readonly known: boolean } | null {
  const { type, event, text, at } = row;
  const codes = codesOf(type);
  if (codes === null) return null;
  const action: SystemAction | undefined = type === TYPE.timer ? 'timer-changed' : codes.get(event ?? -1);
  const actionStored = `${type}/${event ?? 'null'}`;
  const base = { action: action ?? 'unknown', actionStored } as const;
  const known = action !== undefined;
  const renamed = type === TYPE.groupEvent && event === 56 && text !== null ? renamedOf(text) : null;
  if (renamed !== null) return { known, line: { ...base, actor: row.actor, affected: [], ...renamed } };
  // In notices the stored account is whom the notice concerns, except for a call, which that account made.
  const concerns = type === TYPE.event && action !== 'call';
  const named = {
    actor: concerns ? null : row.actor,
    affected: concerns && row.actor !== null && action !== 'encryption-notice' ? [row.actor] : [],
  };
  const lists = text === null || TEXT_IS_VALUE.has(base.action) ? null : accountListsOf(text);
  if (lists === null) return { known, line: { ...base, ...named, before: null, after: text } };
  const affected = lists.affected.map((jid) => reading.accounts.see(jid, at));
  if (lists.actor !== null)
    return {
      known,
      line: { ...base, actor: reading.accounts.see(lists.actor, at), affected, before: null, after: null },
    };
  // Readers disagree on which of the two stored accounts removed the other, so none is called the actor.
  if (action === 'member-removed' && row.actor !== null)
    return { known, line: { ...base, actor: null, affected: [row.actor, ...affected], before: null, after: null } };
  return { known, line: { ...base, actor: named.actor, affected, before: null, after: null } };
}

const NONE: ReadonlyMap<number, SystemAction> = new Map();

function codesOf(type: number): ReadonlyMap<number, SystemAction> | null {
  switch (type) {
    case TYPE.groupEvent:
      return GROUP_EVENTS;
    case TYPE.event:
      return NOTICES;
    case TYPE.channelEvent:
      return CHANNEL_EVENTS;
    case TYPE.timer:
      return NONE;
    default:
      return null;
  }
}

/** `actor;account,account` or `account,account`, all of it identifiers; null when any part is something else. */
function accountListsOf(text: string): { readonly actor: string | null; readonly affected: readonly string[] } | null {
  if (!text.includes('@') || text.length > MAX_AFFECTED * 40) return null;
  const [head = '', ...tail] = text.split(';');
  const affected = (tail.length === 0 ? head : tail.join(',')).split(',').filter((part) => part !== '');
  const actor = tail.length === 0 || head === '' ? null : head;
  if (affected.length === 0 || affected.length > MAX_AFFECTED) return null;
  return affected.every(isAccountJid) && (actor === null || isAccountJid(actor)) ? { actor, affected } : null;
}

/** `{"previous_subject": …, "new_subject": …}`, as event 56 stores a change of name. */
function renamedOf(text: string): { readonly before: string | null; readonly after: string | null } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return null;
  const before =
    'previous_subject' in value && typeof value.previous_subject === 'string' ? value.previous_subject : null;
  const after = 'new_subject' in value && typeof value.new_subject === 'string' ? value.new_subject : null;
  return before === null && after === null ? null : { before, after };
}
