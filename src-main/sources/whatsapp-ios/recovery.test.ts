import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { binaryPlist } from '../../../fixtures/binary-plist.ts';
import { friend, incoming, RowFolder, session } from './fixture-rows.ts';
import { ofKind } from './fixture-run.ts';

const rows = new RowFolder();
afterAll(() => {
  rmSync(rows.scratch, { recursive: true, force: true });
});

/** A keyed archive as a reader of a macOS database and a blog of 2017 describe it. */
const ARCHIVE = binaryPlist({
  $version: 100,
  $archiver: 'NSKeyedArchiver',
  $top: { root: { uid: 1 } },
  $objects: [
    '$null',
    { $class: { uid: 4 }, stanzaID: { uid: 2 }, senderJID: { uid: 3 }, quotedText: { uid: 0 }, videoWidth: 640 },
    '3A0011',
    friend,
    { $classname: 'WAMediaItemMetadata' },
  ],
});

describe('ChatSearch', () => {
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

  it('gives a text under a number that several messages bear to none of them', async () => {
    const folder = rows.make();
    rows.write(join(folder, 'ChatStorage.sqlite'), {
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [
        { Z_PK: 1, ...incoming, ZMESSAGETYPE: 14, ZDOCID: 6 },
        { Z_PK: 2, ...incoming, ZMESSAGETYPE: 5, ZDOCID: 6 },
        { Z_PK: 3, ...incoming, ZMESSAGETYPE: 0, ZDOCID: 8, ZTEXT: 'both' },
        { Z_PK: 4, ...incoming, ZMESSAGETYPE: 0, ZDOCID: 8, ZTEXT: 'both' },
      ],
    });
    const index = new Database(join(folder, 'ChatSearchV5f.sqlite'));
    index.exec(
      "CREATE TABLE docs_content (docid INTEGER PRIMARY KEY, c0content); INSERT INTO docs_content VALUES (6, 'whose'), (8, 'both'), (9, '')",
    );
    index.close();
    const records = await rows.readFolder(folder);
    expect(ofKind(records, 'version')).toEqual([]);
    expect(ofKind(records, 'event')).toMatchObject([{ body: 'whose', from: { state: 'recovered' } }]);
    expect(ofKind(records, 'tally').find((tally) => tally.table === 'docs_content')).toMatchObject({
      rows: 3,
      used: 1,
    });
  });
});

describe('ZPARENTMESSAGE', () => {
  it('is an answer inside one session, also without a media item, and is carried otherwise', async () => {
    const records = await rows.read({
      ZWACHATSESSION: [session, { Z_PK: 2, ZCONTACTJID: '1700000000@broadcast', ZSESSIONTYPE: 2 }],
      ZWAMESSAGE: [
        { Z_PK: 1, ...incoming, ZMESSAGETYPE: 0, ZTEXT: 'asked' },
        { Z_PK: 2, ...incoming, ZMESSAGETYPE: 0, ZTEXT: 'answered', ZPARENTMESSAGE: 1 },
        { Z_PK: 3, ...incoming, ZMESSAGETYPE: 1, ZMEDIAITEM: 1, ZPARENTMESSAGE: 1 },
        { Z_PK: 4, ...incoming, ZCHATSESSION: 2, ZMESSAGETYPE: 0, ZTEXT: 'to all' },
        { Z_PK: 5, ...incoming, ZMESSAGETYPE: 0, ZTEXT: 'to all', ZPARENTMESSAGE: 4 },
        { Z_PK: 6, ...incoming, ZMESSAGETYPE: 0, ZTEXT: 'of nothing', ZPARENTMESSAGE: 99 },
      ],
      ZWAMEDIAITEM: [{ Z_PK: 1, ZMESSAGE: 3, ZMEDIALOCALPATH: 'Media/x.jpg' }],
    });
    expect(ofKind(records, 'quote').map((quote) => [quote.message, quote.target.key, quote.body])).toEqual([
      ['message:2', 'message:1', null],
      ['message:3', 'message:1', null],
    ]);
    expect(ofKind(records, 'message').map((message) => message.stored?.ZPARENTMESSAGE ?? null)).toEqual([
      null,
      1,
      1,
      null,
      4,
      99,
    ]);
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

  it('keeps the values of a keyed archive, and the message that it says is answered', async () => {
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZMESSAGETYPE: 1, ZMEDIAITEM: 1 }],
      ZWAMEDIAITEM: [{ Z_PK: 1, ZMESSAGE: 1, ZMETADATA: Buffer.from(ARCHIVE) }],
    });
    expect(ofKind(records, 'quote')).toMatchObject([
      { target: { key: null, serverId: '3A0011' }, sender: friend, body: null },
    ]);
    expect(ofKind(records, 'detail').map((detail) => detail.content)).toContainEqual({
      type: 'other',
      name: 'ZMETADATA',
      values: { stanzaID: '3A0011', senderJID: friend, videoWidth: 640 },
    });
  });

  it('reads a keyed archive that is cut, or whose references lead nowhere', async () => {
    const lost = binaryPlist({ $top: { root: { uid: 9 } }, $objects: ['$null'] });
    const records = await rows.read({
      ZWACHATSESSION: [session],
      ZWAMESSAGE: [{ Z_PK: 1, ...incoming, ZMESSAGETYPE: 1, ZMEDIAITEM: 1 }],
      ZWAMEDIAITEM: [
        { Z_PK: 1, ZMESSAGE: 1, ZMETADATA: ARCHIVE.subarray(0, 90) },
        { Z_PK: 2, ZMESSAGE: 1, ZMETADATA: lost },
      ],
    });
    expect(ofKind(records, 'issue').map((issue) => issue.code)).toContain('undecodable-payload');
    expect(ofKind(records, 'detail').map((detail) => detail.content)).toEqual([
      { type: 'other', name: 'ZMETADATA', values: {} },
    ]);
  });
});
