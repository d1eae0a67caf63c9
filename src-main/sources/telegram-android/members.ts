import type { Extracted, Participant, Stored } from '../../model/index.ts';
import type { JsonFields } from '../json-fields.ts';
import { rowIssue } from '../store-issues.ts';
import { integer } from '../stored-cells.ts';
import { scanTable, StoredTable } from '../stored-table.ts';
import { readTime } from '../stored-times.ts';
import { live } from '../telegram-participants.ts';
import { dialogPeer, whoOf } from './peers.ts';
import type { Reading } from './reading.ts';
import { readTl } from './tl-cell.ts';

type Standing = Pick<Participant, 'role' | 'membership'>;

/** What a participant is, by constructor. Source: core.telegram.org/type/ChannelParticipant and ChatParticipant. */
const STANDINGS: Readonly<Record<string, Standing>> = {
  chatParticipant: { role: 'member', membership: 'current' },
  chatParticipantAdmin: { role: 'admin', membership: 'current' },
  chatParticipantCreator: { role: 'owner', membership: 'current' },
  channelParticipant: { role: 'member', membership: 'current' },
  channelParticipantSelf: { role: 'member', membership: 'current' },
  channelParticipantAdmin: { role: 'admin', membership: 'current' },
  channelParticipantModerator: { role: 'admin', membership: 'current' },
  channelParticipantEditor: { role: 'admin', membership: 'current' },
  channelParticipantPublisher: { role: 'admin', membership: 'current' },
  channelParticipantCreator: { role: 'owner', membership: 'current' },
  channelParticipantLeft: { role: 'unknown', membership: 'past' },
};

/** Of banned accounts only some are out: those whose object says that they left. */
const UNKNOWN: Standing = { role: 'unknown', membership: 'unknown' };

/** `channel_users_v2`: members of supergroups and channels, as far as the app ever loaded them. */
export function* readChannelMembers(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'channel_users_v2', { date: 'whole-number', data: 'anything' });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const uid = integer(table.cell(row, 'uid'));
    const conversation = dialogPeer(table.cell(row, 'did'), reading, null);
    const { fields, carried } = readTl(table.cell(row, 'data'), 'ChannelParticipant', at, 'data', out);
    if (uid === null || conversation === null) {
      const column = uid === null ? 'uid' : 'did';
      const detail = uid === null ? 'The row names nobody.' : 'The row names no conversation.';
      out.push(rowIssue('error', 'row-unreadable', at, column, table.text(row, column), detail));
      return undefined;
    }
    const account = `user${uid}`;
    const date = readTime(table.cell(row, 'date'), 'changed', at, 'date', out, 'unix-s');
    const more = standingOf(fields, conversation, reading);
    const joined = fields === null ? null : readTime(fields.whole('date'), 'joined', at, 'data', out, 'unix-s');
    out.push(...reading.people.meet(account, null, live(at)), ...reading.meet(conversation, at));
    out.push(
      ...reading.members.meet(conversation, account, live(at), {
        ...more,
        joined: more.membership === 'current' ? joined : null,
        left: null,
        stored: {
          ...table.rest(row),
          ...(date !== null && { date: Number(date.stored) }),
          ...(carried !== null && { data: carried }),
          ...rest(fields),
        },
      }),
    );
    return undefined;
  });
}

function standingOf(fields: JsonFields | null, conversation: string, reading: Reading): Standing {
  const found = STANDINGS[fields?.text('_') ?? ''] ?? UNKNOWN;
  const isChannel = reading.facts.get(conversation)?.type === 'channel';
  return isChannel && found.role === 'member' ? { ...found, role: 'subscriber' } : found;
}

function rest(fields: JsonFields | null): Record<string, Stored> {
  if (fields === null) return {};
  const constructor = fields.text('_');
  fields.leave('user_id');
  return { ...fields.rest('data.'), ...(constructor !== null && { 'data.constructor': constructor }) };
}

/** `chat_settings_v2`: descriptions of groups and channels, and of basic groups the list of members. */
export function* readGroupSettings(reading: Reading): Generator<Extracted> {
  const table = new StoredTable(reading.db, 'chat_settings_v2', { info: 'anything' });
  yield* scanTable(reading.run, table, (row, at, out) => {
    const uid = integer(table.cell(row, 'uid'));
    const identifier = uid === null ? null : dialogPeer(-BigInt(uid), reading, null);
    const { fields, carried } = readTl(table.cell(row, 'info'), 'ChatFull', at, 'info', out, 'more');
    if (identifier === null) {
      const detail = 'The row names no conversation.';
      out.push(rowIssue('error', 'row-unreadable', at, 'uid', table.text(row, 'uid'), detail));
      return undefined;
    }
    const about = fields?.text('about') ?? null;
    const stored = { ...table.rest(row), ...(carried !== null && { info: carried }) };
    reading.descriptions.set(identifier, { at, text: about, stored: prefixed(stored) });
    out.push(...reading.meet(identifier, at));
    for (const one of fields?.object('participants')?.objects('participants') ?? []) {
      const account = whoOf(one, 'user_id');
      if (account === null) continue;
      const standing = STANDINGS[one.text('_') ?? ''] ?? UNKNOWN;
      const joined = readTime(one.whole('date'), 'joined', at, 'info', out, 'unix-s');
      const more = { ...standing, joined, left: null, stored: one.rest('info.') };
      out.push(...reading.people.meet(account, null, live(at)));
      out.push(...reading.members.meet(identifier, account, live(at), more));
    }
    return undefined;
  });
}

function prefixed(stored: Readonly<Record<string, Stored>>): Record<string, Stored> {
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [`chat_settings_v2.${name}`, value]));
}
