import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { bytesField, message as nested, varintField } from '../../../fixtures/protobuf-writer.ts';
import { friend, incoming, RowFolder, session } from './fixture-rows.ts';
import { ofKind } from './fixture-run.ts';
import { nameInPayload, ownerInPayload } from './push-name.ts';

const rows = new RowFolder();
afterAll(() => {
  rmSync(rows.scratch, { recursive: true, force: true });
});

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
    expect(ofKind(records, 'reaction').map((r) => r.stored !== undefined)).toEqual([false, true, false]);
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
