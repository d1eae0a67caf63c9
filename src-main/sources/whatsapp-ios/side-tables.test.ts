import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { bytesField, message as nested, varintField } from './fixture-protobuf.ts';
import { RowFolder } from './fixture-rows.ts';
import { ofKind } from './fixture-run.ts';
import { SCHEMAS } from './fixture-tables.ts';
import { nameInPayload, ownerInPayload } from './push-name.ts';

const rows = new RowFolder();
afterAll(() => {
  rmSync(rows.scratch, { recursive: true, force: true });
});

const friend = '447700900199@s.whatsapp.net';
const session = { Z_PK: 1, ZCONTACTJID: friend, ZSESSIONTYPE: 0 };
const incoming = { ZCHATSESSION: 1, ZISFROMME: 0, ZFROMJID: friend, ZMESSAGEDATE: 700_000_000 };

describe('ZWAMEDIAITEM', () => {
  it('takes width and height for degrees only where the message is a place', async () => {
    const media = { ZLATITUDE: 52, ZLONGITUDE: 13, ZMEDIALOCALPATH: 'Media/a/b.jpg' };
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [
        { Z_PK: 1, ...incoming, ZMESSAGETYPE: 1, ZMEDIAITEM: 1 },
        { Z_PK: 2, ...incoming, ZMESSAGETYPE: 5, ZMEDIAITEM: 2 },
      ],
      ZWAMEDIAITEM: [
        { Z_PK: 1, ZMESSAGE: 1, ...media },
        { Z_PK: 2, ZMESSAGE: null, ...media, ZMEDIALOCALPATH: null },
      ],
    });
    expect(ofKind(records, 'attachment')).toMatchObject([{ type: 'image', width: 52, height: 13 }]);
    expect(ofKind(records, 'attachment')[0]?.candidates[0]).toBe('Message/Media/a/b.jpg');
  });

  it('offers no candidate outside the container, and keeps the path as stored', async () => {
    const path = '../../../etc/passwd.jpg';
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZMESSAGETYPE: 1, ZMEDIAITEM: 1 }],
      ZWAMEDIAITEM: [{ Z_PK: 1, ZMESSAGE: 1, ZMEDIALOCALPATH: path }],
    });
    expect(ofKind(records, 'attachment')).toMatchObject([{ path, candidates: [] }]);
  });

  it('reads a payload field only when it has the right type', async () => {
    const bytes = Buffer.concat([
      varintField(5, 1),
      bytesField(17, 'many'),
      nested(21, bytesField(1, 'x')),
      varintField(36, 604_800),
    ]);
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZMESSAGETYPE: 0, ZTEXT: 'x', ZMEDIAITEM: 1 }],
      ZWAMEDIAITEM: [{ Z_PK: 1, ZMESSAGE: 1, ZMETADATA: bytes }],
    });
    expect(ofKind(records, 'quote')).toEqual([]);
    expect(ofKind(records, 'message')).toMatchObject([{ forwarded: null, expires: { durationS: 604_800 } }]);
  });

  it('says when a payload cannot be read', async () => {
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZMESSAGETYPE: 0, ZMEDIAITEM: 1 }],
      ZWAMEDIAITEM: [{ Z_PK: 1, ZMESSAGE: 1, ZMETADATA: Buffer.from('bplist00 of no kind') }],
      ZWAMESSAGEINFO: [{ Z_PK: 1, ZMESSAGE: 1, ZRECEIPTINFO: Buffer.from([0xff, 0xff]) }],
    });
    expect(
      ofKind(records, 'issue')
        .filter((issue) => issue.code === 'undecodable-payload')
        .map((issue) => issue.where),
    ).toEqual(['ZWAMEDIAITEM.ZMETADATA', 'ZWAMESSAGEINFO.ZRECEIPTINFO']);
  });
});

describe('side tables', () => {
  it('reads reactions of others, a withdrawn one and a tally', async () => {
    const reaction = nested(
      1,
      bytesField(1, 'key'),
      bytesField(2, friend),
      bytesField(3, '🎉'),
      varintField(4, 1_700_000_000_000),
    );
    const withdrawn = nested(2, bytesField(1, 'key'), bytesField(2, ''), varintField(3, 1_700_000_000_001));
    const tally = nested(3, nested(1, bytesField(1, '👍'), varintField(2, 12)));
    const half = nested(1, bytesField(2, friend));
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZMESSAGETYPE: 0 }],
      ZWAMESSAGEINFO: [{ Z_PK: 1, ZMESSAGE: 1, ZRECEIPTINFO: nested(7, reaction, withdrawn, tally, half) }],
    });
    expect(ofKind(records, 'reaction').map((r) => [r.account, r.emoji, r.count, r.time?.utcMs])).toEqual([
      [friend, '🎉', 1, 1_700_000_000_000],
      [null, null, 1, 1_700_000_000_001],
      [null, '👍', 12, undefined],
    ]);
  });

  it('gives membership changes without a verb', async () => {
    const group = '120363000000000001@g.us';
    const records = await rows.read({
      ZWACHATSESSION: [{ Z_PK: 1, ZCONTACTJID: group, ZSESSIONTYPE: 1 }],
      ZWAGROUPMEMBERSCHANGE: [1, 1].map((type, index) => ({
        Z_PK: index + 1,
        ZCHANGETYPE: type,
        ZCHANGEDATE: 700_000_000,
        ZGROUPJID: group,
        ZMEMBERJIDS: `${friend},447700900198@s.whatsapp.net`,
      })),
    });
    expect(ofKind(records, 'event')).toMatchObject([
      {
        type: 'membership',
        conversation: 'session:1',
        accounts: [friend, '447700900198@s.whatsapp.net'],
        stored: { ZCHANGETYPE: 1 },
      },
      {},
    ]);
    expect(ofKind(records, 'issue').filter((issue) => issue.code === 'unknown-code')).toHaveLength(1);
  });

  it('keeps calls with numbers that no address book knows, and summaries whose calls are gone', async () => {
    const calls = { ...SCHEMAS['CallHistory.sqlite'] };
    const records = await rows.read(
      {
        ZWAAGGREGATECALLEVENT: [
          { Z_PK: 1, ZINCOMING: 1, ZVIDEO: 1, ZMISSED: 0, ZFIRSTDATE: 700_000_000 },
          { Z_PK: 2, ZINCOMING: 1, ZMISSED: 1, ZFIRSTDATE: 700_000_500 },
        ],
        ZWACDCALLEVENT: [
          { Z_PK: 1, Z1CALLEVENTS: 1, ZDATE: 700_000_000, ZDURATION: 12.5, ZOUTCOME: 0 },
          { Z_PK: 2, ZDATE: 700_000_100, ZDURATION: 0, ZOUTCOME: 77 },
        ],
        ZWACDCALLEVENTPARTICIPANT: [{ Z_PK: 1, Z1PARTICIPANTS: 1, ZJIDSTRING: friend }],
      },
      'CallHistory.sqlite',
      calls,
    );
    expect(
      ofKind(records, 'event').map((e) => [
        e.key,
        e.direction,
        e.actor,
        e.call?.outcome,
        e.call?.outcomeStored,
        e.call?.durationS,
      ]),
    ).toEqual([
      ['call:1', 'incoming', friend, 'answered', '0', 12.5],
      ['call:2', 'unknown', null, 'unknown', '77', 0],
      ['call-summary:2', 'incoming', null, 'missed', 'ZMISSED 1', null],
    ]);
  });

  it('gives words of the search index that no message bears as recovered, with low confidence', async () => {
    const folder = rows.make();
    rows.write(join(folder, 'ChatStorage.sqlite'), {
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [
        { Z_PK: 1, ...incoming, ZMESSAGETYPE: 0, ZTEXT: 'kept', ZDOCID: 5 },
        { Z_PK: 2, ...incoming, ZMESSAGETYPE: 14, ZDOCID: 7 },
      ],
    });
    const index = new Database(join(folder, 'ChatSearchV5f.sqlite'));
    index.exec('CREATE TABLE docs_content (docid INTEGER PRIMARY KEY, c0content)');
    for (const [id, text] of [
      [5, 'kept'],
      [6, 'lost words'],
      [7, 'taken back'],
    ] as const)
      index.prepare('INSERT INTO docs_content VALUES (?, ?)').run(id, text);
    index.close();
    const records = await rows.readFolder(folder);
    expect(ofKind(records, 'event')).toMatchObject([
      {
        body: 'lost words',
        from: { state: 'recovered', recovery: { method: 'search-index-residue', confidence: 'low' } },
      },
    ]);
    expect(ofKind(records, 'version')).toMatchObject([{ body: 'taken back', message: 'message:2', verbatim: false }]);
  });
});

describe('an old schema', () => {
  it('is read with the columns that it has', async () => {
    const schema = {
      ZWACHATSESSION: 'ZCONTACTJID VARCHAR, ZPARTNERNAME VARCHAR, ZGROUPINFO INTEGER',
      ZWAMESSAGE:
        'ZISFROMME INTEGER, ZMESSAGETYPE INTEGER, ZCHATSESSION INTEGER, ZMEDIAITEM INTEGER, ZMESSAGEDATE TIMESTAMP, ZFROMJID VARCHAR, ZTOJID VARCHAR, ZTEXT VARCHAR',
      ZWAMEDIAITEM: 'ZMESSAGE INTEGER, ZMEDIALOCALPATH VARCHAR',
    };
    const records = await rows.read(
      {
        ZWACHATSESSION: [{ Z_PK: 1, ZCONTACTJID: friend, ZPARTNERNAME: 'Kim' }],
        ZWAMESSAGE: [
          {
            Z_PK: 1,
            ZISFROMME: 0,
            ZMESSAGETYPE: 1,
            ZCHATSESSION: 1,
            ZMEDIAITEM: 1,
            ZMESSAGEDATE: 460_000_000,
            ZFROMJID: friend,
            ZTOJID: '447700900102@s.whatsapp.net',
          },
          {
            Z_PK: 2,
            ZISFROMME: 1,
            ZMESSAGETYPE: 0,
            ZCHATSESSION: 1,
            ZMESSAGEDATE: 460_000_001,
            ZTOJID: friend,
            ZTEXT: 'old',
          },
        ],
        ZWAMEDIAITEM: [{ Z_PK: 1, ZMESSAGE: 1, ZMEDIALOCALPATH: 'Media/x.jpg' }],
      },
      'ChatStorage.sqlite',
      schema,
    );
    expect(ofKind(records, 'message')).toMatchObject([
      { type: 'image', sender: friend, serverId: null, order: null, starred: false },
      { body: 'old', sender: '447700900102@s.whatsapp.net', direction: 'outgoing' },
    ]);
    expect(ofKind(records, 'attachment')).toHaveLength(1);
  });
});

describe('encoded names', () => {
  it('are told from ordinary ones', () => {
    for (const name of ['Anna', 'Benjamin', 'Christin', 'Caroline', 'KimLee12', '田中美咲', 'CHRISTINE==='])
      expect(nameInPayload(name)).toBe(name);
    expect(nameInPayload('CLblxKIGIAA=')).toBeNull();
    expect(
      ownerInPayload(Buffer.concat([varintField(1, 1_683_043_007), bytesField(3, friend)]).toString('base64')),
    ).toBe(friend);
  });
});
