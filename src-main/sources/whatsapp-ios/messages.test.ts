import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { bytesField, concat, message, varintField } from '../../../fixtures/protobuf-writer.ts';
import { friend, incoming, RowFolder, session } from './fixture-rows.ts';
import { ofKind } from './fixture-run.ts';

const rows = new RowFolder();
afterAll(() => {
  rmSync(rows.scratch, { recursive: true, force: true });
});

describe('ZWAMESSAGE', () => {
  it('keeps a type that is not known, with its number and an issue', async () => {
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZMESSAGETYPE: 871, ZTEXT: 'words' }],
    });
    expect(ofKind(records, 'message')).toMatchObject([{ type: 'unknown', typeStored: '871', body: 'words' }]);
    expect(ofKind(records, 'issue')).toContainEqual(
      expect.objectContaining({ code: 'unknown-code', where: 'ZWAMESSAGE.ZMESSAGETYPE', stored: '871' }),
    );
  });

  it('reads the words of a business message out of its payload, with buttons, product and link', async () => {
    const form = message(
      1,
      bytesField(2, 'Harbour Office'),
      bytesField(6, 'Your crate is here.'),
      message(8, message(2, bytesField(1, 'Show'), bytesField(2, 'https://port.example/17'))),
    );
    const product = message(1, message(1, bytesField(3, 'Crate'), bytesField(5, 'EUR'), varintField(6, 12_500)));
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [
        { Z_PK: 1, ...incoming, ZMESSAGETYPE: 19, ZMEDIAITEM: 1 },
        { Z_PK: 2, ...incoming, ZMESSAGETYPE: 26, ZMEDIAITEM: 2, ZTEXT: 'look' },
      ],
      ZWAMEDIAITEM: [
        { Z_PK: 1, ZMESSAGE: 1, ZMETADATA: message(24, form) },
        { Z_PK: 2, ZMESSAGE: 2, ZMETADATA: concat([message(26, product), message(42, message(1, bytesField(9, 'https://port.example')))]) },
      ],
    }); // prettier-ignore
    expect(ofKind(records, 'message')).toMatchObject([
      { type: 'business', body: 'Harbour Office\nYour crate is here.', from: { at: [{ table: 'ZWAMESSAGE' }, { table: 'ZWAMEDIAITEM' }] } },
      { type: 'business', body: 'look' },
    ]); // prettier-ignore
    expect(ofKind(records, 'detail').map(({ content }) => content)).toEqual([
      {
        type: 'other',
        name: 'ZMETADATA',
        values: { text: 'Harbour Office\nYour crate is here.', 'button 1': 'Show https://port.example/17' },
      },
      {
        type: 'other',
        name: 'ZMETADATA',
        values: {
          'product title': 'Crate',
          'product currency': 'EUR',
          'product price as stored': 12_500,
          link: 'https://port.example',
        },
      },
    ]);
  });

  it('reads ZGROUPEVENTTYPE only for system rows', async () => {
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [
        { Z_PK: 1, ...incoming, ZMESSAGETYPE: 0, ZGROUPEVENTTYPE: 2, ZTEXT: 'a reply' },
        { Z_PK: 2, ...incoming, ZMESSAGETYPE: 10, ZGROUPEVENTTYPE: 3 },
        { Z_PK: 3, ...incoming, ZMESSAGETYPE: 6, ZGROUPEVENTTYPE: 99 },
      ],
    });
    expect(ofKind(records, 'message').map((m) => m.system?.action ?? m.body)).toEqual([
      'a reply',
      'security-code-changed',
      'unknown',
    ]);
    expect(ofKind(records, 'message')[1]?.system).toMatchObject({ actor: null, affected: [friend] });
    expect(ofKind(records, 'message')[2]?.system?.actionStored).toBe('6/99');
  });

  it('does not say who removed whom where readers disagree', async () => {
    const group = '120363000000000001@g.us';
    const records = await rows.read({
      ZWACHATSESSION: [{ Z_PK: 1, ZCONTACTJID: group, ZSESSIONTYPE: 1, ZPARTNERNAME: 'Club' }],
      ZWAGROUPMEMBER: [
        { Z_PK: 7, ZCHATSESSION: 1, ZMEMBERJID: '447700900111@s.whatsapp.net', ZISACTIVE: 0, ZISADMIN: 0 },
      ],
      ZWAMESSAGE: [
        { Z_PK: 1, ...incoming, ZFROMJID: group, ZMESSAGETYPE: 6, ZGROUPEVENTTYPE: 7, ZGROUPMEMBER: 7, ZTEXT: friend },
      ],
    });
    expect(ofKind(records, 'message')[0]?.system).toMatchObject({
      action: 'member-removed',
      actor: null,
      affected: ['447700900111@s.whatsapp.net', friend],
    });
  });

  it('reads text that is stored as bytes, and says when it is not UTF-8', async () => {
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [
        { Z_PK: 1, ...incoming, ZMESSAGETYPE: 0, ZTEXT: Buffer.from('naïve') },
        { Z_PK: 2, ...incoming, ZMESSAGETYPE: 0, ZTEXT: Buffer.from([0x6f, 0x6b, 0xff]) },
      ],
    });
    expect(ofKind(records, 'message').map((m) => m.body)).toEqual(['naïve', 'ok\uFFFD']);
    expect(ofKind(records, 'issue')).toContainEqual(
      expect.objectContaining({ code: 'undecodable-text', stored: '6f6bff' }),
    );
  });

  it('rounds times to milliseconds, leaves unset ones out and refuses impossible ones', async () => {
    const times = [704_735_807.2214981, 0, null, 63_113_904_000, 9e12];
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: times.map((time, index) => ({ Z_PK: index + 1, ...incoming, ZMESSAGETYPE: 0, ZMESSAGEDATE: time })),
    });
    expect(ofKind(records, 'message').map((m) => m.times.map((t) => t.utcMs))).toEqual([
      [1_683_043_007_221],
      [],
      [],
      [],
      [],
    ]);
    expect(ofKind(records, 'issue').filter((issue) => issue.code === 'time-out-of-range')).toHaveLength(1);
  });

  it('keeps messages whose session is gone, under what they name', async () => {
    const records = await rows.read({
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZCHATSESSION: 44, ZMESSAGETYPE: 0, ZTEXT: 'alone' }],
    });
    expect(ofKind(records, 'conversation')).toMatchObject([{ identifier: friend, from: { state: 'recovered' } }]);
    expect(ofKind(records, 'message')).toMatchObject([{ body: 'alone', conversation: 'session-without-row:44' }]);
    expect(ofKind(records, 'issue').map((issue) => issue.code)).toContain('orphan-row');
  });

  it('names no deleter from an identifier left in a message taken back', async () => {
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZMESSAGETYPE: 14, ZTEXT: friend }],
    });
    expect(ofKind(records, 'message')).toMatchObject([
      {
        type: 'revoked',
        body: null,
        deleted: { by: null },
        stored: { ZTEXT: friend },
        from: { state: 'marked-deleted' },
      },
    ]);
  });
});

describe('ZWACHATSESSION', () => {
  it('flags removed and hidden conversations and keeps them', async () => {
    const records = await rows.read({
      ZWACHATSESSION: [
        { ...session, ZREMOVED: 1 },
        { Z_PK: 2, ZCONTACTJID: '120363144038483540@newsletter', ZSESSIONTYPE: 5, ZHIDDEN: 1 },
      ],
    });
    expect(ofKind(records, 'conversation')).toMatchObject([
      { hidden: true, from: { state: 'marked-deleted' } },
      { hidden: true, type: 'channel', from: { state: 'live' } },
    ]);
  });

  it('takes the date of a pinned conversation for what it is', async () => {
    const pinned = 700_000_000 + 5000 * 365.2425 * 86_400;
    const records = await rows.read({
      ZWACHATSESSION: [{ ...session, ZLASTMESSAGEDATE: pinned }],
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZMESSAGETYPE: 0 }],
    });
    expect(ofKind(records, 'issue').map((issue) => issue.code)).toEqual(['owner-unknown']);
  });

  it('notes a last message later than the newest row, and gives its text as recovered', async () => {
    const records = await rows.read({
      ZWACHATSESSION: [
        { ...session, ZLASTMESSAGEDATE: 700_000_100, ZLASTMESSAGETEXT: 'gone from the list of messages' },
      ],
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZMESSAGETYPE: 0, ZTEXT: 'still here' }],
    });
    expect(ofKind(records, 'issue')).toContainEqual(
      expect.objectContaining({ where: 'ZWACHATSESSION.ZLASTMESSAGEDATE', code: 'rows-missing-in-sequence' }),
    );
    expect(ofKind(records, 'message')).toContainEqual(
      expect.objectContaining({
        body: 'gone from the list of messages',
        sender: null,
        from: expect.objectContaining({ state: 'recovered' }) as unknown,
      }),
    );
  });

  it('joins a hidden id to a number only as a link', async () => {
    const records = await rows.read({
      ZWACHATSESSION: [{ Z_PK: 1, ZCONTACTJID: '117700900127099@lid', ZCONTACTIDENTIFIER: friend }],
    });
    expect(ofKind(records, 'account-link')).toMatchObject([
      { a: '117700900127099@lid', b: friend, method: 'ZWACHATSESSION.ZCONTACTIDENTIFIER' },
    ]);
    expect(ofKind(records, 'account').map((a) => [a.identifier, a.phone])).toEqual([
      ['117700900127099@lid', null],
      [friend, '+447700900199'],
    ]);
  });
});
