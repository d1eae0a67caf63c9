import { expect, test } from 'vitest';
import { bytesField, concat, message as nested, varintField } from '../../../fixtures/protobuf-writer.ts';
import { only, readMade } from '../../../test/contract/read-made.ts';
import type { Extracted } from '../../model/index.ts';
import { schemaOf, SETTINGS_SCHEMA } from './fixture-schema.ts';
import { signalAndroid } from './index.ts';

/* Tables that the sample does not have, as their creating statements in the app say. */

const OWN = '11111111-1111-4111-8111-111111111111';
const BOB = '22222222-2222-4222-8222-222222222222';
const T = 1_741_296_000_000;
const FOLDER = 'data/data/org.thoughtcrime.securesms/databases';
const OUTGOING = 0xa00017;

const hex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;
const sent = (words: string): string => hex(nested(1, bytesField(1, words), varintField(7, 9)));
const mob = (pico: string): string => hex(nested(1, bytesField(1, pico)));

const base = [
  `INSERT INTO recipient (_id, aci) VALUES (1, '${OWN}'), (2, '${BOB}')`,
  'INSERT INTO thread (_id, recipient_id) VALUES (7, 2)',
];
const settings = [SETTINGS_SCHEMA, `INSERT INTO key_value (key, value) VALUES ('account.aci', '${OWN}')`];

async function read(...statements: readonly string[]): Promise<readonly Extracted[]> {
  const beside = { [`${FOLDER}/signal-key-value.db`]: settings };
  return readMade(signalAndroid, `${FOLDER}/signal.db`, [...schemaOf('attachment-table'), ...base, ...statements], beside); // prettier-ignore
}

test('payments have sum, fee, direction, people and words; codes that nobody knows are named', async () => {
  const all = await read(
    'CREATE TABLE payments (_id INTEGER PRIMARY KEY, uuid TEXT, recipient INTEGER DEFAULT 0, recipient_address TEXT, timestamp INTEGER, note TEXT, direction INTEGER, state INTEGER, failure_reason INTEGER, amount BLOB NOT NULL, fee BLOB NOT NULL, receipt BLOB, block_index INTEGER, block_timestamp INTEGER, seen INTEGER)',
    `INSERT INTO payments (uuid, recipient, timestamp, note, direction, state, amount, fee, block_timestamp) VALUES ('u1', 2, ${T}, 'for the crates', 0, 2, ${mob('1500000000000')}, ${mob('400000000')}, ${T + 5})`,
    `INSERT INTO payments (uuid, recipient, recipient_address, timestamp, direction, state, amount, fee) VALUES ('u2', 0, 'addr', ${T + 9}, 7, 9, x'ffff', x'')`,
  );
  const [first, second] = only(all, 'event');
  expect(first).toMatchObject({ type: 'payment', direction: 'outgoing', actor: OWN, accounts: [BOB], body: 'for the crates', stored: { state: 'successful', 'amount.picoMobileCoin': '1500000000000', 'fee.picoMobileCoin': '400000000', uuid: 'u1' } }); // prettier-ignore
  expect(first?.times.map(({ meaning, utcMs }) => [meaning, utcMs])).toEqual([['created', T], ['server', T + 5]]); // prettier-ignore
  expect(second).toMatchObject({ type: 'payment', direction: 'unknown', actor: null, accounts: [], body: null, stored: { direction: 7, state: 9, recipient_address: 'addr' } }); // prettier-ignore
  expect(only(all, 'issue').filter(({ code }) => code === 'unknown-code').map(({ where }) => where)).toEqual(['payments.direction', 'payments.state']); // prettier-ignore
});

test('copies kept for sending again give back what a deleted message said, and words that no row holds', async () => {
  const all = await read(
    'CREATE TABLE msl_payload (_id INTEGER PRIMARY KEY, date_sent INTEGER NOT NULL, content BLOB NOT NULL, content_hint INTEGER NOT NULL, urgent INTEGER NOT NULL DEFAULT 1)',
    'CREATE TABLE msl_message (_id INTEGER PRIMARY KEY, payload_id INTEGER NOT NULL, message_id INTEGER NOT NULL)',
    ...[1, 2, 3].map((n) => `INSERT INTO message (_id, date_sent, date_received, thread_id, from_recipient_id, to_recipient_id, type, body, remote_deleted) VALUES (${n}, ${T + n}, ${T + n}, 7, 1, 2, ${OUTGOING}, ${n === 1 ? 'NULL' : "'as shown'"}, ${n === 1 ? 1 : 0})`),
    ...[['taken back', 1], ['as shown', 2], ['first wording', 3], ['of no row', 4]].map(([words, n]) => `INSERT INTO msl_payload (_id, date_sent, content, content_hint) VALUES (${n}, ${T + Number(n)}, ${sent(String(words))}, 1)`),
    `INSERT INTO msl_payload VALUES (5, ${T + 5}, ${hex(concat([varintField(1, 3)]))}, 0, 1), (6, ${T + 6}, x'', 0, 1)`,
    ...[1, 2, 3].map((n) => `INSERT INTO msl_message (payload_id, message_id) VALUES (${n}, ${n})`),
  ); // prettier-ignore
  expect(only(all, 'version').map(({ message, role, body, from }) => [message, role, body, from.state])).toEqual([
    ['message:1', 'deleted-text', 'taken back', 'recovered'],
    ['message:3', 'unknown', 'first wording', 'recovered'],
  ]);
  expect(only(all, 'event')).toMatchObject([{ type: 'unknown', direction: 'outgoing', actor: OWN, body: 'of no row' }]);
  expect(only(all, 'tally').find(({ table }) => table === 'msl_payload')).toMatchObject({ rows: 6, used: 3, skipped: { 'a copy of a sent message that the store holds with the same words': 1, 'a copy of something sent in which no words are found': 2 } }); // prettier-ignore
});

test('lists, folders, links and profiles are events that carry their rows, without keys', async () => {
  const all = await read(
    'CREATE TABLE distribution_list (_id INTEGER PRIMARY KEY, name TEXT NOT NULL, distribution_id TEXT, recipient_id INTEGER, allows_replies INTEGER, deletion_timestamp INTEGER DEFAULT 0)',
    `INSERT INTO distribution_list VALUES (1, 'Crew', 'd-1', 9, 1, 0), (2, 'Gone', 'd-2', 10, 1, ${T})`,
    'CREATE TABLE distribution_list_member (_id INTEGER PRIMARY KEY, list_id INTEGER, recipient_id INTEGER, privacy_mode INTEGER)',
    'INSERT INTO distribution_list_member VALUES (1, 1, 2, 0), (2, 1, 77, 0)',
    'CREATE TABLE call_link (_id INTEGER PRIMARY KEY, root_key BLOB, room_id TEXT, admin_key BLOB, name TEXT, restrictions INTEGER, revoked INTEGER, expiration INTEGER, recipient_id INTEGER)',
    `INSERT INTO call_link VALUES (1, x'${'ab'.repeat(16)}', 'room', x'cd', 'Night shift', 0, 0, -1, 11)`,
  );
  const events = only(all, 'event').map(({ key, type, body, accounts, from, stored }) => [key, type, body, accounts, from.state, stored]); // prettier-ignore
  expect(events).toEqual([
    ['distribution_list:1', 'setting', 'Crew', [], 'live', expect.objectContaining({ distribution_id: 'd-1' })],
    ['distribution_list:2', 'setting', 'Gone', [], 'marked-deleted', expect.anything()],
    ['distribution_list_member:1', 'setting', null, [BOB], 'live', expect.objectContaining({ list_id: 1 })],
    ['distribution_list_member:2', 'setting', null, [], 'live', expect.objectContaining({ recipient_id: 77 })],
    ['call_link:1', 'setting', 'Night shift', [], 'live', expect.objectContaining({ room_id: 'room' })],
  ]);
  expect(JSON.stringify(events)).not.toContain('abab');
});
