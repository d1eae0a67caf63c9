import { describe, expect, it } from 'vitest';
import { only, readMade } from '../../../test/contract/read-made.ts';
import type { Extracted } from '../../model/index.ts';
import { LEGACY_SCHEMA } from './fixture-legacy.ts';
import { GROUP_STORE, message, STORE, TIME } from './fixture-made.ts';
import { modernSchema } from './fixture-schema.ts';
import { whatsappAndroid } from './index.ts';

const ADA = '491713920001@s.whatsapp.net';
const CHEN = '12025550103@s.whatsapp.net';
const SECONDS = Math.floor(TIME / 1000);

const read = (...statements: readonly string[]) => readMade(whatsappAndroid, STORE, [...GROUP_STORE, ...statements]);

function details(all: readonly Extracted[]) {
  return only(all, 'detail').map(({ message: of, content }) => ({ of, ...content }));
}

function closes(all: readonly Extracted[]): void {
  for (const { table, rows, used, skipped } of only(all, 'tally'))
    expect(rows, table).toBe(used + Object.values(skipped).reduce((sum, n) => sum + n, 0));
}

describe('tables beside the messages', () => {
  it('events: times in milliseconds or seconds, place, cancelled', async () => {
    const all = await read(
      `INSERT INTO message_event (message_row_id, is_canceled, name, description, location_name, location_address, join_link, start_time, end_time) VALUES (2, 0, 'Loading', 'Gate 4', 'Pier', 'Hamburg', 'https://call.example/x', ${TIME}, NULL), (3, 1, 'Tide', NULL, NULL, NULL, NULL, ${SECONDS}, ${SECONDS + 60})`,
    );
    expect(details(all)).toMatchObject([
      { of: 'm2', type: 'event', name: 'Loading', description: 'Gate 4', place: 'Pier, Hamburg', cancelled: false, starts: { utcMs: TIME }, ends: null },
      { of: 'm3', type: 'event', name: 'Tide', place: null, cancelled: true, starts: { utcMs: SECONDS * 1000, encoding: 'unix-s' }, ends: { utcMs: (SECONDS + 60) * 1000 } },
    ]); // prettier-ignore
    expect(only(all, 'detail')[0]?.stored).toEqual({ join_link: 'https://call.example/x' });
  });

  it('places: a live location where it began and where it ended; one that is nowhere keeps its numbers', async () => {
    const all = await read(
      `INSERT INTO message_location (message_row_id, latitude, longitude, live_location_share_duration, live_location_final_latitude, live_location_final_longitude, live_location_final_timestamp) VALUES
        (2, 53.5413, 9.9841, 3600, 53.6, 10.1, ${TIME}), (3, 91.25, -200.5, NULL, 0, 0, 0), (4, NULL, 9.5, NULL, NULL, NULL, NULL)`,
    );
    expect(details(all)).toMatchObject([
      { of: 'm2', type: 'location', latitude: 53.5413, longitude: 9.9841, liveS: 3600 },
      { of: 'm2', type: 'location', latitude: 53.6, longitude: 10.1, role: 'last', time: { utcMs: TIME, meaning: 'ended' } },
      { of: 'm3', type: 'location', latitude: 91.25, longitude: -200.5 },
      { of: 'm4', type: 'other', name: 'message_location', values: { longitude: 9.5 } },
    ]); // prettier-ignore
    expect(only(all, 'detail')[0]?.stored).toMatchObject({ live_location_final_latitude: 53.6 });
    expect(only(all, 'issue').filter(({ code }) => code === 'row-unreadable')).toHaveLength(2);
    closes(all);
  });

  it('invites to groups and to channels, with the conversation where this store has it', async () => {
    const all = await read(
      `INSERT INTO message_group_invite (message_row_id, group_jid_row_id, admin_jid_row_id, group_name, invite_code, expiration) VALUES (2, 4, 5, 'Harbour', 'AbC', ${SECONDS}), (3, 99, 5, 'Elsewhere', 'XyZ', 0)`,
      `INSERT INTO message_newsletter_admin_invite VALUES (4, 6, 'Port News', ${SECONDS})`,
    );
    expect(details(all)).toMatchObject([
      { of: 'm2', type: 'invite', group: 'c2', name: 'Harbour', code: 'AbC', expires: { utcMs: SECONDS * 1000 } },
      { of: 'm3', type: 'invite', group: null, name: 'Elsewhere', expires: null },
      { of: 'm4', type: 'invite', group: 'c3', name: 'Port News', code: null, expires: { utcMs: SECONDS * 1000 } },
    ]);
    expect(only(all, 'detail')[1]?.stored).toMatchObject({ group_jid_row_id: 99 });
  });

  it('albums with their pictures; another association is none', async () => {
    const all = await read(
      'INSERT INTO message_album VALUES (2, 3, 1, 3, 1)',
      'INSERT INTO message_association VALUES (1, 4, 2, 1), (2, 3, 2, 12), (3, 77, 2, 1)',
    );
    expect(details(all)).toMatchObject([
      { of: 'm2', type: 'album', images: 3, videos: 1, parent: null },
      { of: 'm4', type: 'album', images: null, videos: null, parent: 'm2' },
      { of: 'm3', type: 'other', name: 'message_association', values: { parent: 'm2', association_type: 12 } },
    ]);
    expect(only(all, 'event').map(({ key }) => key)).toEqual(['orphan:message_association:3']);
  });

  it('subscribers of a channel, by their times in either unit', async () => {
    const all = await read(
      `INSERT INTO newsletter_subscribers (_id, chat_row_id, jid_row_id, display_name, subscription_time) VALUES (1, 3, 1, 'Ada', ${SECONDS}), (2, 3, 5, NULL, ${TIME}), (3, 88, 5, NULL, 0)`,
    );
    expect(only(all, 'participant')).toMatchObject([
      { conversation: 'c3', account: ADA, role: 'subscriber', membership: 'current', joined: { utcMs: SECONDS * 1000 }, stored: { display_name: 'Ada' } },
      { conversation: 'c3', account: CHEN, joined: { utcMs: TIME } },
    ]); // prettier-ignore
    expect(only(all, 'issue').filter(({ where }) => where.startsWith('newsletter_sub'))).toMatchObject([
      { code: 'unresolved-reference', stored: '88' },
    ]);
    closes(all);
  });

  it('communities: members, and the group that a system line ties to one', async () => {
    const all = await read(
      "INSERT INTO jid (_id, user, server, raw_string) VALUES (7, '120363055055055055', 'g.us', '120363055055055055@g.us')",
      'INSERT INTO chat (_id, jid_row_id, group_type) VALUES (4, 7, 1)',
      'INSERT INTO parent_group_participants VALUES (7, 5), (7, 0), (99, 5)',
      message(`(6, 2, 1, 'S', 5, ${TIME}, 7, NULL, 6)`),
      'INSERT INTO message_system VALUES (6, 11)',
      'INSERT INTO message_system_community_link_changed VALUES (6, 0, 2, 7)',
    );
    const conversations = only(all, 'conversation').map(({ key, type, parent }) => [key, type, parent]);
    expect(conversations).toContainEqual(['c4', 'community', null]);
    expect(conversations).toContainEqual(['c2', 'group', 'c4']);
    expect(only(all, 'participant')).toMatchObject([{ conversation: 'c4', account: CHEN, membership: 'current' }]);
    expect(only(all, 'tally').find(({ table }) => table === 'parent_group_participants')).toMatchObject({
      rows: 3,
      used: 3,
    });
    expect(only(all, 'event').map(({ type, conversation, accounts }) => [type, conversation, accounts])).toEqual([
      ['membership', 'c4', []],
      ['membership', null, [CHEN]],
    ]);
  });

  it('communities: what wa.db states of a group goes before a system line', async () => {
    const all = await readMade(
      whatsappAndroid,
      STORE,
      [
        ...GROUP_STORE,
        "INSERT INTO jid (_id, user, server, raw_string) VALUES (7, '120363055055055055', 'g.us', '120363055055055055@g.us'), (8, '120363066066066066', 'g.us', '120363066066066066@g.us')",
        'INSERT INTO chat (_id, jid_row_id, group_type) VALUES (4, 7, 1), (5, 8, 1)',
        message(`(6, 2, 1, 'S', 5, ${TIME}, 7, NULL, 6)`),
        'INSERT INTO message_system VALUES (6, 128)',
        'INSERT INTO message_system_community_link_changed VALUES (6, 0, 2, 7)',
      ],
      {
        [STORE.replace('msgstore.db', 'wa.db')]: [
          'CREATE TABLE wa_contacts (_id INTEGER PRIMARY KEY, jid TEXT, display_name TEXT)',
          'CREATE TABLE group_relationship (_id INTEGER PRIMARY KEY, parent_raw_jid TEXT, subgroup_raw_id TEXT, kind INTEGER)',
          "INSERT INTO group_relationship VALUES (1, '120363066066066066@g.us', '120363017017017017@g.us', 3), (2, NULL, 'x', 0)",
        ],
      },
    );
    const group = only(all, 'conversation').find(({ key }) => key === 'c2');
    expect(group?.parent).toBe('c5');
    expect(group?.stored).toMatchObject({
      'group_relationship.parent_raw_jid': '120363066066066066@g.us',
      'group_relationship.kind': 3,
    });
    expect(group?.from.at).toMatchObject([{ table: 'chat' }, { table: 'group_relationship', rowid: 1 }]);
    expect(only(all, 'message').find(({ key }) => key === 'm6')?.system).toMatchObject({ action: 'community-changed' });
    closes(all);
  });

  it('a call of somebody who was in no address book, and a member whose account has no row', async () => {
    const all = await read(
      'CREATE TABLE call_unknown_caller (_id INTEGER PRIMARY KEY, call_log_row_id INTEGER, seen INTEGER)',
      `INSERT INTO call_log (_id, jid_row_id, from_me, call_id, transaction_id, timestamp) VALUES (1, 5, 0, 'C1', -1, ${TIME}), (2, 5, 0, 'C2', -1, ${TIME})`,
      'INSERT INTO call_unknown_caller VALUES (1, 1, 9), (2, 77, 0)',
      'INSERT INTO group_participant_user (_id, group_jid_row_id, user_jid_row_id, rank, pending) VALUES (1, 4, 1234, 0, 0)',
    );
    const calls = only(all, 'event').filter(({ type }) => type === 'call');
    expect(calls.map(({ stored }) => stored?.call_unknown_caller)).toEqual([1, undefined]);
    expect(calls[0]?.stored).toMatchObject({ 'call_unknown_caller.seen': 9 });
    expect(only(all, 'event').find(({ key }) => key === 'orphan:call_unknown_caller:2')).toBeDefined();
    expect(only(all, 'participant')).toMatchObject([{ conversation: 'c2', account: 'jid row 1234' }]);
    closes(all);
  });

  it('a member without an account is the owner; one whose account is an odd value is not', async () => {
    const all = await read(
      message(`(6, 2, 1, 'S', 5, ${TIME}, 7, NULL, 6)`),
      'INSERT INTO message_system_group (message_row_id, is_me_joined) VALUES (6, 1)',
      'INSERT INTO message_system_chat_participant (message_row_id, user_jid_row_id) VALUES (6, 5)',
      'INSERT INTO group_participant_user (_id, group_jid_row_id, user_jid_row_id, rank, pending) VALUES (1, 4, -1, 0, 0), (2, 4, -7, 0, 0), (3, 4, 0, 0, 0)',
    );
    const owner = only(all, 'account').find((one) => one.owner !== null)?.key;
    expect(owner).toBe(CHEN);
    expect(only(all, 'participant').map(({ key, account }) => [key, account])).toEqual([
      ['member:1', owner],
      ['member:3', owner],
    ]);
    expect(only(all, 'event').filter(({ type }) => type === 'membership')).toMatchObject([
      { accounts: [], stored: { user_jid_row_id: -7 } },
    ]);
    closes(all);
  });

  it('a community that is its own parent is left as it is stored', async () => {
    const all = await read(
      message(`(6, 2, 1, 'S', 5, ${TIME}, 7, NULL, 6)`),
      'INSERT INTO message_system VALUES (6, 11)',
      'INSERT INTO message_system_community_link_changed VALUES (6, 0, 2, 4)',
    );
    expect(only(all, 'conversation').find(({ key }) => key === 'c2')?.parent).toBe('c2');
  });

  it('pins and their end, votes taken back, additions of an unknown kind', async () => {
    const all = await read(
      `INSERT INTO message_add_on (_id, chat_row_id, from_me, key_id, sender_jid_row_id, parent_message_row_id, timestamp, message_add_on_type) VALUES (1, 2, 0, 'P', 5, 3, ${TIME}, 79), (2, 2, 1, 'Q', -1, 3, ${TIME + 1}, 79), (3, 1, 0, 'V', -1, 2, ${TIME}, 67), (4, 1, 0, 'X', -1, 2, ${TIME}, 999), (5, 1, 0, 'Y', -1, 77, ${TIME}, 56)`,
      `INSERT INTO message_add_on_pin_in_chat VALUES (1, 1, ${TIME}), (2, 0, ${TIME + 1})`,
      `INSERT INTO message_add_on_poll_vote VALUES (3, ${TIME + 5})`,
    );
    expect(details(all)).toMatchObject([
      { of: 'm3', type: 'pin', account: CHEN, pinned: true, time: { utcMs: TIME } },
      { of: 'm3', type: 'pin', account: null, pinned: false, time: { utcMs: TIME + 1 } },
      { of: 'm2', type: 'poll-vote', account: ADA, options: [], time: { utcMs: TIME + 5 } },
      { of: 'm2', type: 'other', values: { message_add_on_type: 999 } },
    ]);
    expect(only(all, 'event').map(({ key }) => key)).toEqual(['orphan:message_add_on:5']);
    expect(only(all, 'issue').filter(({ where }) => where === 'message_add_on.message_add_on_type')).toHaveLength(1);
  });

  it('deliveries to devices are receipts of their account', async () => {
    const all = await read(
      `INSERT INTO receipt_device (message_row_id, receipt_device_jid_row_id, receipt_device_timestamp, primary_device_version) VALUES (4, 3, ${TIME}, 7), (4, 5, 0, 0), (90, 5, ${TIME}, 0)`,
    );
    expect(only(all, 'receipt')).toMatchObject([
      { message: 'm4', account: ADA, delivered: { utcMs: TIME }, read: null, stored: { receipt_device_jid_row_id: 3, primary_device_version: 7 } },
      { message: 'm4', account: CHEN, delivered: null },
    ]); // prettier-ignore
    expect(only(all, 'event')).toMatchObject([{ key: 'orphan:receipt_device:3', accounts: [CHEN] }]);
  });
});

describe('calls of older and newer kinds', () => {
  it('missed calls: the caller is named, or is the other side of the conversation', async () => {
    const all = await read(
      `INSERT INTO missed_call_logs (_id, message_row_id, timestamp, video_call, group_jid_row_id) VALUES (1, 2, ${TIME}, 1, 0), (2, 3, ${TIME + 1}, 0, 4), (3, 66, ${TIME + 2}, 0, 0)`,
      `INSERT INTO missed_call_log_participant (call_logs_row_id, jid, call_result) VALUES (2, '${CHEN}', 2), (2, '${ADA}', 0), (9, '${CHEN}', 2)`,
    );
    const calls = only(all, 'event').filter(({ type }) => type === 'call');
    expect(calls).toMatchObject([
      { conversation: 'c1', actor: ADA, accounts: [ADA], direction: 'incoming', times: [{ utcMs: TIME }], call: { video: true, group: false, outcome: 'missed', message: 'm2' } },
      { conversation: 'c2', actor: CHEN, accounts: [CHEN, ADA], call: { video: false, group: true, message: 'm3' }, stored: { [`call_result of ${CHEN}`]: 2 } },
      { conversation: null, actor: null, accounts: [], call: { message: null } },
    ]); // prettier-ignore
    expect(only(all, 'event').map(({ key }) => key)).toContain('orphan:missed_call_log_participant:3');
    closes(all);
  });

  it('links to calls, and calls that could be joined', async () => {
    const all = await read(
      "INSERT INTO call_link (_id, token, creator_jid_row_id) VALUES (8, 'tok', 5)",
      `INSERT INTO call_log (_id, jid_row_id, from_me, timestamp, video_call, duration, call_result, call_link_row_id) VALUES (1, 5, 0, ${TIME}, 0, 9, 5, 8)`,
      "INSERT INTO joinable_call_log VALUES (1, 'abc', 1, 4)",
    );
    expect(only(all, 'event')).toMatchObject([
      { type: 'call', actor: CHEN, stored: { call_link_row_id: 8 } },
      { key: 'joinable-call:1', conversation: 'c2', stored: { call_log_row_id: 1, call_id: 'abc' } },
      { key: 'call-link:8', actor: CHEN, stored: { _id: 8, token: 'tok' } },
    ]);
  });
});

describe('what is left of messages', () => {
  it('rows that wait for a message: conversation, account and time', async () => {
    const all = await read(
      `INSERT INTO message_orphan (chat_row_id, from_me, key_id, sender_jid_row_id, parent_key_id, timestamp, orphan_message_data) VALUES (2, 0, 'O', 5, 'GONE', ${TIME}, x'0a03616263')`,
      `INSERT INTO message_orphaned_edit (_id, key_id, from_me, chat_row_id, sender_jid_row_id, timestamp, message_type, revoked_key_id) VALUES (1, 'E', 0, 1, 0, ${TIME}, 15, 'GONE2')`,
    );
    expect(only(all, 'event')).toMatchObject([
      { conversation: 'c2', accounts: [CHEN], times: [{ utcMs: TIME }], stored: { parent_key_id: 'GONE' }, from: { state: 'recovered', recovery: { method: 'orphan-row' } } },
      { conversation: 'c1', accounts: [], stored: { revoked_key_id: 'GONE2' } },
    ]); // prettier-ignore
  });

  it('copies made for reminders and replies: texts that differ, of messages that are gone, and when to remind', async () => {
    const all = await read(
      message(`(6, 1, 1, 'R', 0, ${TIME}, 7, NULL, 6), (7, 1, 1, 'T', 0, ${TIME}, 7, NULL, 6), (8, 1, 1, 'U', 0, ${TIME}, 7, NULL, 6)`),
      `INSERT INTO message_system_reminder_setup VALUES (6, 2, ${TIME + 9}, 'other words'), (7, 3, ${TIME + 10}, 'In the GROUP'), (8, 99, ${TIME}, 'gone words')`,
      "INSERT INTO suggested_replies VALUES (4, 5, 'to whom')",
    ); // prettier-ignore
    expect(only(all, 'version').map(({ message: of, body, verbatim, from }) => [of, body, verbatim, from.state])).toEqual([
      ['m2', 'other words', true, 'recovered'],
      ['m5', 'to whom', false, 'recovered'],
    ]); // prettier-ignore
    expect(only(all, 'event')).toMatchObject([{ body: 'gone words', from: { recovery: { method: 'reminder-copy' } } }]);
    expect(details(all).filter((one) => one.type === 'other' && one.name === 'message_system_reminder_setup')).toMatchObject([
      { of: 'm6', values: { reminder_timestamp_ms: TIME + 9 } },
      { of: 'm7', values: { reminder_timestamp_ms: TIME + 10 } },
      { of: 'm8' },
    ]); // prettier-ignore
    closes(all);
  });

  it('a text of the search index alone is a message of its conversation, in its place and without a time', async () => {
    const token = (row: number) => (row + 10).toString(36);
    const all = await read(
      `INSERT INTO message_ftsv2 (docid, content, fts_jid) VALUES (20, 'by the owner', '1 ${token(4)}'), (21, 'by chen', '${token(5)} ${token(4)}'), (22, 'one to one', '0 ${token(1)}'), (23, 'nowhere', '1 ${token(70)}')`,
    );
    const found = only(all, 'message').filter(({ from }) => from.state === 'recovered');
    expect(found).toMatchObject([
      { body: 'by the owner', conversation: 'c2', direction: 'outgoing', sender: null, order: 20, times: [] },
      { body: 'by chen', conversation: 'c2', direction: 'incoming', sender: CHEN, order: 21 },
      { body: 'one to one', conversation: 'c1', direction: 'incoming', sender: ADA, order: 22 },
    ]);
    expect(only(all, 'event')).toMatchObject([{ body: 'nowhere', conversation: null, times: [] }]);
  });

  it('an index entry is given to no message of another conversation, and to none of two that it may belong to', async () => {
    const token = (row: number) => (row + 10).toString(36);
    const all = await read(
      message(
        `(30, 1, 1, 'K', 0, ${TIME}, 15, NULL, 0), (31, 1, 1, 'L', 0, ${TIME}, 15, NULL, 0), (32, 1, 1, 'M', 0, ${TIME}, 0, 'still here', 0), (33, 1, 1, 'N', 0, ${TIME}, 0, 'another', 0)`,
      ),
      'UPDATE message SET sort_id = _id WHERE _id < 32',
      'UPDATE message SET sort_id = 31 WHERE _id = 33',
      'UPDATE message SET sort_id = 40 WHERE _id = 32',
      `INSERT INTO message_ftsv2 (docid, content, fts_jid) VALUES (30, 'of the group', '1 ${token(4)}'), (31, 'of one of two', '1 ${token(1)}'), (40, 'Still here', '1 ${token(1)}')`,
    );
    expect(only(all, 'version')).toEqual([]);
    expect(
      only(all, 'message')
        .filter(({ from }) => from.state === 'recovered')
        .map(({ body, conversation }) => [body, conversation]),
    ).toEqual([
      ['of the group', 'c2'],
      ['of one of two', 'c1'],
    ]);
  });

  it('jobs of deletion: by number, by kind, single rows, starred ones apart', async () => {
    const all = await read(
      message(
        `(10, 1, 1, 'a', 0, ${TIME}, 0, 'first', 0), (11, 1, 1, 'b', 0, ${TIME}, 0, 'starred', 0), (12, 1, 1, 'c', 0, ${TIME}, 1, NULL, 0), (13, 1, 1, 'd', 0, ${TIME}, 0, 'single', 0), (14, 1, 1, 'e', 0, ${TIME}, 0, 'kept', 0)`,
      ),
      'UPDATE message SET starred = 1 WHERE _id = 11',
      `INSERT INTO deleted_chat_job (chat_row_id, deleted_message_row_id, deleted_starred_message_row_id, deleted_message_categories, deleted_categories_message_row_id, singular_message_delete_rows_id) VALUES (1, 11, 5, '["1","3"]', 12, '[13]')`,
    );
    const shown = only(all, 'message').filter(({ key }) => Number(key.slice(1)) >= 10);
    expect(shown.map(({ key, from }) => [key, from.state])).toEqual([
      ['m10', 'marked-deleted'],
      ['m11', 'live'],
      ['m12', 'marked-deleted'],
      ['m13', 'marked-deleted'],
      ['m14', 'live'],
    ]);
    // The job covers messages 2 to 9 of its conversation too, and none of others.
    expect(only(all, 'message').find(({ key }) => key === 'm2')?.from.state).toBe('marked-deleted');
    expect(only(all, 'message').find(({ key }) => key === 'm3')?.from.state).toBe('live');
  });
});

describe('references that lead nowhere or in a circle', () => {
  it('keeps messages that quote each other or themselves, and albums that contain each other', async () => {
    const all = await read(
      "INSERT INTO message_quoted (message_row_id, chat_row_id, parent_message_chat_row_id, from_me, key_id, message_type, text_data) VALUES (3, 2, 2, 1, 'C', 1, NULL), (4, 2, 2, 0, 'B', 0, 'in the group'), (2, 1, 1, 0, 'A', 0, 'here')",
      'INSERT INTO message_association VALUES (1, 3, 4, 1), (2, 4, 3, 1), (3, 2, 2, 1)',
    );
    expect(only(all, 'quote').map(({ message: of, target }) => [of, target.serverId])).toEqual([
      ['m2', 'A'],
      ['m3', 'C'],
      ['m4', 'B'],
    ]);
    expect(details(all).map((one) => [one.of, one.type === 'album' && one.parent])).toEqual([
      ['m3', 'm4'],
      ['m4', 'm3'],
      ['m2', 'm2'],
    ]);
  });

  it('keeps both of two messages with one identifier, and a message whose conversation and sender are gone', async () => {
    const all = await read(
      'DROP INDEX message_key_index',
      message(`(10, 1, 0, 'A', 0, ${TIME}, 0, 'the other', 0), (11, 88, 0, 'Z', 77, ${TIME}, 0, 'from nobody', 0)`),
    );
    const twins = only(all, 'message').filter(({ serverId }) => serverId === 'A');
    expect(twins.map(({ key, body }) => [key, body])).toEqual([
      ['m2', 'here'],
      ['m10', 'the other'],
    ]);
    expect(only(all, 'message').find(({ key }) => key === 'm11')).toMatchObject({
      conversation: 'c88',
      sender: 'jid row 77',
      body: 'from nobody',
    });
    expect(
      only(all, 'issue')
        .filter(({ code }) => code === 'unresolved-reference')
        .map(({ where, stored }) => [where, stored]),
    ).toEqual([
      ['message.chat_row_id', '88'],
      ['message.jid', 'jid row 77'],
    ]);
    closes(all);
  });

  it('keeps a member of a group without a conversation, and what the address book says of such a group', async () => {
    const all = await read(
      "INSERT INTO jid (_id, user, server, raw_string) VALUES (9, '120363999999999999', 'g.us', '120363999999999999@g.us')",
      `INSERT INTO group_participant_user (_id, group_jid_row_id, user_jid_row_id, rank, pending) VALUES (1, 9, 5, 1, 0), (2, 4, 5, 7, 0)`,
    );
    expect(only(all, 'event')).toMatchObject([
      { type: 'membership', accounts: [CHEN], stored: { group: '120363999999999999@g.us', rank: 1 } },
    ]);
    expect(only(all, 'participant')).toMatchObject([{ conversation: 'c2', account: CHEN, role: 'unknown' }]);
    expect(only(all, 'issue').find(({ where }) => where === 'group_participant_user.rank')).toMatchObject({
      code: 'unknown-code',
      stored: '7',
    });
  });
});

describe('the tables of both generations in one store', () => {
  const both = [
    ...modernSchema('modern'),
    ...LEGACY_SCHEMA.filter((sql) => /CREATE TABLE (messages|messages_quotes|chat_list|group_participants|receipts) /u.test(sql)),
    'CREATE TABLE group_participants_history (_id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp DATETIME NOT NULL, gjid TEXT NOT NULL, jid TEXT NOT NULL, action INTEGER NOT NULL, old_phash TEXT NOT NULL, new_phash TEXT NOT NULL)',
    `INSERT INTO jid (_id, user, server, raw_string) VALUES (1, '491713920001', 's.whatsapp.net', '${ADA}'), (4, '120363017017017017', 'g.us', '120363017017017017@g.us')`,
    'INSERT INTO chat (_id, jid_row_id) VALUES (1, 1), (2, 4)',
    message(`(1, -1, 0, '-1', 0, 0, -1, NULL, -1), (2, 1, 0, 'A', 0, ${TIME}, 0, 'in both', 0)`),
    `INSERT INTO messages (_id, key_remote_jid, key_from_me, key_id, data, timestamp, media_wa_type, status) VALUES (1, '-1', 0, '-1', NULL, 0, '-1', -1), (2, '${ADA}', 0, 'A', 'in both', ${TIME}, '0', 0), (3, '${ADA}', 0, 'B', 'in the old one alone', ${TIME}, '0', 0)`,
  ]; // prettier-ignore

  it('reads rows of the legacy table that a filled modern one lacks, and no row twice', async () => {
    const all = await readMade(whatsappAndroid, STORE, both);
    expect(only(all, 'message').map(({ key, body, conversation }) => [key, body, conversation])).toEqual([
      ['m2', 'in both', 'c1'],
      ['m3', 'in the old one alone', 'c1'],
    ]);
    expect(only(all, 'tally').find(({ table }) => table === 'messages')?.skipped).toEqual({
      'sentinel row': 1,
      'row that the table message holds too': 1,
    });
  });

  it('reads the legacy history of a group, in seconds, with its actions as stored', async () => {
    const all = await readMade(whatsappAndroid, STORE, [
      ...both,
      `INSERT INTO group_participants_history VALUES (1, ${SECONDS}, '120363017017017017@g.us', '${CHEN}', 2, 'a', 'b'), (2, ${SECONDS}, 'gone@g.us', '', 1, 'b', 'c')`,
    ]);
    expect(only(all, 'event')).toMatchObject([
      { type: 'membership', conversation: 'c2', accounts: [CHEN], times: [{ utcMs: SECONDS * 1000 }], stored: { action: 2, old_phash: 'a' } },
      { type: 'membership', conversation: null, accounts: [], stored: { gjid: 'gone@g.us', action: 1 } },
    ]); // prettier-ignore
  });
});
