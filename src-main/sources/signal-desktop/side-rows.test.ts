import { expect, test } from 'vitest';
import { bytesField, message as nested } from '../../../fixtures/protobuf-writer.ts';
import { only, readMade } from '../../../test/contract/read-made.ts';
import type { Extracted } from '../../model/index.ts';
import { schemaOf } from './fixture-schema.ts';
import { signalDesktop } from './index.ts';

/* Tables that the sample does not have, as the app's migrations make them. */

const OWN = '11111111-1111-4111-8111-111111111111';
const BOB = '22222222-2222-4222-8222-222222222222';
const T = 1_741_296_000_000;

const words = (text: string): string => `x'${nested(1, bytesField(1, text)).toString('hex')}'`;

async function read(...statements: readonly string[]): Promise<readonly Extracted[]> {
  const people = [
    `INSERT INTO items (id, json) VALUES ('uuid_id', '{"id":"uuid_id","value":"${OWN}.2"}')`,
    `INSERT INTO conversations (id, type, serviceId, json) VALUES ('c-bob', 'private', '${BOB}', '{}')`,
  ];
  return readMade(signalDesktop, 'Signal/sql/db.sqlite', [...schemaOf('attachments-table'), ...people, ...statements]);
}

test('what waits to be worked on is an event with its sender, and its words where it is opened', async () => {
  const all = await read(
    'CREATE TABLE unprocessed(id TEXT NOT NULL PRIMARY KEY, type INTEGER, timestamp INTEGER, receivedAtDate INTEGER, isEncrypted INTEGER, content BLOB, serverTimestamp INTEGER, sourceServiceId TEXT)',
    `INSERT INTO unprocessed VALUES ('e1', 1, ${T}, ${T + 9}, 0, ${words('not yet shown')}, ${T + 1}, '${BOB}')`,
    `INSERT INTO unprocessed VALUES ('e2', 6, ${T}, 0, 1, x'0102', 0, NULL)`,
  );
  expect(only(all, 'event')).toMatchObject([
    { type: 'setting', body: 'not yet shown', accounts: [BOB], stored: { id: 'e1' } },
    { type: 'setting', body: null, accounts: [], stored: { id: 'e2', isEncrypted: 1 } },
  ]);
  expect(only(all, 'event')[0]?.times.map(({ meaning }) => meaning)).toEqual(['sent', 'server', 'received']);
});

test('copies kept for sending again give back what a deleted message said', async () => {
  const all = await read(
    'CREATE TABLE sendLogPayloads(id INTEGER PRIMARY KEY, timestamp INTEGER NOT NULL, contentHint INTEGER NOT NULL, proto BLOB NOT NULL)',
    'CREATE TABLE sendLogMessageIds(payloadId INTEGER NOT NULL, messageId STRING NOT NULL)',
    `INSERT INTO messages (id, conversationId, type, sent_at, received_at, body, json) VALUES ('m1', 'c-bob', 'outgoing', ${T}, 1, '', '{"deletedForEveryone":true}'), ('m2', 'c-bob', 'outgoing', ${T + 1}, 2, 'as shown', '{}')`,
    `INSERT INTO sendLogPayloads VALUES (1, ${T}, 1, ${words('taken back')}), (2, ${T + 1}, 1, ${words('as shown')}), (3, ${T + 2}, 1, ${words('of no row')})`,
    "INSERT INTO sendLogMessageIds VALUES (1, 'm1'), (2, 'm2')",
  );
  expect(only(all, 'version')).toMatchObject([{ message: 'message:m1', role: 'deleted-text', body: 'taken back', from: { state: 'recovered', recovery: { method: 'sent-copy' } } }]); // prettier-ignore
  expect(only(all, 'event')).toMatchObject([{ actor: OWN, direction: 'outgoing', body: 'of no row' }]);
  expect(only(all, 'tally').find(({ table }) => table === 'sendLogPayloads')).toMatchObject({ rows: 3, used: 2 });
});

test('what was told to other devices, edits, stories and polls have words too; of several messages the deleted one is told', async () => {
  const hex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;
  const told = (...body: Buffer[]): string => hex(nested(2, nested(1, ...body)));
  const all = await read(
    'CREATE TABLE sendLogPayloads(id INTEGER PRIMARY KEY, timestamp INTEGER NOT NULL, contentHint INTEGER NOT NULL, proto BLOB NOT NULL)',
    'CREATE TABLE sendLogMessageIds(payloadId INTEGER NOT NULL, messageId STRING NOT NULL)',
    `INSERT INTO messages (id, conversationId, type, sent_at, received_at, body, json) VALUES ('m1', 'c-bob', 'outgoing', ${T}, 1, '', '{"deletedForEveryone":true}'), ('m2', 'c-bob', 'outgoing', ${T + 1}, 2, 'to two lists', '{}')`,
    `INSERT INTO sendLogPayloads VALUES (1, ${T}, 1, ${hex(nested(9, nested(4, bytesField(1, 'to two lists'))))}), (2, ${T}, 1, ${told(nested(3, bytesField(1, 'to other devices')))}), (3, ${T}, 1, ${told(nested(10, nested(2, bytesField(1, 'as edited'))))}), (4, ${T}, 1, ${told(nested(8, nested(4, bytesField(1, 'a story'))))}), (5, ${T}, 1, ${hex(nested(1, nested(24, bytesField(1, 'which pier?'))))})`,
    "INSERT INTO sendLogMessageIds VALUES (1, 'm1'), (1, 'm2')",
  );
  expect(only(all, 'version')).toMatchObject([{ message: 'message:m1', role: 'deleted-text', body: 'to two lists' }]);
  expect(only(all, 'event').map(({ body }) => body)).toEqual(['to other devices', 'as edited', 'a story', 'which pier?']); // prettier-ignore
}); // prettier-ignore

test('call links, folders and profiles carry their rows, without keys', async () => {
  const all = await read(
    'CREATE TABLE callLinks (roomId TEXT NOT NULL PRIMARY KEY, rootKey BLOB NOT NULL, adminKey BLOB, name TEXT NOT NULL, restrictions INTEGER, revoked INTEGER, expiration INTEGER, deletedAt INTEGER)',
    `INSERT INTO callLinks VALUES ('room', x'${'ab'.repeat(16)}', NULL, 'Night shift', 0, 0, ${T}, ${T + 1})`,
    'CREATE TABLE chatFolders (id TEXT NOT NULL PRIMARY KEY, folderType INTEGER, name TEXT, position INTEGER, includedConversationIds TEXT, deletedAtTimestampMs INTEGER)',
    `INSERT INTO chatFolders VALUES ('f', 2, 'Crew', 1, '["c-bob"]', 0)`,
  );
  expect(only(all, 'event')).toMatchObject([
    { type: 'setting', body: 'Night shift', from: { state: 'marked-deleted' }, stored: { roomId: 'room' } },
    { type: 'setting', body: 'Crew', from: { state: 'live' }, stored: { includedConversationIds: '["c-bob"]' } },
  ]);
  expect(JSON.stringify(all)).not.toContain('abab');
});
