import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storyteller, tempCase } from '../fixture-case.ts';
import { getConversation, pageConversations } from '../index.ts';

let made: ReturnType<typeof tempCase>;
beforeEach(() => {
  made = tempCase();
});
afterEach(() => {
  made.remove();
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
