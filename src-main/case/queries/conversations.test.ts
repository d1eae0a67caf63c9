import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../sqlite/index.ts';
import { storyteller, tempCase } from '../fixture-case.ts';
import { getConversation, pageConversations } from '../index.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
});
afterEach(() => {
  made.remove();
});

describe('what a filter leaves of conversations', () => {
  it('counts what it lets through of each, whichever way it looks', () => {
    const tell = storyteller(made.file, made.source);
    tell.account('ann', { identifier: '15550002@s.whatsapp.net' });
    tell.account('bob', { identifier: '15550003@s.whatsapp.net' });
    tell.conversation('crew', { type: 'group', identifier: '1@g.us' });
    tell.conversation('quiet', { type: 'group', identifier: '2@g.us' });
    tell.message('m1', 'crew', 'the crate is here', { sender: 'ann' });
    tell.message('m2', 'crew', 'which crate', { sender: 'bob' });
    tell.message('m3', 'crew', 'never mind', { sender: 'bob' });
    tell.message('m4', 'quiet', 'hello', { sender: 'bob' });
    tell.done();
    const { db } = made.file;
    const all = pageConversations(db, undefined, { sort: 'title' }, undefined, 10).rows;
    expect(all.map(({ matching }) => matching)).toEqual([undefined, undefined]);
    const bob = db.value<number>(sql`SELECT id FROM account WHERE identifier = '15550003@s.whatsapp.net'`) ?? 0;
    const left = (filter: Parameters<typeof pageConversations>[1]) =>
      pageConversations(db, filter, { sort: 'messages' }, undefined, 10).rows.map(({ identifier, matching }) => [
        identifier,
        matching,
      ]);
    expect(left({ senders: [bob] })).toEqual([
      ['1@g.us', 2],
      ['2@g.us', 1],
    ]);
    expect(left({ text: 'crate' })).toEqual([['1@g.us', 2]]);
    expect(left({ text: 'crate', senders: [bob] })).toEqual([['1@g.us', 1]]);
  });
});

describe('who takes part in a conversation', () => {
  it('names both ends of a one-to-one conversation whose app stores no memberships', () => {
    const tell = storyteller(made.file, made.source);
    tell.account('own', {
      identifier: '15550001@s.whatsapp.net',
      owner: { claim: 'stored as the owner', assumed: false },
    });
    tell.account('ann', { identifier: '15550002@s.whatsapp.net' });
    tell.account('other', { identifier: '15550003@s.whatsapp.net' });
    tell.conversation('with-ann', { type: 'one-to-one', identifier: '15550002@s.whatsapp.net' });
    tell.conversation('crew', { type: 'group', identifier: '15550002@s.whatsapp.net' });
    tell.message('m1', 'with-ann', 'hello');
    tell.message('m2', 'crew', 'hello all');
    tell.done();
    const { rows } = pageConversations(made.file.db, undefined, { sort: 'title' }, undefined, 10);
    const counted = Object.fromEntries(rows.map((row) => [row.type, row.participants]));
    expect(counted).toEqual({ 'one-to-one': 2, group: 0 });
    const oneToOne = rows.find((row) => row.type === 'one-to-one');
    const { participants, conversation } = getConversation(made.file.db, oneToOne?.id ?? 0);
    expect(conversation.participants).toBe(2);
    expect(
      participants.map(({ identifier, role, membership, isOwner }) => [identifier, role, membership, isOwner]),
    ).toEqual([
      ['15550001@s.whatsapp.net', 'unknown', 'unknown', true],
      ['15550002@s.whatsapp.net', 'unknown', 'unknown', false],
    ]);
  });
});
