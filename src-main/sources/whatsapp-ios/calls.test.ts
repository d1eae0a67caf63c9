import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { friend, RowFolder } from './fixture-rows.ts';
import { ofKind } from './fixture-run.ts';
import { SCHEMAS } from './fixture-tables.ts';

const rows = new RowFolder();
afterAll(() => {
  rmSync(rows.scratch, { recursive: true, force: true });
});

const other = '447700900198@s.whatsapp.net';
const schema = SCHEMAS['CallHistory.sqlite'];
/** The entity numbers of the observed model; the third call table of `Z_PRIMARYKEY` says what a relation leads to. */
const model = { ...schema, Z_PRIMARYKEY: 'Z_NAME VARCHAR, Z_SUPER INTEGER, Z_MAX INTEGER' };
const entities = Object.keys(schema).map((table, index) => ({ Z_ENT: index + 1, Z_NAME: table.slice(1), Z_MAX: 0 }));

describe('CallHistory.sqlite', () => {
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

  it('gives the people of a summary to each of its calls, and to no other call', async () => {
    const records = await rows.read(
      {
        Z_PRIMARYKEY: entities,
        ZWAAGGREGATECALLEVENT: [
          { Z_PK: 2, ZINCOMING: 0, ZFIRSTDATE: 700_000_000 },
          { Z_PK: 3, ZINCOMING: 1, ZFIRSTDATE: 700_000_900 },
        ],
        ZWACDCALLEVENT: [
          { Z_PK: 1, Z1CALLEVENTS: 2, ZDATE: 700_000_000, ZDURATION: 0, ZOUTCOME: 1 },
          { Z_PK: 2, Z1CALLEVENTS: 2, ZDATE: 700_000_060, ZDURATION: 20, ZOUTCOME: 0 },
          { Z_PK: 3, Z1CALLEVENTS: 3, ZDATE: 700_000_900, ZDURATION: 9, ZOUTCOME: 0 },
        ],
        ZWACDCALLEVENTPARTICIPANT: [
          { Z_PK: 1, Z1PARTICIPANTS: 2, ZJIDSTRING: friend },
          { Z_PK: 2, Z1PARTICIPANTS: 3, ZJIDSTRING: other },
        ],
      },
      'CallHistory.sqlite',
      model,
    );
    expect(
      ofKind(records, 'event').map((e) => [e.key, e.direction, e.accounts, e.stored?.['calls in the same summary']]),
    ).toEqual([
      ['call:1', 'outgoing', [friend], 2],
      ['call:2', 'outgoing', [friend], 2],
      ['call:3', 'incoming', [other], undefined],
    ]);
  });

  it('gives people to the call itself where the model says so', async () => {
    const { ZWACDCALLEVENT, ZWACDCALLEVENTPARTICIPANT, Z_PRIMARYKEY } = model;
    const records = await rows.read(
      {
        Z_PRIMARYKEY: [{ Z_ENT: 1, Z_NAME: 'WACDCallEvent', Z_MAX: 0 }],
        ZWACDCALLEVENT: [{ Z_PK: 5, ZDATE: 700_000_000, ZDURATION: 3, ZOUTCOME: 0 }],
        ZWACDCALLEVENTPARTICIPANT: [{ Z_PK: 1, Z1PARTICIPANTS: 5, ZJIDSTRING: friend }],
      },
      'CallHistory.sqlite',
      { ZWACDCALLEVENT, ZWACDCALLEVENTPARTICIPANT, Z_PRIMARYKEY },
    );
    expect(ofKind(records, 'event')).toMatchObject([{ accounts: [friend], direction: 'unknown', actor: null }]);
  });

  it('reads calls that could be joined, with who joined', async () => {
    const records = await rows.read(
      {
        ZWACDCALLEVENT: [],
        ZWAJOINABLECALLEVENT: [
          {
            Z_PK: 4,
            ZDATE: 700_000_000,
            ZDURATION: 61.5,
            ZVIDEO: 1,
            ZCURRENTOUTCOME: 0,
            ZCALLCREATORJIDSTRING: other,
            ZGROUPJIDSTRING: '120363000000000001@g.us',
            ZLINKTOKEN: 'token',
          },
        ],
        ZWAJOINABLECALLEVENTPARTICIPANT: [
          { Z_PK: 1, Z4PARTICIPANTS: 4, ZJIDSTRING: friend, ZJOINED: 1 },
          { Z_PK: 2, Z4PARTICIPANTS: 4, ZJIDSTRING: other, ZJOINED: 0 },
          { Z_PK: 3, Z4PARTICIPANTS: null, ZJIDSTRING: other },
        ],
      },
      'CallHistory.sqlite',
      schema,
    );
    expect(ofKind(records, 'event')).toMatchObject([
      { key: 'orphan:ZWAJOINABLECALLEVENTPARTICIPANT:3', type: 'unknown', stored: { ZJIDSTRING: other } },
      {
        key: 'joinable-call:4',
        actor: other,
        accounts: [friend, other],
        call: { video: true, group: true, durationS: 61.5, outcome: 'answered', outcomeStored: '0' },
        stored: { ZLINKTOKEN: 'token', 'participants joined': `${friend}=1 ${other}=0` },
      },
    ]);
    expect(ofKind(records, 'issue').filter((issue) => issue.code === 'orphan-row')).toHaveLength(1);
  });

  it('reads arranged calls without saying that they took place', async () => {
    const records = await rows.read(
      {
        ZWAUPCOMINGCALLEVENT: [
          {
            Z_PK: 1,
            ZUNIXTIMEMS: 1_700_000_000_123,
            ZTITLE: 'Crate 17',
            ZCHATJIDSTRING: friend,
            ZCREATORJIDSTRING: other,
            ZCALLTYPE: 2,
            ZMESSAGESTANZAID: '3A00',
          },
          { Z_PK: 2, ZUNIXTIMEMS: 12, ZTITLE: 'never' },
        ],
      },
      'CallHistory.sqlite',
      schema,
    );
    expect(ofKind(records, 'event')).toMatchObject([
      {
        actor: other,
        body: 'Crate 17',
        times: [{ utcMs: 1_700_000_000_123 }],
        call: { outcome: 'unknown', outcomeStored: 'arranged' },
        stored: { ZCALLTYPE: 2, ZMESSAGESTANZAID: '3A00' },
      },
      { times: [] },
    ]);
    expect(ofKind(records, 'issue').map((issue) => issue.code)).toContain('time-out-of-range');
  });
});
